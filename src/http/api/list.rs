//! Lists in pages: `limit`, an opaque `cursor`, and the address of the next page.

use axum::Json;
use axum::extract::{FromRequestParts, Query};
use axum::http::HeaderValue;
use axum::http::header::LINK;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::error::ApiError;
use crate::http::problem::Defect;

/// Entries on a page unless the asker says how many.
const USUAL: u32 = 100;
/// Most entries on a page.
const MOST: u32 = 500;

/// One page of a list.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Page<T> {
    /// The entries, the oldest first.
    items: Vec<T>,
    /// Address of the next page, with the same filters; absent on the last. The same stands in the
    /// `Link` header.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = "uri-reference")]
    next: Option<String>,
}

impl<T> Page<T> {
    /// The only page of a short list.
    pub(super) fn last(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}

/// The parameters of an address. Each is taken by its name; what is left, comes twice or breaks a
/// rule is named to the asker.
pub(super) struct Parameters {
    path: String,
    left: Vec<(String, String)>,
    taken: Vec<(&'static str, String)>,
    defects: Vec<Defect>,
}

impl<S: Send + Sync> FromRequestParts<S> for Parameters {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Query(left) = Query::from_request_parts(parts, state)
            .await
            .map_err(|_| ApiError::Malformed)?;
        Ok(Self {
            path: parts.uri.path().to_owned(),
            left,
            taken: Vec::new(),
            defects: Vec::new(),
        })
    }
}

impl Parameters {
    /// The same for fields of a form, which come beside those of the address.
    pub(super) fn also(&mut self, fields: Vec<(String, String)>) {
        self.left.extend(fields);
    }

    /// A parameter as `read` understands it; the rule is told when it does not.
    pub(super) fn read<T>(
        &mut self,
        name: &'static str,
        rule: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let place = self.left.iter().position(|(known, _)| known == name)?;
        let (_, text) = self.left.swap_remove(place);
        let value = read(&text);
        if value.is_none() {
            self.defects.push(Defect::of(name, rule));
        }
        self.taken.push((name, text));
        value
    }

    /// A civil date, `YYYY-MM-DD`.
    pub(super) fn date(&mut self, name: &'static str) -> Option<NaiveDate> {
        self.read(name, "date", |text| {
            let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
            (1..=9999).contains(&date.year()).then_some(date)
        })
    }

    /// How many entries at most, and after which one; the last to be asked for, because it refuses
    /// what nobody asked for.
    pub(super) fn page(mut self, list: List) -> Result<Turn, ApiError> {
        let limit = self.read("limit", "limit", |text| {
            let limit = text.parse().ok()?;
            (1..=MOST).contains(&limit).then_some(limit)
        });
        let after = self.read("cursor", "cursor", |text| list.position(text));
        self.refuse_rest()?;
        self.taken.retain(|(name, _)| *name != "cursor");
        Ok(Turn {
            list,
            path: self.path,
            taken: self.taken,
            limit: limit.unwrap_or(USUAL),
            after,
        })
    }

    /// Refuses what nobody asked for, and what breaks a rule.
    pub(super) fn refuse_rest(&mut self) -> Result<(), ApiError> {
        for (name, _) in &self.left {
            let known = self.taken.iter().any(|(taken, _)| taken == name);
            let rule = if known {
                "repeated"
            } else {
                "unknown-parameter"
            };
            self.defects.push(Defect::of(name.clone(), rule));
        }
        if self.defects.is_empty() {
            Ok(())
        } else {
            Err(ApiError::Invalid(std::mem::take(&mut self.defects)))
        }
    }
}

/// Which list a cursor belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Certificates = 1,
    Audit = 2,
    Clients = 3,
    Batches = 10,
    BatchRows = 11,
    Deliveries = 4,
}

impl List {
    /// A place in the list for programs to hand back as it is: the list, then the entry's id.
    fn cursor(self, after: Uuid) -> String {
        let mut bytes = vec![self as u8];
        bytes.extend_from_slice(after.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn position(self, cursor: &str) -> Option<Uuid> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (list, id) = bytes.split_first()?;
        let id = Uuid::from_slice(id).ok()?;
        (*list == self as u8).then_some(id)
    }
}

/// Which page is asked for.
pub(super) struct Turn {
    list: List,
    path: String,
    taken: Vec<(&'static str, String)>,
    limit: u32,
    /// Id of the last entry of the page before.
    pub(super) after: Option<Uuid>,
}

impl Turn {
    /// How many entries to look up: one more than the page holds tells whether there is another.
    pub(super) fn look_up(&self) -> u32 {
        self.limit.saturating_add(1)
    }

    /// The page of what was looked up.
    pub(super) fn answer<R, T: Serialize>(
        self,
        mut found: Vec<R>,
        id: impl Fn(&R) -> Uuid,
        told: impl Fn(R) -> T,
    ) -> Response {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found
            .last()
            .filter(|_| more)
            .map(|last| self.address(id(last)));
        let link = next.as_ref().and_then(|next| {
            let link = format!("<{next}>; rel=\"next\"");
            HeaderValue::from_str(&link).ok()
        });
        let items = found.into_iter().map(told).collect();
        let mut response = Json(Page { items, next }).into_response();
        if let Some(link) = link {
            response.headers_mut().insert(LINK, link);
        }
        response
    }

    /// Every value was read by its rule, and none that passes has a sign with a meaning in addresses.
    fn address(&self, after: Uuid) -> String {
        let mut address = format!("{}?", self.path);
        for (name, value) in &self.taken {
            address.extend([name, "=", value, "&"]);
        }
        address.push_str("cursor=");
        address.push_str(&self.list.cursor(after));
        address
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_place_in_its_own_list_only() {
        let id = Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0001);
        let cursor = List::Certificates.cursor(id);
        assert_eq!(List::Certificates.position(&cursor), Some(id));
        assert_eq!(List::Audit.position(&cursor), None);
        for broken in ["", "AQ", "!", &cursor[1..], &format!("{cursor}A")] {
            assert_eq!(List::Certificates.position(broken), None, "{broken}");
        }
    }
}
