//! The operators' pages: what each role sees and does.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::Duration;
use uuid::Uuid;

use super::House;
use super::accounts::form_token;
use crate::accounts::Role;
use crate::audit::AuditEvent;
use crate::store::{Failure, Job, JobState};

const PAGES: [&str; 8] = [
    "/console",
    "/console/keys",
    "/console/audit",
    "/console/health",
    "/console/accounts",
    "/console/accounts/new",
    "/console/reports",
    "/account",
];

#[tokio::test]
async fn every_page_is_drawn_in_both_languages_and_small() {
    let house = House::open().await;
    let person = house.person("solveig", &Role::ALL[..4]).await;
    let cookie = house.signed_in(&person).await;
    for path in PAGES {
        for language in ["fr", "en"] {
            let page = house.page(&format!("/{language}{path}"), &cookie).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let text = page.text();
            assert!(!text.contains("[console-"), "{path}: {text}");
            assert!(!text.contains("[accounts-"), "{path}: {text}");
            assert!(!text.contains("[reports-"), "{path}: {text}");
            assert!(!text.contains("style="), "{path}");
            assert!(text.len() < 40_000, "{path}: {}", text.len());
            let other = if language == "fr" { "en" } else { "fr" };
            assert!(text.contains(&format!("href=\"/{other}{path}\"")), "{path}");
        }
    }
}

