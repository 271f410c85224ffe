//! A holder says that a certificate is wrong. A person answers; nothing changes by itself.

use uuid::Uuid;

use super::Error;
use crate::service::Service;
use crate::store::{Certificate, MailContent, NewCorrection, NewMail, Part};

/// Keeps a holder's request and tells the operator; `false` if one about this certificate is open.
pub async fn ask_correction(
    service: &Service,
    certificate: &Certificate,
    parts: Vec<Part>,
    wanted: String,
    message: Option<String>,
) -> Result<bool, Error> {
    let mail = &service.config.mail;
    let operator = mail.operator.as_deref().filter(|_| mail.is_on());
    // What is wrong stays in the register: letters are read by others.
    let letter = operator.map(|operator| {
        let certificate = certificate.id.0;
        NewMail::new(
            operator.to_owned(),
            MailContent::CorrectionAsked { certificate },
        )
    });
    let new = NewCorrection {
        id: Uuid::now_v7(),
        certificate: certificate.id,
        parts,
        wanted,
        message,
        at: service.clock.now(),
    };
    let store = &service.store;
    Ok(store
        .ask_correction(&new, letter.as_ref(), "holder")
        .await?)
}
