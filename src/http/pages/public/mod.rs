//! Pages for everybody that ask nothing about a certificate: the levels, how verification works, what
//! becomes of personal data, the verdicts as examples, reports, and the page for exam desks.

pub(in crate::http) mod desk;
mod gallery;
mod levels;
mod report;
mod words;

use axum::Router;
use axum::routing::get;

use crate::http::router::App;

pub(in crate::http) fn routes() -> Router<App> {
    let mut router = Router::new().route("/sw.js", get(desk::worker));
    for prefix in ["", "/fr", "/en"] {
        let at = |path: &str| format!("{prefix}{path}");
        router = router
            .route(&at("/app.webmanifest"), get(desk::manifest))
            .route(&at("/levels"), get(levels::all))
            .route(&at("/levels/{code}"), get(levels::one))
            .route(&at("/how"), get(words::how))
            .route(&at("/accessibility"), get(words::accessibility))
            .route(&at("/privacy"), get(words::privacy))
            .route(&at("/gallery"), get(gallery::all))
            .route(&at("/gallery/{verdict}"), get(gallery::one))
            .route(&at("/report"), get(report::ask).post(report::send))
            .route(&at("/report/sent"), get(report::sent));
    }
    router
}
