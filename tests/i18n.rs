//! Both languages say the same things: the same ids with the same variables, every id that the code
//! asks for, and none that it does not.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement,
};
use fluent_syntax::parser;

use crate::source::{files, root, sources};

/// Beginnings of ids whose rest comes from where this test can't see it (a file, a framework), each
/// with that place. Ids put together from what stands in the code, as in `format!("verdict-{name}")`,
/// need no entry: see [`Asked`].
const COMPOSED: &[(&str, &str)] = &[];

/// Literals that look like an id, as their first word is a room's, and are none.
const NOT_IDS: &[&str] = &[];

/// What a language says: file and variables by id.
type Sentences = BTreeMap<String, (String, BTreeSet<String>)>;

#[test]
fn every_sentence_can_be_read_and_stands_once() {
    for language in ["fr", "en"] {
        let (_, broken) = sentences(language);
        assert_none(&broken);
    }
}

#[test]
fn both_languages_have_the_same_sentences_with_the_same_variables() {
    let (french, _) = sentences("fr");
    let (english, _) = sentences("en");
    let mut different = Vec::new();
    for id in french.keys().chain(english.keys()).collect::<BTreeSet<_>>() {
        match (french.get(id), english.get(id)) {
            (Some(fr), Some(en)) if fr.0 != en.0 => {
                different.push(format!("{id}: in fr/{} but in en/{}", fr.0, en.0));
            }
            (Some(fr), Some(en)) if fr.1 != en.1 => {
                different.push(format!("{id}: fr has {:?}, en has {:?}", fr.1, en.1));
            }
            (Some(_), Some(_)) => {}
            (Some(fr), None) => different.push(format!("{id}: only in fr/{}", fr.0)),
            (None, Some(en)) => different.push(format!("{id}: only in en/{}", en.0)),
            (None, None) => unreachable!("the id came from one of them"),
        }
    }
    assert_none(&different);
}

#[test]
fn every_sentence_is_asked_for_and_every_sentence_asked_for_exists() {
    let (known, _) = sentences("fr");
    let asked = Asked::by_the_code();
    let rooms: BTreeSet<&str> = known.keys().filter_map(|id| id.split('-').next()).collect();
    let mut wrong = Vec::new();
    for id in known.keys().filter(|id| !asked.asks_for(id)) {
        wrong.push(format!("{id}: nothing asks for it"));
    }
    for id in asked.literals.iter().filter(|id| id.contains('-')) {
        let first = id.split('-').next().unwrap_or_default();
        if rooms.contains(first) && !asked.leads_to_a_sentence(id, &known) {
            wrong.push(format!("{id}: asked for, but no language has it"));
        }
    }
    assert_none(&wrong);
}

/// What certificates and badges say is signed and stays as it is.
const SIGNED: &[&str] = &["document-", "credential-badge-"];

/// A line must not break before a colon, or behind an opening quotation mark.
#[test]
fn french_signs_hang_on_to_their_words() {
    let mut loose = Vec::new();
    for (place, line) in lines("src/i18n/fr") {
        let signed = SIGNED.iter().any(|id| line.starts_with(id));
        let is_loose = ["« ", " :", " ;", " ?", " !", " »"]
            .iter()
            .any(|sign| line.contains(sign));
        if is_loose && !signed && !line.starts_with('#') {
            loose.push(format!("{place}: {line}"));
        }
    }
    assert_none(&loose);
}

/// The lines of the sentences in a folder, each with its file and number.
fn lines(folder: &str) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for path in files(folder, ".ftl") {
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate() {
            let place = format!("{}:{}", path.display(), number + 1);
            lines.push((place, line.to_owned()));
        }
    }
    lines
}

/// Limits and spans that the program or the exam fixes: none of them is ever one.
const ALWAYS_MANY: &[&str] = &[
    "characters",
    "hours",
    "most",
    "oldest",
    "questions",
    "seconds",
];

/// Sentences that are only said of many.
const SAID_OF_MANY: &[&str] = &[
    "results-too-many-",
    "sessions-rule-too-many-",
    "sessions-page-all-candidates",
];

