//! A booklet of copies: many certificates in one PDF to print, drawn by their own template from the
//! facts that were signed. It is no original: nothing in it is signed or attached, each page says that
//! it is a copy and where to verify, and its QR codes lead to the originals.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use typst::ecow::EcoString;
use typst::foundations::Bytes;
use typst::syntax::package::{PackageSpec, PackageVersion};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};

use super::data;
use super::paper::{About, Paper};
use super::qr;
use super::render::RenderError;
use super::session_papers::labelled;
use super::template::Template;
use crate::credential::{CertificateFacts, SealedBytes};
use crate::i18n::{Language, text, text_with};

/// Most certificates in one booklet.
pub const MOST_COPIES: usize = 500;

/// What a booklet says besides its copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booklet {
    /// Who certifies.
    pub issuer: String,
    /// What the certificates are of, in a few words: `Session 4711`.
    pub of: String,
    /// More about it: lines.
    pub about: Vec<String>,
    /// Where anybody verifies: `sceau.example/v`.
    pub verify_at: String,
    /// How many were left out because they are no longer in force.
    pub left_out: usize,
    /// Language of the cover.
    pub language: Language,
    /// When it was made.
    pub at: DateTime<Utc>,
}

/// A certificate to be copied.
#[derive(Debug, Clone, PartialEq)]
pub struct Copied {
    /// What was signed.
    pub facts: CertificateFacts,
    /// Its seal.
    pub seal: SealedBytes,
}

/// Draws a booklet of certificates of one framework, in the order given: at most [`MOST_COPIES`].
pub fn draw_booklet(
    booklet: &Booklet,
    copies: &[Copied],
    template: &Template,
) -> Result<Vec<u8>, RenderError> {
    let mut paper = Paper::new("booklet.typ", &cover(booklet, copies, template))?;
    share(&mut paper, template)?;
    for (number, copy) in copies.iter().enumerate() {
        add_copy(&mut paper, number, copy, booklet, template)?;
    }
    let document = paper.compose()?;
    let of_copies: usize = copies.iter().map(|copy| data::pages(&copy.facts)).sum();
    let (expected, found) = (
        of_copies + cover_pages(copies.len()),
        document.pages().len(),
    );
    if found > expected {
        return Err(RenderError::Overflow { expected, found });
    }
    let language = booklet.language;
    let about = About {
        title: format!("{} – {}", text(language, "papers-booklet"), booklet.of),
        author: &booklet.issuer,
        at: booklet.at,
        ident: format!("booklet {language} {} {}", booklet.of, booklet.at),
    };
    paper.export(document, &about)
}

/// At least so many lines of the list of copies stand on one page, however long the names.
fn cover_pages(copies: usize) -> usize {
    2 + copies / 12
}

/// `/data/paper.json`: the cover with the list of the copies.
fn cover(booklet: &Booklet, copies: &[Copied], template: &Template) -> Value {
    let language = booklet.language;
    let framework = template.framework();
    let entry = |copy: &Copied| {
        let reached = framework.global_level(copy.facts.score);
        let level = reached.map(|level| level.label.get(language).to_owned());
        json!({
            "first": copy.facts.holder.first_name,
            "last": copy.facts.holder.last_name,
            "level": level.unwrap_or_else(|| format!("{} / {}", copy.facts.score, framework.max_score)),
        })
    };
    let count = |id, count: usize| text_with(language, id, &[("count", count.into())]);
    let made = data::day(booklet.at.date_naive(), language);
    json!({
        "lang": language.tag(),
        "issuer": booklet.issuer,
        "of": booklet.of,
        "about": booklet.about,
        "exam": framework.title.get(language),
        "verifyAt": booklet.verify_at,
        "count": count("papers-booklet-count", copies.len()),
        "leftOut": (booklet.left_out > 0)
            .then(|| count("papers-booklet-left-out", booklet.left_out)),
        "made": text_with(language, "papers-booklet-made", &[("date", made.into())]),
        "copyLine": text_with(
            language,
            "papers-copy-line",
            &[("address", booklet.verify_at.as_str().into())],
        ),
        "labels": labelled(LABELS.iter(), language),
        "copies": copies.iter().map(entry).collect::<Vec<_>>(),
    })
}

const LABELS: [&str; 7] = [
    "page",
    "booklet",
    "booklet-about",
    "booklet-name",
    "booklet-level",
    "booklet-page",
    "copy",
];

/// What all copies have in common: the framework with its labels, and the template's own files.
fn share(paper: &mut Paper, template: &Template) -> Result<(), RenderError> {
    for language in Language::ALL {
        let mut framework = data::framework(&template.framework, language);
        // Nothing is attached to a copy.
        framework["labels"]["copy"] = true.into();
        paper.add(&format!("/data/framework-{language}.json"), &framework)?;
    }
    let stock = &template.stock;
    for (path, id) in own_files(template) {
        if let Some(bytes) = stock.files.get(&id).filter(|_| !path.starts_with("/data/")) {
            paper.put(id, bytes.clone());
        }
        if let Some(source) = stock.sources.get(&id) {
            paper.sources.insert(id, source.clone());
        }
    }
    Ok(())
}

