//! The file that a holder attaches to a request for a correction, and who sees it.

use super::accounts::form_token;
use super::*;
use crate::accounts::Role;
use crate::holder::MOST_PROOF_BYTES;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n<script>alert(1)</script>";

impl House {
    /// Asks for a correction as a browser does, with a file.
    async fn ask_with(&self, fields: &[(&str, &str)], name: &str, file: &[u8]) -> Answer {
        let mut body = Vec::new();
        let token = self.token();
        for (field, value) in fields.iter().chain(&[("token", token.as_str())]) {
            let part = format!(
                "--x\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
            );
            body.extend(part.as_bytes());
        }
        let part = format!(
            "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: text/html\r\n\r\n"
        );
        body.extend(part.as_bytes());
        body.extend(file);
        body.extend(b"\r\n--x--\r\n");
        let request = Request::post("/en/c/correction")
            .header("accept", "text/html")
            .header("content-type", "multipart/form-data; boundary=x");
        self.ask(request.body(Body::from(body)).unwrap()).await
    }
}

const GOOD: [(&str, &str); 2] = [("part_name", "yes"), ("wanted", "Morreau")];

#[tokio::test]
async fn a_file_that_can_not_be_attached_is_named_beside_its_field_and_words_stay() {
    let house = House::open().await;
    let large = vec![b'%'; MOST_PROOF_BYTES + 1];
    for (file, message) in [
        (b"<html>".as_slice(), "neither PDF, PNG nor JPEG"),
        (b"", "nothing in the file"),
        (&large, "more than 5 MB"),
    ] {
        let page = house.ask_with(&GOOD, "carte.pdf", file).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{message}");
        let text = page.text();
        assert!(
            text.contains(message) && text.contains("href=\"#file\""),
            "{text}"
        );
        assert!(text.contains(">Morreau</textarea>") && text.contains("id=\"file-e\""));
        assert!(!text.contains("carte.pdf"));
    }
    // The file was good, what was written was not.
    let page = house.ask_with(&[("part_name", "yes")], "a.png", PNG).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("Choose the file again"));
    let open = house.service.store.open_corrections(9).await.unwrap();
    assert!(open.is_empty());
    // Nothing was chosen.
    let page = house.ask_with(&GOOD, "", b"").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let open = house.service.store.open_corrections(9).await.unwrap();
    assert!(open[0].file.is_none());
}

#[tokio::test]
async fn a_file_is_fetched_by_those_who_answer_and_never_shown_by_us() {
    let house = House::open().await;
    let page = house.ask_with(&GOOD, "Camille Moreau.html", PNG).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("File attached: PNG, 1 kB"));
    let request = house
        .service
        .store
        .open_corrections(9)
        .await
        .unwrap()
        .remove(0);
    let path = format!("/en/console/corrections/{}/file", request.id);
    let auditor = house.person("greta", &[Role::Auditor]).await;
    let cookie = house.signed_in(&auditor).await;
    let refused = house.page(&path, &cookie).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(house.get(&path).await.status, StatusCode::SEE_OTHER);

    let issuer = house.person("hugo", &[Role::Issuer]).await;
    let cookie = house.signed_in(&issuer).await;
    let page = house.page("/en/console/corrections", &cookie).await;
    assert!(page.text().contains(&path) && page.text().contains("Download the file"));
    let file = house.page(&path, &cookie).await;
    assert_eq!(file.body, PNG);
    assert_eq!(file.header("content-type"), "image/png");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert_eq!(
        file.header("content-security-policy"),
        "default-src 'none'; sandbox"
    );
    let disposition = file.header("content-disposition");
    assert!(disposition.starts_with("attachment; filename=\"correction-"));
    assert!(disposition.contains(".png\"") && !disposition.contains("Moreau"));
    let trail = house.service.store.audit_recent(None, 50).await.unwrap();
    let trail = serde_json::to_string(&trail).unwrap();
    for event in [
        "correction_asked",
        "correction_file_added",
        "correction_file_read",
    ] {
        assert!(trail.contains(event), "{event}");
    }

    // The answer is given; thirty days later the file is gone.
    let csrf = form_token(&page);
    let answer = format!("csrf={csrf}&decision=done&answer=");
    let answered = format!("/en/console/corrections/{}", request.id);
    house.post_as(&answered, &cookie, answer).await;
    let later = house.service.clock.now() + chrono::Duration::days(1);
    house.service.store.forget_corrections(later).await.unwrap();
    let gone = house.page(&path, &cookie).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}
