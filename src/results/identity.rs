//! Who a result is about and which result it is: comparisons that survive another spelling.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{End, FinalizedResult, Identity, Outcome, Pronounced};

/// A text reduced to what makes two spellings the same: without case, accents, apostrophes, and
/// with hyphens and any white space as one space.
///
/// Keys and digests in the register are made from it: a change here makes known people unknown.
pub fn normalise(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for c in text.nfkd().filter(|&c| !is_combining_mark(c)) {
        match c {
            '\''
            | '’'
            | '‘'
            | '‛'
            | 'ʼ'
            | 'ʻ'
            | 'ʹ'
            | 'ʿ'
            | 'ʾ'
            | '′'
            | '`'
            | '´'
            | '＇'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{feff}' => {}
            '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '־' | '_' => {
                normal.push(' ');
            }
            c if c.is_whitespace() => normal.push(' '),
            c => normal.extend(
                c.to_lowercase()
                    .flat_map(|lower| base_letters(lower).chars()),
            ),
        }
    }
    // Lower-casing can make new marks (İ), so they are left out once more.
    let words: Vec<&str> = normal.split(' ').filter(|word| !word.is_empty()).collect();
    words
        .join(" ")
        .nfkd()
        .filter(|&c| !is_combining_mark(c))
        .collect()
}

/// Letters that Unicode does not decompose although people write them without the stroke.
fn base_letters(letter: char) -> Letters {
    let base = match letter {
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ŧ' => "t",
        'þ' => "th",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ς' => "σ",
        other => return Letters::One(other),
    };
    Letters::Some(base)
}

enum Letters {
    One(char),
    Some(&'static str),
}

impl Letters {
    fn chars(self) -> impl Iterator<Item = char> {
        let (one, some) = match self {
            Self::One(c) => (Some(c), ""),
            Self::Some(text) => (None, text),
        };
        one.into_iter().chain(some.chars())
    }
}

impl Identity {
    /// Tells whether two results are about the same person: names without spelling differences,
    /// and the birth date.
    pub fn person_digest(&self) -> [u8; 32] {
        person_digest(&self.last_name, &self.first_name, self.birth_date)
    }
}

/// The digest of a person who is known by names and birth date only.
pub fn person_digest(last_name: &str, first_name: &str, birth_date: NaiveDate) -> [u8; 32] {
    Fields::new("sceau person 1")
        .text(&normalise(last_name))
        .text(&normalise(first_name))
        .text(&birth_date.to_string())
        .finish()
}

/// What the keys of all results of a session begin with, before a `/`.
pub fn session_scope(session: &str) -> String {
    let session = normalise(session);
    // The session's length keeps apart what would read the same joined.
    format!("{}:{session}", session.chars().count())
}

impl FinalizedResult {
    /// The identity of the result: one key has one certificate at most.
    ///
    /// Session and number; without number session and local id; without either session and person.
    pub fn key(&self) -> String {
        let scope = session_scope(&self.session);
        let given = |text: &Option<String>| text.as_deref().map(normalise);
        match (given(&self.number), given(&self.identity.local_id)) {
            (Some(number), _) => format!("{scope}/number/{number}"),
            (None, Some(local_id)) => format!("{scope}/local/{local_id}"),
            (None, None) => {
                format!(
                    "{scope}/person/{}",
                    hex::encode(self.identity.person_digest())
                )
            }
        }
    }

    /// Tells whether two results with one key say the same.
    ///
    /// Leaves out where it was read and what only serves to check it.
    pub fn digest(&self) -> [u8; 32] {
        let Self {
            line: _,
            session,
            number,
            identity,
            organization_uai,
            centre,
            exam_date,
            score,
            levels,
            outcome,
            cancelled,
            fraud,
            given_global_level: _,
            certifiable_competences: _,
            language,
            contact: _,
        } = self;
        let Identity {
            last_name,
            first_name,
            birth_date,
            birth_place,
            local_id,
            ine,
        } = identity;
        let mut fields = Fields::new("sceau result 1")
            .text(session)
            .optional(number.as_deref())
            .text(last_name)
            .text(first_name)
            .text(&birth_date.to_string())
            .text(birth_place)
            .optional(local_id.as_deref())
            .optional(ine.as_deref())
            .text(centre)
            .text(&exam_date.to_string())
            .text(&score.to_string())
            .bytes(levels)
            .text(if *cancelled { "cancelled" } else { "" })
            .text(if *fraud { "fraud" } else { "" })
            .optional(language.map(crate::i18n::Language::tag));
        match outcome {
            Outcome::Measured {
                answered,
                correct,
                end,
            } => {
                fields = fields
                    .text(end_name(*end))
                    .text(&answered.to_string())
                    .optional(correct.map(|correct| correct.to_string()).as_deref());
            }
            Outcome::Pronounced(pronounced) => fields = fields.text(pronounced_name(*pronounced)),
        }
        // Results from before there was such a field keep their digest.
        if let Some(uai) = organization_uai {
            fields = fields.text("organization").text(uai);
        }
        fields.finish()
    }
}

fn end_name(end: End) -> &'static str {
    match end {
        End::Completed => "completed",
        End::Candidate => "candidate",
        End::Time => "time",
        End::Technical => "technical",
    }
}

fn pronounced_name(pronounced: Pronounced) -> &'static str {
    match pronounced {
        Pronounced::Validated => "validated",
        Pronounced::Rejected => "rejected",
        Pronounced::Cancelled => "pronounced cancelled",
    }
}

/// A digest over fields, each preceded by its length so that no two lists of fields read alike.
struct Fields(Sha256);

impl Fields {
    fn new(purpose: &str) -> Self {
        Self(Sha256::new()).text(purpose)
    }

    fn bytes(mut self, field: &[u8]) -> Self {
        self.0
            .update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
        self.0.update(field);
        self
    }

    fn text(self, field: &str) -> Self {
        self.bytes(field.as_bytes())
    }

    fn optional(self, field: Option<&str>) -> Self {
        match field {
            Some(field) => self.bytes(&[1]).text(field),
            None => self.bytes(&[0]),
        }
    }

    fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_the_same() {
        for (one, other) in [
            ("Jean-Noël", "JEAN NOEL"),
            ("O’Sullivan", "o'sullivan"),
            ("Kaʻiulani", "Ka'iulani"),
            ("Łódź", "LODZ"),
            ("İpek", "ipek"),
            ("Yıldırım", "YILDIRIM"),
            ("Weiß", "WEISS"),
            ("Γεώργιος", "ΓΕΩΡΓΙΟΣ"),
            ("Nguyễn", "Nguye\u{302}\u{303}n"),
            ("  de\u{a0}la   Tour ", "De La Tour"),
            ("בן־דוד", "בן דוד"),
        ] {
            assert_eq!(normalise(one), normalise(other), "{one} {other}");
        }
        assert_ne!(normalise("Moreau"), normalise("Moreaux"));
    }

    proptest::proptest! {
        #[test]
        fn normalising_twice_changes_nothing(text in ".*") {
            let once = normalise(&text);
            proptest::prop_assert_eq!(normalise(&once), once);
        }
    }
}
