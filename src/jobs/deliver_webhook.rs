//! Sends a webhook's message once; what fails is enqueued again at the schedule's next time.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Context, JobError};
use crate::service::Service;
use crate::store::{Attempt, Delivery, DeliveryState, Disabled, Notice, Then, Webhook};
use crate::webhook::{self, Failure, Message, Policy, SystemNames, Target};

/// A receiver that was not reached for so long is given up.
const GIVEN_UP_AFTER: TimeDelta = TimeDelta::days(3);

/// A message may arrive twice, with the same id, if this process dies before it noted the first;
/// two processes note it once.
pub(super) async fn run(context: &Context, delivery: Uuid) -> Result<(), JobError> {
    let service = &*context.service;
    // 1. Is it still to be sent, and now? An attempt that was noted enqueued the next one itself.
    let Some(delivery) = service.store.delivery(delivery).await? else {
        return Ok(());
    };
    let due = delivery
        .next_at
        .filter(|_| delivery.state == DeliveryState::Pending);
    let now = service.clock.now();
    if due.is_none_or(|due| due > now) {
        return Ok(());
    }
    let Some(webhook) = service.store.webhook(delivery.webhook).await? else {
        return Ok(());
    };
    // 2. Send it.
    let sent = send(service, &webhook, &delivery, now).await;
    // 3. Note what became of it.
    let chance = getrandom::u32()
        .map_err(|error| JobError::again("the system gives no randomness", error))?;
    let attempt = judged(&webhook, &delivery, sent, service.clock.now(), chance);
    tracing::info!(
        webhook = %webhook.id,
        delivery = %delivery.id,
        attempt = delivery.attempts + 1,
        outcome = attempt.outcome,
        "sent to a webhook"
    );
    service.store.note_attempt(&delivery, &attempt).await?;
    Ok(())
}

async fn send(
    service: &Service,
    webhook: &Webhook,
    delivery: &Delivery,
    now: DateTime<Utc>,
) -> Result<u16, Failure> {
    let policy = Policy {
        loopback: service.config.partners.loopback_webhooks,
    };
    // Also what was accepted under other rules is judged by those of today.
    let target = Target::parse(&webhook.url, policy).map_err(|_| Failure::Private)?;
    let keys: Vec<webhook::Key> = webhook
        .generations(now)
        .into_iter()
        .map(|generation| {
            let seed = service.keyring.webhook_seed(webhook.id, generation);
            webhook::Key::new(webhook.id, generation, &seed)
        })
        .collect();
    let message = Message {
        id: delivery.id,
        kind: delivery.notice.name(),
        at: delivery.at,
        data: data(service, delivery),
    };
    webhook::deliver(&target, &SystemNames, &message, &keys, now).await
}

/// Which certificate, and where to ask about it: whoever reads the message learns nothing of anybody.
fn data(service: &Service, delivery: &Delivery) -> Value {
    match delivery.certificate {
        Some(certificate) => json!({
            "certificate": certificate,
            "url": format!(
                "{}/api/application/parcoursup/certification/{certificate}",
                service.config.service.public_url
            ),
        }),
        None => json!({ "webhook": delivery.webhook }),
    }
}

/// What an attempt means for the message and for its receiver.
fn judged(
    webhook: &Webhook,
    delivery: &Delivery,
    sent: Result<u16, Failure>,
    at: DateTime<Utc>,
    chance: u32,
) -> Attempt {
    let failure = match sent {
        Ok(status) => {
            return Attempt {
                outcome: format!("status-{status}"),
                at,
                then: Then::Arrived,
            };
        }
        Err(failure) => failure,
    };
    let too_long = webhook
        .failing_since
        .is_some_and(|since| at - since >= GIVEN_UP_AFTER);
    let wait = webhook::wait_after(delivery.attempts + 1, chance);
    let then = match wait.and_then(|wait| TimeDelta::from_std(wait).ok()) {
        _ if failure.is_gone() => Then::Disable(Disabled::Gone),
        _ if too_long => Then::Disable(Disabled::Failing),
        // Somebody waits for the answer to a trial: it is not made again for days.
        _ if delivery.notice == Notice::Ping => Then::GivenUp,
        Some(wait) => Then::Again(at + wait),
        None => Then::GivenUp,
    };
    Attempt {
        outcome: failure.name(),
        at,
        then,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::ClientId;

    fn at(hours: i64) -> DateTime<Utc> {
        let start: DateTime<Utc> = "2026-06-09T08:00:00Z".parse().unwrap();
        start + TimeDelta::hours(hours)
    }

    fn webhook(failing_since: Option<DateTime<Utc>>) -> Webhook {
        Webhook {
            id: Uuid::from_u128(1),
            client: ClientId(Uuid::from_u128(2)),
            url: "https://receiver.example/".into(),
            generation: 1,
            earlier_key_until: None,
            created_at: at(0),
            failing_since,
            disabled: None,
        }
    }

    fn then(notice: Notice, attempts: u32, sent: Result<u16, Failure>, since: Option<i64>) -> Then {
        let delivery = Delivery {
            id: Uuid::from_u128(3),
            webhook: Uuid::from_u128(1),
            notice,
            certificate: None,
            at: at(0),
            state: DeliveryState::Pending,
            attempts,
            outcome: None,
            attempted_at: None,
            next_at: Some(at(0)),
        };
        judged(&webhook(since.map(at)), &delivery, sent, at(100), 100).then
    }

    #[test]
    fn what_fails_comes_again_at_the_schedule_s_times_and_is_given_up_in_the_end() {
        let failed = || Err(Failure::Status(500));
        let revoked = Notice::Revoked;
        assert_eq!(then(revoked, 0, Ok(204), Some(0)), Then::Arrived);
        let five_seconds = Then::Again(at(100) + TimeDelta::seconds(5));
        assert_eq!(then(revoked, 0, failed(), None), five_seconds);
        assert_eq!(then(revoked, 8, failed(), Some(99)), Then::Again(at(124)));
        assert_eq!(then(revoked, 9, failed(), Some(99)), Then::GivenUp);
    }

    #[test]
    fn a_receiver_is_given_up_after_days_or_when_it_says_so() {
        let timeout = || Err(Failure::Timeout);
        let failing = Then::Disable(Disabled::Failing);
        assert_eq!(then(Notice::Revoked, 1, timeout(), Some(28)), failing);
        assert_ne!(then(Notice::Revoked, 1, timeout(), Some(29)), failing);
        let gone = then(Notice::Revoked, 0, Err(Failure::Status(410)), None);
        assert_eq!(gone, Then::Disable(Disabled::Gone));
    }

    #[test]
    fn a_trial_is_made_once() {
        let failed = then(Notice::Ping, 0, Err(Failure::Unreachable), None);
        assert_eq!(failed, Then::GivenUp);
    }
}
