//! New accounts, new passwords.

use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::{Account, AccountId, Enrolment, Error, Login, Role, Roles, password, totp};
use crate::access::ClientId;
use crate::service::Service;
use crate::store::AccountChange;

/// An account to be made.
#[derive(Debug)]
pub struct NewAccount {
    /// What the person types.
    pub login: Login,
    /// What pages call the person.
    pub name: String,
    /// What the person may do.
    pub roles: Roles,
    /// The organisation that a member acts for.
    pub organisation: Option<ClientId>,
    /// Who the person is at the identity provider, for who signs in there and has no password.
    pub subject: Option<String>,
}

/// What is handed to a person once.
pub struct Handed {
    /// The password.
    pub password: SecretString,
    /// For the authenticator app.
    pub enrolment: Enrolment,
}

/// Makes an account; none if its login or subject is taken. What is handed over is told once, and
/// is nothing for who signs in at the identity provider.
pub async fn add(
    service: &Service,
    new: NewAccount,
    operator: &str,
) -> Result<Option<(Account, Option<Handed>)>, Error> {
    let account = Account {
        id: AccountId(Uuid::now_v7()),
        login: new.login,
        name: new.name,
        roles: new.roles,
        organisation: new.organisation,
        subject: new.subject,
        created_at: service.clock.now(),
        disabled_at: None,
    };
    let store = &service.store;
    if account.subject.is_some() {
        let added = store.add_account(&account, None, operator).await?;
        return Ok(added.then_some((account, None)));
    }
    let drawn = password::draw()?;
    let hash = password::hash(&drawn).await?;
    if !store.add_account(&account, Some(&hash), operator).await? {
        return Ok(None);
    }
    let handed = Handed {
        password: drawn,
        enrolment: enrolment(service, &account, 1),
    };
    Ok(Some((account, Some(handed))))
}

/// Gives a person another password and a new second factor, and signs him out everywhere; none if
/// there is no such account.
pub async fn reset(
    service: &Service,
    account: &Account,
    operator: &str,
) -> Result<Option<Handed>, Error> {
    let drawn = password::draw()?;
    let hash = password::hash(&drawn).await?;
    let at = service.clock.now();
    let store = &service.store;
    if !store.reset_account(account.id, &hash, operator, at).await? {
        return Ok(None);
    }
    super::forgive(service, &account.login).await?;
    let known = store.find_account(account.id).await?;
    Ok(known.map(|known| Handed {
        password: drawn,
        enrolment: enrolment(service, account, known.totp_generation),
    }))
}

pub(super) fn enrolment(service: &Service, account: &Account, generation: u32) -> Enrolment {
    let secret = service.keyring.totp_secret(account.id.0, generation);
    let issuer = &service.config.issuer.name;
    Enrolment::new(&secret, issuer, account.login.as_str())
}

/// Why a person's own password was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejected {
    /// The current password or the code is wrong, or the code was used.
    Wrong,
    /// The new one is too short.
    TooShort,
    /// The new one is too long.
    TooLong,
    /// Too many attempts.
    Locked,
}

/// What is wrong with the length of a password that a person chose.
pub(super) fn length(new: &SecretString) -> Option<Rejected> {
    if new.expose_secret().chars().count() < password::SHORTEST {
        return Some(Rejected::TooShort);
    }
    (new.expose_secret().len() > password::LONGEST).then_some(Rejected::TooLong)
}

/// Changes a person's own password and signs him out everywhere.
pub async fn choose_password(
    service: &Service,
    account: &Account,
    current: &SecretString,
    code: &str,
    new: &SecretString,
) -> Result<Result<(), Rejected>, Error> {
    if let Some(rejected) = length(new) {
        return Ok(Err(rejected));
    }
    let at = service.clock.now();
    if super::sign_in::is_locked(service, account.login.as_str(), at).await? {
        return Ok(Err(Rejected::Locked));
    }
    let Some(known) = service.store.find_account(account.id).await? else {
        return Ok(Err(Rejected::Wrong));
    };
    let right = password::matches(current, known.password.as_deref()).await?;
    let secret = service
        .keyring
        .totp_secret(account.id.0, known.totp_generation);
    let step = totp::step_of(&secret, code, known.totp_step, at);
    let (true, Some(step)) = (right, step) else {
        return Ok(Err(Rejected::Wrong));
    };
    let hash = password::hash(new).await?;
    let changed = service.store.change_password(&known, &hash, step, at);
    if !changed.await? {
        return Ok(Err(Rejected::Wrong));
    }
    super::forgive(service, &account.login).await?;
    Ok(Ok(()))
}

/// Why an administrator's change is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// Nobody changes his own account: there must always be somebody who can undo it.
    Own,
    /// An account without any role is good for nothing.
    NoRole,
    /// A member belongs to an organisation, and this account does not.
    NoOrganisation,
    /// There is no such account.
    Unknown,
    /// Nobody who can sign in would be an administrator.
    LastAdministrator,
    /// The account is disabled, or its owner signs in at the identity provider: no link opens it.
    NotByLink,
}

/// What an administrator does to another's account.
#[derive(Debug, Clone)]
pub enum Change {
    /// Other roles.
    Roles(Roles),
    /// No sign-in any more.
    Disable,
    /// Sign-in again, also after too many attempts.
    Enable,
}

/// Changes another person's account.
pub async fn change(
    service: &Service,
    actor: &Account,
    id: AccountId,
    change: &Change,
) -> Result<Result<Account, Denied>, Error> {
    let store = &service.store;
    // 1. Whether it may be changed so.
    if id == actor.id {
        return Ok(Err(Denied::Own));
    }
    let Some(known) = store.find_account(id).await? else {
        return Ok(Err(Denied::Unknown));
    };
    let account = known.account;
    // 2. The register changes, with its event; what is so already stays.
    let (operator, at) = (actor.operator(), service.clock.now());
    let changed = match change {
        Change::Roles(roles) if roles.is_empty() => return Ok(Err(Denied::NoRole)),
        Change::Roles(roles) if roles.contains(Role::Member) && account.organisation.is_none() => {
            return Ok(Err(Denied::NoOrganisation));
        }
        Change::Roles(roles) => store.set_roles(id, roles, &operator, at).await?,
        Change::Disable => store.disable_account(id, &operator, at).await?,
        Change::Enable => {
            store.enable_account(id, &operator, at).await?;
            super::forgive(service, &account.login).await?;
            AccountChange::Done
        }
    };
    Ok(match changed {
        AccountChange::Done | AccountChange::Same => Ok(account),
        AccountChange::LastAdministrator => Err(Denied::LastAdministrator),
    })
}
