//! Where a client has itself told: an address is accepted only if everybody can reach it.

use uuid::Uuid;

use super::Error;
use crate::access::ClientId;
use crate::service::Service;
use crate::store::Webhook;
use crate::webhook::{Policy, Refusal, Target};

/// What came of adding a webhook.
pub enum AddedWebhook {
    /// It is there.
    Now(Box<Webhook>),
    /// The client has as many as it may have.
    TooMany,
    /// The address is not accepted.
    Refused(Refusal),
}

/// Adds a webhook of a client.
pub async fn add_webhook(
    service: &Service,
    client: ClientId,
    url: &str,
    operator: &str,
) -> Result<AddedWebhook, Error> {
    let policy = Policy {
        loopback: service.config.partners.loopback_webhooks,
    };
    let target = match Target::parse(url, policy) {
        Ok(target) => target,
        Err(refusal) => return Ok(AddedWebhook::Refused(refusal)),
    };
    let (store, at) = (&service.store, service.clock.now());
    let id = Uuid::now_v7();
    let added = store.add_webhook(id, client, target.url(), operator, at);
    if !added.await? {
        return Ok(AddedWebhook::TooMany);
    }
    // It may have been removed meanwhile, which is as if it had never been accepted.
    let webhook = store.webhook(id).await?;
    Ok(webhook.map_or(AddedWebhook::TooMany, |webhook| {
        AddedWebhook::Now(Box::new(webhook))
    }))
}
