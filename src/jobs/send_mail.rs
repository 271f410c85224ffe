//! Sends a letter: what it is about is put into words now, with the private link of this moment.
//!
//! At least once: when the mail server took the letter and this process died before noting it, the
//! letter is sent again, under the same Message-ID.

use chrono::{DateTime, Duration, Utc};
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::{Context, JobError};
use crate::accounts;
use crate::credential::{CertificateFacts, CertificateId};
use crate::i18n::{FluentValue, Language, day, instant, text, text_with};
use crate::mail::{self, Letter, Mailer, Part};
use crate::service::Service;
use crate::store::{Mail, MailContent, NewMail, Notice, State};

/// What a letter says when it comes to sending it.
enum Words {
    /// This.
    Said {
        language: Language,
        subject: String,
        parts: Vec<Part>,
    },
    /// Later: more of the same is coming.
    Later(DateTime<Utc>),
    /// Nothing any more.
    Nothing,
}

/// Sending what was sent does nothing.
pub(super) async fn run(context: &Context, id: Uuid) -> Result<(), JobError> {
    let service = &context.service;
    let Some(mail) = service.store.unsent_mail(id).await? else {
        return Ok(());
    };
    let config = &service.config;
    let mailer = Mailer::open(&config.mail, config.host())
        .map_err(|error| JobError::again("letters can't be sent as configured", error))?;
    let now = service.clock.now();
    let letter = match words(service, &mail, now).await? {
        Words::Nothing => return Ok(service.store.drop_mail(id, now).await?),
        Words::Later(at) => {
            let reason = "more results may come for the same letter";
            return Err(JobError::Planned { reason, at });
        }
        Words::Said {
            language,
            subject,
            parts,
        } => Letter {
            id,
            to: mail.recipient.clone(),
            language,
            subject,
            parts,
            written_at: mail.written_at,
        },
    };
    match mailer.send(&letter).await {
        Ok(()) => {
            let until = now + Duration::days(config.mail.results_days.into());
            Ok(service.store.mark_mail_sent(id, now, until).await?)
        }
        Err(error) => failed(context, &mail, error).await,
    }
}

/// A letter that will never be sent is told to the operator, unless it is such a message itself.
async fn failed(context: &Context, mail: &Mail, error: mail::Error) -> Result<(), JobError> {
    let service = &context.service;
    if error.is_final() || context.last {
        let report = match &mail.content {
            MailContent::Undelivered { .. } => None,
            _ => service.config.mail.operator.clone().map(|operator| {
                let undelivered = MailContent::Undelivered {
                    mail: mail.id,
                    address: mail.recipient.clone(),
                    code: error.code(),
                };
                NewMail::new(operator, undelivered)
            }),
        };
        let now = service.clock.now();
        service
            .store
            .mark_mail_refused(mail.id, error.code(), report.as_ref(), now)
            .await?;
    }
    if error.is_final() {
        return Err(JobError::hopeless("the letter was refused", error));
    }
    Err(JobError::again("the letter could not be sent", error))
}

async fn words(service: &Service, mail: &Mail, now: DateTime<Utc>) -> Result<Words, JobError> {
    let language = service.config.mail.language;
    match &mail.content {
        MailContent::CandidateLink { certificate } => {
            to_candidate(service, CertificateId(*certificate)).await
        }
        MailContent::CertificateChanged {
            certificate,
            notice,
            reason,
        } => {
            let change = (*notice, reason.as_deref(), mail.written_at);
            to_holder(service, CertificateId(*certificate), change).await
        }
        MailContent::Invitation {
            invitation,
            language,
        } => to_invited(service, *invitation, *language, now).await,
        MailContent::ResultsLink { link } => to_prescriber(service, *link, now).await,
        MailContent::BatchReport {
            name,
            issued,
            repeated,
            withheld,
            refused,
        } => {
            let values = [
                ("name", FluentValue::from(name.as_str())),
                ("issued", (*issued).into()),
                ("repeated", (*repeated).into()),
                ("withheld", (*withheld).into()),
                ("refused", (*refused).into()),
            ];
            Ok(to_operator(language, "report", &values))
        }
        MailContent::CorrectionAsked { certificate } => {
            let values = [("certificate", FluentValue::from(certificate.to_string()))];
            Ok(to_operator(language, "correction", &values))
        }
        MailContent::Undelivered {
            mail,
            address,
            code,
        } => {
            let code = code.map_or_else(|| "-".to_owned(), |code| code.to_string());
            let values = [
                ("mail", FluentValue::from(mail.to_string())),
                ("address", FluentValue::from(address.as_str())),
                ("code", FluentValue::from(code)),
            ];
            Ok(to_operator(language, "undelivered", &values))
        }
    }
}

