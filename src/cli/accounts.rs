//! `sceau accounts …`: who may sign in, and with what.

use anyhow::bail;
use clap::{Args, Subcommand};
use qrcodegen::{QrCode, QrCodeEcc};
use secrecy::ExposeSecret;
use serde_json::json;

use super::Exit;
use super::args::Operator;
use super::output::{Hinted, Output, say};
use crate::access::ClientName;
use crate::accounts::{self, Account, Handed, Login, NewAccount, Role, Roles};
use crate::i18n::FluentValue;
use crate::service::Service;
use crate::store::AccountChange;

#[derive(Debug, Subcommand)]
pub(super) enum Accounts {
    /// Add an account, and print the password and the second factor: the only time to read them
    Add(Add),
    /// List the accounts
    List,
    /// Take an account out of service and sign the person out everywhere
    Disable(One),
    /// Let a disabled or locked account sign in again
    Enable(One),
    /// Print a new password and second factor, and sign the person out everywhere
    Reset(One),
    /// Give an account other roles
    Roles {
        /// What the person types to sign in
        login: Login,
        /// All that the person may do from now on; can be given several times
        #[arg(long, required = true, value_name = "ROLE", value_delimiter = ',')]
        role: Vec<Role>,
        #[command(flatten)]
        operator: Operator,
    },
}

#[derive(Debug, Args)]
pub(super) struct Add {
    /// What the person types to sign in: small letters, digits and `.-_@`
    pub login: Login,
    /// What pages call the person
    #[arg(long)]
    pub name: String,
    /// What the person may do; can be given several times: issuer, revoker, auditor, administrator,
    /// or member (of the organisation that --client names)
    #[arg(long, required = true, value_name = "ROLE", value_delimiter = ',')]
    pub role: Vec<Role>,
    /// Name of the organisation's client, for members
    #[arg(long, value_name = "NAME")]
    pub client: Option<ClientName>,
    /// Who the person is at the identity provider (`sub`), for who signs in there: no password
    #[arg(long, value_name = "SUBJECT")]
    pub subject: Option<String>,
    #[command(flatten)]
    pub operator: Operator,
}

#[derive(Debug, Args)]
pub(super) struct One {
    /// What the person types to sign in
    pub login: Login,
    #[command(flatten)]
    pub operator: Operator,
}

pub(super) async fn run(
    command: Accounts,
    service: &Service,
    output: &Output,
) -> anyhow::Result<Exit> {
    let at = service.clock.now();
    let store = &service.store;
    match command {
        Accounts::Add(command) => add(service, command, output).await?,
        Accounts::List => list(service, output).await?,
        Accounts::Disable(One { login, operator }) => {
            let account = find(service, &login).await?;
            let operator = &operator.operator;
            let ended = store.disable_account(account.id, operator, at).await?;
            unless_last(ended, &login, output)?;
            tell(output, "accounts-disabled", &login);
            output.json(&find(service, &login).await?)?;
        }
        Accounts::Enable(One { login, operator }) => {
            let account = find(service, &login).await?;
            let operator = &operator.operator;
            store.enable_account(account.id, operator, at).await?;
            accounts::forgive(service, &login).await?;
            tell(output, "accounts-enabled", &login);
            output.json(&find(service, &login).await?)?;
        }
        Accounts::Reset(One { login, operator }) => {
            let account = find(service, &login).await?;
            if account.subject.is_some() {
                bail!("`{login}` signs in at the identity provider and has no password");
            }
            let handed = accounts::reset(service, &account, &operator.operator).await?;
            let Some(handed) = handed else {
                bail!("there is no account `{login}`");
            };
            tell(output, "accounts-reset", &login);
            hand_over(&account, Some(&handed), output)?;
        }
        Accounts::Roles {
            login,
            role,
            operator,
        } => {
            let account = find(service, &login).await?;
            let roles: Roles = role.into_iter().collect();
            if roles.contains(Role::Member) && account.organisation.is_none() {
                bail!("`{login}` belongs to no organisation: add an account with --client");
            }
            let operator = &operator.operator;
            let set = store.set_roles(account.id, &roles, operator, at).await?;
            unless_last(set, &login, output)?;
            tell(output, "accounts-roles-set", &login);
            output.json(&find(service, &login).await?)?;
        }
    }
    Ok(Exit::Success)
}

/// Somebody must be able to let others in by page.
fn unless_last(change: AccountChange, login: &Login, output: &Output) -> anyhow::Result<()> {
    if change == AccountChange::LastAdministrator {
        bail!(Hinted {
            message: format!("`{login}` is the only administrator who can sign in"),
            hint: output.text("accounts-hint-last"),
        });
    }
    Ok(())
}

