//! Signing in and what it opens, through the whole router.

use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{Request, StatusCode};
use secrecy::ExposeSecret;

use super::{Answer, House};
use crate::access::ClientId;
use crate::accounts::{self, Account, NewAccount, Role};

/// An account and its password.
pub(super) struct Person {
    pub(super) account: Account,
    pub(super) password: String,
}

impl House {
    pub(super) async fn person(&self, login: &'static str, roles: &[Role]) -> Person {
        self.member(login, roles, None).await
    }

    /// The same, perhaps for an organisation.
    pub(super) async fn member(
        &self,
        login: &'static str,
        roles: &[Role],
        organisation: Option<ClientId>,
    ) -> Person {
        let new = NewAccount {
            login: login.parse().unwrap(),
            name: "Solveig Mbarga".to_owned(),
            roles: roles.iter().copied().collect(),
            organisation,
            subject: None,
        };
        let added = accounts::add(&self.service, new, "test").await.unwrap();
        let (account, handed) = added.unwrap();
        let password = handed.unwrap().password.expose_secret().to_owned();
        Person { account, password }
    }

    /// The code that the person's app shows so many steps later.
    pub(super) fn app_code(&self, person: &Person, later: i64) -> String {
        let secret = self.service.keyring.totp_secret(person.account.id.0, 1);
        let step = self.service.clock.now().timestamp() / 30 + later;
        accounts::code(&secret, u64::try_from(step).unwrap())
    }

    pub(super) async fn try_in(&self, login: &str, password: &str, code: &str) -> Answer {
        let body = format!("login={login}&password={password}&code={code}&next=");
        self.ask(form("/en/sign-in").body(Body::from(body)).unwrap())
            .await
    }

    /// The cookie of somebody who came in.
    pub(super) async fn signed_in(&self, person: &Person) -> String {
        let login = person.account.login.as_str();
        let code = self.app_code(person, 0);
        let answer = self.try_in(login, &person.password, &code).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        cookie(&answer)
    }

    pub(super) async fn page(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path)
            .header("accept", "text/html")
            .header("cookie", cookie);
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    pub(super) async fn post_as(&self, path: &str, cookie: &str, body: String) -> Answer {
        let request = form(path).header("cookie", cookie);
        self.ask(request.body(Body::from(body)).unwrap()).await
    }
}

fn form(path: &str) -> Builder {
    Request::post(path)
        .header("accept", "text/html")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
}

pub(super) fn cookie(answer: &Answer) -> String {
    let set = answer.header("set-cookie");
    set.split(';').next().unwrap().to_owned()
}

