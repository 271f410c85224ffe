//! From a folder's files to a whole `Framework`, or to the list of everything that is wrong.

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use toml::value::Datetime;

use super::check::check;
use super::defect::{Error, Rule};
use super::folder::Folder;
use super::form::{Grid, Outline, Pair, RegimeForm, RuleForm, Step};
use super::grid::Grids;
use super::log::Log;
use super::{Competence, Domain, Framework, GlobalLevel, Localized, Regime, RegimeRule, ScaleStep};

pub(super) const OUTLINE: &str = "framework.toml";
pub(super) const FRENCH_GRID: &str = "grid.fr.toml";
pub(super) const ENGLISH_GRID: &str = "grid.en.toml";

impl Framework {
    /// Reads a framework folder and checks that it is whole.
    ///
    /// The error lists every defect of every file. Other files of the folder are not looked at.
    pub fn parse(folder: &Folder) -> Result<Self, Error> {
        let mut log = Log::default();
        let outline: Option<Outline> = read(folder, OUTLINE, &mut log);
        if let Some(outline) = &outline {
            check(outline, &folder.name, &mut log);
        }
        let french: Option<Grid> = read(folder, FRENCH_GRID, &mut log);
        let english: Option<Grid> = read(folder, ENGLISH_GRID, &mut log);
        if let (Some(outline), Some(french), Some(english)) = (outline, french, english) {
            let framework = assemble(outline, &mut Grids { french, english }, &mut log);
            if log.defects.is_empty() {
                return Ok(framework);
            }
        }
        Err(Error {
            folder: folder.name.clone(),
            defects: log.defects,
        })
    }

    /// A framework compiled into the program; `None` if there is no such folder.
    pub fn embedded(id: &str) -> Option<Result<Self, Error>> {
        let folders = Folder::embedded();
        let folder = folders.iter().find(|folder| folder.name == id)?;
        Some(Self::parse(folder))
    }
}

/// A TOML date without a time of day, if the calendar has it.
pub(super) fn date(datetime: &Datetime) -> Option<NaiveDate> {
    match (datetime.date, datetime.time) {
        (Some(date), None) => {
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        }
        _ => None,
    }
}

fn read<T: DeserializeOwned>(folder: &Folder, file: &str, log: &mut Log) -> Option<T> {
    let Some(bytes) = folder.files.get(file) else {
        log.add(file, "", Rule::FileMissing);
        return None;
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        log.add(file, "", Rule::NotUtf8);
        return None;
    };
    match toml::from_str(text) {
        Ok(form) => Some(form),
        Err(error) => {
            let start = error.span().map_or(0, |span| span.start);
            let line = text.get(..start).unwrap_or_default().matches('\n').count() + 1;
            let message = error.message().replace('\n', ", ");
            log.add(file, format!("line {line}"), Rule::Malformed(message));
            None
        }
    }
}

/// Joins the outline with its texts. What is missing is logged, so the framework made here is
/// only good while the log is empty.
fn assemble(outline: Outline, grids: &mut Grids, log: &mut Log) -> Framework {
    let max_level = outline.max_level;
    let mut domains = Vec::with_capacity(outline.domains.len());
    for domain in outline.domains {
        let competences = domain.competences.into_iter().map(|competence| Competence {
            can_do: grids.take_can_do(&competence.code, max_level, log),
            code: competence.code,
            name: competence.name.into(),
        });
        domains.push(Domain {
            competences: competences.collect(),
            code: domain.code,
            name: domain.name.into(),
        });
    }
    let levels = outline.global_levels.into_iter().map(|level| {
        let (summary, description) = grids.take_level(level.number, log);
        GlobalLevel {
            number: level.number,
            from_score: level.from_score,
            to_score: level.to_score,
            label: level.label.into(),
            summary,
            description,
        }
    });
    let global_levels = levels.collect();
    grids.check_that_nothing_is_left(log);
    Framework {
        id: outline.id,
        version: outline.version,
        title: outline.title.into(),
        name: outline.name.into(),
        url: outline.url,
        max_level,
        reserved_level: outline.reserved_level,
        max_score: outline.max_score,
        scale: outline.scale.into_iter().map(ScaleStep::from).collect(),
        domains,
        regimes: outline.regimes.into_iter().filter_map(regime).collect(),
        global_levels,
    }
}

/// `None` if a date is wrong, which `check` has logged.
fn regime(form: RegimeForm) -> Option<Regime> {
    let until = match &form.until {
        Some(until) => Some(date(until)?),
        None => None,
    };
    Some(Regime {
        from: date(&form.from)?,
        until,
        rule: match form.rule {
            RuleForm::Answers { questions, minimum } => RegimeRule::Answers { questions, minimum },
            RuleForm::CorrectShare { more_than_percent } => {
                RegimeRule::CorrectShare { more_than_percent }
            }
        },
        id: form.id,
    })
}

impl From<Pair> for Localized {
    fn from(Pair { fr, en }: Pair) -> Self {
        Self { fr, en }
    }
}

impl From<Step> for ScaleStep {
    fn from(step: Step) -> Self {
        let levels = if step.from == step.to {
            step.from.to_string()
        } else {
            format!("{}–{}", step.from, step.to)
        };
        Self {
            levels,
            meaning: step.meaning.into(),
        }
    }
}