async fn add(service: &Service, command: Add, output: &Output) -> anyhow::Result<()> {
    let roles: Roles = command.role.into_iter().collect();
    let organisation = match &command.client {
        None => None,
        Some(name) => {
            let client = service.store.find_client_named(name).await?;
            let Some(client) = client else {
                bail!("there is no client `{name}`");
            };
            Some(client.id)
        }
    };
    if roles.contains(Role::Member) != organisation.is_some() {
        bail!(Hinted {
            message: "a member belongs to an organisation, and nobody else does".to_owned(),
            hint: output.text("accounts-hint-client"),
        });
    }
    let login = command.login;
    let new = NewAccount {
        login: login.clone(),
        name: command.name.trim().to_owned(),
        roles,
        organisation,
        subject: command.subject,
    };
    let added = accounts::add(service, new, &command.operator.operator).await?;
    let Some((account, handed)) = added else {
        bail!("there is an account `{login}`, or one with its subject, already");
    };
    tell(output, "accounts-added", &login);
    hand_over(&account, handed.as_ref(), output)
}

/// Prints what is told once.
fn hand_over(account: &Account, handed: Option<&Handed>, output: &Output) -> anyhow::Result<()> {
    let Some(Handed {
        password,
        enrolment,
    }) = handed
    else {
        return output.json(account);
    };
    if output.json {
        return output.json(&json!({
            "account": account,
            "password": password.expose_secret(),
            "second_factor": {
                "secret": enrolment.secret.expose_secret(),
                "link": enrolment.link.expose_secret(),
            },
        }));
    }
    let link = enrolment.link.expose_secret();
    say(format_args!(
        "{}\n  {}\n\n{}\n{}\n  {}\n  {link}\n\n{}",
        output.text("accounts-hand-password"),
        password.expose_secret(),
        output.text("accounts-hand-factor"),
        drawn(link)?,
        enrolment.secret.expose_secret(),
        output.text("accounts-hand-once"),
    ));
    Ok(())
}

/// The link as a QR code of half blocks, with the quiet zone that readers need; black on white
/// whatever the terminal's colours.
fn drawn(link: &str) -> anyhow::Result<String> {
    let code = QrCode::encode_text(link, QrCodeEcc::Low)?;
    let mut text = String::new();
    for top in (-4..code.size() + 4).step_by(2) {
        text.push_str("  \u{1b}[30;107m");
        for column in -4..code.size() + 4 {
            let pair = (
                code.get_module(column, top),
                code.get_module(column, top + 1),
            );
            text.push(match pair {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        text.push_str("\u{1b}[0m\n");
    }
    Ok(text)
}

async fn list(service: &Service, output: &Output) -> anyhow::Result<()> {
    let accounts = service.store.accounts().await?;
    for account in &accounts {
        let state = match account.disabled_at {
            None => String::new(),
            Some(at) => format!(
                "  {} {}",
                output.text("accounts-disabled-since"),
                at.format("%Y-%m-%d %H:%M UTC")
            ),
        };
        output.line(format_args!(
            "{:<24} {:<28} {}{state}",
            account.login.as_str(),
            account.name,
            account.roles
        ));
    }
    output.json(&accounts)
}

async fn find(service: &Service, login: &Login) -> anyhow::Result<Account> {
    let Some(known) = service.store.find_account_by_login(login).await? else {
        bail!("there is no account `{login}`");
    };
    Ok(known.account)
}

fn tell(output: &Output, sentence: &str, login: &Login) {
    let values = [("login", FluentValue::from(login.as_str()))];
    output.line(output.text_with(sentence, &values));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_in_the_terminal_has_its_quiet_zone_on_every_side() {
        let drawn = drawn("otpauth://totp/a:b?secret=GEZDGNBVGY3TQOJQ").unwrap();
        let lines: Vec<&str> = drawn.lines().collect();
        let bare = |line: &str| {
            line.replace("  \u{1b}[30;107m", "")
                .replace("\u{1b}[0m", "")
        };
        let widths: Vec<usize> = lines
            .iter()
            .map(|line| bare(line).chars().count())
            .collect();
        assert!(widths.iter().all(|width| *width == widths[0]));
        for quiet in [0, 1] {
            assert!(bare(lines[quiet]).chars().all(|c| c == ' '));
        }
        assert!(bare(lines[2]).starts_with("    █▀▀▀▀▀█"));
    }
}
