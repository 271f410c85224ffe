//! The QR code of a seal, as an SVG of few strokes.

use std::fmt::Write;

use qrcodegen::{DataTooLong, Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// The QR code of `text` at level M, without its quiet zone.
///
/// The segments are explicit: the address before `#` is alphanumeric and the digits after it are
/// numeric, which is what keeps the code small. An automatic choice would put both in bytes.
pub(super) fn svg(text: &str) -> Result<String, DataTooLong> {
    let code = QrCode::encode_segments_advanced(
        &segments(text),
        QrCodeEcc::Medium,
        Version::MIN,
        Version::MAX,
        None::<Mask>,
        false,
    )?;
    Ok(draw(&code))
}

/// The QR code of a seal's text as a picture of its own, for pages that draw the document.
pub fn qr_picture(text: &str) -> Result<String, DataTooLong> {
    svg(text)
}

/// Alphanumeric as far as it goes, digits from the end, bytes between.
fn segments(text: &str) -> Vec<QrSegment> {
    let digits = text
        .rfind(|symbol: char| !symbol.is_ascii_digit())
        .map_or(0, |last| {
            last + text[last..].chars().next().map_or(1, char::len_utf8)
        });
    let (rest, digits) = text.split_at(digits);
    let plain = rest
        .char_indices()
        .find(|(_, symbol)| !QrSegment::is_alphanumeric(symbol.encode_utf8(&mut [0; 4])))
        .map_or(rest.len(), |(at, _)| at);
    let (plain, bytes) = rest.split_at(plain);
    let mut segments = Vec::new();
    if !plain.is_empty() {
        segments.push(QrSegment::make_alphanumeric(plain));
    }
    if !bytes.is_empty() {
        segments.push(QrSegment::make_bytes(bytes.as_bytes()));
    }
    if !digits.is_empty() {
        segments.push(QrSegment::make_numeric(digits));
    }
    segments
}

/// A line of dark modules, across or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Stroke {
    down: bool,
    line: usize,
    from: usize,
    to: usize,
}

impl Stroke {
    /// Row and column of its modules.
    fn cells(self) -> impl Iterator<Item = (usize, usize)> {
        (self.from..self.to).map(move |at| {
            if self.down {
                (at, self.line)
            } else {
                (self.line, at)
            }
        })
    }
}

fn draw(code: &QrCode) -> String {
    let size = usize::try_from(code.size()).unwrap_or_default();
    let modules: Vec<bool> = (0..code.size())
        .flat_map(|y| (0..code.size()).map(move |x| code.get_module(x, y)))
        .collect();
    let mut across = String::new();
    let mut down = String::new();
    for stroke in cover(&modules, size) {
        let length = stroke.to - stroke.from;
        // Writing to a String can't fail.
        let _ = if stroke.down {
            write!(down, "M{} {}v{length}", stroke.line, stroke.from)
        } else {
            write!(across, "M{} {}h{length}", stroke.from, stroke.line)
        };
    }
    format!(
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}">"#,
            r##"<path transform="translate(0 .5)" d="{1}" stroke="#000"/>"##,
            r##"<path transform="translate(.5 0)" d="{2}" stroke="#000"/></svg>"##,
        ),
        size, across, down,
    )
}

/// Covers every dark module with few strokes: always the one that newly covers most.
fn cover(modules: &[bool], size: usize) -> Vec<Stroke> {
    // Strokes by what they would newly cover; a gain only ever falls, so one that fell is put back
    // lower and looked at again when its turn comes.
    let mut by_gain: Vec<Vec<Stroke>> = vec![Vec::new(); size + 1];
    for stroke in runs(modules, size) {
        by_gain[stroke.to - stroke.from].push(stroke);
    }
    let mut left = modules.to_vec();
    let mut taken = Vec::new();
    for gain in (1..=size).rev() {
        while let Some(stroke) = by_gain[gain].pop() {
            let now = stroke.cells().filter(|(y, x)| left[y * size + x]).count();
            if now == gain {
                stroke.cells().for_each(|(y, x)| left[y * size + x] = false);
                taken.push(stroke);
            } else {
                by_gain[now].push(stroke);
            }
        }
    }
    taken.sort_unstable();
    taken
}

