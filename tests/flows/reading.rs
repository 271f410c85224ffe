//! Files made to harm who reads them: bombs, lies and rubbish, sent to the real service. It answers
//! each with a verdict or a problem, keeps its own memory small, and answers the next.

use std::io::{Cursor, Write};
use std::process::Command;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::support::{GOOD, IssuedLine, Server, Workspace, project};

const API: &str = "/api/v1/verifications";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";
/// The service's own memory at its peak, in KiB: the readers' is theirs.
const MOST_MEMORY: u64 = 400 << 10;

/// A service with one certificate, and a client's key for it.
struct House {
    /// Kept until the service has ended.
    _workspace: Workspace,
    server: Server,
    line: IssuedLine,
    key: String,
}

impl House {
    fn open() -> Self {
        let workspace = Workspace::new();
        let line = workspace.issue(GOOD, "out");
        let scopes = "batches:write,batches:read,verifications:batch";
        workspace.ok(&["clients", "add", "uploader", "--scope", scopes]);
        let issued = workspace.json(0, &["clients", "key", "issue", "uploader"]);
        // Rubbish comes faster here than anybody may look codes up.
        workspace.configure("\n[limits]\nrequests_per_minute = 100000\n");
        let server = Server::start(&workspace);
        Self {
            _workspace: workspace,
            server,
            line,
            key: issued["key"].as_str().unwrap().to_owned(),
        }
    }

    fn document(&self) -> Vec<u8> {
        std::fs::read(&self.line.document).unwrap()
    }

    /// What the service concludes from a file.
    fn verdict(&self, kind: &str, file: &[u8]) -> String {
        let answer = self.server.post(API, kind, file);
        assert_eq!(answer.status, 200, "{kind}: {answer:?}");
        answer.json()["verdict"].as_str().unwrap().to_owned()
    }

    /// The genuine document is still recognised, and nothing that was read grew the service.
    fn is_well(&self) {
        assert_eq!(
            self.verdict("application/pdf", &self.document()),
            "authentic"
        );
        let status = format!("/proc/{}/status", self.server.process());
        let status = std::fs::read_to_string(status).unwrap();
        let (_, peak) = status.split_once("VmHWM:").unwrap();
        let peak: u64 = peak.split_whitespace().next().unwrap().parse().unwrap();
        assert!(peak < MOST_MEMORY, "the service took {peak} KiB");
    }

    /// The processes that read for the service.
    fn readers(&self) -> Vec<u32> {
        let processes = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
        let numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        numbers.filter(|number| self.reads(*number)).collect()
    }

    fn reads(&self, number: u32) -> bool {
        let about = |name: &str| std::fs::read_to_string(format!("/proc/{number}/{name}"));
        let (Ok(status), Ok(arguments)) = (about("status"), about("cmdline")) else {
            return false;
        };
        let parent = format!("\nPPid:\t{}\n", self.server.process());
        status.contains(&parent) && arguments.contains("read-worker")
    }
}

/// So many zeros, deflated, and deflated again: a few hundred bytes.
fn deflated_twice(zeros: u64) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(
        ZlibEncoder::new(Vec::new(), Compression::fast()),
        Compression::fast(),
    );
    std::io::copy(
        &mut std::io::Read::take(std::io::repeat(0), zeros),
        &mut encoder,
    )
    .unwrap();
    encoder.finish().unwrap().finish().unwrap()
}

/// A PDF whose cross-reference stream and first page unpack to a gigabyte.
fn pdf_bomb() -> Vec<u8> {
    let bomb = deflated_twice(1 << 30);
    let mut pdf = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
        2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
        3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>\nendobj\n"
        .to_vec();
    let mut stream = |number: u8, entries: &str| {
        let at = pdf.len();
        write!(
            pdf,
            "{number} 0 obj\n<< {entries} /Filter [/FlateDecode /FlateDecode] /Length {} >>\nstream\n",
            bomb.len()
        )
        .unwrap();
        pdf.extend(&bomb);
        pdf.extend(b"\nendstream\nendobj\n");
        at
    };
    stream(4, "");
    let at = stream(5, "/Type /XRef /Size 100000000 /W [1 4 2] /Root 1 0 R");
    write!(pdf, "startxref\n{at}\n%%EOF\n").unwrap();
    pdf
}

/// A PNG of black dots.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::GrayImage::new(width, height)
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// A PNG whose header, with a sum that is right, claims other sides than its dots have.
fn png_that_claims(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = png(64, 64);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let mut sum = flate2::Crc::new();
    sum.update(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.sum().to_be_bytes());
    bytes
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook that unpacks to 300 MiB.
fn xlsx_bomb() -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/worksheets/sheet1.xml", &vec![b' '; 300 << 20]),
    ])
}

/// A workbook of a few hundred bytes with a cell repeated fifty million times.
fn ods_bomb() -> Vec<u8> {
    let content = "<office:document-content><office:body><office:spreadsheet>\
        <table:table table:name=\"S\"><table:table-row>\
        <table:table-cell table:number-columns-repeated=\"50000000\" office:value-type=\"string\">\
        <text:p>x</text:p></table:table-cell></table:table-row></table:table>\
        </office:spreadsheet></office:body></office:document-content>";
    archive(&[
        ("mimetype", ODS.as_bytes()),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}

/// Chance that is the same in each run (xorshift).
struct Chance(u64);

impl Chance {
    /// A number below this one.
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 8).unwrap() % end
    }
}

