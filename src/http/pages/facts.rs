//! What a certificate says, prepared for the templates.

use chrono_tz::Tz;

use super::{day, figure};
use crate::framework::Framework;
use crate::i18n::{Language, text, text_with};
use crate::verification::{AttestedFacts, Verdict, Verification, Verifier};

/// What the signed bytes say, in words.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each decides about one part of the page"
)]
pub(super) struct Facts {
    pub(super) name: String,
    /// Whether the name already stands above.
    pub(super) name_above: bool,
    /// No longer in force: shown grey.
    pub(super) void: bool,
    pub(super) specimen: bool,
    pub(super) level: Option<String>,
    pub(super) meaning: Option<String>,
    pub(super) score: u32,
    pub(super) max_score: u32,
    pub(super) max_level: u8,
    pub(super) degraded: bool,
    pub(super) scale: String,
    pub(super) figure: Option<String>,
    pub(super) rows: Vec<(String, String)>,
    pub(super) domains: Vec<Domain>,
    /// The framework's id, if there are pages about its levels.
    pub(super) linked: Option<String>,
    /// Which of its global levels.
    pub(super) number: Option<u8>,
}

pub(super) struct Domain {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) competences: Vec<Row>,
}

pub(super) struct Row {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) level: u8,
    pub(super) bar: String,
}

/// Nothing when the verification attests nothing.
pub(super) fn facts(
    verification: &Verification,
    verifier: &Verifier,
    language: Language,
    zone: Tz,
) -> Option<Facts> {
    let attested = verification.certificate.as_ref()?;
    let void = matches!(
        verification.verdict,
        Verdict::Revoked | Verdict::Suspended | Verdict::Superseded
    );
    let framework = verifier
        .frameworks
        .iter()
        .find(|framework| framework.id == attested.framework);
    let framework = framework.map(AsRef::as_ref);
    let global = framework.and_then(|framework| {
        let mut levels = framework.global_levels.iter();
        levels.find(|level| Some(level.number) == attested.global_level)
    });
    Some(Facts {
        name: attested
            .holder()
            .unwrap_or_else(|| text(language, "pages-holder-hidden")),
        name_above: false,
        void,
        specimen: attested.specimen,
        level: global
            .map(|level| level.label.get(language).to_owned())
            .or_else(|| attested.global_level.map(|number| number.to_string())),
        meaning: global.map(|level| level.summary.third_party.get(language).to_owned()),
        score: attested.score,
        max_score: attested.max_score,
        max_level: framework.map_or(0, |framework| framework.max_level),
        degraded: attested.degraded,
        scale: framework.map_or_else(String::new, |it| figure::scale(it, attested.score)),
        figure: framework.map(|framework| drawn(framework, attested, language, void)),
        rows: rows(attested, framework, language, zone),
        domains: framework.map_or_else(Vec::new, |it| domains(it, attested, language)),
        linked: framework.map(|framework| framework.id.clone()),
        number: global.map(|level| level.number),
    })
}

fn drawn(
    framework: &Framework,
    attested: &AttestedFacts,
    language: Language,
    void: bool,
) -> String {
    let levels: Vec<u8> = attested.levels.iter().map(|(_, level)| *level).collect();
    let spoken: Vec<String> = levels.iter().map(ToString::to_string).collect();
    let code =
        |pair: Option<&(String, u8)>| pair.map_or_else(String::new, |(code, _)| code.clone());
    let values = [
        ("first", code(attested.levels.first()).into()),
        ("last", code(attested.levels.last()).into()),
        ("levels", spoken.join(", ").into()),
    ];
    let label = text_with(language, "pages-figure-label", &values);
    figure::rose(framework, &levels, &label, void)
}

fn rows(
    attested: &AttestedFacts,
    framework: Option<&Framework>,
    language: Language,
    zone: Tz,
) -> Vec<(String, String)> {
    let issued = attested.issued_at.with_timezone(&zone).date_naive();
    let version = [
        (
            "name",
            framework
                .map_or(attested.framework.as_str(), |it| it.name.get(language))
                .into(),
        ),
        ("version", attested.framework_version.to_string().into()),
    ];
    let mut rows = vec![
        ("pages-exam-date", day(language, attested.exam_date)),
        ("pages-issued-on", day(language, issued)),
        ("pages-issuer", attested.issuer.clone()),
        (
            "pages-framework",
            text_with(language, "pages-framework-version", &version),
        ),
    ];
    if let Some(birth_date) = attested.birth_date {
        rows.insert(0, ("pages-birth-date", day(language, birth_date)));
    }
    let labelled = rows
        .into_iter()
        .map(|(id, value)| (text(language, id), value));
    labelled.collect()
}

fn domains(framework: &Framework, attested: &AttestedFacts, language: Language) -> Vec<Domain> {
    let level_of = |code: &str| {
        let mut levels = attested.levels.iter();
        levels
            .find(|(known, _)| known == code)
            .map(|(_, level)| *level)
    };
    framework
        .domains
        .iter()
        .map(|domain| Domain {
            code: domain.code.clone(),
            name: domain.name.get(language).to_owned(),
            competences: domain
                .competences
                .iter()
                .filter_map(|competence| {
                    let level = level_of(&competence.code)?;
                    Some(Row {
                        code: competence.code.clone(),
                        name: competence.name.get(language).to_owned(),
                        level,
                        bar: figure::squares(level, framework.max_level),
                    })
                })
                .collect(),
        })
        .collect()
}
