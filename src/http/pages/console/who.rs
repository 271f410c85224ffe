//! What the operators of the audit trail are called.

use std::collections::BTreeMap;

use crate::accounts::AccountId;
use crate::http::error::ApiError;
use crate::http::router::App;
use crate::i18n::{Language, text_with};

/// Looks each up once.
pub(super) struct People<'a> {
    app: &'a App,
    language: Language,
    known: BTreeMap<String, String>,
}

impl<'a> People<'a> {
    pub(super) fn new(app: &'a App, language: Language) -> Self {
        Self {
            app,
            language,
            known: BTreeMap::new(),
        }
    }

    /// A person's name, a program's, or what was written on the command line.
    pub(super) async fn name(&mut self, operator: &str) -> Result<String, ApiError> {
        if let Some(known) = self.known.get(operator) {
            return Ok(known.clone());
        }
        let name = self.look_up(operator).await?;
        self.known.insert(operator.to_owned(), name.clone());
        Ok(name)
    }

    async fn look_up(&self, operator: &str) -> Result<String, ApiError> {
        if let Some(client) = operator.strip_prefix("client:") {
            let values = [("client", client.into())];
            return Ok(text_with(self.language, "console-program", &values));
        }
        let id = operator.strip_prefix("account:");
        let id = id.and_then(|id| id.parse().ok()).map(AccountId);
        let Some(id) = id else {
            return Ok(operator.to_owned());
        };
        let account = self.app.service.store.find_account(id).await?;
        Ok(account.map_or_else(|| operator.to_owned(), |known| known.account.name))
    }
}
