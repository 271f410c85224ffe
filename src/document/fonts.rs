//! The only fonts that documents are drawn with, from `fonts/` and inside the binary.

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::credential::GlyphCoverage;

/// The files of the faces, beside their licences.
pub(super) static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fonts");

/// Every face with typst's index of them.
pub(super) struct Fonts {
    pub(super) book: LazyHash<FontBook>,
    pub(super) faces: Vec<Font>,
}

/// Parsed once; the system's fonts are never looked at, so that a document looks the same anywhere.
pub(super) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    // The folder's order is that of the names, so indices and bytes are the same in every build.
    let faces: Vec<Font> = FILES
        .files()
        .filter(|file| {
            let kind = file.path().extension();
            kind.is_some_and(|kind| kind == "ttf" || kind == "otf")
        })
        .flat_map(|file| Font::iter(Bytes::new(file.contents())))
        .collect();
    Fonts {
        book: LazyHash::new(FontBook::from_fonts(&faces)),
        faces,
    }
});

/// What the faces together can draw.
pub(super) static COVERAGE: LazyLock<GlyphCoverage> = LazyLock::new(|| {
    let faces = FONTS.faces.iter();
    faces
        .flat_map(|face| face.info().coverage.iter())
        .filter_map(char::from_u32)
        .collect()
});

/// What documents can be drawn with: the lint holds names against it before anything is signed.
pub fn coverage() -> GlyphCoverage {
    COVERAGE.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scripts_of_europe_and_its_neighbours_are_covered() {
        for text in [
            "ÀÉÎÕÜßæœçñøåŁőžșțğİđħŋþð",
            "Nguyễn Đặng Ọlábísí Kahoʻolawe Ḥaddād",
            "Ελένη Παπαδοπούλου ᾠδή",
            "Людмила Гончаренко-Їжакевич Қайрат Љиљана Ђорђевић",
            "أمينة بن يوسف گچپژ",
            "שרה כהן־לוי",
            "’–—·« »…“”‘№€",
        ] {
            assert!(coverage().missing(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn what_no_face_has_is_told() {
        assert_eq!(coverage().missing("A山B"), ['山']);
    }
}
