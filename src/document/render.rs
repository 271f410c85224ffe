//! From a signed credential to the unsigned PDF: compose, set the document's information, export.

use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, Datelike, Timelike, Utc};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, Smart};
use typst::{WorldExt, comemo};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::fonts::COVERAGE;
use super::template::Template;
use super::world::{Data, World};
use super::{data, qr};
use crate::credential::{CertificateFacts, SealedBytes, SignedCredential};

/// Every how many certificates typst's memory is swept, and how many sweeps an unused entry
/// survives. Chosen by measurement (`docs/performance.md`): without sweeping, each certificate
/// leaves several megabytes behind.
const SWEEP_EVERY: usize = 10;
const SWEEP_AGE: usize = 2;

static RENDERED: AtomicUsize = AtomicUsize::new(0);

/// A certificate as PDF/A-3a and PDF/UA-1, not yet signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedPdf {
    pub(super) bytes: Vec<u8>,
}

impl RenderedPdf {
    /// Takes over what another process of this program rendered.
    pub(crate) fn from_worker(bytes: Vec<u8>) -> Self {
        Self { bytes }
    }

    /// The file.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The file, given away.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Why a certificate could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The credential belongs to another framework or version than the template.
    #[error("the certificate is for `{asked}`, the template for `{template}`")]
    OtherFramework {
        /// `crcn 1`, as the facts say.
        asked: String,
        /// What the template draws.
        template: String,
    },
    /// No font has these characters. Nothing is ever printed as an empty box.
    #[error("no font can draw {}", name_characters(characters))]
    Undrawable {
        /// The characters, each once.
        characters: Vec<char>,
    },
    /// The seal is too long for a QR code.
    #[error("the seal does not fit into a QR code")]
    Qr(#[from] qrcodegen::DataTooLong),
    /// The template failed on this certificate.
    #[error("the template failed: {}", .0.join("; "))]
    Template(Vec<String>),
    /// The page was composed but can't be an accessible, archivable PDF.
    #[error("the PDF can't be made: {}", .0.join("; "))]
    Export(Vec<String>),
    /// Texts are too long for the pages they belong on.
    #[error("the certificate takes {found} pages instead of {expected}")]
    Overflow {
        /// One without global level, else two.
        expected: usize,
        /// What was composed.
        found: usize,
    },
}

/// Draws a certificate. The same credential and template give the same bytes, on any machine.
///
/// Takes CPU time and never waits: asynchronous callers put it on a blocking thread.
pub fn render(
    credential: &SignedCredential,
    template: &Template,
) -> Result<RenderedPdf, RenderError> {
    let signed = Signed {
        seal: credential.seal(),
        credential: credential.badge().as_bytes(),
    };
    draw(credential.facts(), signed, template)
}

/// What the document carries.
#[derive(Clone, Copy)]
struct Signed<'a> {
    seal: &'a SealedBytes,
    credential: &'a [u8],
}

fn draw(
    facts: &CertificateFacts,
    signed: Signed<'_>,
    template: &Template,
) -> Result<RenderedPdf, RenderError> {
    let world = prepare(facts, signed, template)?;
    let composed = compose(&world, facts, template);
    let bytes = composed.and_then(|document| export(&world, &document, facts));
    sweep();
    Ok(RenderedPdf { bytes: bytes? })
}

fn prepare(
    facts: &CertificateFacts,
    signed: Signed<'_>,
    template: &Template,
) -> Result<World, RenderError> {
    let framework = &template.framework;
    if (&facts.framework, facts.framework_version) != (&framework.id, framework.version) {
        return Err(RenderError::OtherFramework {
            asked: format!("{} {}", facts.framework, facts.framework_version),
            template: format!("{} {}", framework.id, framework.version),
        });
    }
    let certificate = data::certificate(facts, framework).to_string();
    // Every font has ASCII.
    let unusual: String = certificate
        .chars()
        .filter(|sign| !sign.is_ascii())
        .collect();
    let characters = COVERAGE.missing(&unusual);
    if !characters.is_empty() {
        return Err(RenderError::Undrawable { characters });
    }
    Ok(World {
        stock: template.stock.clone(),
        data: Data {
            certificate: Bytes::from_string(certificate),
            qr: Bytes::from_string(qr::svg(&signed.seal.to_qr_text(&facts.verify_url))?),
            seal: Bytes::new(signed.seal.0.clone()),
            credential: Bytes::new(signed.credential.to_vec()),
        },
    })
}

