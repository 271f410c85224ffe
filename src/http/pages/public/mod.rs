//! Pages for everybody that ask nothing about a certificate: the levels, how verification works, what
//! becomes of personal data, the verdicts as examples, reports, and the page for exam desks.

mod gallery;
mod levels;
mod local;
pub(in crate::http) mod offline;
mod report;
mod words;

use axum::Router;
use axum::routing::{get, post};

use crate::http::router::{App, localised};

pub(in crate::http) fn routes() -> Router<App> {
    Router::new()
        .route("/sw.js", get(offline::worker))
        .merge(localised("/app.webmanifest", get(offline::manifest)))
        .merge(localised("/v/picture", post(offline::picture)))
        .merge(localised("/levels", get(levels::all)))
        .merge(localised("/levels/{name}", get(levels::named)))
        .merge(localised("/levels/{framework}/{code}", get(levels::one)))
        .merge(localised("/how", get(words::how)))
        .merge(localised("/accessibility", get(words::accessibility)))
        .merge(localised("/privacy", get(words::privacy)))
        .merge(localised("/gallery", get(gallery::all)))
        .merge(localised("/gallery/{verdict}", get(gallery::one)))
        .merge(localised("/report", get(report::ask).post(report::send)))
        .merge(localised("/report/sent", get(report::sent)))
}