/// The same file with a few bytes changed, doubled or left out.
fn mutated(file: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut file = file.to_vec();
    for _ in 0..=chance.below(8) {
        let from = chance.below(file.len());
        let to = (from + chance.below(40)).min(file.len());
        match chance.below(8) {
            0..4 => file[from] ^= 1 << chance.below(8),
            4 | 5 => file.extend_from_within(from..to),
            6 => drop(file.drain(from..to)),
            _ => file.truncate(from + 100),
        }
    }
    file
}

#[test]
fn a_reader_that_was_taken_over_can_do_nothing() {
    let workspace = Workspace::new();
    let told = workspace.json_of(&["doctor"]);
    let checks = told["checks"].as_array().unwrap();
    let reader = checks.iter().find(|check| check["name"] == "reader");
    let reader = reader.unwrap();
    // What the kernel does not take away, the limits on numbers and sizes do.
    assert_eq!(reader["good"], true, "{reader}");
}

#[test]
fn bombs_for_everybodys_door_get_a_verdict() {
    let house = House::open();
    for (kind, file, expected) in [
        ("image/png", png_that_claims(60_000, 60_000), "unreadable"),
        ("image/png", png_that_claims(7_000, 7_000), "unreadable"),
        ("image/png", png(7_000, 7_000), "unreadable"),
        // A PDF like any other, which nobody signed.
        ("application/pdf", pdf_bomb(), "not_authentic"),
    ] {
        let verdict = house.verdict(kind, &file);
        assert_eq!(verdict, expected, "{kind}, {} bytes", file.len());
        house.is_well();
    }
}

#[test]
fn bombs_of_clients_get_a_problem_by_its_rule() {
    let house = House::open();
    let bombs = [
        (XLSX, xlsx_bomb(), "file-too-large"),
        (ODS, ods_bomb(), "too-many-columns"),
    ];
    for (kind, bomb, rule) in bombs {
        let answer = house
            .server
            .post_by(&house.key, "/api/v1/batches", kind, &bomb);
        assert_eq!(answer.status, 422, "{answer:?}");
        assert_eq!(answer.content_type, "application/problem+json");
        assert!(answer.text().contains(rule), "{}", answer.text());
        house.is_well();

        // A file of codes is received first, and read by a job that tells and does not try again.
        let mut form = b"--x\r\ncontent-disposition: form-data; name=\"file\"; \
            filename=\"codes\"\r\n\r\n"
            .to_vec();
        form.extend(&bomb);
        form.extend(b"\r\n--x--\r\n");
        let path = "/api/v1/verification-batches";
        let boundary = "multipart/form-data; boundary=x";
        let received = house.server.post_by(&house.key, path, boundary, &form);
        assert_eq!(received.status, 202, "{received:?}");
        let path = format!("{path}/{}", received.json()["id"].as_str().unwrap());
        let begun = Instant::now();
        let told = loop {
            let told = house.server.get_by(&house.key, &path).json();
            if told["state"] == "failed" {
                break told;
            }
            assert!(begun.elapsed() < Duration::from_mins(1), "{told}");
            std::thread::sleep(Duration::from_millis(100));
        };
        assert_eq!(told["fault"]["code"], rule, "{told}");
        house.is_well();
    }
}

#[test]
fn a_workbook_of_a_client_is_read_apart() {
    let house = House::open();
    assert_eq!(house.readers(), [0; 0]);
    for (kind, name) in [(XLSX, "session.xlsx"), (ODS, "session.ods")] {
        let file = std::fs::read(project("examples").join(name)).unwrap();
        let answer = house
            .server
            .post_by(&house.key, "/api/v1/batches", kind, &file);
        assert_eq!(answer.status, 201, "{answer:?}");
        assert_eq!(house.readers().len(), 1);
    }
}

#[test]
fn whatever_is_left_of_a_file_gets_a_verdict() {
    let house = House::open();
    let mut chance = Chance(0x5cea);
    let document = house.document();
    let picture = project("tests/fuzz/corpus/badge/credential.png");
    let picture = std::fs::read(picture).unwrap();
    for _ in 0..40 {
        for (kind, file) in [("application/pdf", &document), ("image/png", &picture)] {
            let file = mutated(file, &mut chance);
            let answer = house.server.post(API, kind, &file);
            // Cut before its first sign it is no longer of this kind, which is said too.
            assert!(matches!(answer.status, 200 | 415 | 422), "{answer:?}");
        }
    }
    house.is_well();
}

#[test]
fn a_reader_that_is_killed_is_replaced() {
    let house = House::open();
    house.is_well();
    // As many as show what happens to one process in a hundred.
    for _ in 0..30 {
        let before = house.readers();
        assert!(!before.is_empty());
        for number in &before {
            let killed = Command::new("kill")
                .args(["-9", &number.to_string()])
                .status();
            assert!(killed.unwrap().success());
        }
        // Whoever comes next is not told that the file is at fault.
        house.is_well();
        assert!(
            house
                .readers()
                .iter()
                .all(|number| !before.contains(number))
        );
    }
}
