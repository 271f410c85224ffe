//! Fields of a form, all drawn by `console/form_field.html`: label, hint, what is wrong, what was typed.

use crate::i18n::{Language, text};

/// The fields of a form, and what concerns all of it.
pub(super) struct Form {
    pub(super) fields: Vec<Field>,
    /// Somebody else was faster, or the whole can't be.
    pub(super) notice: Option<String>,
}

impl From<Vec<Field>> for Form {
    fn from(fields: Vec<Field>) -> Self {
        Self {
            fields,
            notice: None,
        }
    }
}

impl Form {
    /// Whether there is something to be said on top of the page.
    pub(super) fn is_wrong(&self) -> bool {
        self.notice.is_some() || self.fields.iter().any(|field| field.error.is_some())
    }

    /// Puts a message beside a field: the first one that comes.
    pub(super) fn tell(&mut self, name: &str, message: &str) {
        let mut fields = self.fields.iter_mut();
        if let Some(field) = fields.find(|field| field.name == name) {
            field.error.get_or_insert_with(|| message.to_owned());
        }
    }

    /// Says beside each field what the register has, where that is something else.
    pub(super) fn compare<'a>(&mut self, current: impl Fn(&str) -> &'a str) {
        for field in &mut self.fields {
            field.compare(current(field.name));
        }
    }
}

/// One field.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) hint: Option<String>,
    pub(super) value: String,
    pub(super) kind: Kind,
    pub(super) required: bool,
    /// What is wrong with it.
    pub(super) error: Option<String>,
    /// What it is now, where somebody else changed it meanwhile.
    pub(super) now: Option<String>,
}

/// What it is typed into.
pub(super) enum Kind {
    Line,
    Date,
    Time,
    Number,
    Mail,
    Text,
    /// One of several: value and label.
    Select(Vec<(String, String)>),
    /// One of few: value and label.
    Radio(Vec<(String, String)>),
}

impl Field {
    /// A field whose label stands in the messages under this id, and its hint, if it has one, behind.
    pub(super) fn new(name: &'static str, label: String, value: &str, kind: Kind) -> Self {
        Self {
            name,
            label,
            hint: None,
            value: value.to_owned(),
            kind,
            required: false,
            error: None,
            now: None,
        }
    }

    pub(super) fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub(super) fn hint(mut self, language: Language, id: &str) -> Self {
        self.hint = Some(text(language, id));
        self
    }

    fn compare(&mut self, current: &str) {
        if self.value.replace("\r\n", "\n").trim() == current {
            return;
        }
        let choices = match &self.kind {
            Kind::Select(choices) | Kind::Radio(choices) => choices.as_slice(),
            _ => &[],
        };
        let chosen = choices.iter().find(|(value, _)| value == current);
        let shown = chosen.map_or(current, |(_, label)| label);
        self.now = Some(if shown.is_empty() { "–" } else { shown }.to_owned());
    }

    /// The kind of an `<input>`; empty if it is none.
    pub(super) fn input(&self) -> &'static str {
        match self.kind {
            Kind::Line | Kind::Number => "text",
            Kind::Date => "date",
            Kind::Time => "time",
            Kind::Mail => "email",
            Kind::Text | Kind::Select(_) | Kind::Radio(_) => "",
        }
    }

    pub(super) fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Number)
    }

    pub(super) fn choices(&self) -> &[(String, String)] {
        match &self.kind {
            Kind::Select(choices) => choices,
            _ => &[],
        }
    }

    pub(super) fn picks(&self) -> &[(String, String)] {
        match &self.kind {
            Kind::Radio(choices) => choices,
            _ => &[],
        }
    }

    /// What is read with it: the ids of the texts beside it.
    pub(super) fn described_by(&self) -> String {
        let parts = [
            (self.error.is_some(), 'e'),
            (self.now.is_some(), 'n'),
            (self.hint.is_some(), 'h'),
        ];
        let there = parts.iter().filter(|(there, _)| *there);
        let ids: Vec<String> = there
            .map(|(_, part)| format!("{}-{part}", self.name))
            .collect();
        ids.join(" ")
    }
}
