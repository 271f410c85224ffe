//! Sign-in at an identity provider: OpenID Connect's code flow with PKCE, state and nonce.
//!
//! All that one attempt has to remember (state, nonce, PKCE verifier) is derived from one secret in
//! the browser's cookie: nothing is kept here, and any machine can finish what another began.

use std::time::Duration;

use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse, IssuerUrl,
    Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
};
use ureq::Agent;
use ureq::config::Config;

use super::sign_in::{Locked, count_address, open};
use super::{Account, Error, SignIn};
use crate::access::{SecretDigest, SessionSecret, same_secret};
use crate::config::Oidc;
use crate::service::Service;

/// Where the provider sends people back to.
pub const BACK: &str = "/sign-in/provider/back";

/// For one question to the provider.
const PATIENCE: Duration = Duration::from_secs(10);
/// Of an answer.
const LONGEST: u64 = 256 << 10;

/// Where to send a browser, and the secret that it must bring back.
pub struct Departure {
    /// Address at the provider.
    pub address: String,
    /// For a cookie.
    pub flow: SessionSecret,
}

/// What a browser brings back.
pub struct Return<'a> {
    /// The secret from its cookie.
    pub flow: &'a SessionSecret,
    /// The provider's code.
    pub code: &'a str,
    /// What the provider was given to hand back.
    pub state: &'a str,
    /// The session that the browser has already: it ends.
    pub before: Option<SecretDigest>,
}

/// Begins a sign-in; none if there were too many from this subscriber, or there is no provider.
pub async fn begin(service: &Service, subscriber: &[u8]) -> Result<Option<Departure>, Error> {
    let at = service.clock.now();
    if let Some(Locked { .. }) = count_address(service, subscriber, at).await? {
        return Ok(None);
    }
    let Some(provider) = Provider::of(service) else {
        return Ok(None);
    };
    let flow = SessionSecret::generate()?;
    let asked = Asked::of(&flow);
    let address = tokio::task::spawn_blocking(move || provider.address(asked)).await??;
    Ok(Some(Departure { address, flow }))
}

/// Ends a sign-in: the provider says who it is, and the register whether that one may come in.
pub async fn finish(service: &Service, back: &Return<'_>) -> Result<SignIn, Error> {
    let at = service.clock.now();
    // 1. It is the browser that went out.
    let asked = Asked::of(back.flow);
    let Some(provider) = Provider::of(service) else {
        return Ok(SignIn::Refused);
    };
    if !same_secret(&asked.state, back.state) {
        return refused(service, None, "state").await;
    }
    // 2. The provider tells who it is, over a connection of ours and with its signature.
    let code = back.code.to_owned();
    let asking = tokio::task::spawn_blocking(move || provider.subject(code, asked, at));
    let subject = match asking.await? {
        Ok(subject) => subject,
        Err(error @ Error::Provider(_)) => {
            tracing::warn!(%error, "nobody could be signed in at the identity provider");
            return refused(service, None, "provider").await;
        }
        Err(error) => return Err(error),
    };
    // 3. The register knows that person.
    let known = service.store.find_account_by_subject(&subject).await?;
    let Some(account) = known.map(|known| known.account) else {
        return refused(service, None, "unknown").await;
    };
    match open(service, &account, None, back.before, at).await? {
        Some(secret) => Ok(SignIn::Welcome { secret, account }),
        None => refused(service, Some(&account), "disabled").await,
    }
}

async fn refused(
    service: &Service,
    account: Option<&Account>,
    why: &'static str,
) -> Result<SignIn, Error> {
    let (id, at) = (account.map(|account| account.id), service.clock.now());
    service.store.record_refused_sign_in(id, why, at).await?;
    Ok(SignIn::Refused)
}

/// What one attempt has to remember.
struct Asked {
    state: String,
    nonce: String,
    verifier: String,
}

impl Asked {
    fn of(flow: &SessionSecret) -> Self {
        Self {
            state: flow.derived(b"sceau oidc state 1"),
            nonce: flow.derived(b"sceau oidc nonce 1"),
            verifier: flow.derived(b"sceau oidc verifier 1"),
        }
    }
}

/// The provider as the configuration names it. Its questions block.
struct Provider {
    oidc: Oidc,
    issuer: String,
    client_id: String,
    back: String,
}

impl Provider {
    fn of(service: &Service) -> Option<Self> {
        let oidc = service.config.accounts.oidc.clone();
        Some(Self {
            issuer: oidc.issuer.clone()?,
            client_id: oidc.client_id.clone()?,
            back: format!("{}{BACK}", service.config.service.public_url),
            oidc,
        })
    }

    fn metadata(&self) -> Result<CoreProviderMetadata, Error> {
        let issuer = IssuerUrl::new(self.issuer.clone()).map_err(provider)?;
        CoreProviderMetadata::discover(&issuer, &ask).map_err(provider)
    }

    fn secret(&self) -> Option<ClientSecret> {
        let secret = self.oidc.client_secret.as_ref()?;
        Some(ClientSecret::new(secret.expose().to_owned()))
    }

    fn redirect(&self) -> Result<RedirectUrl, Error> {
        RedirectUrl::new(self.back.clone()).map_err(provider)
    }

    fn address(&self, asked: Asked) -> Result<String, Error> {
        let id = ClientId::new(self.client_id.clone());
        let client = CoreClient::from_provider_metadata(self.metadata()?, id, self.secret())
            .set_redirect_uri(self.redirect()?);
        let verifier = PkceCodeVerifier::new(asked.verifier);
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        let (address, _, _) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                || CsrfToken::new(asked.state),
                || Nonce::new(asked.nonce),
            )
            .set_pkce_challenge(challenge)
            .url();
        Ok(address.to_string())
    }

    /// Who the provider says it is.
    fn subject(
        &self,
        code: String,
        asked: Asked,
        at: chrono::DateTime<chrono::Utc>,
    ) -> Result<String, Error> {
        let id = ClientId::new(self.client_id.clone());
        let client = CoreClient::from_provider_metadata(self.metadata()?, id, self.secret())
            .set_redirect_uri(self.redirect()?);
        let answer = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(provider)?
            .set_pkce_verifier(PkceCodeVerifier::new(asked.verifier))
            .request(&ask)
            .map_err(provider)?;
        let token = answer.extra_fields().id_token();
        let token = token.ok_or_else(|| Error::Provider("no ID token".to_owned()))?;
        let verifier = client.id_token_verifier().set_time_fn(move || at);
        let claims = token
            .claims(&verifier, &Nonce::new(asked.nonce))
            .map_err(provider)?;
        Ok(claims.subject().to_string())
    }
}

/// What went wrong, in the library's words; it names no secrets.
fn provider(error: impl std::error::Error) -> Error {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    Error::Provider(words)
}

/// One question over HTTP. Redirections are not followed, long answers not read.
fn ask(request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
    let config = Config::builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .max_idle_connections(0)
        .user_agent(concat!("sceau/", env!("CARGO_PKG_VERSION")))
        .build();
    let agent = Agent::new_with_config(config);
    let (parts, body) = request.into_parts();
    let answer = if body.is_empty() {
        agent.run(ureq::http::Request::from_parts(parts, ()))?
    } else {
        agent.run(ureq::http::Request::from_parts(parts, body))?
    };
    let (parts, mut body) = answer.into_parts();
    let bytes = body.with_config().limit(LONGEST).read_to_vec()?;
    Ok(HttpResponse::from_parts(parts, bytes))
}
