//! PDF objects (ISO 32000-1 §7.3): a strict, bounded parser and a writer.

use std::collections::BTreeMap;

/// Deeper nesting than any document of ours has.
const MOST_DEEP: usize = 32;
/// More values than any single object of ours has; bounds what a hostile file can make us hold.
const MOST_VALUES: usize = 100_000;

/// What is wrong with a PDF file's syntax or structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct Malformed(pub(super) &'static str);

pub(super) type Parsed<T> = Result<T, Malformed>;

/// Keys and values; a key that stands twice is refused when parsing.
pub(super) type Dictionary = BTreeMap<Vec<u8>, Object>;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Null,
    Boolean(bool),
    Integer(i64),
    /// As written.
    Real(Vec<u8>),
    Name(Vec<u8>),
    Text(Vec<u8>),
    Array(Vec<Object>),
    Dictionary(Dictionary),
    Reference(u32),
}

impl Object {
    pub(super) fn name(text: &str) -> Self {
        Self::Name(text.as_bytes().to_vec())
    }

    /// A text string in UTF-16 (ISO 32000-1 §7.9.2.2).
    pub(super) fn text(text: &str) -> Self {
        let units = text.encode_utf16().flat_map(u16::to_be_bytes);
        Self::Text([0xfe, 0xff].into_iter().chain(units).collect())
    }

    pub(super) fn is_name(&self, name: &str) -> bool {
        matches!(self, Self::Name(bytes) if bytes == name.as_bytes())
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend(b"null"),
            Self::Boolean(value) => out.extend(value.to_string().bytes()),
            Self::Integer(value) => out.extend(value.to_string().bytes()),
            Self::Real(written) => out.extend(written),
            Self::Name(name) => write_name(name, out),
            Self::Text(bytes) => out.extend(format!("<{}>", hex::encode(bytes)).bytes()),
            Self::Array(items) => {
                out.push(b'[');
                for (place, item) in items.iter().enumerate() {
                    if place > 0 {
                        out.push(b' ');
                    }
                    item.write(out);
                }
                out.push(b']');
            }
            Self::Dictionary(dictionary) => {
                out.extend(b"<<");
                for (key, value) in dictionary {
                    write_name(key, out);
                    out.push(b' ');
                    value.write(out);
                }
                out.extend(b">>");
            }
            Self::Reference(number) => out.extend(format!("{number} 0 R").bytes()),
        }
    }
}

fn write_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && byte != b'#' && !is_delimiter(byte) {
            out.push(byte);
        } else {
            out.extend(format!("#{byte:02X}").bytes());
        }
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    b"()<>[]{}/%".contains(&byte)
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !is_delimiter(byte)
}

/// Reads from a place in the file.
#[derive(Clone)]
pub(super) struct Parser<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    values: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self {
            bytes,
            at,
            values: 0,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self
                    .peek()
                    .is_some_and(|byte| byte != b'\n' && byte != b'\r')
                {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// Passes this word, which must come next.
    pub(super) fn expect(&mut self, word: &str) -> Parsed<()> {
        if self.accept(word) {
            Ok(())
        } else {
            Err(Malformed("a keyword is missing"))
        }
    }

    pub(super) fn accept(&mut self, word: &str) -> bool {
        self.skip_space();
        let ends = |byte: Option<&u8>| byte.is_none_or(|byte| !is_regular(*byte));
        let found = self.rest().starts_with(word.as_bytes()) && ends(self.rest().get(word.len()));
        if found {
            self.at += word.len();
        }
        found
    }

    /// An unsigned number.
    pub(super) fn number<N: std::str::FromStr>(&mut self) -> Parsed<N> {
        self.skip_space();
        let word = self.word();
        std::str::from_utf8(word)
            .ok()
            .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|text| text.parse().ok())
            .ok_or(Malformed("a number is missing"))
    }