fn to_operator(language: Language, which: &str, values: &[(&str, FluentValue<'_>)]) -> Words {
    let said = |id: &str| text_with(language, id, values);
    Words::Said {
        language,
        subject: said(&format!("mail-{which}-subject")),
        parts: vec![
            Part::Text(said(&format!("mail-{which}-text"))),
            Part::Text(text(language, "mail-automatic")),
        ],
    }
}

/// A certificate that was put out of force meanwhile is announced to nobody.
async fn to_candidate(service: &Service, id: CertificateId) -> Result<Words, JobError> {
    let Some(certificate) = service.store.find(id).await? else {
        return Ok(Words::Nothing);
    };
    let counts = certificate.state == State::Issued
        && certificate.revoked_at.is_none()
        && certificate.superseded_at.is_none();
    if !counts {
        return Ok(Words::Nothing);
    }
    let facts: CertificateFacts = serde_json::from_slice(&certificate.facts)
        .map_err(|error| JobError::hopeless("the recorded facts can't be read", error))?;
    let token = service.keyring.link_token(id, certificate.link_generation);
    let language = facts.language;
    let said = |id: &str, name: &str, value: &str| {
        text_with(language, id, &[(name, FluentValue::from(value))])
    };
    Ok(Words::Said {
        language,
        subject: said("mail-candidate-subject", "issuer", &facts.issuer.name),
        parts: vec![
            Part::Text(said(
                "mail-candidate-greeting",
                "name",
                &facts.holder.first_name,
            )),
            Part::Text(said("mail-candidate-text", "issuer", &facts.issuer.name)),
            Part::Link {
                label: text(language, "mail-candidate-link"),
                url: address(service, language, "c", &token),
            },
            Part::Text(text(language, "mail-candidate-secret")),
            Part::Text(text(language, "mail-automatic")),
        ],
    })
}

/// What happened to a certificate, and when. It holds no link: who has the certificate has its own.
async fn to_holder(
    service: &Service,
    id: CertificateId,
    (notice, reason, at): (Notice, Option<&str>, DateTime<Utc>),
) -> Result<Words, JobError> {
    let which = match notice {
        Notice::Revoked => "revoked",
        Notice::Suspended => "suspended",
        Notice::Reinstated => "reinstated",
        Notice::Superseded => "superseded",
        Notice::Ping => return Ok(Words::Nothing),
    };
    let Some(certificate) = service.store.find(id).await? else {
        return Ok(Words::Nothing);
    };
    let facts: CertificateFacts = serde_json::from_slice(&certificate.facts)
        .map_err(|error| JobError::hopeless("the recorded facts can't be read", error))?;
    let language = facts.language;
    let zone = service.config.service.time_zone;
    let reason = reason.map(|reason| text(language, &format!("revocation-{reason}")));
    let values = [
        ("issuer", FluentValue::from(facts.issuer.name.as_str())),
        ("name", facts.holder.first_name.as_str().into()),
        ("exam", day(language, facts.exam_date).into()),
        ("at", instant(language, at, zone).into()),
        ("reason", reason.unwrap_or_default().into()),
    ];
    let said = |id: &str| text_with(language, id, &values);
    Ok(Words::Said {
        language,
        subject: said(&format!("mail-{which}-subject")),
        parts: vec![
            Part::Text(said("mail-candidate-greeting")),
            Part::Text(said(&format!("mail-{which}-text"))),
            Part::Text(said("mail-change-question")),
            Part::Text(text(language, "mail-automatic")),
        ],
    })
}

/// The link that opens an account, as long as it does.
async fn to_invited(
    service: &Service,
    id: Uuid,
    language: Language,
    now: DateTime<Utc>,
) -> Result<Words, JobError> {
    let Some(invitation) = service.store.invitation(id, now).await? else {
        return Ok(Words::Nothing);
    };
    let zone = service.config.service.time_zone;
    let values = [
        ("issuer", service.config.issuer.name.as_str().into()),
        ("name", invitation.known.account.name.as_str().into()),
        (
            "until",
            FluentValue::from(instant(language, invitation.until, zone)),
        ),
    ];
    let said = |id: &str| text_with(language, id, &values);
    Ok(Words::Said {
        language,
        subject: said("mail-invitation-subject"),
        parts: vec![
            Part::Text(said("mail-candidate-greeting")),
            Part::Text(said("mail-invitation-text")),
            Part::Link {
                label: said("mail-invitation-link"),
                url: accounts::invitation_link(service, id, language),
            },
            Part::Text(said("mail-invitation-secret")),
            Part::Text(text(language, "mail-automatic")),
        ],
    })
}

/// One letter for all results of a session: it waits until none came for a while.
async fn to_prescriber(service: &Service, id: Uuid, now: DateTime<Utc>) -> Result<Words, JobError> {
    let Some(link) = service.store.results_link(id).await? else {
        return Ok(Words::Nothing);
    };
    let config = &service.config.mail;
    let quiet = link.changed_at + Duration::seconds(config.results_wait_seconds.into());
    if quiet > now {
        return Ok(Words::Later(quiet));
    }
    let language = config.language;
    let count = service.store.results_of_link(id).await?.len();
    let token = service.keyring.results_token(id);
    let values = [
        ("session", FluentValue::from(link.session.as_str())),
        ("count", count.into()),
        ("days", config.results_days.into()),
    ];
    let said = |id: &str| text_with(language, id, &values);
    Ok(Words::Said {
        language,
        subject: said("mail-results-subject"),
        parts: vec![
            Part::Text(said("mail-results-text")),
            Part::Link {
                label: said("mail-results-link"),
                url: address(service, language, "r", &token),
            },
            Part::Text(said("mail-results-secret")),
            Part::Text(text(language, "mail-automatic")),
        ],
    })
}

/// The token stands in the fragment, which no server ever sees.
fn address(
    service: &Service,
    language: Language,
    page: &str,
    token: &SecretString,
) -> SecretString {
    let url = &service.config.service.public_url;
    let token = token.expose_secret();
    format!("{url}/{}/{page}#{token}", language.tag()).into()
}
