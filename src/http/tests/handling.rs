//! Reports of suspicious documents, from the public's form to an operator's conclusion; the trail as a
//! table.

use super::desk::{Hand, encoded};
use super::*;
use crate::accounts::Role;

impl House {
    async fn report(&self, what: &str, code: &str) {
        let fields = [("what", what), ("origin", "courriel"), ("code", code)];
        let fields = fields.map(|(name, value)| format!("{name}={}", encoded(value)));
        let body = format!("{}&contact=rh%40a.example", fields.join("&"));
        let sent = self.form("/fr/report", body).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    }
}

/// The address of the first report that the list shows.
async fn first(hand: &Hand<'_>, list: &str) -> String {
    let text = hand.get(list).await.text();
    let (_, rest) = text
        .split_once("href=\"/en/console/reports/")
        .unwrap_or_else(|| panic!("{text}"));
    let id = rest.split('"').next().unwrap();
    format!("/en/console/reports/{id}")
}

#[tokio::test]
async fn a_report_is_read_with_the_verdict_of_its_time_and_handled_once_on_record() {
    let house = House::open().await;
    house.report("Le score a été gratté", &house.code()).await;
    let ada = house.hand("ada", &[Role::Revoker]).await;
    let omar = house.hand("omar", &[Role::Auditor]).await;
    let home = ada.get("/en/console").await.text();
    assert!(home.contains("A suspicious document is reported"), "{home}");
    let path = first(&ada, "/en/console/reports").await;
    house.revoke().await;
    let page = ada.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    for said in [
        "Le score a été gratté",
        "rh@a.example",
        "Authentic certificate",
        "Revoked certificate",
        &format!("/en/console/certificates/{}", house.certificate.id),
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("<title>Le score"));

    let read = omar.get(&path).await.text();
    assert!(!read.contains("name=\"outcome\""), "{read}");
    let forbidden = omar.post(&path, &[("outcome", "forged")]).await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);

    let nothing = ada.post(&path, &[("note", "vu avec Brest")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = nothing.text();
    assert!(
        text.contains("href=\"#outcome\"") && text.contains(">vu avec Brest<"),
        "{text}"
    );
    assert!(text.contains("<title>Error:"), "{text}");
    let long = "x".repeat(2001);
    let long = ada
        .post(&path, &[("outcome", "forged"), ("note", &long)])
        .await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = [("outcome", "forged"), ("note", "vu avec Brest")];
    let done = ada.post(&path, &done).await;
    assert_eq!(done.header("location"), path);
    // Somebody else was slower.
    let slower = ada.post(&path, &[("outcome", "genuine")]).await;
    assert_eq!(slower.header("location"), path);
    let text = ada.get(&path).await.text();
    assert!(text.contains("The document is forged or altered"), "{text}");
    assert!(
        text.contains("vu avec Brest") && text.contains("Solveig Mbarga"),
        "{text}"
    );
    let open = ada.get("/en/console/reports").await.text();
    assert!(open.contains("No report is waiting"), "{open}");
    let handled = first(&ada, "/en/console/reports?state=handled").await;
    assert_eq!(handled, path);
    let trail = omar.get("/en/console/audit?kind=report_handled").await;
    let text = trail.text();
    assert!(text.contains("The document is forged or altered"), "{text}");
    assert!(!text.contains("Brest"), "{text}");
}

#[tokio::test]
async fn a_report_without_a_readable_code_has_no_verdict() {
    let house = House::open().await;
    house.report("Un logo faux", "illisible").await;
    let ada = house.hand("ada", &[Role::Issuer]).await;
    let path = first(&ada, "/en/console/reports").await;
    let text = ada.get(&path).await.text();
    assert!(text.contains("No readable code was given"), "{text}");
    let unknown = ada.get("/en/console/reports/nothing").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_trail_is_searched_by_person_and_day_and_taken_away_as_a_table() {
    let house = House::open().await;
    let omar = house.hand("omar", &[Role::Auditor]).await;
    let ada = house.hand("ada", &[Role::Issuer]).await;
    let page = omar.get("/en/console/audit").await.text();
    let (_, rest) = page.split_once("<select id=\"who\"").unwrap();
    let (before, _) = rest.split_once(">test<").unwrap();
    let id = before.rsplit_once("value=\"").unwrap().1;
    let id = id.split('"').next().unwrap();
    assert!(!id.contains("test"));
    let rows = |page: &str| page.matches("<tr role=\"row\"><td").count();
    let of_test = omar.get(&format!("/en/console/audit?who={id}")).await;
    assert!(rows(&of_test.text()) > 0, "{}", of_test.text());
    assert!(!of_test.text().contains(">Signed in</th>"));
    let day = omar
        .get("/en/console/audit?from=2026-11-21&to=2026-11-21")
        .await;
    assert!(day.text().contains(">Signed in</th>"), "{}", day.text());
    let before = omar.get("/en/console/audit?to=2026-11-20").await;
    assert_eq!(rows(&before.text()), 0);
    let wrong = omar.get("/en/console/audit?from=demain").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text().contains("value=\"demain\""),
        "{}",
        wrong.text()
    );

    let table = omar.get("/en/console/audit.csv?kind=signed_in").await;
    assert_eq!(table.status, StatusCode::OK);
    assert_eq!(table.header("cache-control"), "no-store");
    let text = table.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(lines[0].starts_with("\u{feff}\"When\";\"Who\";"), "{text}");
    assert!(
        lines[1].contains("\"Solveig Mbarga\";\"Signed in\""),
        "{text}"
    );
    assert!(lines[1].contains("How: password"), "{text}");
    let forbidden = ada.get("/en/console/audit.csv").await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
}
