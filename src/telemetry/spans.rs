//! Spans for an OpenTelemetry collector: the same spans and fields as in the messages, so nothing
//! personal either.

use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{SdkTracerProvider, Tracer};
use rustls::crypto::ring as cryptography;
use tracing::Subscriber;
use tracing_opentelemetry::OpenTelemetryLayer;
use tracing_subscriber::registry::LookupSpan;

/// Where OTLP over HTTP takes spans.
const PATH: &str = "/v1/traces";

/// Delivers spans by a thread of its own, the last ones when it is dropped.
pub(super) struct Exporter(SdkTracerProvider);

/// What hands spans to the collector at this address, if it can be set up; the service is worth more
/// than its traces.
pub(super) fn export<S>(endpoint: &str) -> Option<(OpenTelemetryLayer<S, Tracer>, Exporter)>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    // The client of HTTP takes the cryptography that the process chose; the archive chooses the same.
    let _ = cryptography::default_provider().install_default();
    let address = format!("{}{PATH}", endpoint.trim_end_matches('/'));
    let exporter = SpanExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(address)
        .build();
    let exporter = match exporter {
        Ok(exporter) => exporter,
        Err(error) => {
            eprintln!("telemetry.otlp_endpoint: {error}");
            return None;
        }
    };
    let service = Resource::builder().with_service_name("sceau").build();
    let provider = SdkTracerProvider::builder()
        .with_resource(service)
        .with_batch_exporter(exporter)
        .build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("sceau"));
    Some((layer, Exporter(provider)))
}

impl Drop for Exporter {
    fn drop(&mut self) {
        // A collector that is gone keeps nobody from ending.
        let _ = self.0.shutdown();
    }
}
