//! Letters over SMTP: written as plain text and as simple HTML, handed to the configured mail server.
//!
//! What the server says is told by its reply code alone: its words repeat addresses, and links are in
//! our letters. A letter has the same Message-ID in each attempt, so that a server or reader that got
//! it twice, because its first answer was lost, can see that.

mod letter;

use std::io;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::config::{self, MailTls};

pub use letter::{Letter, Part};

/// Replies that are about our account, not about a letter (RFC 4954 §6).
const ABOUT_THE_ACCOUNT: [u16; 5] = [432, 530, 534, 535, 538];

/// Why a letter was not sent.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Letters are switched off.
    #[error("no mail server is configured")]
    Off,
    /// An address of the configuration is none.
    #[error("`{field}` is not a mail address")]
    Address {
        /// `section.field`.
        field: &'static str,
    },
    /// The root certificate can't be read.
    #[error("the root certificate `{}` can't be read", path.display())]
    Root {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The root certificate or the server's name is unusable.
    #[error("TLS can't be set up for the mail server")]
    Tls(#[source] SmtpError),
    /// The recipient's address is none, or the letter can't be put together.
    #[error("the letter can't be written")]
    Letter,
    /// The server refuses the account.
    #[error("the mail server refuses the account (reply {0})")]
    Account(u16),
    /// The server refuses the letter for good.
    #[error("the mail server refuses the letter (reply {0})")]
    Refused(u16),
    /// The server refuses the letter for now.
    #[error("the mail server can't take the letter now (reply {0})")]
    Deferred(u16),
    /// The server can't be reached, or talks something else.
    #[error("the mail server can't be reached")]
    Unreachable(#[source] SmtpError),
}

impl Error {
    /// Whether another attempt makes no sense.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Letter)
    }

    /// The server's reply code.
    pub fn code(&self) -> Option<u16> {
        match self {
            Self::Account(code) | Self::Refused(code) | Self::Deferred(code) => Some(*code),
            _ => None,
        }
    }

    /// Id of the sentence that says what to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Off | Self::Address { .. } => "mail-hint-settings",
            Self::Root { .. } | Self::Tls(_) => "mail-hint-tls",
            Self::Account(_) => "mail-hint-account",
            Self::Letter | Self::Refused(_) => "mail-hint-refused",
            Self::Deferred(_) | Self::Unreachable(_) => "mail-hint-unreachable",
        }
    }

    /// Replies are told by their code: their words repeat addresses.
    fn of(error: SmtpError) -> Self {
        match error.status().map(u16::from) {
            Some(code) if ABOUT_THE_ACCOUNT.contains(&code) => Self::Account(code),
            Some(code) if error.is_permanent() => Self::Refused(code),
            Some(code) => Self::Deferred(code),
            None => Self::Unreachable(error),
        }
    }
}

/// The way to the mail server.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    reply_to: Option<Mailbox>,
}

impl Mailer {
    /// Prepares the way; nothing is connected yet. `name` is how this host calls itself.
    pub fn open(config: &config::Mail, name: &str) -> Result<Self, Error> {
        let host = config.host.as_deref().ok_or(Error::Off)?;
        let tls = match config.tls {
            MailTls::StartTls => Tls::Required(tls(host, config)?),
            MailTls::Tls => Tls::Wrapper(tls(host, config)?),
            MailTls::None => Tls::None,
        };
        let timeout = Duration::from_secs(config.timeout_seconds);
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(config.port())
            .tls(tls)
            .timeout(Some(timeout))
            .hello_name(ClientId::Domain(name.to_owned()));
        if let (Some(user), Some(password)) = (&config.username, &config.password) {
            let credentials = Credentials::new(user.clone(), password.expose().to_owned());
            builder = builder.credentials(credentials);
        }
        let address = |field, text: Option<&str>| {
            text.map(str::parse::<Mailbox>)
                .transpose()
                .map_err(|_| Error::Address { field })
        };
        address("mail.operator", config.operator.as_deref())?;
        let from = address("mail.from", config.from.as_deref())?;
        Ok(Self {
            transport: builder.build(),
            from: from.ok_or(Error::Address { field: "mail.from" })?,
            reply_to: address("mail.reply_to", config.reply_to.as_deref())?,
        })
    }

    /// Greets the server, with encryption and account as configured.
    pub async fn probe(&self) -> Result<(), Error> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(Error::Deferred(421)),
            Err(error) => Err(Error::of(error)),
        }
    }

    /// Hands a letter to the server.
    pub async fn send(&self, letter: &Letter) -> Result<(), Error> {
        let message = self.message(letter)?;
        self.transport
            .send(message)
            .await
            .map(drop)
            .map_err(Error::of)
    }

    fn message(&self, letter: &Letter) -> Result<Message, Error> {
        let to = letter.to.parse().map_err(|_| Error::Letter)?;
        let host = self.from.email.domain();
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject.clone())
            .date(SystemTime::from(letter.written_at))
            .message_id(Some(format!("<{}@{host}>", letter.id)));
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(reply_to.clone());
        }
        // RFC 3834 §5: no answering machine shall answer.
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        builder
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .multipart(MultiPart::alternative_plain_html(
                letter.text(),
                letter.html(),
            ))
            .map_err(|_| Error::Letter)
    }
}

fn tls(host: &str, config: &config::Mail) -> Result<TlsParameters, Error> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(path) = &config.root {
        let pem = std::fs::read(path).map_err(|source| Error::Root {
            path: path.clone(),
            source,
        })?;
        builder = builder.add_root_certificate(Certificate::from_pem(&pem).map_err(Error::Tls)?);
    }
    builder.build().map_err(Error::Tls)
}
