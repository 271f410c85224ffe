//! Searches of platforms, on both databases.

use super::*;
use crate::store::fixtures::{postgres_location, tamper};

pub(super) const SEARCH: &str = "/api/application/parcoursup/certification/search";

/// A house in each database.
pub(super) async fn houses(change: impl Fn(&mut Config)) -> Vec<House> {
    let mut houses = vec![House::open_with(&change).await];
    if let Some(Location::Server(url)) = postgres_location().await {
        let on_server = |config: &mut Config| {
            change(config);
            config.store.url = Some(url);
        };
        houses.push(House::open_with(on_server).await);
    }
    houses
}

/// A certificate for a pupil of a school, with what differs from the first line of the example.
async fn pupil(house: &House, number: &str, last_name: &str, ine: &str, exam: &str) -> Certificate {
    let mut lines = SESSION.lines();
    let (header, row) = (lines.next().unwrap(), lines.next().unwrap());
    let row = row
        .replace("000640101AB", ine)
        .replace("640101", number)
        .replace("Moreau", last_name)
        .replace("T-001", number)
        .replace("09/06/2026", exam);
    let file = format!("{header};UAI\n{row};0290123K");
    issue_row(&house.service, &file).await.0
}

async fn found(house: &House, key: &str, search: Value) -> Value {
    let answer = house.post_with(key, SEARCH, search).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

async fn status(house: &House, key: &str, search: Value) -> u16 {
    house.post_with(key, SEARCH, search).await.status.as_u16()
}

fn by_name(last_name: &str) -> Value {
    json!({
        "organizationUai": "0290123K", "lastName": last_name, "firstName": "Camille",
        "birthdate": "2007-03-14",
    })
}

#[tokio::test]
async fn each_form_finds_the_certificate_with_the_fields_that_platforms_know() {
    for house in houses(|_| {}).await {
        let key = house.key("platform", "parcoursup").await;
        let issued = pupil(&house, "1", "Le Goff-Évain", "123456789AB", "09/06/2026").await;
        let by_ine = found(&house, &key, json!({"ine": "123456789ab"})).await;
        for (field, value) in [
            ("organizationUai", json!("0290123K")),
            ("ine", json!("123456789AB")),
            ("lastName", json!("Le Goff-Évain")),
            ("firstName", json!("Camille")),
            ("birthdate", json!("2007-03-14")),
            ("status", json!("validated")),
            ("pixScore", json!(327)),
            ("globalLevel", json!("Indépendant 1")),
            ("certificationDate", json!("2026-06-09")),
            ("certificationId", json!(issued.id.to_string())),
            (
                "certificationCodeVerification",
                json!(issued.code.grouped()),
            ),
            ("maxReachablePixScore", json!(895)),
            ("revocation", Value::Null),
        ] {
            assert_eq!(by_ine[field], value, "{field}");
        }
        assert_eq!(by_ine["certificationIssuedAt"], "2026-11-21T09:42:07Z");
        let competences = by_ine["competences"].as_array().unwrap();
        assert_eq!(competences.len(), 16);
        let first = json!({
            "code": "1.1", "level": 3, "name": competences[0]["name"],
            "areaName": competences[0]["areaName"],
        });
        assert_eq!(competences[0], first);
        assert!(!competences[15]["name"].as_str().unwrap().is_empty());
        assert!(!competences[15]["areaName"].as_str().unwrap().is_empty());
        // Spellings of a name are one; number and school are told where they were asked by.
        let by_name = found(&house, &key, by_name("LE GOFF EVAIN")).await;
        assert_eq!(by_name, by_ine);
        let code = issued.code.grouped().to_lowercase().replace('-', " ");
        let by_code = found(&house, &key, json!({"verificationCode": code})).await;
        assert!(by_code.get("ine").is_none() && by_code.get("organizationUai").is_none());
        assert_eq!(by_code["competences"], by_ine["competences"]);
        assert_eq!(
            by_code.as_object().unwrap().len() + 2,
            by_ine.as_object().unwrap().len()
        );
    }
}

#[tokio::test]
async fn what_is_not_one_search_of_one_person_has_its_own_status() {
    for house in houses(|_| {}).await {
        let key = house.key("platform", "parcoursup").await;
        pupil(&house, "1", "Aubry", "123456789AB", "09/06/2026").await;
        pupil(&house, "2", "Bernard", "123456789AB", "09/06/2026").await;
        assert_eq!(
            status(&house, &key, json!({"ine": "123456789AB"})).await,
            409
        );
        assert_eq!(status(&house, &key, by_name("Aubry")).await, 200);
        assert_eq!(status(&house, &key, by_name("Aubryy")).await, 404);
        assert_eq!(
            status(&house, &key, json!({"ine": "123456789AC"})).await,
            404
        );
        let unknown = VerificationCode::from_random([9; 9]).grouped();
        assert_eq!(
            status(&house, &key, json!({"verificationCode": unknown})).await,
            404
        );
        for bad in [
            json!({}),
            json!({"ine": "1"}),
            json!({"verificationCode": "P-12345678"}),
        ] {
            assert_eq!(status(&house, &key, bad.clone()).await, 400, "{bad}");
        }
        let bad = house
            .post_with(&key, SEARCH, json!({"ine": "1"}))
            .await
            .json();
        assert_eq!(bad["errors"][0]["pointer"], "/ine");
        let nobody = house.post(SEARCH, "application/json", "{}").await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
        let other = house.key("other", "audit").await;
        assert_eq!(
            status(&house, &other, json!({"ine": "123456789AB"})).await,
            403
        );
    }
}

#[tokio::test]
async fn the_last_certificate_in_force_is_meant_and_no_other_has_a_score() {
    for house in houses(|_| {}).await {
        let key = house.key("platform", "parcoursup").await;
        let search = json!({"ine": "123456789AB"});
        let earlier = pupil(&house, "1", "Aubry", "123456789AB", "09/06/2025").await;
        let later = pupil(&house, "2", "Aubry", "123456789AB", "09/06/2026").await;
        let last = found(&house, &key, search.clone()).await;
        assert_eq!(last["certificationId"], later.id.to_string());
        let office = house.service.office();
        revocation::revoke(&office, later.id, RevocationReason::Fraud, "test")
            .await
            .unwrap();
        let left = found(&house, &key, search.clone()).await;
        assert_eq!(left["certificationId"], earlier.id.to_string());
        assert_eq!(left["status"], "validated");
        let code = json!({"verificationCode": later.code.grouped()});
        let revoked = found(&house, &key, code).await;
        assert_eq!(revoked["status"], "revoked");
        assert_eq!(revoked["revocation"]["reason"], "fraud");
        assert_eq!(revoked["revocation"]["date"], "2026-11-21T09:42:07Z");
        assert_eq!(revoked["pixScore"], Value::Null);
        assert_eq!(revoked["globalLevel"], Value::Null);
        assert_eq!(revoked["competences"], json!([]));
        let why = RevocationReason::UnderInquiry;
        revocation::suspend(&office, earlier.id, why, "test")
            .await
            .unwrap();
        assert_eq!(found(&house, &key, search).await["status"], "suspended");
    }
}

#[tokio::test]
async fn many_searches_are_answered_in_their_order_each_on_its_own() {
    for house in houses(|config| config.partners.searches_at_once = 5).await {
        let key = house.key("platform", "parcoursup").await;
        pupil(&house, "1", "Aubry", "123456789AB", "09/06/2026").await;
        let searches = [
            json!({"ine": "123456789AC"}),
            json!({"ine": "123456789AB"}),
            json!({"ine": 7}),
            by_name("aubry"),
            json!({"ine": "123456789AB"}),
        ];
        let batch = format!("{SEARCH}/batch");
        let answer = house.post_with(&key, &batch, json!(searches)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let answers = answer.json();
        let statuses: Vec<u64> = answers
            .as_array()
            .unwrap()
            .iter()
            .map(|answer| answer["status"].as_u64().unwrap())
            .collect();
        assert_eq!(statuses, [404, 200, 400, 200, 200]);
        assert_eq!(answers[1]["certification"]["lastName"], "Aubry");
        assert_eq!(
            answers[2]["errors"][0],
            json!({"pointer": "/ine", "rule": "wrong-type"})
        );
        let lines: Vec<String> = searches.iter().map(Value::to_string).collect();
        let request = Request::post(&batch)
            .header("authorization", format!("Bearer {key}"))
            .header("content-type", "application/x-ndjson");
        let lines = Body::from(lines.join("\n"));
        let streamed = house.ask(request.body(lines).unwrap()).await;
        let streamed: Vec<Value> = streamed
            .text()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(json!(streamed), answers);
        let six = vec![json!({"ine": "123456789AB"}); 6];
        let too_many = house.post_with(&key, &batch, json!(six)).await;
        assert_eq!(too_many.status, StatusCode::PAYLOAD_TOO_LARGE);
        let empty = house.post_with(&key, &batch, json!([])).await;
        assert_eq!(empty.json(), json!([]));
    }
}

#[tokio::test]
async fn whoever_edits_the_register_makes_certificates_unfindable_and_no_one_else_s() {
    for house in houses(|_| {}).await {
        let key = house.key("platform", "parcoursup").await;
        let store = &house.service.store;
        pupil(&house, "1", "Aubry", "123456789AB", "09/06/2026").await;
        let other = pupil(&house, "2", "Bernard", "123456789AC", "09/06/2026").await;
        // The number of the first is written beside the second.
        let moved = "UPDATE search_entries SET ine = (SELECT first.ine FROM search_entries AS first \
             JOIN certificates ON certificates.id = first.certificate_id \
             WHERE certificates.result_key LIKE '%/number/1')";
        assert_eq!(tamper(store, moved).await.unwrap(), 3);
        let found_still = found(&house, &key, json!({"ine": "123456789AB"})).await;
        assert_eq!(found_still["lastName"], "Aubry");
        assert_eq!(
            status(&house, &key, json!({"ine": "123456789AC"})).await,
            404
        );
        assert_eq!(status(&house, &key, by_name("Bernard")).await, 404);
        // Written anew from what was recorded at issuance, it is found again.
        assert_eq!(crate::partners::reindex(&house.service).await.unwrap(), 3);
        assert_eq!(
            found(&house, &key, by_name("Bernard")).await["ine"],
            "123456789AC"
        );
        // A seal that another certificate has says nothing of this one.
        let sealed = "UPDATE certificates SET seal = (SELECT first.seal FROM certificates AS first \
             WHERE first.result_key LIKE '%/number/1') WHERE result_key LIKE '%/number/2'";
        assert_eq!(tamper(store, sealed).await.unwrap(), 1);
        let code = json!({"verificationCode": other.code.grouped()});
        assert_eq!(status(&house, &key, code).await, 404);
    }
}

#[tokio::test]
async fn a_token_of_the_route_that_platforms_know_searches() {
    let house = House::open().await;
    let key = house.key("platform", "parcoursup").await;
    let form = format!(
        "grant_type=client_credentials&client_id=platform&client_secret={key}&scope=parcoursup"
    );
    let answer = house.form("/api/application/token", form).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let token = answer.json()["access_token"].as_str().unwrap().to_owned();
    let code = json!({"verificationCode": house.code()});
    assert_eq!(found(&house, &token, code).await["status"], "validated");
}

#[tokio::test]
async fn only_who_asked_may_look_again() {
    for house in houses(|_| {}).await {
        let key = house.key("platform", "parcoursup").await;
        let other = house.key("other", "parcoursup").await;
        let again = format!(
            "/api/application/parcoursup/certification/{}",
            house.certificate.id
        );
        let before = house.get_with(&key, &again).await;
        assert_eq!(before.status, StatusCode::NOT_FOUND);
        let code = json!({"verificationCode": house.code()});
        let asked = found(&house, &key, code).await;
        assert_eq!(house.get_with(&key, &again).await.json(), asked);
        let others = house.get_with(&other, &again).await;
        assert_eq!(others.status, StatusCode::NOT_FOUND);
    }
}
