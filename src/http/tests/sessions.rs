//! Exam sessions in the console: made, filled from a list, printed.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::accounts::form_token;
use super::{Answer, House};
use crate::accounts::Role;

const LIST: &str = "Nom de naissance;Prénom;Date de naissance;Sexe;Code Insee;Pays;Classe\n\
    Kervadec;Maëlle;01/03/2008;F;29232;France;T1\nPetit;Lina;11/02/2008;F;29232;France;T2\n";

impl House {
    /// Posts a list as browsers do.
    async fn post_list(&self, path: &str, cookie: &str, token: &str, list: &str) -> Answer {
        let part = |head: &str, content: &str| {
            format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
        };
        let body = [
            part("name=\"csrf\"", token),
            part("name=\"file\"; filename=\"liste.csv\"", list),
            "--b--\r\n".to_owned(),
        ];
        let request = Request::post(path)
            .header("accept", "text/html")
            .header("content-type", "multipart/form-data; boundary=b")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", cookie);
        self.ask(request.body(Body::from(body.concat())).unwrap())
            .await
    }

    /// A session of a school, and the cookie of an issuer.
    async fn with_session(&self) -> (String, String, String) {
        let person = self.person("solveig", &[Role::Issuer]).await;
        let cookie = self.signed_in(&person).await;
        let page = self.page("/fr/console/sessions/centres", &cookie).await;
        let token = form_token(&page);
        let centre = format!("csrf={token}&name=Lyc%C3%A9e+des+Dunes&kind=school&address=");
        let added = self
            .post_as("/fr/console/sessions/centres", &cookie, centre)
            .await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
        let centre = self.service.store.centres().await.unwrap().remove(0);
        let session = format!(
            "csrf={token}&number=4711&centre={}&date=2026-05-21&time=09%3A30&minutes=105\
             &rooms=Salle+101+%3D+20%3A+Ana+Beltr%C3%A1n%0D%0ACDI&site=&notes=",
            centre.id
        );
        let made = self
            .post_as("/fr/console/sessions/new", &cookie, session)
            .await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
        (made.header("location").to_owned(), cookie, token)
    }
}

#[tokio::test]
async fn a_session_is_made_filled_and_printed() {
    let house = House::open().await;
    let (path, cookie, token) = house.with_session().await;
    let empty = house.page(&path, &cookie).await;
    assert!(empty.text().contains("pas encore importée"));
    let list = format!("{path}/list");
    let answer = house.post_list(&list, &cookie, &token, LIST).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    for language in ["fr", "en"] {
        let path = path.replacen("fr", language, 1);
        let page = house.page(&path, &cookie).await.text();
        assert!(page.contains("Kervadec") && page.contains("CDI"), "{page}");
        assert!(
            !page.contains("[sessions-") && !page.contains("style="),
            "{page}"
        );
        let (head, _) = page.split_once("</title>").unwrap();
        assert!(!head.contains("4711"), "{head}");
    }
    for paper in ["attendance", "incidents", "convocations"] {
        let pdf = house
            .page(&format!("{path}/papers/{paper}.pdf"), &cookie)
            .await;
        assert_eq!(pdf.status, StatusCode::OK, "{paper}");
        assert!(pdf.body.starts_with(b"%PDF-"), "{paper}");
        assert_eq!(pdf.header("cache-control"), "no-store");
    }
    let zip = house
        .page(&format!("{path}/convocations.zip"), &cookie)
        .await;
    assert!(zip.body.starts_with(b"PK"));
    let sessions = house.page("/fr/console/sessions", &cookie).await.text();
    assert!(sessions.contains("4711") && sessions.contains("2 candidats"));
}

#[tokio::test]
async fn a_bad_list_is_answered_with_its_mistakes_and_stores_nothing() {
    let house = House::open().await;
    let (path, cookie, token) = house.with_session().await;
    let bad = LIST.replacen("01/03/2008", "31/02/2008", 1);
    let list = format!("{path}/list");
    let answer = house.post_list(&list, &cookie, &token, &bad).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    assert!(
        text.contains("<title>Erreur") && text.contains("31/02/2008"),
        "{text}"
    );
    assert!(text.contains("href=\"#problems\"") && text.contains("id=\"problems\""));
    let stored = house.service.store.sessions(0, 9).await.unwrap();
    assert_eq!(stored[0].candidates, 0);
    // Nor does a list without the token of the session's forms.
    let answer = house.post_list(&list, &cookie, "x", LIST).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(
        house.service.store.sessions(0, 9).await.unwrap()[0].candidates,
        0
    );
}

#[tokio::test]
async fn a_form_keeps_what_was_typed_and_says_what_is_wrong_beside_each_field() {
    let house = House::open().await;
    let (_, cookie, token) = house.with_session().await;
    let typed = format!(
        "csrf={token}&number=47+11&centre=&date=x&time=25%3A00&minutes=y&rooms=R+%3D+vingt&site=&notes=Bonjour"
    );
    let answer = house
        .post_as("/fr/console/sessions/new", &cookie, typed)
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    for field in ["centre", "date", "time", "minutes", "rooms"] {
        assert!(
            text.contains(&format!("href=\"#{field}\"")),
            "{field}: {text}"
        );
        assert!(text.contains(&format!("id=\"{field}-e\"")), "{field}");
    }
    assert!(text.contains("value=\"47 11\"") && text.contains("Bonjour"));
}

#[tokio::test]
async fn auditors_look_and_change_nothing() {
    let house = House::open().await;
    let (path, ..) = house.with_session().await;
    let auditor = house.person("amal", &[Role::Auditor]).await;
    let cookie = house.signed_in(&auditor).await;
    let page = house.page(&path, &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text().contains("type=\"file\""));
    let refused = house.page("/fr/console/sessions/new", &cookie).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let revoker = house.person("ines", &[Role::Revoker]).await;
    let cookie = house.signed_in(&revoker).await;
    assert_eq!(
        house.page(&path, &cookie).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_centre_can_be_deleted_while_no_session_is_its_own() {
    let house = House::open().await;
    let (session, cookie, token) = house.with_session().await;
    let centre = house.service.store.centres().await.unwrap().remove(0);
    let path = format!("/en/console/sessions/centres/{}", centre.id);
    let remove = format!("{path}/remove");
    let in_use = house.page(&path, &cookie).await.text();
    assert!(!in_use.contains("/remove\""), "{in_use}");
    let form = format!("csrf={token}&version=1");
    let refused = house.post_as(&remove, &cookie, form.clone()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("The centre has sessions"));

    let end = format!("csrf={token}&version=1&act=remove&number=4711");
    let ended = house.post_as(&format!("{session}/end"), &cookie, end).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text());
    let free = house.page(&path, &cookie).await.text();
    assert!(free.contains("Delete this centre"), "{free}");
    let forged = house.post_as(&remove, &cookie, "csrf=&version=1".into());
    assert_eq!(forged.await.status, StatusCode::FORBIDDEN);
    let stale = format!("csrf={token}&version=7");
    let stale = house.post_as(&remove, &cookie, stale).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let gone = house.post_as(&remove, &cookie, form).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text());
    assert_eq!(house.service.store.centres().await.unwrap(), []);
    assert_eq!(
        house.page(&path, &cookie).await.status,
        StatusCode::NOT_FOUND
    );
}