fn compose(
    world: &World,
    facts: &CertificateFacts,
    template: &Template,
) -> Result<PagedDocument, RenderError> {
    let compiled = typst::compile::<PagedDocument>(world);
    let mut document = compiled
        .output
        .map_err(|errors| RenderError::Template(describe(world, &errors)))?;
    let (expected, found) = (data::pages(facts), document.pages().len());
    if expected != found {
        return Err(RenderError::Overflow { expected, found });
    }
    // Here and not in the template: a value in a `set` rule would be part of the style of
    // everything below it, and typst could reuse nothing from one certificate to the next.
    let info = document.info_mut();
    info.title = Some(data::title(facts, &template.framework).into());
    info.author = vec![facts.issuer.name.as_str().into()];
    info.date = Smart::Custom(instant(facts.issued_at));
    Ok(document)
}

fn export(
    world: &World,
    document: &PagedDocument,
    facts: &CertificateFacts,
) -> Result<Vec<u8>, RenderError> {
    let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
        .map_err(|error| RenderError::Export(vec![error.message().to_string()]))?;
    let options = PdfOptions {
        ident: Smart::Custom(facts.id.to_string()),
        creator: Smart::Custom(Some("Sceau".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options)
        .map_err(|errors| RenderError::Export(describe(world, &errors)))
}

/// As typst has it.
pub(super) fn instant(at: DateTime<Utc>) -> Option<Datetime> {
    let small = |value: u32| u8::try_from(value).ok();
    Datetime::from_ymd_hms(
        at.year(),
        small(at.month())?,
        small(at.day())?,
        small(at.hour())?,
        small(at.minute())?,
        small(at.second())?,
    )
}

/// Forgets what typst remembers of certificates long gone.
pub(super) fn sweep() {
    // Any thread may be the one to sweep; the others at worst compose something once more.
    if RENDERED.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
        comemo::evict(SWEEP_AGE);
    }
}

/// Each problem with the place it comes from: `unknown variable: x (/certificate.typ:12)`.
pub(super) fn describe(world: &dyn typst::World, problems: &[SourceDiagnostic]) -> Vec<String> {
    problems
        .iter()
        .map(|problem| {
            let hints: Vec<&str> = problem.hints.iter().map(|hint| hint.v.as_str()).collect();
            let mut text = [vec![problem.message.as_str()], hints].concat().join(", ");
            if let Some(place) = place(world, problem) {
                text = format!("{text} ({place})");
            }
            text
        })
        .collect()
}

fn place(world: &dyn typst::World, problem: &SourceDiagnostic) -> Option<String> {
    let id = problem.span.id()?;
    let at = world.range(problem.span)?.start;
    let source = world.source(id).ok()?;
    let line = source.lines().byte_to_line(at)? + 1;
    Some(format!("{}:{line}", id.get().vpath().get_with_slash()))
}

fn name_characters(characters: &[char]) -> String {
    let names: Vec<String> = characters
        .iter()
        .map(|character| format!("`{character}` (U+{:04X})", u32::from(*character)))
        .collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::document::test_facts::{facts, template};
    use crate::i18n::Language;

    fn drawn(facts: &CertificateFacts, template: &Template) -> Result<RenderedPdf, RenderError> {
        let signed = Signed {
            seal: &SealedBytes(vec![7; 190]),
            credential: b"{}",
        };
        draw(facts, signed, template)
    }

    #[test]
    fn the_same_facts_give_the_same_bytes() {
        let template = template("crcn");
        let facts = facts(&template);
        let first = drawn(&facts, &template).unwrap();
        comemo::evict(0);
        let second = drawn(&facts, &template).unwrap();
        if first != second {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target");
            std::fs::write(format!("{folder}/first.pdf"), first.as_bytes()).unwrap();
            std::fs::write(format!("{folder}/second.pdf"), second.as_bytes()).unwrap();
        }
        let second = RenderedPdf::from_worker(second.into_bytes());
        assert!(
            first == second,
            "compare target/first.pdf and target/second.pdf"
        );
    }

    #[test]
    fn whatever_the_levels_and_the_language_the_grid_fits_its_page() {
        let template = template("crcn");
        let framework = template.framework.clone();
        for language in Language::ALL {
            // For every competence the level that says most.
            let longest = framework.competences().map(|competence| {
                let length = |level: u8| match level {
                    0 => 0,
                    level => competence.can_do[usize::from(level) - 1]
                        .get(language)
                        .chars()
                        .count(),
                };
                (0..=framework.max_level)
                    .max_by_key(|level| length(*level))
                    .unwrap()
            });
            let mut facts = facts(&template);
            facts.language = language;
            for levels in [longest.collect(), vec![0; 16], vec![7; 16]] {
                facts.levels = levels;
                drawn(&facts, &template).unwrap();
            }
        }
    }

    #[test]
    fn names_of_every_kind_fit_and_are_drawn() {
        let template = template("crcn");
        let long_first = "Marie-Clémentine Alexandra Konstantinoúpolis Esperanza";
        let long_last = "de La Rochebrune-Villeneuve Andriamanana-Wojciechowska Østergård";
        let names = [
            ("Li", "Wu"),
            (long_first, long_last),
            (&*long_first.to_uppercase(), &*long_last.to_uppercase()),
            ("Ελένη", "Παπαδοπούλου-Ξενάκη"),
            ("Людмила", "Гончаренко-Їжакевич"),
            ("أمينة", "بن يوسف"),
            ("שרה", "כהן־לוי"),
            ("Nguyễn Thị", "Ọlábísí Kahoʻolawe"),
            // As long and as wide as the lint lets names be.
            (&*"MMMMM ".repeat(20), &*"WWWWW-".repeat(20)),
        ];
        for (first, last) in names {
            let mut facts = facts(&template);
            facts.holder.first_name = first.to_owned();
            facts.holder.last_name = last.to_owned();
            facts.holder.birth_place = "Saint-Germain-de-Tallevende-la-Lande-Vaumont".to_owned();
            facts.centre = "Établissement public local d’enseignement et de formation \
                professionnelle agricoles du Haut-Vivarais, site de Saint-Agrève"
                .to_owned();
            drawn(&facts, &template).unwrap_or_else(|error| panic!("{first} {last}: {error}"));
        }
    }

    #[test]
    fn a_character_without_a_glyph_is_named_and_nothing_is_drawn() {
        let template = template("crcn");
        let mut facts = facts(&template);
        facts.holder.last_name = "山田 Kervadec 田".to_owned();
        let error = drawn(&facts, &template).unwrap_err().to_string();
        assert_eq!(error, "no font can draw `山` (U+5C71), `田` (U+7530)");
    }

    #[test]
    fn below_the_first_global_level_there_is_one_page() {
        let template = template("crcn");
        let mut facts = facts(&template);
        facts.score = 41;
        facts.global_level = None;
        let one = drawn(&facts, &template).unwrap();
        assert_eq!(pages(&one), 1);
        facts.score = 64;
        facts.global_level = Some(1);
        assert_eq!(pages(&drawn(&facts, &template).unwrap()), 2);
    }

    #[test]
    fn another_framework_with_another_scale_needs_no_code() {
        let template = template("atelier");
        let mut facts = facts(&template);
        facts.specimen = true;
        let pdf = drawn(&facts, &template).unwrap();
        assert_eq!(pages(&pdf), 2);
    }

    #[test]
    fn a_credential_of_another_framework_is_refused() {
        let crcn = template("crcn");
        let other = facts(&template("atelier"));
        let error = drawn(&other, &crcn).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the certificate is for `atelier 1`, the template for `crcn 1`"
        );
    }

    #[test]
    fn the_file_carries_title_identity_language_seal_and_credential() {
        let template = template("crcn");
        let mut facts = facts(&template);
        facts.language = Language::English;
        let pdf = drawn(&facts, &template).unwrap();
        let text = String::from_utf8_lossy(pdf.as_bytes()).into_owned();
        for part in [
            "<pdfaid:part>3</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
            "seal.cose",
            "/AFRelationship/Data",
            "application#2Fcose",
            "credential.json",
            "application#2Fvc",
            "Certificate of Digital Skills – Maëlle Kervadec-Oduya",
            "/Lang(en)",
            "2026-06-09T",
        ] {
            assert!(text.contains(part), "{part}");
        }
        // Associated with the document as a whole (ISO 19005-3 §6.8), and found again.
        let (_, catalog) = text.split_once("/Type/Catalog").unwrap();
        let (catalog, _) = catalog.split_once("endobj").unwrap();
        assert!(catalog.contains("/AF["), "{catalog}");
        let found = crate::document::credential_in(pdf.as_bytes());
        assert_eq!(found.as_deref(), Some(&b"{}"[..]));
    }

    #[test]
    fn a_fault_of_the_template_names_file_and_line() {
        let mut template = template("crcn");
        let mut stock = Arc::into_inner(template.stock).unwrap();
        let source = stock.sources.get_mut(&stock.main).unwrap();
        source.replace("#set document(title: [x])\n#nothing-of-this-name");
        template.stock = Arc::new(stock);
        let error = drawn(&facts(&template), &template).unwrap_err().to_string();
        assert!(
            error.contains("unknown variable: nothing-of-this-name"),
            "{error}"
        );
        assert!(error.contains("/certificate.typ:2"), "{error}");
    }

    fn pages(pdf: &RenderedPdf) -> usize {
        let text = String::from_utf8_lossy(pdf.as_bytes()).into_owned();
        text.matches("/Type/Page\n").count() + text.matches("/Type/Page/").count()
    }
}
