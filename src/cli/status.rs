//! `sceau revoke`, `suspend`, `reinstate`, `renew-link`: acts on one certificate.

use anyhow::{Context, bail};
use secrecy::ExposeSecret;

use super::Exit;
use super::args::{Reinstate, Revoke};
use super::output::{Hinted, Output};
use super::show::{Shown, find};
use crate::credential::{CertificateId, RevocationReason};
use crate::i18n::FluentValue;
use crate::revocation;
use crate::service::Service;

fn reason(name: &str) -> anyhow::Result<RevocationReason> {
    let Some(reason) = RevocationReason::from_name(name) else {
        let names: Vec<&str> = RevocationReason::ALL
            .iter()
            .map(|reason| reason.name())
            .collect();
        bail!(Hinted {
            message: format!("`{name}` is not a public reason"),
            hint: format!("use one of: {}", names.join(", ")),
        });
    };
    Ok(reason)
}

pub(super) async fn revoke(
    service: &Service,
    command: &Revoke,
    output: &Output,
) -> anyhow::Result<Exit> {
    let reason = reason(&command.reason)?;
    let id = find(service, &command.certificate).await?.id;
    revocation::revoke(&service.office(), id, reason, &command.operator.operator).await?;
    done(service, id, "cli-revoked", output).await
}

pub(super) async fn suspend(
    service: &Service,
    command: &Revoke,
    output: &Output,
) -> anyhow::Result<Exit> {
    let reason = reason(&command.reason)?;
    let id = find(service, &command.certificate).await?.id;
    revocation::suspend(&service.office(), id, reason, &command.operator.operator).await?;
    done(service, id, "cli-suspended", output).await
}

pub(super) async fn reinstate(
    service: &Service,
    command: &Reinstate,
    output: &Output,
) -> anyhow::Result<Exit> {
    let id = find(service, &command.certificate).await?.id;
    revocation::reinstate(&service.office(), id, &command.operator.operator).await?;
    done(service, id, "cli-reinstated", output).await
}

pub(super) async fn renew_link(
    service: &Service,
    command: &Reinstate,
    output: &Output,
) -> anyhow::Result<Exit> {
    let id = find(service, &command.certificate).await?.id;
    let renewed = revocation::renew_link(&service.office(), id, &command.operator.operator).await?;
    let token = service.keyring.link_token(id, renewed);
    let link = format!(
        "{}/c#{}",
        service.config.service.public_url,
        token.expose_secret()
    );
    output.line(output.text("cli-link-renewed"));
    output.line(&link);
    output.json(&serde_json::json!({ "certificate_id": id, "link": link }))?;
    Ok(Exit::Success)
}

async fn done(
    service: &Service,
    id: CertificateId,
    sentence: &str,
    output: &Output,
) -> anyhow::Result<Exit> {
    let certificate = service
        .store
        .find(id)
        .await?
        .context("the certificate is gone")?;
    let values = [("id", FluentValue::from(id.to_string()))];
    output.line(output.text_with(sentence, &values));
    output.json(&Shown::new(&certificate))?;
    Ok(Exit::Success)
}