#[tokio::test]
async fn who_lacks_the_role_is_told_which() {
    let house = House::open().await;
    let person = house.person("solveig", &[Role::Issuer]).await;
    let cookie = house.signed_in(&person).await;
    for path in ["/fr/console/accounts", "/fr/console/health/freeze"] {
        let page = house.page(path, &cookie).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
        let text = page.text();
        assert!(text.contains("Cette page demande un autre rôle"), "{text}");
        assert!(text.contains("<strong>Administration</strong>"), "{text}");
    }
    let audit = house.page("/fr/console/audit", &cookie).await;
    assert!(audit.text().contains("<strong>Contrôle</strong>"));
    let home = house.page("/fr/console", &cookie).await;
    assert!(!home.text().contains("/console/accounts"));
    let token = form_token(&home);
    let body = format!("csrf={token}&reason=r&confirm=arr%C3%AAter");
    let answer = house
        .post_as("/fr/console/health/freeze", &cookie, body)
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(
        house
            .service
            .store
            .freeze_in_force()
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn signing_is_stopped_with_a_reason_and_a_word_and_resumed() {
    let house = House::open().await;
    let person = house.person("solveig", &[Role::Administrator]).await;
    let cookie = house.signed_in(&person).await;
    let ask = house.page("/en/console/health/freeze", &cookie).await;
    assert_eq!(ask.status, StatusCode::OK);
    let token = form_token(&ask);
    let path = "/en/console/health/freeze";
    let body = format!("csrf={token}&reason=+&confirm=yes");
    let answer = house.post_as(path, &cookie, body).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    assert!(text.contains("<title>Error: Stop signing"), "{text}");
    assert!(text.contains("href=\"#reason\"") && text.contains("href=\"#confirm\""));
    assert!(text.contains("value=\"yes\""));
    let body = format!("csrf={token}&reason=wrong+thresholds&confirm=Stop");
    let answer = house.post_as(path, &cookie, body).await;
    assert_eq!(answer.header("location"), "/en/console/health");
    let freeze = house.service.store.freeze_in_force().await.unwrap();
    let freeze = freeze.unwrap();
    assert_eq!(freeze.reason, "wrong thresholds");
    assert_eq!(freeze.operator, person.account.operator());
    let health = house.page("/en/console/health", &cookie).await.text();
    assert!(health.contains("Signing is stopped"));
    assert!(
        health.contains("<strong>Solveig Mbarga</strong>: wrong thresholds"),
        "{health}"
    );
    let path = "/en/console/health/thaw";
    let ask = house.page(path, &cookie).await;
    assert_eq!(ask.status, StatusCode::OK);
    let body = format!("csrf={token}&confirm=");
    let answer = house.post_as(path, &cookie, body).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let body = format!("csrf={token}&confirm=resume");
    house.post_as(path, &cookie, body).await;
    assert!(
        house
            .service
            .store
            .freeze_in_force()
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn a_job_that_was_given_up_is_tried_again_and_that_is_on_record() {
    let house = House::open().await;
    let store = &house.service.store;
    let now = house.service.clock.now();
    let worker = Uuid::now_v7();
    for _ in 0..2 {
        store.enqueue(&Job::Prune.at(now)).await.unwrap();
    }
    for lease in store
        .claim_jobs(worker, 9, now, now + Duration::minutes(1))
        .await
        .unwrap()
    {
        let reason = "the archive does not answer";
        assert!(
            store
                .fail_job(&lease, reason, Failure::Dead, now)
                .await
                .unwrap()
        );
    }
    let person = house.person("solveig", &[Role::Administrator]).await;
    let cookie = house.signed_in(&person).await;
    let home = house.page("/en/console", &cookie).await.text();
    assert!(home.contains("2 jobs were given up"), "{home}");
    let health = house.page("/en/console/health", &cookie).await;
    let text = health.text();
    assert!(text.contains("Delete what is old"), "{text}");
    assert!(text.contains("the archive does not answer"));
    let dead = store.jobs(JobState::Dead, 9).await.unwrap();
    let token = form_token(&health);
    let body = format!("csrf={token}&job={}", dead[0].id);
    let path = "/en/console/health/retry";
    let answer = house.post_as(path, &cookie, body.clone()).await;
    assert_eq!(answer.header("location"), "/en/console/health");
    assert_eq!(store.jobs(JobState::Dead, 9).await.unwrap().len(), 1);
    // Again: somebody else was quicker.
    house.post_as(path, &cookie, body).await;
    house.post_as(path, &cookie, format!("csrf={token}")).await;
    assert_eq!(store.jobs(JobState::Dead, 9).await.unwrap(), []);
    let retried = crate::store::AuditFilter {
        kind: Some("jobs_retried".into()),
        ..crate::store::AuditFilter::default()
    };
    let recent = store.audit_search(&retried, None, 9).await.unwrap();
    assert_eq!(recent.len(), 2);
    for record in recent {
        assert_eq!(record.entry.event, AuditEvent::JobsRetried { count: 1 });
        assert_eq!(record.entry.operator, person.account.operator());
    }
}

#[tokio::test]
async fn the_trail_is_read_page_by_page_by_kind_and_verified() {
    let house = House::open().await;
    let store = &house.service.store;
    let now = house.service.clock.now();
    for second in 0..60 {
        let at = now - Duration::seconds(second);
        store
            .record_self_check(u64::try_from(second).unwrap(), 0, "test", at)
            .await
            .unwrap();
    }
    let person = house.person("solveig", &[Role::Auditor]).await;
    let cookie = house.signed_in(&person).await;
    let path = "/en/console/audit?kind=self_checked";
    let first = house.page(path, &cookie).await.text();
    assert_eq!(
        first
            .matches("<th scope=\"row\" role=\"rowheader\">Self-check</th>")
            .count(),
        50
    );
    assert!(!first.contains("<th scope=\"row\" role=\"rowheader\">Signed in</th>"));
    let (_, rest) = first.split_once("&amp;before=").unwrap();
    let before = rest.split('"').next().unwrap();
    let second = house
        .page(&format!("{path}&before={before}"), &cookie)
        .await;
    let second = second.text();
    assert_eq!(
        second
            .matches("<th scope=\"row\" role=\"rowheader\">Self-check</th>")
            .count(),
        10
    );
    assert!(!second.contains("&amp;before="));
    let all = house.page("/en/console/audit", &cookie).await;
    let text = all.text();
    assert!(
        text.contains("<th scope=\"row\" role=\"rowheader\">Signed in</th>"),
        "{text}"
    );
    assert!(text.contains(">Solveig Mbarga</td>"), "{text}");
    let body = format!("csrf={}", form_token(&all));
    let path = "/en/console/audit/verify";
    let whole = house.post_as(path, &cookie, body.clone()).await.text();
    assert!(whole.contains("The trail is whole"), "{whole}");
    crate::store::fixtures::tamper(
        store,
        "UPDATE audit_events SET operator = 'x' WHERE number = 9",
    )
    .await
    .unwrap();
    let broken = house.post_as(path, &cookie, body).await.text();
    assert!(broken.contains("The trail was changed"), "{broken}");
}

#[tokio::test]
async fn administrators_change_others_accounts_and_never_their_own() {
    let house = House::open().await;
    let boss = house.person("boss", &[Role::Administrator]).await;
    let other = house.person("omar", &[Role::Issuer]).await;
    let cookie = house.signed_in(&boss).await;
    let others = house.signed_in(&other).await;
    let list = house.page("/en/console/accounts", &cookie).await.text();
    assert!(list.contains("2 accounts."), "{list}");
    let path = format!("/en/console/accounts/{}", other.account.id);
    let page = house.page(&path, &cookie).await;
    assert!(!page.text().contains("<title>Solveig"));
    let token = form_token(&page);
    for (body, problem) in [
        (format!("csrf={token}"), "Choose at least one role"),
        (
            format!("csrf={token}&member=on"),
            "belongs to no organisation",
        ),
    ] {
        let answer = house.post_as(&path, &cookie, body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains(problem), "{}", answer.text());
    }
    let body = format!("csrf={token}&auditor=on&revoker=on");
    let answer = house.post_as(&path, &cookie, body).await;
    assert_eq!(answer.header("location"), "/en/console/accounts");
    let known = house.service.store.find_account(other.account.id).await;
    assert_eq!(
        known.unwrap().unwrap().account.roles.to_string(),
        "revoker auditor"
    );
    // The person's session has the new roles at once.
    assert_eq!(
        house.page("/en/console/audit", &others).await.status,
        StatusCode::OK
    );
    let close = format!("{path}/disable");
    house
        .post_as(&close, &cookie, format!("csrf={token}"))
        .await;
    let gone = house.page("/en/console", &others).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    let own = format!("/en/console/accounts/{}/disable", boss.account.id);
    let answer = house.post_as(&own, &cookie, format!("csrf={token}")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = format!("/en/console/accounts/{}", Uuid::now_v7());
    assert_eq!(
        house.page(&unknown, &cookie).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_person_chooses_another_password_and_is_signed_out_everywhere() {
    let house = House::open().await;
    let person = house.person("solveig", &[Role::Issuer]).await;
    let cookie = house.signed_in(&person).await;
    let page = house.page("/en/account", &cookie).await;
    let token = form_token(&page);
    let new = "four+words+are+good";
    let fields = |current: &str, code: &str, new: &str, again: &str| {
        format!("csrf={token}&current={current}&code={code}&new={new}&again={again}")
    };
    let code = house.app_code(&person, 1);
    let path = "/en/account/password";
    for (body, problem) in [
        (
            fields("wrong", &code, new, new),
            "The current password or the code is not right",
        ),
        (
            fields(&person.password, "000000", new, new),
            "The current password or the code",
        ),
        (
            fields(&person.password, &code, "short", "short"),
            "less than twelve",
        ),
        (
            fields(&person.password, &code, new, "other"),
            "The two new passwords differ",
        ),
    ] {
        let answer = house.post_as(path, &cookie, body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains(problem), "{}", answer.text());
        assert!(!answer.text().contains(&person.password));
    }
    let body = fields(&person.password, &code, new, new);
    let answer = house.post_as(path, &cookie, body).await;
    assert_eq!(answer.header("location"), "/en/sign-in");
    let gone = house.page("/en/account", &cookie).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    let known = house.service.store.find_account(person.account.id).await;
    assert!(
        known
            .unwrap()
            .unwrap()
            .password
            .unwrap()
            .starts_with("$argon2id$")
    );
}

#[tokio::test]
async fn headers_of_signed_in_pages_are_these() {
    let house = House::open().await;
    let person = house.person("solveig", &[Role::Issuer]).await;
    let cookie = house.signed_in(&person).await;
    let request = Request::get("/en/console").header("cookie", &cookie);
    let answer = house.ask(request.body(Body::empty()).unwrap()).await;
    let told: Vec<String> = [
        "cache-control",
        "content-security-policy",
        "referrer-policy",
        "x-frame-options",
        "x-robots-tag",
        "set-cookie",
    ]
    .iter()
    .map(|name| format!("{name}: {}", answer.header(name)))
    .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    cache-control: no-store
    content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
    referrer-policy: no-referrer
    x-frame-options: DENY
    x-robots-tag: noindex
    set-cookie: 
    ");
}

#[tokio::test]
async fn what_waits_for_its_next_attempt_is_tried_now_if_an_administrator_asks() {
    let house = House::open().await;
    let store = &house.service.store;
    let now = house.service.clock.now();
    store.enqueue(&Job::Prune.at(now)).await.unwrap();
    let until = now + Duration::minutes(1);
    let leases = store.claim_jobs(Uuid::now_v7(), 1, now, until).await;
    let later = Failure::Again(now + Duration::hours(2));
    let reason = "the register failed";
    let lease = &leases.unwrap()[0];
    assert!(store.fail_job(lease, reason, later, now).await.unwrap());
    let person = house.person("solveig", &[Role::Administrator]).await;
    let cookie = house.signed_in(&person).await;
    let health = house.page("/en/console/health", &cookie).await;
    let text = health.text();
    assert!(text.contains("Failed, tried again"), "{text}");
    assert!(text.contains("The register did not answer."), "{text}");
    let job = store.failed_jobs(now, 9).await.unwrap()[0].id;
    let body = format!("csrf={}&job={job}", form_token(&health));
    let path = "/en/console/health/retry";
    house.post_as(path, &cookie, body.clone()).await;
    assert_eq!(store.failed_jobs(now, 9).await.unwrap(), []);
    let leases = store.claim_jobs(Uuid::now_v7(), 1, now, until).await;
    // Its attempts count on.
    assert_eq!(leases.unwrap()[0].attempt, 2);
    // Nothing waits any more: nothing is done, and nothing is on record.
    house.post_as(path, &cookie, body).await;
    let retried = crate::store::AuditFilter {
        kind: Some("jobs_retried".into()),
        ..crate::store::AuditFilter::default()
    };
    let recorded = store.audit_search(&retried, None, 9).await.unwrap();
    assert_eq!(recorded.len(), 1);
}

#[tokio::test]
async fn a_part_whose_worker_was_killed_at_every_attempt_is_tried_again_from_the_page() {
    let house = House::open().await;
    let store = &house.service.store;
    let now = house.service.clock.now();
    let job = Job::RenderAndSeal {
        batch: crate::store::BatchId(Uuid::now_v7()),
        first: 1,
        last: 2,
    };
    store.enqueue(&job.at(now)).await.unwrap();
    for attempt in 0..2 {
        let begun = now + Duration::minutes(2 * attempt);
        let until = begun + Duration::minutes(1);
        let leases = store.claim_jobs(Uuid::now_v7(), 1, begun, until).await;
        assert_eq!(leases.unwrap().len(), 1);
        // Nobody hears of the worker again.
        store.expire_leases(until, 2).await.unwrap();
    }
    let person = house.person("solveig", &[Role::Administrator]).await;
    let cookie = house.signed_in(&person).await;
    let health = house.page("/en/console/health", &cookie).await;
    let text = health.text();
    assert!(
        text.contains("not heard of again, at each attempt"),
        "{text}"
    );
    let dead = store.jobs(JobState::Dead, 9).await.unwrap();
    let body = format!("csrf={}&job={}", form_token(&health), dead[0].id);
    house
        .post_as("/en/console/health/retry", &cookie, body)
        .await;
    assert_eq!(store.jobs(JobState::Dead, 9).await.unwrap(), []);
    let queued = store.jobs(JobState::Queued, 9).await.unwrap();
    let part = queued.iter().find(|job| job.kind == "render_and_seal");
    assert_eq!(part.unwrap().attempts, 0);
}
