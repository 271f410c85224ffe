//! Links that the holder makes and withdraws.

use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::form::{Faults, HolderForm, written};
use super::own::{self, Said};
use super::{Held, held, refuse};
use crate::framework::Framework;
use crate::holder::{self, End, Made, Wish};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::day;
use crate::http::router::App;
use crate::i18n::{Language, text, text_with};
use crate::store::{Share, Shown};
use crate::verification::AttestedFacts;

/// Longest purpose, in characters.
const LONGEST_PURPOSE: usize = 80;

/// The part of the page about links.
pub(super) struct Sharing {
    pub(super) rows: Vec<Row>,
    pub(super) form: MakeForm,
}

/// A link that opens.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) purpose: String,
    pub(super) until: String,
    pub(super) shows: String,
    pub(super) opened: String,
}

/// The form that makes a link, with what was typed.
pub(super) struct MakeForm {
    /// Drawn anew each time.
    pub(super) nonce: String,
    pub(super) typed: HolderForm,
    pub(super) faults: Faults,
    /// Number and label of each global level.
    pub(super) levels: Vec<(String, String)>,
    pub(super) max_score: u32,
    pub(super) longest_purpose: usize,
}

impl MakeForm {
    /// Which choice is made; the first if none was.
    pub(super) fn chooses(&self, shown: &str) -> bool {
        match self.typed.shows.as_str() {
            "" => shown == "score",
            chosen => chosen == shown,
        }
    }

    pub(super) fn ends(&self, until: &str) -> bool {
        match self.typed.until.as_str() {
            "" => until == "90",
            chosen => chosen == until,
        }
    }
}

/// The links of a certificate that open, and the form for one more.
pub(super) fn sharing(
    held: &Held,
    shares: Vec<Share>,
    framework: Option<&Framework>,
    (language, now, zone): (Language, DateTime<Utc>, chrono_tz::Tz),
    again: Option<(HolderForm, Faults)>,
) -> Sharing {
    let generation = held.certificate.link_generation;
    let row = |share: Share| Row {
        until: until(&share, language, zone),
        shows: shows(&share, framework, language),
        opened: text_with(
            language,
            "own-share-opened",
            &[("count", share.opened.into())],
        ),
        id: share.id.to_string(),
        purpose: share.purpose,
    };
    let (typed, faults) = again.unwrap_or_default();
    Sharing {
        rows: shares
            .into_iter()
            .filter(|share| share.is_open(generation, now))
            .map(row)
            .collect(),
        form: MakeForm {
            nonce: Uuid::new_v4().to_string(),
            typed,
            faults,
            levels: levels(framework, language),
            max_score: framework.map_or(0, |framework| framework.max_score),
            longest_purpose: LONGEST_PURPOSE,
        },
    }
}

fn levels(framework: Option<&Framework>, language: Language) -> Vec<(String, String)> {
    let levels = framework.iter().flat_map(|it| &it.global_levels);
    levels
        .map(|level| {
            let label = level.label.get(language).to_owned();
            (level.number.to_string(), label)
        })
        .collect()
}

/// The last day on which it opens.
pub(super) fn until(share: &Share, language: Language, zone: chrono_tz::Tz) -> String {
    let last = share.expires_at - chrono::Duration::seconds(1);
    day(language, last.with_timezone(&zone).date_naive())
}

/// What a link shows, in words.
fn shows(share: &Share, framework: Option<&Framework>, language: Language) -> String {
    let shown = match share.shows {
        Shown::Score => text(language, "own-shows-score"),
        Shown::Levels => text(language, "own-shows-levels"),
        Shown::LeastLevel(least) => {
            let label = level_label(framework, least, language);
            text_with(
                language,
                "own-shows-least-level",
                &[("level", label.into())],
            )
        }
        Shown::LeastScore(least) => {
            let values = [("score", least.into())];
            text_with(language, "own-shows-least-score", &values)
        }
    };
    if share.asks_birth_date {
        format!("{shown} {}", text(language, "own-shows-birth-date"))
    } else {
        shown
    }
}

/// What a global level is called.
pub(super) fn level_label(framework: Option<&Framework>, number: u8, language: Language) -> String {
    let mut levels = framework.iter().flat_map(|it| &it.global_levels);
    let level = levels.find(|level| level.number == number);
    level.map_or_else(
        || number.to_string(),
        |level| level.label.get(language).to_owned(),
    )
}

