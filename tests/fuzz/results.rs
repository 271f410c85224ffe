//! Fuzz target: an operator's file of results, in any of the formats.
#![no_main]
#![expect(
    clippy::expect_used,
    reason = "a fuzz target without its framework has to fail"
)]

mod panics;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sceau::framework::Framework;
use sceau::i18n::Language;
use sceau::results::{self, Input};

static FRAMEWORK: LazyLock<Framework> = LazyLock::new(|| {
    Framework::embedded("crcn")
        .expect("it ships with the program")
        .expect("it is whole")
});

fuzz_target!(init: panics::leave_calamines_to_the_reader(), |bytes: &[u8]| {
    let input = Input {
        file_name: "results",
        bytes,
        format: None,
    };
    let import = results::parse(&input, &FRAMEWORK);
    // Each row is a result or has a problem; each problem can be explained to a person.
    assert!(import.results.len() <= import.report.rows_read);
    for problem in &import.report.problems {
        for language in Language::ALL {
            let (message, remedy) = (problem.message(language), problem.remedy(language));
            assert!(
                !message.starts_with('[') && !remedy.starts_with('['),
                "{message} {remedy}"
            );
        }
    }
});