/// A copy is a package of its own: the template's sources find their `/data/certificate.json` in it,
/// and everything else where it is for all copies.
fn add_copy(
    paper: &mut Paper,
    number: usize,
    copy: &Copied,
    booklet: &Booklet,
    template: &Template,
) -> Result<(), RenderError> {
    let framework = template.framework();
    let facts = &copy.facts;
    if (&facts.framework, facts.framework_version) != (&framework.id, framework.version) {
        return Err(RenderError::OtherFramework {
            asked: format!("{} {}", facts.framework, facts.framework_version),
            template: format!("{} {}", framework.id, framework.version),
        });
    }
    let mut certificate = data::certificate(facts, framework);
    certificate["qr"] = qr::svg(&copy.seal.to_qr_text(&facts.verify_url))?.into();
    if let Some(pages) = certificate["pages"].as_array_mut() {
        for page in pages {
            let label = page.as_str().unwrap_or_default().to_owned();
            let values = [("label", label.into())];
            *page = text_with(booklet.language, "papers-copy-page", &values).into();
        }
    }
    let certificate = certificate.to_string();
    super::paper::drawable(&certificate)?;
    let spec = PackageSpec {
        namespace: EcoString::inline("copy"),
        name: EcoString::from(format!("c{number}")),
        version: PackageVersion {
            major: 1,
            minor: 0,
            patch: 0,
        },
    };
    let at = |path: &str| in_package(&spec, path);
    let manifest = format!(
        "[package]\nname = \"{}\"\nversion = \"1.0.0\"\nentrypoint = \"certificate.typ\"\n",
        spec.name
    );
    paper.put(at("/typst.toml")?, Bytes::from_string(manifest));
    paper.put(
        at("/data/certificate.json")?,
        Bytes::from_string(certificate),
    );
    for (path, id) in own_files(template) {
        let own = at(path)?;
        if let Some(bytes) = template
            .stock
            .files
            .get(&id)
            .filter(|_| !path.starts_with("/data/"))
        {
            paper.put(own, bytes.clone());
        }
        if let Some(source) = template.stock.sources.get(&id) {
            // The main source is the copy's own, so that its paths begin in the package.
            let source = if id == template.stock.main {
                Source::new(own, source.text().to_owned())
            } else {
                source.clone()
            };
            paper.sources.insert(own, source);
        }
    }
    Ok(())
}

/// The files of a template by their paths.
fn own_files(template: &Template) -> BTreeMap<&'static str, FileId> {
    let stock = &template.stock;
    let ids = stock.files.keys().chain(stock.sources.keys());
    ids.map(|id| (id.get().vpath().get_with_slash(), *id))
        .collect()
}

fn in_package(spec: &PackageSpec, path: &str) -> Result<FileId, RenderError> {
    let unusable = || RenderError::Template(vec![format!("`{path}` is not a usable path")]);
    // A path that is good in the project is good in a package.
    let path = VirtualPath::new(path).map_err(|_| unusable())?;
    Ok(RootedPath::new(VirtualRoot::Package(spec.clone()), path).intern())
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;
    use crate::document::test_facts::{facts, template};

    fn booklet() -> Booklet {
        Booklet {
            issuer: "Institut des savoirs numériques".to_owned(),
            of: "Session 4711".to_owned(),
            about: vec![
                "Lycée des Dunes, Douarnenez".to_owned(),
                "21 mai 2026".to_owned(),
            ],
            verify_at: "sceau.example/v".to_owned(),
            left_out: 1,
            language: Language::French,
            at: Utc.with_ymd_and_hms(2026, 6, 9, 9, 0, 0).unwrap(),
        }
    }

    fn copies(template: &Template) -> Vec<Copied> {
        let mut second = facts(template);
        second.holder.last_name = "الخوارزمي".to_owned();
        second.language = Language::English;
        let mut third = facts(template);
        third.score = 41;
        third.global_level = None;
        third.specimen = true;
        [facts(template), second, third]
            .into_iter()
            .map(|facts| Copied {
                facts,
                seal: SealedBytes(vec![7; 190]),
            })
            .collect()
    }

    fn pages(pdf: &[u8]) -> usize {
        let text = String::from_utf8_lossy(pdf);
        text.matches("/Type/Page\n").count() + text.matches("/Type/Page/").count()
    }

    #[test]
    fn a_booklet_has_a_cover_and_every_page_of_each_certificate_and_attaches_nothing() {
        let template = template("crcn");
        let pdf = draw_booklet(&booklet(), &copies(&template), &template).unwrap();
        assert_eq!(pages(&pdf), 1 + 2 + 2 + 1);
        let text = String::from_utf8_lossy(&pdf);
        assert!(!text.contains("EmbeddedFile") && !text.contains("seal.cose"));
        assert!(text.contains("<pdfuaid:part>1</pdfuaid:part>"));
    }

    #[test]
    fn another_framework_with_its_own_template_has_booklets_too() {
        let template = template("atelier");
        let pdf = draw_booklet(&booklet(), &copies(&template)[..1], &template).unwrap();
        assert_eq!(pages(&pdf), 3);
    }

    #[test]
    fn a_certificate_of_another_framework_is_refused() {
        let other = copies(&template("atelier"));
        let error = draw_booklet(&booklet(), &other[..1], &template("crcn")).unwrap_err();
        assert!(matches!(error, RenderError::OtherFramework { .. }));
    }
}
