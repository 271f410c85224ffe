//! Accounts that their owners open themselves, by a link that works once and not for long.
//!
//! The link's token is made of an id with a key of the key folder: the register alone opens nothing,
//! and a letter that brings it holds no more than the id until it is sent.

use chrono::{DateTime, Duration, Utc};
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::change::{enrolment, length};
use super::{Account, AccountId, Denied, Enrolment, Error, NewAccount, Rejected, Role};
use super::{password, sign_in, totp};
use crate::access::SessionSecret;
use crate::i18n::Language;
use crate::service::Service;
use crate::store::{MailContent, NewInvitation, NewMail};

/// How the person is given the link.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The address that it is sent to; without one, whoever asks for it hands it over.
    pub address: Option<String>,
    /// Language of the letter and of the page.
    pub language: Language,
}

/// A link that was made.
pub struct Invited {
    /// The link, unless it is sent. Told once.
    pub link: Option<SecretString>,
    /// Until when it opens.
    pub until: DateTime<Utc>,
}

/// What a link opens.
pub struct Opening {
    /// The account.
    pub account: Account,
    /// Until when.
    pub until: DateTime<Utc>,
    /// For the authenticator app.
    pub enrolment: Enrolment,
}

/// Why a link opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotOpened {
    /// It was used, withdrawn, has ended, or is none.
    Link,
    /// The password is no good.
    Password(Rejected),
    /// The code is not the one that the app shows.
    Code,
}

/// Makes an account that nobody can sign in to, and the link by which its owner opens it; none if its
/// login is taken.
pub async fn invite(
    service: &Service,
    new: NewAccount,
    delivery: &Delivery,
    operator: &str,
) -> Result<Result<Option<(Account, Invited)>, Denied>, Error> {
    // 1. Whether there can be such an account.
    if new.roles.is_empty() {
        return Ok(Err(Denied::NoRole));
    }
    if new.roles.contains(Role::Member) != new.organisation.is_some() {
        return Ok(Err(Denied::NoOrganisation));
    }
    // 2. The register holds it, with the link and its letter.
    let now = service.clock.now();
    let account = Account {
        id: AccountId(Uuid::now_v7()),
        login: new.login,
        name: new.name,
        roles: new.roles,
        organisation: new.organisation,
        subject: None,
        created_at: now,
        disabled_at: None,
    };
    let invitation = prepared(service, delivery);
    let store = &service.store;
    let added = store.add_invited_account(&account, &invitation, operator);
    let added = added.await?;
    let invited = told(service, &invitation, delivery);
    Ok(Ok(added.then_some((account, invited))))
}

/// Ends another person's access, and makes a link by which the account is opened anew.
pub async fn invite_anew(
    service: &Service,
    actor: &Account,
    id: AccountId,
    delivery: &Delivery,
) -> Result<Result<Invited, Denied>, Error> {
    if id == actor.id {
        return Ok(Err(Denied::Own));
    }
    let store = &service.store;
    let Some(known) = store.find_account(id).await? else {
        return Ok(Err(Denied::Unknown));
    };
    let invitation = prepared(service, delivery);
    let operator = actor.operator();
    let reset = store.reset_by_invitation(id, &invitation, &operator);
    if !reset.await? {
        return Ok(Err(Denied::NotByLink));
    }
    super::forgive(service, &known.account.login).await?;
    Ok(Ok(told(service, &invitation, delivery)))
}

fn prepared(service: &Service, delivery: &Delivery) -> NewInvitation {
    let (id, at) = (Uuid::now_v7(), service.clock.now());
    let language = delivery.language;
    let letter = delivery.address.clone().map(|address| {
        let content = MailContent::Invitation {
            invitation: id,
            language,
        };
        NewMail::new(address, content)
    });
    let hours = service.config.accounts.invitation_hours;
    NewInvitation {
        id,
        at,
        until: at + Duration::hours(hours.into()),
        letter,
    }
}

fn told(service: &Service, invitation: &NewInvitation, delivery: &Delivery) -> Invited {
    let link = || invitation_link(service, invitation.id, delivery.language);
    Invited {
        link: invitation.letter.is_none().then(link),
        until: invitation.until,
    }
}

/// The token stands in the fragment, which no server ever sees.
pub fn invitation_link(service: &Service, id: Uuid, language: Language) -> SecretString {
    let url = &service.config.service.public_url;
    let token = service.keyring.invitation_token(id);
    let token = token.expose_secret();
    format!("{url}/{language}/invitation#{token}").into()
}

/// What the link with this token opens now.
pub async fn opening(service: &Service, token: &str) -> Result<Option<Opening>, Error> {
    let Some(id) = service.keyring.open_invitation(token) else {
        return Ok(None);
    };
    let now = service.clock.now();
    let found = service.store.invitation(id, now).await?;
    Ok(found.map(|found| Opening {
        enrolment: enrolment(service, &found.known.account, found.known.totp_generation),
        account: found.known.account,
        until: found.until,
    }))
}

/// Opens the account: the password is the owner's, the second factor is proved, and the owner is in.
pub async fn accept(
    service: &Service,
    token: &str,
    new: &SecretString,
    code: &str,
) -> Result<Result<(SessionSecret, Account), NotOpened>, Error> {
    let now = service.clock.now();
    // 1. The link opens something.
    let Some(id) = service.keyring.open_invitation(token) else {
        return Ok(Err(NotOpened::Link));
    };
    let Some(found) = service.store.invitation(id, now).await? else {
        return Ok(Err(NotOpened::Link));
    };
    // 2. The password will do, and the app shows our codes.
    if let Some(rejected) = length(new) {
        return Ok(Err(NotOpened::Password(rejected)));
    }
    let (account, generation) = (found.known.account, found.known.totp_generation);
    let secret = service.keyring.totp_secret(account.id.0, generation);
    let Some(step) = totp::step_of(&secret, code, 0, now) else {
        return Ok(Err(NotOpened::Code));
    };
    // 3. The link is used up with it.
    let hash = password::hash(new).await?;
    let store = &service.store;
    if !store.accept_invitation(id, &account, &hash, now).await? {
        return Ok(Err(NotOpened::Link));
    }
    // 4. The code counts for the first session.
    let opened = sign_in::open(service, &account, Some(step), None, now).await?;
    Ok(opened
        .map(|secret| (secret, account))
        .ok_or(NotOpened::Link))
}