/// The longest lines of dark modules, across and down.
fn runs(modules: &[bool], size: usize) -> Vec<Stroke> {
    let mut runs = Vec::new();
    for down in [false, true] {
        for line in 0..size {
            let dark = |at: usize| {
                let (y, x) = if down { (at, line) } else { (line, at) };
                modules[y * size + x]
            };
            let mut from = 0;
            while from < size {
                let to = (from..size).find(|&at| !dark(at)).unwrap_or(size);
                if to > from {
                    runs.push(Stroke {
                        down,
                        line,
                        from,
                        to,
                    });
                }
                from = to + 1;
            }
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal_text(digits: usize) -> String {
        let digits: String = (0..digits)
            .map(|i| char::from(b'0' + u8::try_from(i * i * 7 % 10).unwrap()))
            .collect();
        format!("HTTPS://SCEAU.EXAMPLE/V#{digits}")
    }

    fn encode(text: &str) -> QrCode {
        QrCode::encode_segments_advanced(
            &segments(text),
            QrCodeEcc::Medium,
            Version::MIN,
            Version::MAX,
            None,
            false,
        )
        .unwrap()
    }

    #[test]
    fn a_camera_reads_the_text_back() {
        let text = seal_text(480);
        let code = encode(&text);
        let (scale, margin) = (4, 4);
        let side = ((code.size() + 2 * margin) * scale).cast_unsigned();
        let picture = image::GrayImage::from_fn(side, side, |x, y| {
            let at = |v: u32| v.cast_signed() / scale - margin;
            image::Luma([if code.get_module(at(x), at(y)) {
                0
            } else {
                255
            }])
        });
        let mut prepared = rqrr::PreparedImage::prepare(picture);
        let (_, read) = prepared.detect_grids()[0].decode().unwrap();
        assert_eq!(read, text);
    }

    #[test]
    fn the_address_and_the_digits_are_packed_each_in_its_own_mode() {
        let bits: Vec<usize> = segments("HTTPS://SCEAU.EXAMPLE/V#123456")
            .iter()
            .map(|segment| segment.data().len())
            .collect();
        assert_eq!(bits, [23 / 2 * 11 + 6, 8, 20]);
    }

    #[test]
    fn any_text_keeps_all_its_symbols() {
        for text in ["", "123", "#", "é1", "https://x.example/v#12", "ABC"] {
            let code = encode(text);
            assert!(code.size() >= 21, "{text}");
            let symbols: usize = segments(text).iter().map(QrSegment::num_chars).sum();
            assert_eq!(symbols, text.len(), "{text}");
        }
    }

    #[test]
    fn the_strokes_cover_the_dark_modules_and_no_others() {
        let code = encode(&seal_text(440));
        let size = usize::try_from(code.size()).unwrap();
        let modules: Vec<bool> = (0..code.size())
            .flat_map(|y| {
                (0..code.size())
                    .map(|x| code.get_module(x, y))
                    .collect::<Vec<_>>()
            })
            .collect();
        let strokes = cover(&modules, size);
        let mut drawn = vec![false; size * size];
        for stroke in &strokes {
            stroke.cells().for_each(|(y, x)| drawn[y * size + x] = true);
        }
        assert!(drawn == modules);
        let rows_alone = runs(&modules, size).iter().filter(|run| !run.down).count();
        assert!(strokes.len() < rows_alone, "{} {rows_alone}", strokes.len());
    }

    #[test]
    fn a_text_that_fits_no_code_is_refused() {
        assert!(svg(&seal_text(6000)).is_err());
    }
}