/// `POST /c/share`
pub(super) async fn make(
    State(app): State<App>,
    Speaks(language): Speaks,
    form: HolderForm,
) -> Result<Response, ApiError> {
    let Some(held) = held(&app, &form).await? else {
        return refuse(&app, language);
    };
    let verification = own::verified(&app, &held.certificate).await?;
    let said = match wish(&app, language, &form, verification.certificate.as_ref()) {
        Err(faults) => Said::ShareRefused(form, faults),
        Ok(wish) => match holder::make_share(&app.service, &held.certificate, wish).await? {
            Made::Link(secret) => Said::ShareMade(secret),
            Made::Before => Said::ShareMadeBefore,
            Made::TooMany => {
                let mut faults = Faults::default();
                faults.add("purpose", text(language, "own-share-too-many"));
                Said::ShareRefused(form, faults)
            }
        },
    };
    own::show(&app, language, &held, said).await
}

/// `POST /c/share/withdraw`
pub(super) async fn withdraw(
    State(app): State<App>,
    Speaks(language): Speaks,
    form: HolderForm,
) -> Result<Response, ApiError> {
    let Some(held) = held(&app, &form).await? else {
        return refuse(&app, language);
    };
    let share: Uuid = form.share.parse().map_err(|_| ApiError::Malformed)?;
    let (store, now) = (&app.service.store, app.service.clock.now());
    // Withdrawn before is as good.
    store
        .withdraw_share(held.certificate.id, share, "holder", now)
        .await?;
    own::show(&app, language, &held, Said::ShareWithdrawn).await
}

/// What the holder asks for, or what is wrong with it.
fn wish(
    app: &App,
    language: Language,
    form: &HolderForm,
    facts: Option<&AttestedFacts>,
) -> Result<Wish, Faults> {
    let mut faults = Faults::default();
    let purpose = match written(&form.purpose, LONGEST_PURPOSE) {
        Some(purpose) if !purpose.is_empty() => Some(purpose.replace('\n', " ")),
        Some(_) => {
            faults.add("purpose", text(language, "own-share-no-purpose"));
            None
        }
        None => {
            let values = [("most", LONGEST_PURPOSE.into())];
            faults.add(
                "purpose",
                text_with(language, "own-share-long-purpose", &values),
            );
            None
        }
    };
    let (now, zone) = (
        app.service.clock.now(),
        app.service.config.service.time_zone,
    );
    let end = end(form).and_then(|end| end.at(now, zone));
    if end.is_none() {
        faults.add("until-date", text(language, "own-share-bad-end"));
    }
    let shows = shown(form, facts, language)
        .map_err(|(field, message)| faults.add(field, message))
        .ok();
    match (purpose, end, shows) {
        (Some(purpose), Some(expires_at), Some(shows)) => Ok(Wish {
            id: form.form.parse().unwrap_or_else(|_| Uuid::new_v4()),
            purpose,
            shows,
            asks_birth_date: !form.birth_date.is_empty(),
            expires_at,
        }),
        _ => Err(faults),
    }
}

fn end(form: &HolderForm) -> Option<End> {
    match form.until.as_str() {
        "30" => Some(End::After(30)),
        "90" => Some(End::After(90)),
        "365" => Some(End::After(365)),
        "date" => ["%Y-%m-%d", "%d/%m/%Y"]
            .into_iter()
            .find_map(|way| NaiveDate::parse_from_str(form.until_date.trim(), way).ok())
            .map(End::On),
        _ => None,
    }
}

/// A least that the certificate does not reach would make a link that answers no: told before.
fn shown(
    form: &HolderForm,
    facts: Option<&AttestedFacts>,
    language: Language,
) -> Result<Shown, (&'static str, String)> {
    let fault = |field, id: &str| Err((field, text(language, id)));
    let reached = |test: &dyn Fn(&AttestedFacts) -> bool| facts.is_some_and(test);
    match form.shows.as_str() {
        "score" => Ok(Shown::Score),
        "levels" => Ok(Shown::Levels),
        "least_level" => match form.least_level.trim().parse::<u8>() {
            Ok(least) if reached(&|facts| facts.global_level.is_some_and(|it| it >= least)) => {
                Ok(Shown::LeastLevel(least))
            }
            Ok(_) => fault("least-level", "own-share-level-not-reached"),
            Err(_) => fault("least-level", "own-share-no-level"),
        },
        "least_score" => match form.least_score.trim().parse::<u32>() {
            Ok(least) if reached(&|facts| facts.score >= least) => Ok(Shown::LeastScore(least)),
            Ok(_) => fault("least-score", "own-share-score-not-reached"),
            Err(_) => fault("least-score", "own-share-no-score"),
        },
        _ => fault("shows-score", "own-share-no-choice"),
    }
}
