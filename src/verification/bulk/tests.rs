//! Bulk verification against registers with a few certificates in them, in each database.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use futures_util::{StreamExt, stream};
use proptest::prelude::*;

use super::*;
use crate::credential::{
    self, CertificateFacts, CertificateId, GlyphCoverage, IssuerKey, IssuerProfile, KeyId,
    LintContext, RevocationReason, StatusReference, TrustedKey, VerificationCode,
};
use crate::framework::Framework;
use crate::i18n::Language;
use crate::keys::TrustedKeys;
use crate::results::Identity;
use crate::store::fixtures::{OPERATOR, at, done, on_each, replace_seal, tamper};
use crate::store::{Digest, IssuedParts, NewCertificate, Store};
use crate::verification::{Error, Verifier};

fn framework() -> Framework {
    Framework::embedded("crcn").unwrap().unwrap()
}

fn key() -> IssuerKey {
    let key = SigningKey::from_bytes(&[42; 32]);
    IssuerKey {
        id: KeyId("c1".into()),
        verifying_key: key.verifying_key(),
        signer: Arc::new(key),
    }
}

fn code(number: u8) -> VerificationCode {
    VerificationCode::from_random([number; 9])
}

fn facts(number: u8, status: StatusReference) -> CertificateFacts {
    CertificateFacts {
        id: CertificateId(uuid::Uuid::from_bytes([number; 16])),
        code: code(number),
        framework: "crcn".into(),
        framework_version: framework().version,
        language: Language::French,
        holder: Identity {
            last_name: "Kervadec-Oduya".into(),
            first_name: "Maëlle".into(),
            birth_date: "1998-03-14".parse().unwrap(),
            birth_place: "Quimper".into(),
            local_id: None,
            ine: None,
        },
        centre: "Lycée des Dunes".into(),
        exam_date: "2026-05-21".parse().unwrap(),
        delivery_date: "2026-06-09".parse().unwrap(),
        issued_at: at(0),
        score: 487,
        degraded: false,
        levels: vec![3; 16],
        global_level: Some(4),
        status,
        issuer: IssuerProfile {
            name: "Institut".into(),
            signatory: "Hortense Lavigerie-Sow".into(),
            role: "Directrice".into(),
        },
        verify_url: "HTTPS://SCEAU.EXAMPLE/V".into(),
        specimen: false,
    }
}

async fn issue(store: &Store, number: u8) -> CertificateId {
    issue_instead_of(store, number, None).await
}

async fn issue_instead_of(
    store: &Store,
    number: u8,
    supersedes: Option<CertificateId>,
) -> CertificateId {
    let status = store.next_status_reference(at(0)).await.unwrap();
    let facts = facts(number, status);
    let id = facts.id;
    let coverage: GlyphCoverage = (' '..='ſ').collect();
    let (framework, key) = (framework(), key());
    let context = LintContext {
        framework: &framework,
        coverage: &coverage,
        today: "2026-06-09".parse().unwrap(),
    };
    let linted = credential::lint(facts.clone(), &context).unwrap();
    let seal = credential::sign_seal(&linted, &key).unwrap();
    let new = NewCertificate {
        id,
        code: facts.code.clone(),
        result_key: format!("session 1/{number}"),
        result_digest: Digest([number; 32]),
        person: Digest([number; 32]),
        exam_date: facts.exam_date,
        facts: serde_json::to_vec(&facts).unwrap(),
        claims: vec![number],
        status,
        prepared_at: at(0),
        supersedes,
        search: None,
    };
    store.prepare(&new, OPERATOR).await.unwrap();
    let parts = IssuedParts {
        seal: seal.0,
        credential_key: key.id,
        document_key: KeyId("d1".into()),
        document: Digest([number; 32]),
    };
    store
        .mark_issued(id, &parts, OPERATOR, at(1))
        .await
        .unwrap();
    id
}

