//! What the public sees of a certificate, or would see after an act: the verdict page's own words.

use crate::desk::{self, Act};
use crate::http::error::ApiError;
use crate::http::pages::facts::{self, Facts};
use crate::http::pages::next;
use crate::http::pages::verdict::{self, Headline};
use crate::http::router::App;
use crate::i18n::{Language, text};
use crate::revocation::{self, HolderLetter};
use crate::store::Certificate;
use crate::verification::{self, Asked, Input, Verification};

/// The verdict page of one certificate.
pub(super) struct Seen {
    pub(super) state: Headline,
    pub(super) next: Vec<String>,
    pub(super) facts: Option<Facts>,
    /// What becomes of the holder's letter about the act.
    pub(super) letter: Option<String>,
}

impl Seen {
    /// As it is now, asked like anybody asks.
    pub(super) async fn now(
        app: &App,
        certificate: &Certificate,
        language: Language,
    ) -> Result<Self, ApiError> {
        let code = Input::Code(certificate.code.as_str().to_owned());
        let verifier = app.service.verifier();
        let now = app.service.clock.now();
        let told = verification::verify(&verifier, code, &Asked::default(), now).await?;
        Ok(Self::of(app, &told, language))
    }

    /// As it would be, were the act done now.
    pub(super) async fn after(
        app: &App,
        certificate: &Certificate,
        act: Act,
        language: Language,
    ) -> Result<Self, ApiError> {
        let told = desk::foresee(&app.service, certificate, act);
        let office = app.service.office();
        let letter = match revocation::holder_letter(&office, certificate.id).await? {
            HolderLetter::Written => "console-cert-letter-written",
            HolderLetter::NoAddress => "console-cert-letter-no-address",
            HolderLetter::Off => "console-cert-letter-off",
        };
        Ok(Self {
            letter: Some(text(language, letter)),
            ..Self::of(app, &told, language)
        })
    }

    fn of(app: &App, told: &Verification, language: Language) -> Self {
        let zone = app.service.config.service.time_zone;
        Self {
            state: verdict::state(told, language),
            next: next::steps(told, language),
            facts: facts::facts(told, &app.service.verifier(), language, zone),
            letter: None,
        }
    }
}
