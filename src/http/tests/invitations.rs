//! Accounts that their owners open by a link.

use secrecy::ExposeSecret;

use super::accounts::{cookie, form_token};
use super::*;
use crate::accounts::{self, Role};
use crate::store::{AuditFilter, JobState};

/// The link that a page shows.
fn shown_link(page: &Answer) -> String {
    let text = page.text();
    let (_, rest) = text.split_once("id=\"made\"").unwrap();
    let (_, rest) = rest.split_once("value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

fn token_of(link: &str) -> String {
    link.split_once('#').unwrap().1.to_owned()
}

impl House {
    /// The code that an app shows which was told the secret of this page.
    async fn code_of(&self, token: &str) -> String {
        let opening = accounts::opening(&self.service, token).await.unwrap();
        let opening = opening.unwrap();
        let store = &self.service.store;
        let known = store.find_account(opening.account.id).await.unwrap();
        let generation = known.unwrap().totp_generation;
        let keyring = &self.service.keyring;
        let secret = keyring.totp_secret(opening.account.id.0, generation);
        let step = self.service.clock.now().timestamp() / 30;
        accounts::code(&secret, u64::try_from(step).unwrap())
    }

    async fn kinds(&self) -> Vec<String> {
        let store = &self.service.store;
        let found = store.audit_search(&AuditFilter::default(), None, 50).await;
        let kind = |record: crate::store::AuditRecord| {
            let event = serde_json::to_value(&record.entry.event).unwrap();
            event["event"].as_str().unwrap().to_owned()
        };
        found.unwrap().into_iter().map(kind).collect()
    }
}

const NEW: &str = "/en/console/accounts/new";
const CHOSEN: &str = "correct+horse+battery";

#[tokio::test]
async fn an_administrator_invites_and_the_person_opens_the_account_once() {
    let house = House::open().await;
    let boss = house.person("boss", &[Role::Administrator]).await;
    let cookie_of_boss = house.signed_in(&boss).await;
    let form = house.page(NEW, &cookie_of_boss).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.text());
    let csrf = form_token(&form);
    let body = format!("csrf={csrf}&name=Omar+Haddad&login=omar&issuer=on&organisation=");
    let handed = house.post_as(NEW, &cookie_of_boss, body.clone()).await;
    assert_eq!(handed.status, StatusCode::OK, "{}", handed.text());
    assert_eq!(handed.header("cache-control"), "no-store");
    let link = shown_link(&handed);
    assert!(link.contains("/en/invitation#"), "{link}");
    let token = token_of(&link);
    // The register holds nothing that opens.
    let list = house.page("/en/console/accounts", &cookie_of_boss).await;
    assert!(
        list.text().contains("Invited, link works until"),
        "{}",
        list.text()
    );
    let again = house.post_as(NEW, &cookie_of_boss, body).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("Another account has this login"));

    let ask = house.get_as("/en/invitation", "text/html").await;
    assert!(ask.text().contains("data-fragment=\"token\""));
    let page = house.form("/en/invitation", format!("token={token}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    assert!(
        text.contains("omar") && text.contains("class=\"qr\""),
        "{text}"
    );
    assert!(
        !text.contains("style=") && text.len() < 40_000,
        "{}",
        text.len()
    );

    let accept = |new: &str, again: &str, code: &str| {
        let body = format!("token={token}&new={new}&again={again}&code={code}");
        house.form("/en/invitation/accept", body)
    };
    let code = house.code_of(&token).await;
    for (new, again, code, problem) in [
        (
            CHOSEN,
            "other",
            code.as_str(),
            "The two new passwords differ",
        ),
        (
            "short",
            "short",
            code.as_str(),
            "less than twelve characters",
        ),
        (
            CHOSEN,
            CHOSEN,
            "000000",
            "not the code that the app should show",
        ),
    ] {
        let refused = accept(new, again, code).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let text = refused.text();
        assert!(text.contains(problem), "{problem}: {text}");
        assert!(!text.contains("correct horse"), "a password is never shown");
    }
    let welcome = accept(CHOSEN, CHOSEN, &code).await;
    assert_eq!(welcome.status, StatusCode::SEE_OTHER, "{}", welcome.text());
    assert_eq!(welcome.header("location"), "/en/console");
    let home = house.page("/en/console", &cookie(&welcome)).await;
    assert!(
        home.text().contains("Hello, Omar Haddad"),
        "{}",
        home.text()
    );
    let used = house.form("/en/invitation", format!("token={token}")).await;
    assert_eq!(used.status, StatusCode::NOT_FOUND);
    assert!(used.text().contains("This link opens nothing"));
    assert!(!used.text().contains("omar"));
    let used = accept(CHOSEN, CHOSEN, &code).await;
    assert_eq!(used.status, StatusCode::NOT_FOUND);
    let kinds = house.kinds().await;
    for kind in ["account_added", "account_invited", "invitation_accepted"] {
        assert!(kinds.iter().any(|it| it == kind), "{kind}: {kinds:?}");
    }
}

#[tokio::test]
async fn access_is_given_anew_by_a_link_that_ends_the_old_one_at_once() {
    let house = House::open().await;
    let boss = house.person("boss", &[Role::Administrator]).await;
    let omar = house.person("omar", &[Role::Issuer]).await;
    let cookie_of_boss = house.signed_in(&boss).await;
    let cookie_of_omar = house.signed_in(&omar).await;
    let path = format!("/en/console/accounts/{}/invite", omar.account.id);
    let ask = house.page(&path, &cookie_of_boss).await;
    assert_eq!(ask.status, StatusCode::OK, "{}", ask.text());
    let body = format!("csrf={}", form_token(&ask));
    let first = house.post_as(&path, &cookie_of_boss, body.clone()).await;
    let first = token_of(&shown_link(&first));
    let out = house.page("/en/console", &cookie_of_omar).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    let code = house.app_code(&omar, 1);
    let refused = house.try_in("omar", &omar.password, &code).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let second = house.post_as(&path, &cookie_of_boss, body.clone()).await;
    let second = token_of(&shown_link(&second));
    let gone = house.form("/en/invitation", format!("token={first}")).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let code = house.code_of(&second).await;
    let body_of_omar = format!("token={second}&new={CHOSEN}&again={CHOSEN}&code={code}");
    let welcome = house.form("/en/invitation/accept", body_of_omar).await;
    assert_eq!(welcome.status, StatusCode::SEE_OTHER, "{}", welcome.text());

    let own = format!("/en/console/accounts/{}/invite", boss.account.id);
    let refused = house.post_as(&own, &cookie_of_boss, body.clone()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let cookie_of_omar = cookie(&welcome);
    let forbidden = house.post_as(&path, &cookie_of_omar, body).await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_link_can_be_sent_and_is_then_shown_to_nobody() {
    let house = House::open_with(|config| {
        config.mail.host = Some("127.0.0.1".into());
        config.mail.from = Some("sceau@sceau.example".into());
    })
    .await;
    let boss = house.person("boss", &[Role::Administrator]).await;
    let cookie = house.signed_in(&boss).await;
    let csrf = form_token(&house.page(NEW, &cookie).await);
    let wrong = format!("csrf={csrf}&name=Omar&login=2omar&member=on&organisation=&address=nobody");
    let wrong = house.post_as(NEW, &cookie, wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = wrong.text();
    for (field, value) in [("login", "2omar"), ("address", "nobody"), ("client", "")] {
        assert!(text.contains(&format!("href=\"#{field}\"")), "{text}");
        assert!(text.contains(&format!("value=\"{value}\"")), "{text}");
    }
    assert!(
        text.contains("name=\"member\" value=\"on\" checked"),
        "{text}"
    );
    let sent = "name=Omar&login=omar&auditor=on&organisation=&address=omar%40sceau.example";
    let sent = house
        .post_as(NEW, &cookie, format!("csrf={csrf}&{sent}"))
        .await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text());
    assert!(sent.text().contains("on its way by mail"));
    assert!(!sent.text().contains("invitation#"));
    let store = &house.service.store;
    let jobs = store.jobs(JobState::Queued, 9).await.unwrap();
    assert!(jobs.iter().any(|job| job.kind == "send_mail"), "{jobs:?}");
    // What waits to be sent holds an id, from which nobody makes the link without the key folder.
    let accounts = store.accounts().await.unwrap();
    let omar = accounts
        .iter()
        .find(|it| it.login.as_str() == "omar")
        .unwrap();
    let waiting = store.waiting_accounts().await.unwrap();
    assert!(waiting[&omar.id].is_some());
}

#[tokio::test]
async fn a_link_ends_and_the_last_administrator_stays() {
    let house = House::open().await;
    let boss = house.person("boss", &[Role::Administrator]).await;
    let delivery = accounts::Delivery {
        address: None,
        language: Language::French,
    };
    let new = accounts::NewAccount {
        login: "second".parse().unwrap(),
        name: "Second".into(),
        roles: "administrator".parse().unwrap(),
        organisation: None,
        subject: None,
    };
    let invited = accounts::invite(&house.service, new, &delivery, "test").await;
    let (second, invited) = invited.unwrap().unwrap().unwrap();
    let hours = (invited.until - house.service.clock.now()).num_hours();
    assert_eq!(hours, 72);
    // Who never opened the account can't stand in.
    let change = accounts::Change::Disable;
    let denied = accounts::change(&house.service, &second, boss.account.id, &change).await;
    let last = accounts::Denied::LastAdministrator;
    assert_eq!(denied.unwrap().unwrap_err(), last);
    let token = token_of(invited.link.unwrap().expose_secret());
    let later = |hours| house.service.clock.now() + chrono::Duration::hours(hours);
    let store = &house.service.store;
    let id = house.service.keyring.open_invitation(&token).unwrap();
    assert!(store.invitation(id, later(71)).await.unwrap().is_some());
    assert!(store.invitation(id, later(72)).await.unwrap().is_none());
    assert_eq!(store.delete_ended_invitations(later(72)).await.unwrap(), 1);
}
