//! Empty lists to be filled in: every column of the reader, in the words of a language.

use std::io::{Cursor, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::columns::COMPLEMENTARY;
use crate::i18n::Language;

/// What the list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListTemplate {
    /// Candidates of one session in a school.
    School,
    /// Candidates of one session elsewhere.
    Other,
    /// Sessions with their candidates.
    Sessions,
}

/// In which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateFile {
    /// ODF spreadsheet.
    Ods,
    /// Text separated by semicolons.
    Csv,
}

/// Headers in French and English.
type Header = (&'static str, &'static str);

const PERSON: &[Header] = &[
    ("* Nom de naissance", "* Birth name"),
    ("* Prénom", "* First name"),
];
const BORN: Header = (
    "* Date de naissance (format : jj/mm/aaaa)",
    "* Date of birth (format: dd/mm/yyyy)",
);
const SEX: Header = ("* Sexe (M ou F)", "* Sex (M or F)");
const BIRTH_PLACE: &[Header] = &[
    ("Nom de la commune", "Birth city"),
    ("Code postal", "Postcode"),
    ("Code Insee", "INSEE code"),
    ("* Pays", "* Birth country"),
];
const MAILS: &[Header] = &[
    ("E-mail de convocation", "Convocation e-mail"),
    (
        "E-mail du destinataire des résultats (formateur, enseignant…)",
        "Results e-mail (trainer, teacher…)",
    ),
];
const LOCAL: Header = ("Identifiant local", "Local id");
const CLASS: Header = ("Classe", "Class");
const EXTRA_TIME: Header = (
    "Temps majoré ? (exemple : 33 %)",
    "Extra time (example: 33%)",
);
const BILLING: &[Header] = &[
    (
        "* Tarification part Pix (Gratuite, Prépayée ou Payante)",
        "* Pricing (Gratuite, Prépayée or Payante)",
    ),
    (
        "Code de prépaiement (si Prépayée)",
        "Prepayment code (with Prépayée)",
    ),
];
const SESSION: &[Header] = &[
    ("Numéro de session préexistante", "Existing session number"),
    ("* Nom du site", "* Site name"),
    ("* Nom de la salle", "* Room name"),
    (
        "* Date de début (format : jj/mm/aaaa)",
        "* Start date (format: dd/mm/yyyy)",
    ),
    (
        "* Heure de début (heure locale, format : hh:mm)",
        "* Start time (local time, format: hh:mm)",
    ),
    ("* Surveillant(s)", "* Invigilator(s)"),
    ("Observations (optionnel)", "Notes (optional)"),
];

impl ListTemplate {
    /// Every template.
    pub const ALL: [Self; 3] = [Self::School, Self::Other, Self::Sessions];

    /// The name in addresses, commands and file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::School => "candidates-school",
            Self::Other => "candidates",
            Self::Sessions => "sessions",
        }
    }

    /// The template in a file of this name.
    pub fn from_file_name(name: &str) -> Option<(Self, TemplateFile)> {
        let (name, form) = match name.rsplit_once('.')? {
            (name, "ods") => (name, TemplateFile::Ods),
            (name, "csv") => (name, TemplateFile::Csv),
            _ => return None,
        };
        let mut all = Self::ALL.into_iter();
        let template = all.find(|template| template.name() == name)?;
        Some((template, form))
    }

    /// The file.
    pub fn file(self, form: TemplateFile, language: Language) -> Result<Vec<u8>, ZipError> {
        let headers = self.headers(language);
        match form {
            TemplateFile::Csv => Ok(csv(&headers)),
            TemplateFile::Ods => ods(&headers, language),
        }
    }

    fn headers(self, language: Language) -> Vec<String> {
        let parts: &[&[Header]] = match self {
            Self::School => &[
                PERSON,
                &[BORN, SEX],
                BIRTH_PLACE,
                &[CLASS, LOCAL, EXTRA_TIME],
                MAILS,
            ],
            Self::Other => &[
                PERSON,
                &[BORN, SEX],
                BIRTH_PLACE,
                &[LOCAL, EXTRA_TIME],
                MAILS,
                BILLING,
            ],
            Self::Sessions => &[
                SESSION,
                PERSON,
                &[BORN, SEX],
                BIRTH_PLACE,
                &[CLASS, LOCAL, EXTRA_TIME],
                MAILS,
                BILLING,
            ],
        };
        let said = |(french, english): &Header| match language {
            Language::French => (*french).to_owned(),
            Language::English => (*english).to_owned(),
        };
        let certifications = COMPLEMENTARY.iter().map(|label| match language {
            Language::French => format!("{label} (\"oui\" ou laisser vide)"),
            Language::English => format!("{label} (\"yes\" or leave empty)"),
        });
        let headers = parts.iter().flat_map(|part| part.iter()).map(said);
        headers.chain(certifications).collect()
    }
}

fn csv(headers: &[String]) -> Vec<u8> {
    let quoted = |header: &String| format!("\"{}\"", header.replace('"', "\"\""));
    let line: Vec<String> = headers.iter().map(quoted).collect();
    // The mark tells spreadsheets that this is UTF-8.
    format!("\u{feff}{}\r\n", line.join(";")).into_bytes()
}

