//! The web: public pages, the holder's page, and the API that answers the same in JSON.
//!
//! No code, token, name or birth date is ever in an address or a log: forms are posted, and what a
//! QR code or a private link carries stays behind the `#`, which browsers do not send.

mod accept;
mod access;
mod api;
mod assets;
mod error;
mod form;
mod headers;
mod health;
mod idempotency;
mod language;
mod limits;
mod observe;
mod pages;
mod problem;
mod router;
mod scrape;
mod session;
mod uploads;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod verification_tests;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tower::{ServiceExt, service_fn};

use crate::service::Service;

use limits::Limiter;
use router::router_with;

pub use api::description;
pub use router::router;
pub use scrape::serve_metrics;

/// Serves until `shutdown` resolves, then finishes the requests under way within the configured time.
///
/// Each request is answered by the service as it is when the request comes: new keys never change
/// an answer half-way.
pub async fn serve(
    mut services: watch::Receiver<Arc<Service>>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = Arc::clone(&services.borrow_and_update());
    let seconds = service.config.limits.shutdown_seconds;
    let limiter = Arc::new(Limiter::new(service.store.is_shared()));
    let first = router_with(service, Arc::clone(&limiter));
    let (sender, routers) = watch::channel(first);
    let newest = service_fn(move |request: Request| {
        let router = routers.borrow().clone();
        router.oneshot(request)
    });
    let service = Router::new()
        .fallback_service(newest)
        .into_make_service_with_connect_info::<SocketAddr>();
    let (sender_of_end, end) = oneshot::channel();
    let told = async move {
        shutdown.await;
        // Nobody listens any more only when everything is over.
        let _ = sender_of_end.send(());
    };
    let served = axum::serve(listener, service).with_graceful_shutdown(told);
    tokio::select! {
        served = served.into_future() => served,
        () = overdue(end, Duration::from_secs(seconds)) => {
            tracing::warn!(seconds, "requests were cut off: they took too long");
            Ok(())
        }
        never = follow(services, sender, limiter) => match never {},
    }
}

/// Resolves so long after the service was told to stop.
async fn overdue(end: oneshot::Receiver<()>, patience: Duration) {
    if end.await.is_ok() {
        tokio::time::sleep(patience).await;
    } else {
        std::future::pending::<()>().await;
    }
}

/// Sends a router for each service that comes.
async fn follow(
    mut services: watch::Receiver<Arc<Service>>,
    routers: watch::Sender<Router>,
    limiter: Arc<Limiter>,
) -> Infallible {
    while services.changed().await.is_ok() {
        let service = Arc::clone(&services.borrow_and_update());
        let _before = routers.send_replace(router_with(service, Arc::clone(&limiter)));
    }
    // No other service will come.
    std::future::pending().await
}
