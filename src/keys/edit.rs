//! Changes `keyring.toml` in place: what people wrote around the changed words stays as it is.

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use chrono::{DateTime, SecondsFormat, Utc};

use super::entry::KeyringFile;

/// Where the words stand that may have to change.
#[derive(Deserialize)]
struct Places {
    crl: Spanned<String>,
    key: Vec<KeyPlaces>,
}

#[derive(Deserialize)]
struct KeyPlaces {
    id: String,
    not_before: Spanned<Datetime>,
    retired_at: Option<Spanned<Datetime>>,
    compromised_at: Option<Spanned<Datetime>>,
    crl: Option<Spanned<String>>,
}

/// A date that ends a key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Retired,
    Compromised,
}

impl End {
    fn member(self) -> &'static str {
        match self {
            Self::Retired => "retired_at",
            Self::Compromised => "compromised_at",
        }
    }
}

/// `keyring.toml` as text and as what it says; both are changed together.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) text: String,
    pub(super) file: KeyringFile,
}

impl Draft {
    /// Gives a key its end, with a remark for people if there is something to say.
    pub(super) fn end(&mut self, id: &str, end: End, at: DateTime<Utc>, remark: Option<&str>) {
        let written = at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let key = self.places().and_then(|places| {
            let mut keys = places.key.into_iter();
            keys.find(|key| key.id == id)
        });
        if let Some(key) = key {
            let old = match end {
                End::Retired => key.retired_at,
                End::Compromised => key.compromised_at,
            };
            match old {
                Some(old) => self.text.replace_range(old.span(), &written),
                None => self.insert(key.not_before.span().end, end, &written, remark),
            }
        }
        for key in self.file.key.iter_mut().filter(|key| key.id.0 == id) {
            match end {
                End::Retired => key.retired_at = Some(at),
                End::Compromised => key.compromised_at = Some(at),
            }
        }
    }

    /// Puts another revocation list in the place of this one, wherever it is named.
    pub(super) fn replace_list(&mut self, old: &str, new: &str) {
        let Some(places) = self.places() else { return };
        let of_keys = places.key.into_iter().filter_map(|key| key.crl);
        let mut named: Vec<_> = std::iter::once(places.crl)
            .chain(of_keys)
            .filter(|name| name.get_ref() == old)
            .map(|name| name.span())
            .collect();
        // From the end, so that the places before stay where they are.
        named.sort_by_key(|span| std::cmp::Reverse(span.start));
        for span in named {
            let quoted = toml::Value::String(new.to_owned()).to_string();
            self.text.replace_range(span, &quoted);
        }
        let of_keys = self.file.key.iter_mut().filter_map(|key| key.crl.as_mut());
        for name in std::iter::once(&mut self.file.crl).chain(of_keys) {
            if name == old {
                new.clone_into(name);
            }
        }
    }

    /// Adds a key at the end. The model is read from the new text: what does not parse there was
    /// not understood, and is refused with everything else that [`Draft::agrees`] refuses.
    pub(super) fn append(&mut self, entry: &str) {
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.text.push('\n');
        self.text.push_str(entry);
        if let Ok(added) = toml::from_str::<Added>(entry) {
            self.file.key.extend(added.key);
        }
    }

    /// Whether the text says what it should: it may be written in ways that this can't change.
    pub(super) fn agrees(&self) -> bool {
        let mut meant = self.file.clone();
        // Which key signs is found out, not written: it may have changed.
        meant.mark_signing();
        toml::from_str::<KeyringFile>(&self.text).is_ok_and(|mut read| {
            read.mark_signing();
            read == meant
        })
    }

    fn places(&self) -> Option<Places> {
        toml::from_str(&self.text).ok()
    }

    fn insert(&mut self, after: usize, end: End, written: &str, remark: Option<&str>) {
        let rest = self.text.get(after..).unwrap_or_default();
        let line_end = rest.find('\n').map_or(self.text.len(), |at| after + at + 1);
        let mut line = String::new();
        if !self.text[..line_end].ends_with('\n') {
            line.push('\n');
        }
        if let Some(remark) = remark {
            line.push_str("# ");
            line.push_str(remark);
            line.push('\n');
        }
        line.push_str(end.member());
        line.push_str(" = ");
        line.push_str(written);
        line.push('\n');
        self.text.insert_str(line_end, &line);
    }
}

#[derive(Deserialize)]
struct Added {
    key: Vec<super::entry::KeyEntry>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    const WRITTEN: &str = "# Ours.\nissuer = \"X\" # the body\nlink_key = \"link.key\"\ncrl = 'crl.der'\n\n\
        # Seals.\n[[key]]\nid = \"c-1\"\npurpose = \"credential\"\nalgorithm = \"Ed25519\"\n\
        not_before   = 2026-01-01T00:00:00Z # the first day\nfile = \"c.pem\"\n\n\
        [[key]]\nid = \"d-1\"\npurpose = \"document\"\nalgorithm = \"P-256\"\nchain = \"c\"\n\
        crl = \"crl.der\"\nnot_before = 2026-01-01T00:00:00Z";

    fn draft(text: &str) -> Draft {
        Draft {
            text: text.to_owned(),
            file: toml::from_str(text).unwrap(),
        }
    }

    fn day(day: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 7, day, 8, 0, 0).unwrap()
    }

    #[test]
    fn what_people_wrote_around_a_change_stays() {
        let mut draft = draft(WRITTEN);
        draft.end("c-1", End::Retired, day(1), None);
        assert!(draft.agrees(), "{}", draft.text);
        let expected = WRITTEN.replace(
            "# the first day\n",
            "# the first day\nretired_at = 2026-07-01T08:00:00Z\n",
        );
        assert_eq!(draft.text, expected);
        draft.end(
            "d-1",
            End::Compromised,
            day(3),
            Some("Compromised: laptop lost"),
        );
        assert!(draft.agrees(), "{}", draft.text);
        assert_eq!(
            draft.text,
            format!(
                "{expected}\n# Compromised: laptop lost\ncompromised_at = 2026-07-03T08:00:00Z\n"
            )
        );
        // A date that is there is replaced, not written twice.
        draft.end("d-1", End::Compromised, day(2), Some("more"));
        assert!(
            draft.agrees() && !draft.text.contains("more"),
            "{}",
            draft.text
        );
        assert!(
            draft
                .text
                .ends_with("compromised_at = 2026-07-02T08:00:00Z\n")
        );
    }

    #[test]
    fn a_list_is_replaced_wherever_it_is_named() {
        let mut draft = draft(WRITTEN);
        draft.replace_list("crl.der", "crl-2.der");
        assert!(draft.agrees(), "{}", draft.text);
        assert_eq!(draft.text.matches("crl-2.der").count(), 2);
        assert!(draft.text.contains("# the body"));
    }

    #[test]
    fn a_way_of_writing_that_can_t_be_changed_is_noticed() {
        let inline = "issuer = \"X\"\nlink_key = \"l\"\ncrl = \"c\"\nkey = [{ id = \"c-1\", \
            purpose = \"credential\", algorithm = \"Ed25519\", not_before = 2026-01-01T00:00:00Z }]\n";
        let mut ended = draft(inline);
        ended.end("c-1", End::Retired, day(1), None);
        assert!(!ended.agrees());
        let mut added = draft(inline);
        added.append(
            "[[key]]\nid = \"c-2\"\npurpose = \"credential\"\nalgorithm = \"Ed25519\"\n\
             not_before = 2026-01-01T00:00:00Z\n",
        );
        assert!(!added.agrees());
    }
}