const KIND: &str = "application/vnd.oasis.opendocument.spreadsheet";

const MANIFEST: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?>"#,
    r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" "#,
    r#"manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" "#,
    r#"manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>"#,
    r#"<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>"#,
    "</manifest:manifest>",
);

/// Cells are text: a spreadsheet then leaves leading zeros and dates as they are typed.
const STYLES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content "#,
    r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" "#,
    r#"xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" "#,
    r#"xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" "#,
    r#"xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" "#,
    r#"xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" "#,
    r#"xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" "#,
    r#"office:version="1.3"><office:automatic-styles>"#,
    r#"<number:text-style style:name="N1"><number:text-content/></number:text-style>"#,
    r#"<style:style style:name="c" style:family="table-column">"#,
    r#"<style:table-column-properties style:column-width="45mm"/></style:style>"#,
    r#"<style:style style:name="t" style:family="table-cell" style:data-style-name="N1"/>"#,
    r#"<style:style style:name="h" style:family="table-cell" style:data-style-name="N1">"#,
    r#"<style:table-cell-properties fo:wrap-option="wrap"/>"#,
    r#"<style:text-properties fo:font-weight="bold"/></style:style>"#,
    "</office:automatic-styles><office:body><office:spreadsheet>",
);

fn ods(headers: &[String], language: Language) -> Result<Vec<u8>, ZipError> {
    let escaped = |text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        text.replace('"', "&quot;")
    };
    let sheet = match language {
        Language::French => "Candidats",
        Language::English => "Candidates",
    };
    let cell = |header: &String| {
        let header = escaped(header);
        format!(
            r#"<table:table-cell table:style-name="h" office:value-type="string"><text:p>{header}</text:p></table:table-cell>"#
        )
    };
    let cells = headers.iter().map(cell).collect::<Vec<_>>().concat();
    let count = headers.len();
    let content = format!(
        r#"{STYLES}<table:table table:name="{sheet}"><table:table-column table:style-name="c" table:default-cell-style-name="t" table:number-columns-repeated="{count}"/><table:table-row>{cells}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    // First and not compressed: it tells what the file is.
    for (name, text) in [
        ("mimetype", KIND),
        ("META-INF/manifest.xml", MANIFEST),
        ("content.xml", content.as_str()),
    ] {
        zip.start_file(name, stored)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::super::{Against, Listed, read};
    use super::*;
    use crate::results::{Input, lines};

    #[test]
    fn a_filled_template_is_understood_without_a_word_in_each_form_and_language() {
        let coverage = crate::document::coverage();
        for template in ListTemplate::ALL {
            for language in Language::ALL {
                for form in [TemplateFile::Csv, TemplateFile::Ods] {
                    let bytes = template.file(form, language).unwrap();
                    let input = Input {
                        file_name: "list",
                        bytes: &bytes,
                        format: None,
                    };
                    let mut table = lines(&input).unwrap();
                    assert_eq!(table.lines, []);
                    let cell = |header: &String| {
                        let filled = [
                            (&["Nom de naissance", "Birth name"], "Petit"),
                            (&["Prénom", "First name"], "Lina"),
                            (&["Date de naissance", "Date of birth"], "11/02/2008"),
                            (&["Sexe", "Sex "], "F"),
                            (&["Insee", "INSEE"], "01004"),
                            (&["Pays", "Birth country"], "France"),
                            (&["Tarification", "Pricing"], "Gratuite"),
                            (&["site", "Site"], "Annexe"),
                            (&["salle", "Room"], "101"),
                            (&["Date de début", "Start date"], "21/05/2026"),
                            (&["Heure", "Start time"], "09:30"),
                            (&["Surveillant", "Invigilator"], "Li Wu"),
                            (&["CléA", "CléA"], "oui"),
                        ];
                        let mut filled = filled.iter();
                        let found = filled
                            .find(|(names, _)| names.iter().any(|name| header.contains(name)));
                        found.map_or("", |(_, value)| value).to_owned()
                    };
                    table.lines = vec![crate::results::TextLine {
                        number: 2,
                        cells: table.headers.iter().map(cell).collect(),
                    }];
                    let against = Against {
                        exam_date: NaiveDate::from_ymd_opt(2026, 5, 21),
                        school: template == ListTemplate::School,
                        coverage: &coverage,
                    };
                    let (listed, report) = read("list", Ok(table), &against);
                    assert_eq!(report.problems, [], "{template:?} {language} {form:?}");
                    let first = match listed.unwrap() {
                        Listed::Candidates(candidates) => candidates[0].clone(),
                        Listed::Sessions(sessions) => sessions[0].candidates[0].clone(),
                    };
                    assert_eq!(first.complementary.as_deref(), Some("CléA Numérique"));
                    assert_eq!(first.birth_place.insee.as_deref(), Some("01004"));
                }
            }
        }
    }

    #[test]
    fn templates_are_named_as_they_are_asked_for() {
        let found = ListTemplate::from_file_name("sessions.ods");
        assert_eq!(found, Some((ListTemplate::Sessions, TemplateFile::Ods)));
        for name in ["sessions.exe", "sessions", "../sessions.ods", ""] {
            assert_eq!(ListTemplate::from_file_name(name), None, "{name}");
        }
    }
}
