//! The PDF of a receipt: the same words as the page, the signed receipt attached, certified by the
//! document key.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::told::{Told, told};
use super::{Error, Signed};
use crate::document::{self, ReceiptPage, SignatureNote};
use crate::i18n::{Language, text};
use crate::service::Service;

/// The PDF of a signed receipt.
pub async fn pdf(
    service: &Service,
    signed: &Signed,
    language: Language,
    now: DateTime<Utc>,
) -> Result<Vec<u8>, Error> {
    let page = page(service, signed, language);
    let key = service.keyring.document_key().clone();
    let note = SignatureNote {
        name: service.config.issuer.name.clone(),
        reason: text(language, "receipts-title"),
    };
    let drawing = tokio::task::spawn_blocking(move || {
        let rendered = document::render_receipt(&page)?;
        let certified = document::sign_pdf(rendered, &key, now, &note)?;
        Ok::<_, Error>(certified.into_bytes())
    });
    drawing.await?
}

fn page(service: &Service, signed: &Signed, language: Language) -> ReceiptPage {
    let receipt = &signed.receipt;
    let zone = service.config.service.time_zone;
    let said = told(receipt, &service.frameworks, language, zone);
    let address = format!("{}/{language}/verify", receipt.url);
    ReceiptPage {
        words: words(service, signed, &said, language, &address),
        title: text(language, "receipts-title"),
        author: service.config.issuer.name.clone(),
        address,
        attached: signed.json.clone().into_bytes(),
        at: receipt.checked_at(),
        ident: format!("{}-{}", receipt.presented_sha256, receipt.iat),
    }
}

fn words(
    service: &Service,
    signed: &Signed,
    said: &Told,
    language: Language,
    address: &str,
) -> Value {
    let word = |name: &str| text(language, &format!("receipts-{name}"));
    let specimen = signed.specimen.then(|| word("specimen"));
    let certificate = (!said.certificate.is_empty()).then_some(&said.certificate);
    let checks = said.checks.iter();
    let checks: Vec<Value> = checks
        .map(|check| json!({ "name": check.name, "outcome": check.told, "reason": check.reason }))
        .collect();
    json!({
        "lang": language.tag(),
        "issuer": service.config.issuer.name,
        "title": word("title"),
        "kind": word("kind"),
        "foot": word("kind"),
        "notCertificate": word("not-certificate"),
        "verdict": said.verdict,
        "explained": said.explained,
        "reason": said.reason,
        "specimen": specimen,
        "facts": said.facts,
        "certificateTitle": word("certificate-title"),
        "certificate": certificate,
        "checksTitle": text(language, "pages-checks"),
        "checkHead": word("check-head"),
        "outcomeHead": word("outcome-head"),
        "checks": checks,
        "provesTitle": word("proves-title"),
        "proves": word("proves"),
        "provesNot": word("proves-not"),
        "verify": word("verify"),
        "address": address,
        "qrAlt": word("qr-alt"),
        "attached": word("attached"),
    })
}
