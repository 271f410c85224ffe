//! The web: public pages, the holder's page, and the API that answers the same in JSON.
//!
//! No code, token, name or birth date is ever in an address or a log: forms are posted, and what a
//! QR code or a private link carries stays behind the `#`, which browsers do not send.

mod accept;
mod api;
mod assets;
mod error;
mod headers;
mod language;
mod limits;
mod observe;
mod pages;
mod router;
mod uploads;

#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;

use crate::service::Service;

pub use router::router;

/// Serves until `shutdown` resolves, then finishes the requests under way.
pub async fn serve(
    service: Arc<Service>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(service).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(shutdown)
        .await
}