/// What ends like a plural and is none.
const NO_PLURALS: &[&str] = &[
    "accounts", "asks", "contains", "counts", "does", "has", "holds", "hors", "is", "issues",
    "lies", "means", "ms", "says", "signs", "was",
];

/// A sentence that counts has a form for one: `{ $rows } lignes` stands in a variant.
#[test]
fn what_is_counted_has_a_form_for_one() {
    let mut wrong = Vec::new();
    for (place, line) in lines("src/i18n") {
        let is_variant = line.trim_start().starts_with(['[', '*']);
        if !is_variant && !SAID_OF_MANY.iter().any(|id| line.starts_with(id)) {
            wrong.extend(uncounted(&line).map(|what| format!("{place}: {what}")));
        }
    }
    assert_none(&wrong);
}

/// The variables of a line that a plural follows.
fn uncounted(line: &str) -> impl Iterator<Item = String> {
    line.match_indices(" }").filter_map(|(at, _)| {
        let (_, name) = line[..at].rsplit_once('$')?;
        let name = name.trim_end_matches(')');
        let behind = line[at + 2..].strip_prefix([' ', '\u{a0}', '\u{202f}'])?;
        let word = behind.split(|c: char| !c.is_alphabetic()).next()?;
        let many = word.ends_with(['s', 'x']) && word.starts_with(char::is_lowercase);
        let known = ALWAYS_MANY.contains(&name) || NO_PLURALS.contains(&word);
        (many && !known).then(|| format!("{name} {word}"))
    })
}

/// Sentences that are never said of none.
const NEVER_OF_NONE: &[&str] = &["cli-bench-title", "mail-results-text"];

/// In French none is singular: "Un certificat" would be said of none too, where no `[0]` stands.
#[test]
fn french_does_not_say_one_of_none() {
    let mut wrong = Vec::new();
    let (mut never, mut none) = (false, false);
    for (place, line) in lines("src/i18n/fr") {
        if line.starts_with(|c: char| c.is_ascii_lowercase()) {
            never = NEVER_OF_NONE.iter().any(|id| line.starts_with(id));
        }
        none = (none || line.contains("[0]")) && !line.ends_with("->");
        let one = line.trim_start().strip_prefix("[one]");
        let silent = one.is_some_and(|said| !said.contains('$'));
        if silent && !none && !never {
            wrong.push(format!("{place}: {line}"));
        }
    }
    assert_none(&wrong);
}

/// What the code and the page templates ask for.
///
/// An id is asked for if it stands there as a literal, or if a pattern such as `"verdict-{}"` or
/// `"{id}-remedy"` gives it and what goes into the braces stands in the code too: as a literal
/// (`"too-few-answers"`) or as a variant that serde writes in kebab case (`TooFewAnswers`).
struct Asked {
    literals: BTreeSet<String>,
    /// What stands before and after the braces.
    patterns: BTreeSet<(String, String)>,
    code: String,
}

impl Asked {
    fn by_the_code() -> Self {
        let mut asked = Self {
            literals: BTreeSet::new(),
            patterns: BTreeSet::new(),
            code: String::new(),
        };
        for file in sources() {
            asked.code.push_str(&file.code);
            for text in file.strings {
                asked.add(text);
            }
        }
        for text in template_literals() {
            asked.add(text);
        }
        asked
    }

    fn add(&mut self, text: String) {
        if let (Some(open), Some(close)) = (text.find('{'), text.rfind('}')) {
            let (before, after) = (&text[..open], text.get(close + 1..).unwrap_or_default());
            let words = |part: &str| part.split('-').all(|word| word.is_empty() || is_word(word));
            if (before.ends_with('-') || after.starts_with('-')) && words(before) && words(after) {
                self.patterns.insert((before.to_owned(), after.to_owned()));
            }
        } else if text.split('-').all(is_word) && !NOT_IDS.contains(&text.as_str()) {
            self.literals.insert(text);
        }
    }

