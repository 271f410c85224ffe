//! What the organisation used, as far as the register knows.

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use chrono::{Duration, NaiveDate};

use super::{Membership, OrganisationPage};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::{day, drawn};
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{number, text};
use crate::store::Way;

/// Days that are shown.
const DAYS: i64 = 90;

pub(super) fn routes() -> Router<App> {
    localised("/organisation/usage", get(show))
}

#[derive(Template)]
#[template(path = "organisation/usage.html", config = "src/http/askama.toml")]
struct Usage {
    page: OrganisationPage,
    days: Vec<Row>,
    all: u64,
    span: i64,
    per_minute: u32,
}

/// What was used on a day.
struct Row {
    day: String,
    in_files: String,
    by_programs: String,
}

/// `GET /organisation/usage`
async fn show(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
) -> Result<Response, ApiError> {
    let member = Membership::of(&app, signed).await?;
    let since = app.service.clock.now() - Duration::days(DAYS);
    let store = &app.service.store;
    let counted = store.accesses_by_day(member.client.id, since).await?;
    let all = counted.iter().map(|(_, _, count)| count).sum();
    let mut days: BTreeMap<NaiveDate, (u64, u64)> = BTreeMap::new();
    for (date, way, count) in counted {
        let (in_files, by_programs) = days.entry(date).or_default();
        if way == Way::File {
            *in_files += count;
        } else {
            *by_programs += count;
        }
    }
    let limits = &app.service.config.limits;
    let own = member.client.requests_per_minute;
    let per_minute = own.unwrap_or(limits.client_requests_per_minute);
    let title = text(language, "organisation-usage-title");
    let usage = Usage {
        page: OrganisationPage::new(&app, language, title, &member)
            .at("/organisation/usage", "usage"),
        days: days
            .into_iter()
            .rev()
            .map(|(date, (in_files, by_programs))| Row {
                day: day(language, date),
                in_files: number(language, in_files),
                by_programs: number(language, by_programs),
            })
            .collect(),
        all,
        span: DAYS,
        per_minute,
    };
    drawn(StatusCode::OK, &usage)
}
