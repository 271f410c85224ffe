//! http
/// stub
pub async fn serve(
    _: std::sync::Arc<crate::service::Service>,
    _: tokio::net::TcpListener,
    stop: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    stop.await;
    Ok(())
}