    fn asks_for(&self, id: &str) -> bool {
        self.literals.contains(id)
            || COMPOSED
                .iter()
                .any(|(beginning, _)| id.starts_with(beginning))
            || self.patterns.iter().any(|(before, after)| {
                let inside = id.strip_prefix(before.as_str());
                inside
                    .and_then(|rest| rest.strip_suffix(after.as_str()))
                    .is_some_and(|value| self.literals.contains(value) || self.has_variant(value))
            })
    }

    /// Whether `too-few-answers` stands in the code as `TooFewAnswers`.
    fn has_variant(&self, value: &str) -> bool {
        let variant: String = value
            .split('-')
            .map(|word| word[..1].to_uppercase() + &word[1..])
            .collect();
        let joins = |c: char| c.is_alphanumeric() || c == '_';
        self.code.match_indices(&variant).any(|(at, _)| {
            !self.code[..at].ends_with(joins) && !self.code[at + variant.len()..].starts_with(joins)
        })
    }

    /// Whether the literal is an id, or goes into a pattern that gives one.
    fn leads_to_a_sentence(&self, literal: &str, known: &Sentences) -> bool {
        known.contains_key(literal)
            || self
                .patterns
                .iter()
                .any(|(before, after)| known.contains_key(&format!("{before}{literal}{after}")))
    }
}

/// What stands in quotation marks inside `{{ … }}` and `{% … %}` of the pages.
fn template_literals() -> Vec<String> {
    let folder = "src/http/templates";
    if !root().join(folder).is_dir() {
        return Vec::new();
    }
    files(folder, ".html")
        .iter()
        .flat_map(|path| {
            let text = fs::read_to_string(path).unwrap();
            text.split('"').map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}

fn is_word(word: &str) -> bool {
    !word.is_empty()
        && word
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// All sentences of a language, and what is broken or doubled.
fn sentences(language: &str) -> (Sentences, Vec<String>) {
    let mut found = Sentences::new();
    let mut broken = Vec::new();
    for path in files(&format!("src/i18n/{language}"), ".ftl") {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let resource = match parser::parse(text.as_str()) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                broken.extend(
                    errors
                        .iter()
                        .map(|error| format!("{language}/{name}: {error}")),
                );
                resource
            }
        };
        for entry in resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let id = message.id.name.to_owned();
            let mut variables = BTreeSet::new();
            match &message.value {
                Some(value) => collect_variables(value, &mut variables),
                None => broken.push(format!("{language}/{name}: {id} says nothing")),
            }
            if !message.attributes.is_empty() {
                broken.push(format!(
                    "{language}/{name}: {id} has attributes, which nothing reads"
                ));
            }
            if let Some((other, _)) = found.insert(id.clone(), (name.clone(), variables)) {
                broken.push(format!("{language}/{name}: {id} stands already in {other}"));
            }
        }
    }
    (found, broken)
}

fn collect_variables(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            of_expression(expression, variables);
        }
    }
}

fn of_expression(expression: &Expression<&str>, variables: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => of_inline(inline, variables),
        Expression::Select { selector, variants } => {
            of_inline(selector, variables);
            for variant in variants {
                collect_variables(&variant.value, variables);
            }
        }
    }
}

fn of_inline(inline: &InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            // A name that exists in both languages is handed over twice; each sentence takes its own.
            let name = match id.name {
                "french" | "english" => "the name in this language",
                name => name,
            };
            variables.insert(name.to_owned());
        }
        InlineExpression::Placeable { expression } => of_expression(expression, variables),
        InlineExpression::FunctionReference { arguments, .. } => of_arguments(arguments, variables),
        InlineExpression::TermReference { arguments, .. } => {
            if let Some(arguments) = arguments {
                of_arguments(arguments, variables);
            }
        }
        InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. }
        | InlineExpression::MessageReference { .. } => {}
    }
}

fn of_arguments(arguments: &CallArguments<&str>, variables: &mut BTreeSet<String>) {
    for positional in &arguments.positional {
        of_inline(positional, variables);
    }
    for named in &arguments.named {
        of_inline(&named.value, variables);
    }
}

#[track_caller]
fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n  {}\n", wrong.join("\n  "));
}
