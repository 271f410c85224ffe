//! What a letter says, as plain text and as HTML that reads the same.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use crate::i18n::Language;

/// A letter, put into words.
pub struct Letter {
    /// The same in each attempt.
    pub id: Uuid,
    /// To whom: one address.
    pub to: String,
    /// Language of the words.
    pub language: Language,
    /// The subject: never a name or a code, it is shown on locked screens.
    pub subject: String,
    /// The paragraphs.
    pub parts: Vec<Part>,
    /// When it was written.
    pub written_at: DateTime<Utc>,
}

/// A paragraph.
pub enum Part {
    /// Plain words.
    Text(String),
    /// An address to open, which may be a secret, with the words that name it.
    Link {
        /// What it leads to.
        label: String,
        /// The address.
        url: SecretString,
    },
}

impl Letter {
    pub(super) fn text(&self) -> String {
        let paragraphs: Vec<String> = self
            .parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.clone(),
                Part::Link { label, url } => format!("{label}\n{}", url.expose_secret()),
            })
            .collect();
        paragraphs.join("\n\n") + "\n"
    }

    /// With a language, a title, one column of large text, and links that show their address: for
    /// screen readers, large print, and those who don't trust hidden addresses.
    pub(super) fn html(&self) -> String {
        let mut body = String::new();
        for part in &self.parts {
            // Writing to a string does not fail.
            let _ = match part {
                Part::Text(text) => writeln!(body, "<p>{}</p>", escaped(text)),
                Part::Link { label, url } => {
                    let url = escaped(url.expose_secret());
                    let label = escaped(label);
                    writeln!(body, "<p>{label}<br><a href=\"{url}\">{url}</a></p>")
                }
            };
        }
        format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><title>{}</title></head>\n<body style=\"font:1.1em/1.5 sans-serif;max-width:38em;overflow-wrap:anywhere\">\n{body}</body>\n</html>\n",
            self.language.tag(),
            escaped(&self.subject)
        )
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("<br>"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            id: Uuid::nil(),
            to: "ada@example.org".into(),
            language: Language::English,
            subject: "A & B".into(),
            parts: vec![
                Part::Text("Hello <script>alert(\"Ada\")</script>,".into()),
                Part::Link {
                    label: "Your link:".into(),
                    url: "https://sceau.example/c#abc".into(),
                },
            ],
            written_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn text_and_html_say_the_same() {
        assert_eq!(
            letter().text(),
            "Hello <script>alert(\"Ada\")</script>,\n\nYour link:\nhttps://sceau.example/c#abc\n"
        );
        let html = letter().html();
        assert!(html.contains("<html lang=\"en\">") && html.contains("<title>A &amp; B</title>"));
        assert!(html.contains("<a href=\"https://sceau.example/c#abc\">https://"));
    }

    #[test]
    fn names_are_never_markup() {
        let html = letter().html();
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("&lt;script&gt;alert(&quot;Ada&quot;)"));
    }
}