/// What the forms of a page carry.
pub(super) fn form_token(page: &Answer) -> String {
    let text = page.text();
    let (_, rest) = text.split_once("name=\"csrf\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn with_password_and_code_one_comes_in_and_with_the_form_token_out() {
    let house = House::open().await;
    let person = house.person("solveig", &[Role::Issuer]).await;
    let answer = house.page("/fr/console", "").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/fr/sign-in?next=/fr/console");

    let code = house.app_code(&person, 0);
    let answer = house.try_in(" Solveig", &person.password, &code).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/en/console");
    let set = answer.header("set-cookie").to_owned();
    let (name, rest) = set.split_once('=').unwrap();
    assert_eq!(name, "sceau-session");
    let (secret, attributes) = rest.split_once("; ").unwrap();
    assert_eq!(secret.len(), 64);
    assert_eq!(attributes, "Path=/; HttpOnly; SameSite=Lax");
    assert_eq!(answer.header("cache-control"), "no-store");

    let cookie = cookie(&answer);
    let home = house.page("/fr/console", &cookie).await;
    assert_eq!(home.status, StatusCode::OK);
    assert!(home.text().contains("Bonjour, Solveig Mbarga"));
    let back = house.page("/sign-in?next=/fr/console/keys", &cookie).await;
    assert_eq!(back.header("location"), "/fr/console/keys");

    let body = format!("csrf={}", form_token(&home));
    let out = house.post_as("/fr/sign-out", &cookie, body.clone()).await;
    assert_eq!(out.header("location"), "/fr/sign-in");
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    let gone = house.page("/fr/console", &cookie).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    let again = house.post_as("/fr/sign-out", &cookie, body).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    assert!(again.text().contains("Vous n’êtes plus connecté"));
}

#[tokio::test]
async fn over_https_the_cookie_belongs_to_this_site_alone() {
    let house = House::open_with(|config| {
        config.service.public_url = "https://sceau.example".into();
        config.service.insecure_example_keys = true;
    })
    .await;
    let person = house.person("solveig", &[Role::Issuer]).await;
    let code = house.app_code(&person, 0);
    let answer = house.try_in("solveig", &person.password, &code).await;
    let set = answer.header("set-cookie");
    assert!(set.starts_with("__Host-sceau-session="), "{set}");
    assert!(
        set.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"),
        "{set}"
    );
    let home = house.page("/en/console", &cookie(&answer)).await;
    assert_eq!(home.status, StatusCode::OK);
    let secret = cookie(&answer).replace("__Host-", "");
    let elsewhere = house.page("/en/console", &secret).await;
    assert_eq!(elsewhere.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn whatever_is_wrong_the_answer_is_the_same() {
    let house = House::open().await;
    let person = house.person("solveig", &[Role::Issuer]).await;
    let closed = house.person("closed", &[Role::Issuer]).await;
    let now = house.service.clock.now();
    let ended = house
        .service
        .store
        .disable_account(closed.account.id, "test", now)
        .await
        .unwrap();
    assert_eq!(ended, crate::store::AccountChange::Done);
    let code = house.app_code(&person, 0);
    let of_closed = house.app_code(&closed, 0);
    let mut answers = Vec::new();
    for (login, password, code) in [
        ("solveig", "wrong", code.as_str()),
        ("solveig", &person.password, "000000"),
        ("solveig", &person.password, &house.app_code(&person, -2)),
        ("nobody-has-it", &person.password, &code),
        ("no login at all", &person.password, &code),
        ("closed", &closed.password, &of_closed),
    ] {
        let answer = house.try_in(login, password, code).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{login}");
        assert_eq!(answer.header("set-cookie"), "");
        let text = answer.text();
        assert!(text.contains("<title>Error: Sign in"), "{text}");
        assert!(!text.contains(&person.password));
        answers.push(text.replace(&format!("value=\"{login}\""), "value=\"\""));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    // Codes one step early or late are good: clocks differ.
    let early = house.app_code(&person, 1);
    let answer = house.try_in("solveig", &person.password, &early).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_code_works_once() {
    let house = House::open().await;
    let person = house.person("solveig", &[Role::Issuer]).await;
    house.signed_in(&person).await;
    for later in [0, -1] {
        let code = house.app_code(&person, later);
        let again = house.try_in("solveig", &person.password, &code).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{later}");
    }
    let next = house.app_code(&person, 1);
    let answer = house.try_in("solveig", &person.password, &next).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn after_ten_attempts_not_even_the_right_password_lets_in() {
    let house = House::open().await;
    let person = house.person("solveig", &[Role::Issuer]).await;
    let other = house.person("omar", &[Role::Issuer]).await;
    for login in ["solveig", "nobody"] {
        for _ in 0..10 {
            let answer = house.try_in(login, "wrong", "000000").await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let code = house.app_code(&person, 0);
        let answer = house.try_in(login, &person.password, &code).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        let wait: u64 = answer.header("retry-after").parse().unwrap();
        assert!((1..=900).contains(&wait), "{wait}");
        assert!(answer.text().contains("Too many attempts. Try again in"));
    }
    house.signed_in(&other).await;
    accounts::forgive(&house.service, &person.account.login)
        .await
        .unwrap();
    house.signed_in(&person).await;
    // An address has a limit too: 22 + 2 attempts were made from it.
    for _ in 24..50 {
        house.try_in("somebody", "wrong", "000000").await;
    }
    let code = house.app_code(&other, 1);
    let answer = house.try_in("omar", &other.password, &code).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let refusals = house.service.store.audit_recent(None, 200).await.unwrap();
    let locked = refusals.iter().filter(|record| {
        serde_json::to_string(&record.entry.event)
            .unwrap()
            .contains("locked")
    });
    // Once for each login and once for the address: nobody fills the trail.
    assert_eq!(locked.count(), 4);
}

#[tokio::test]
async fn what_another_site_posts_is_refused() {
    let house = House::open().await;
    let person = house.person("solveig", &[Role::Issuer]).await;
    let cookie = house.signed_in(&person).await;
    let home = house.page("/en/console", &cookie).await;
    let body = format!("csrf={}", form_token(&home));
    let request = Request::post("/en/sign-out")
        .header("accept", "text/html")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .header("cookie", &cookie);
    let answer = house.ask(request.body(Body::from(body)).unwrap()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let home = house.page("/en/console", &cookie).await;
    assert_eq!(home.status, StatusCode::OK);
}

#[tokio::test]
async fn a_form_without_the_sessions_token_does_nothing() {
    let house = House::open().await;
    let person = house.person("solveig", &[Role::Issuer]).await;
    let other = house.person("omar", &[Role::Issuer]).await;
    let cookie = house.signed_in(&person).await;
    let others = house.signed_in(&other).await;
    let stolen = form_token(&house.page("/en/console", &others).await);
    for body in ["csrf=".to_owned(), String::new(), format!("csrf={stolen}")] {
        let answer = house.post_as("/en/sign-out", &cookie, body).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.text().contains("This form is no longer good"));
    }
    let home = house.page("/en/console", &cookie).await;
    assert_eq!(home.status, StatusCode::OK);
}