fn bulk(store: &Store) -> Bulk {
    let trusted = TrustedKey {
        id: key().id,
        key: key().verifying_key,
        not_before: "2026-01-01T00:00:00Z".parse().unwrap(),
        retired_at: None,
        compromised_at: None,
        specimen: false,
    };
    let verifier = Verifier {
        store: Some(store.clone()),
        trusted: TrustedKeys {
            seals: vec![trusted],
            ..TrustedKeys::default()
        },
        frameworks: vec![Arc::new(framework())],
        issuer: String::new(),
        image_pixels: 100,
        reader: crate::reading::Reader::Here,
    };
    Bulk::new(&verifier).unwrap()
}

fn row(code: &str, last: &str, first: &str, birth: &str, requirement: &str) -> Row {
    Row {
        code: code.into(),
        last_name: last.into(),
        first_name: first.into(),
        birth_date: birth.into(),
        requirement: requirement.into(),
        fault: None,
    }
}

fn bare(number: u8) -> Row {
    row(&code(number).grouped(), "", "", "", "")
}

async fn answers(bulk: &Bulk, rows: Vec<Row>) -> Vec<Answer> {
    // Several chunks, so that their order is proved too.
    let chunks: Vec<Result<Vec<((), Row)>, Error>> = rows
        .chunks(3)
        .map(|rows| Ok(rows.iter().cloned().map(|row| ((), row)).collect()))
        .collect();
    let answered: Vec<_> = bulk.clone().answers(stream::iter(chunks)).collect().await;
    let rows = answered.into_iter().flat_map(Result::unwrap);
    rows.map(|((), answer)| answer).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_outcome_is_told_apart() {
    on_each(async |store: Store| {
        for number in 1..=4 {
            issue(&store, number).await;
        }
        let id = |number: u8| CertificateId(uuid::Uuid::from_bytes([number; 16]));
        let (fraud, inquiry) = (RevocationReason::Fraud, RevocationReason::UnderInquiry);
        done(store.revoke(id(2), fraud, OPERATOR, at(2)).await.unwrap());
        done(
            store
                .suspend(id(3), inquiry, OPERATOR, at(2))
                .await
                .unwrap(),
        );
        let correction = issue_instead_of(&store, 6, Some(id(4))).await;
        done(
            store
                .supersede(id(4), correction, OPERATOR, at(3))
                .await
                .unwrap(),
        );
        let one = code(1).grouped();
        let two = format!("{one} / {}", code(2).grouped());
        let known = |last, first, birth| row(&one, last, first, birth, "");
        let (last, first, birth) = ("KERVADEC ODUYA", "maelle", "14/03/1998");
        let cases = [
            (bare(1), "authentic", ""),
            (known(last, first, birth), "authentic", "same"),
            (
                known(last, first, "1998-03-15"),
                "birth_date_differs",
                "same",
            ),
            (known(first, last, birth), "name_differs", "near_swapped"),
            (known("Kervadec", first, ""), "name_differs", "near_part"),
            (
                known("Le Goff", first, birth),
                "name_differs",
                "near_other_last_name",
            ),
            (known("Le Goff", "Yann", birth), "name_differs", "differs"),
            (bare(2), "revoked", ""),
            (bare(3), "suspended", ""),
            (bare(4), "superseded", ""),
            (bare(5), "not_found", ""),
            (row(&two, "", "", "", ""), "ambiguous", ""),
            (
                row(&format!("{one} {one}"), "", "", "", ""),
                "authentic",
                "",
            ),
            (row("", last, first, birth, ""), "invalid_input", ""),
            (row("7K2M", "", "", "", ""), "invalid_input", ""),
            (known(last, first, "14/03/98"), "invalid_input", ""),
            (row(&one, "", "", "", "score > 3"), "invalid_input", ""),
        ];
        let rows: Vec<Row> = cases.iter().map(|(row, ..)| row.clone()).collect();
        let answers = answers(&bulk(&store), rows).await;
        for (place, ((_, outcome, name), answer)) in cases.iter().zip(&answers).enumerate() {
            assert_eq!(answer.outcome.name(), *outcome, "{place}: {answer:?}");
            assert_eq!(answer.name.map_or("", NameMatch::name), *name, "{place}");
            for language in Language::ALL {
                let sentence = answer.sentence(language);
                assert!(!sentence.contains(['[', '{']), "{place}: {sentence}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requirements_are_answered_without_the_value_and_only_of_whom_is_meant() {
    on_each(async |store: Store| {
        issue(&store, 1).await;
        issue(&store, 2).await;
        let revoked = CertificateId(uuid::Uuid::from_bytes([2; 16]));
        let reason = RevocationReason::Fraud;
        done(
            store
                .revoke(revoked, reason, OPERATOR, at(2))
                .await
                .unwrap(),
        );
        let one = code(1).grouped();
        let asked = |requirement| row(&one, "", "", "", requirement);
        let near = row(&one, "Maëlle", "Kervadec-Oduya", "", "score ≥ 487");
        let near_but_born_on_another_day = Row {
            birth_date: "2001-01-01".into(),
            ..near.clone()
        };
        let other = row(&one, "Le Goff", "Yann", "", "score ≥ 487");
        let rows = vec![
            asked("score ≥ 487"),
            asked("score ≥ 488"),
            asked("niveau ≥ Indépendant 1"),
            asked("level ≥ Advanced 1"),
            asked("compétence 2.2 ≥ 3"),
            asked("competence 2.2 >= 4"),
            asked(""),
            bare(2),
            near,
            near_but_born_on_another_day,
            other,
        ];
        let bulk = bulk(&store).requiring("score >= 500").unwrap();
        let answers = answers(&bulk, rows).await;
        let met: Vec<&str> = answers
            .iter()
            .map(|answer| answer.requirement.map_or("", Met::name))
            .collect();
        assert_eq!(
            met,
            [
                "yes", "no", "yes", "no", "yes", "no", "no", "", "yes", "", ""
            ]
        );
        for answer in &answers {
            let told = serde_json::to_string(answer).unwrap();
            assert!(
                !told.contains("487") && !told.contains("Kervadec"),
                "{told}"
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_changed_in_the_database_is_not_authentic_and_no_other() {
    on_each(async |store: Store| {
        for number in 1..=9 {
            issue(&store, number).await;
        }
        // Another certificate's seal, whole and signed, in the row of certificate 5.
        let swap = "UPDATE certificates SET seal = (SELECT seal FROM certificates \
                    WHERE result_key = 'session 1/6') WHERE result_key = 'session 1/5'";
        assert_eq!(tamper(&store, swap).await.unwrap(), 1);
        let rows = || (1..=9).map(bare).collect();
        let outcomes = |answers: Vec<Answer>| -> Vec<usize> {
            let bad = |(place, answer): (usize, &Answer)| {
                (answer.outcome == Outcome::NotAuthentic).then_some(place)
            };
            answers.iter().enumerate().filter_map(bad).collect()
        };
        assert_eq!(outcomes(answers(&bulk(&store), rows()).await), [4]);
        // A seal whose last byte, in the signature, is another.
        let seal = store
            .find_by_code(&code(8))
            .await
            .unwrap()
            .unwrap()
            .seal
            .unwrap();
        let mut broken = seal.clone();
        *broken.last_mut().unwrap() ^= 1;
        replace_seal(&store, &code(8), &broken).await;
        let answered = answers(&bulk(&store), rows()).await;
        let reason = answered[7].reason.as_ref().map(|reason| reason.id);
        assert_eq!(reason, Some("seal-bad-signature"));
        assert_eq!(outcomes(answered), [4, 7]);
    })
    .await;
}

async fn verified(
    store: &Store,
    file: Vec<u8>,
    question: &FileQuestion,
) -> (VerifiedFile, Vec<u8>) {
    let file = Cursor::new(file);
    let mut verified = verify_file(bulk(store), file, question).await.unwrap();
    let mut bytes = Vec::new();
    while let Some(part) = verified.next_part().await.unwrap() {
        bytes.extend(part);
    }
    (verified, bytes)
}

fn in_english() -> FileQuestion {
    FileQuestion {
        language: Language::English,
        ..FileQuestion::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_french_file_of_an_older_spreadsheet_comes_back_with_its_outcomes() {
    on_each(async |store: Store| {
        issue(&store, 1).await;
        let codes = [code(1).grouped(), code(2).grouped()];
        let text = format!(
            "Dossier;Prénom;Nom;Code de vérification;Né(e) le;Avis\r\n\
             007;Maëlle;Kervadec-Oduya;{};14/03/1998;\"très; bon\"\r\n\
             \r\n\
             -12,5;Zoé;Le Goff;{};01/02/2001;=HYPERLINK(1)\r\n",
            codes[0], codes[1],
        );
        let (file, encoding, malformed) = encoding_rs::WINDOWS_1252.encode(&text);
        assert!(!malformed && encoding.name() == "windows-1252");
        let (done, bytes) = verified(&store, file.into_owned(), &FileQuestion::default()).await;
        assert_eq!(done.understood.encoding.as_deref(), Some("windows-1252"));
        assert_eq!(done.understood.delimiter, Some(';'));
        assert_eq!((done.summary.rows, done.summary.all_good()), (2, false));
        let text = String::from_utf8(bytes).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[0],
            format!(
                "\u{feff}Dossier;Prénom;Nom;Code de vérification;Né(e) le;Avis;{}",
                APPENDED.join(";")
            )
        );
        let first = format!(
            "007;Maëlle;Kervadec-Oduya;{};14/03/1998;\"très; bon\";authentic;",
            codes[0]
        );
        assert!(lines[1].starts_with(&first), "{}", lines[1]);
        assert!(lines[1].ends_with(";same;same;;01010101-0101-0101-0101-010101010101;2026-05-21"));
        let second = format!(
            "-12,5;Zoé;Le Goff;{};01/02/2001;'=HYPERLINK(1);not_found;Le registre",
            codes[1]
        );
        assert!(lines[2].starts_with(&second), "{}", lines[2]);
        assert_eq!(lines.len(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn spreadsheets_come_back_as_spreadsheets() {
    on_each(async |store: Store| {
        issue(&store, 1).await;
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        for (column, header) in (0..).zip(["Code", "Note", "Nom"]) {
            sheet.write_string(0, column, header).unwrap();
        }
        sheet.write_string(1, 0, code(1).grouped()).unwrap();
        sheet.write_string(1, 1, "=1+1").unwrap();
        sheet.write_string(1, 2, "Kervadec Oduya").unwrap();
        let xlsx = workbook.save_to_buffer().unwrap();
        let ods = ods(&[
            ["Code", "Note", "Nom"],
            [&code(1).grouped(), "=1+1", "Kervadec Oduya"],
        ]);
        for (file, form) in [(xlsx, OutputFormat::Xlsx), (ods, OutputFormat::Ods)] {
            let (done, bytes) = verified(&store, file.clone(), &in_english()).await;
            assert!(done.summary.all_good(), "{:?}", done.summary);
            assert_eq!(done.understood.output, form);
            let mut read = crate::results::TableReader::open(Cursor::new(bytes)).unwrap();
            assert_eq!(read.headers[..4], ["Code", "Note", "Nom", "sceau_outcome"]);
            let row = read.next_row().unwrap().unwrap();
            // Text stays text in a workbook, whatever it begins with.
            assert_eq!(row[1..4], ["=1+1", "Kervadec Oduya", "authentic"]);
            let csv = FileQuestion {
                output: Some(OutputFormat::Csv),
                ..in_english()
            };
            let (_, bytes) = verified(&store, file, &csv).await;
            assert!(
                String::from_utf8(bytes)
                    .unwrap()
                    .contains(";'=1+1;Kervadec Oduya;authentic;")
            );
        }
    })
    .await;
}

/// The smallest ODS workbook with these rows.
fn ods(rows: &[[&str; 3]]) -> Vec<u8> {
    let cell = |text: &&str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |cells: &[&str; 3]| {
        let cells: String = cells.iter().map(cell).collect();
        format!("<table:table-row>{cells}</table:table-row>")
    };
    let rows: String = rows.iter().map(row).collect();
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body>\
         <office:spreadsheet><table:table table:name=\"S\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        ("content.xml", &content),
    ] {
        writer.start_file(name, stored).unwrap();
        std::io::Write::write_all(&mut writer, content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_can_not_be_answered_is_refused_before_its_first_row() {
    let (_folder, store) = crate::store::fixtures::store().await;
    let refused = async |bytes: &'static [u8], question: &FileQuestion| {
        let file = Cursor::new(bytes);
        let Err(error) = verify_file(bulk(&store), file, question).await else {
            panic!("answered");
        };
        for language in Language::ALL {
            for sentence in [error.message(language), error.remedy(language)] {
                assert!(!sentence.starts_with('['), "{sentence}");
            }
        }
        error
    };
    let error = refused(b"Nom;Dossier\nX;1", &in_english()).await;
    assert!(
        error
            .message(Language::English)
            .contains("`Nom`, `Dossier`")
    );
    let told = FileQuestion {
        columns: BTreeMap::from([(Field::Code, "Kode".into())]),
        ..in_english()
    };
    let error = refused(b"Code;Dossier\nX;1", &told).await;
    assert!(matches!(
        error,
        FileError::Columns(ColumnsError::NoSuchColumn { .. })
    ));
    let requiring = FileQuestion {
        requirement: Some("score = 3".into()),
        ..in_english()
    };
    let error = refused(b"Code\nX", &requiring).await;
    assert!(matches!(error, FileError::Requirement(_)));
    let error = refused(b"PK\x03\x04 no workbook", &in_english()).await;
    assert!(matches!(error, FileError::Unreadable(_)));
}

#[test]
fn rows_in_another_order_get_the_same_answers_in_that_order() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (_folder, store) = runtime.block_on(crate::store::fixtures::store());
    runtime.block_on(async {
        for number in 1..=4 {
            issue(&store, number).await;
        }
    });
    let bulk = bulk(&store);
    let rows: Vec<Row> = (1..=8)
        .map(|number| Row {
            last_name: if number % 2 == 0 { "Le Goff" } else { "" }.into(),
            ..bare(number)
        })
        .collect();
    let straight = runtime.block_on(answers(&bulk, rows.clone()));
    let order = Just((0..rows.len()).collect::<Vec<_>>()).prop_shuffle();
    proptest!(ProptestConfig::with_cases(24), |(order in order)| {
        let shuffled = order.iter().map(|place| rows[*place].clone()).collect();
        let answered = runtime.block_on(answers(&bulk, shuffled));
        let expected: Vec<Answer> = order.iter().map(|place| straight[*place].clone()).collect();
        prop_assert_eq!(answered, expected);
    });
}

#[test]
fn a_csv_file_comes_back_with_every_cell_it_had() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (_folder, store) = runtime.block_on(crate::store::fixtures::store());
    // No control characters but line breaks inside quotes; a first cell that makes no row blank.
    let cells = prop::collection::vec("[ -~é€\n]{0,12}", 2);
    let rows = prop::collection::vec(cells, 1..6);
    proptest!(ProptestConfig::with_cases(24), |(rows in rows)| {
        let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        writer.write_record(["Code", "one", "two"]).unwrap();
        for row in &rows {
            writer.write_record(["x", &row[0], &row[1]]).unwrap();
        }
        let file = writer.into_inner().unwrap();
        let (_, bytes) = runtime.block_on(verified(&store, file, &in_english()));
        let mut read = crate::results::TableReader::open(Cursor::new(bytes)).unwrap();
        for row in &rows {
            let back = read.next_row().unwrap().unwrap();
            for (given, back) in row.iter().zip(&back[1..]) {
                // What looked like a formula carries an apostrophe, and nothing else changed.
                prop_assert!(back == given || *back == format!("'{given}"), "{given:?} {back:?}");
            }
            prop_assert_eq!(&back[3], "invalid_input");
        }
        prop_assert!(read.next_row().unwrap().is_none());
    });
}