    fn word(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let length = rest
            .iter()
            .position(|byte| !is_regular(*byte))
            .unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    pub(super) fn object(&mut self) -> Parsed<Object> {
        self.nested(0)
    }

    pub(super) fn dictionary(&mut self) -> Parsed<Dictionary> {
        match self.object()? {
            Object::Dictionary(dictionary) => Ok(dictionary),
            _ => Err(Malformed("a dictionary is missing")),
        }
    }

    fn nested(&mut self, depth: usize) -> Parsed<Object> {
        self.values += 1;
        if depth > MOST_DEEP || self.values > MOST_VALUES {
            return Err(Malformed("an object is too large"));
        }
        self.skip_space();
        match self
            .peek()
            .ok_or(Malformed("the file ends inside an object"))?
        {
            b'/' => self.name().map(Object::Name),
            b'(' => self.literal().map(Object::Text),
            b'[' => self.array(depth),
            b'<' if self.rest().starts_with(b"<<") => self.pairs(depth),
            b'<' => self.hexadecimal().map(Object::Text),
            b'0'..=b'9' | b'+' | b'-' | b'.' => self.numeric(),
            _ => match self.word() {
                b"null" => Ok(Object::Null),
                b"true" => Ok(Object::Boolean(true)),
                b"false" => Ok(Object::Boolean(false)),
                _ => Err(Malformed("an unknown word stands for an object")),
            },
        }
    }

    fn array(&mut self, depth: usize) -> Parsed<Object> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip_space();
            if self.peek() == Some(b']') {
                self.at += 1;
                return Ok(Object::Array(items));
            }
            items.push(self.nested(depth + 1)?);
        }
    }

    fn pairs(&mut self, depth: usize) -> Parsed<Object> {
        self.at += 2;
        let mut pairs = Dictionary::new();
        loop {
            self.skip_space();
            if self.rest().starts_with(b">>") {
                self.at += 2;
                return Ok(Object::Dictionary(pairs));
            }
            let key = self.name()?;
            // Readers disagree on which of two counts.
            if pairs.insert(key, self.nested(depth + 1)?).is_some() {
                return Err(Malformed("a dictionary has a key twice"));
            }
        }
    }

    fn name(&mut self) -> Parsed<Vec<u8>> {
        if self.peek() != Some(b'/') {
            return Err(Malformed("a name is missing"));
        }
        self.at += 1;
        let mut raw = self.word().iter();
        let mut name = Vec::with_capacity(raw.len());
        while let Some(&byte) = raw.next() {
            let byte = if byte == b'#' {
                let digits = [raw.next(), raw.next()].map(|digit| digit.copied().unwrap_or(b'?'));
                let mut decoded = [0];
                hex::decode_to_slice(digits, &mut decoded)
                    .map_err(|_| Malformed("a name has a bad escape"))?;
                decoded[0]
            } else {
                byte
            };
            name.push(byte);
        }
        Ok(name)
    }

    fn hexadecimal(&mut self) -> Parsed<Vec<u8>> {
        self.at += 1;
        let rest = self.rest();
        let end = rest.iter().position(|byte| *byte == b'>');
        let end = end.ok_or(Malformed("a string has no end"))?;
        self.at += end + 1;
        let mut digits: Vec<u8> = rest[..end]
            .iter()
            .copied()
            .filter(|byte| !is_space(*byte))
            .collect();
        if !digits.len().is_multiple_of(2) {
            digits.push(b'0');
        }
        hex::decode(digits).map_err(|_| Malformed("a string has a bad digit"))
    }

    fn literal(&mut self) -> Parsed<Vec<u8>> {
        self.at += 1;
        let mut open = 1;
        let mut text = Vec::new();
        loop {
            let byte = self.peek().ok_or(Malformed("a string has no end"))?;
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => open -= 1,
                b'\\' => {
                    text.extend(self.escape()?);
                    continue;
                }
                _ => {}
            }
            if open == 0 {
                return Ok(text);
            }
            text.push(byte);
        }
    }

    fn escape(&mut self) -> Parsed<Option<u8>> {
        let byte = self.peek().ok_or(Malformed("a string has no end"))?;
        self.at += 1;
        Ok(Some(match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'\n' => return Ok(None),
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
                return Ok(None);
            }
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else {
                        break;
                    };
                    value = value * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                // ISO 32000-1 §7.3.4.2: high-order overflow is ignored.
                u8::try_from(value & 0xff).unwrap_or_default()
            }
            other => other,
        }))
    }

    /// A number, or a reference: two numbers and an `R`.
    fn numeric(&mut self) -> Parsed<Object> {
        let word = self.word();
        let text = std::str::from_utf8(word).map_err(|_| Malformed("a bad number"))?;
        if let Ok(value) = text.parse::<i64>() {
            let mut ahead = self.clone();
            if let (Ok(number), Ok(0u16), true) =
                (u32::try_from(value), ahead.number(), ahead.accept("R"))
            {
                self.at = ahead.at;
                return Ok(Object::Reference(number));
            }
            return Ok(Object::Integer(value));
        }
        let is_real = text.parse::<f64>().is_ok()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte));
        if is_real {
            Ok(Object::Real(word.to_vec()))
        } else {
            Err(Malformed("a bad number"))
        }
    }
}
