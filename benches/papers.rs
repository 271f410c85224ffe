//! A session of 30, 200 and 2,000 candidates: importing its list, comparing a corrected one, drawing
//! each paper. One run of each, with what a candidate takes and the memory of the process.
//!
//! `cargo bench --bench papers`
#![expect(
    clippy::unwrap_used,
    reason = "a bench that can't be set up has to stop"
)]

use std::fmt::Write as _;
use std::time::Instant;

use futures_util::TryStreamExt;
use sceau::archive::Archive;
use sceau::clock::Clock;
use sceau::config::Config;
use sceau::i18n::Language;
use sceau::service::Service;
use sceau::sessions::{
    self, CentreDraft, Import, Paper, Proposed, SessionDraft, read_rooms, read_time,
};
use sceau::store::{Centre, CentreKind, Session, Store};

// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const OPERATOR: &str = "bench";

const NAMES: [(&str, &str); 5] = [
    ("Kervadec-Oduya", "Maëlle"),
    ("Παπαδόπουλος", "Γεώργιος"),
    (
        "Montgolfier-Saint-Barthélemy de la Rochefoucauld-Beauharnais",
        "Marie-Charlotte Anne Élisabeth",
    ),
    ("Lefèvre", "Noé"),
    ("O’Sullivan", "Aoife"),
];

fn list(count: u32, class: &str) -> Vec<u8> {
    let mut text = String::from(
        "* Nom de naissance;* Prénom;* Date de naissance;* Sexe;Pays;Code Insee;Classe;Temps majoré ?\n",
    );
    for (number, (last, first)) in (0..count).zip(NAMES.iter().cycle()) {
        let (month, day) = (number % 12 + 1, number / 12 % 28 + 1);
        let extra = if number % 9 == 0 { "33%" } else { "" };
        let year = 1990 + number / 336;
        writeln!(
            text,
            "{last};{first};{day:02}/{month:02}/{year};F;France;29232;{class}{};{extra}",
            number % 5
        )
        .unwrap();
    }
    text.into_bytes()
}

fn import(session: &Session, bytes: Vec<u8>) -> Import {
    Import {
        session: Some(session.clone()),
        centre: session.centre.clone(),
        file_name: "list.csv".to_owned(),
        bytes,
        dry_run: false,
        operator: OPERATOR.to_owned(),
    }
}

fn tell(count: u32, what: &str, begun: Instant) {
    let took = begun.elapsed().as_secs_f64();
    let each = took * 1000.0 / f64::from(count);
    println!("{count:>5}  {what:<24} {took:>8.2} s  {each:>7.2} ms a candidate");
}

async fn run(service: &Service, centre: &Centre, count: u32) {
    let draft = SessionDraft {
        number: format!("B{count}"),
        centre: Some(centre.id),
        framework: None,
        site: String::new(),
        exam_date: "2027-05-21".parse().ok(),
        starts_at: read_time("9:30"),
        minutes: Some(105),
        rooms: read_rooms("101 = 40: Ana Beltrán\n102 = 40: Li Wu\nAmphi").unwrap(),
        notes: String::new(),
    };
    let session = sessions::add_session(service, draft, OPERATOR)
        .await
        .unwrap();
    let begun = Instant::now();
    let first = import(&session, list(count, "T"));
    sessions::import(service, first).await.unwrap();
    tell(count, "import", begun);
    let session = service
        .store
        .find_session(session.id)
        .await
        .unwrap()
        .unwrap();

    let begun = Instant::now();
    let corrected = import(&session, list(count, "U"));
    let proposed = sessions::propose(service, corrected).await.unwrap();
    let Proposed::Waits(waiting) = proposed else {
        unreachable!("the session has candidates")
    };
    let difference = sessions::compare(service, &session, waiting).await.unwrap();
    assert_eq!(u32::try_from(difference.changed.len()), Ok(count));
    tell(count, "corrected list compared", begun);

    for paper in Paper::ALL {
        let begun = Instant::now();
        let pdf = sessions::paper(service, &session, paper, Language::French).await;
        let kilobytes = pdf.unwrap().len() / 1024;
        tell(count, &format!("{} ({kilobytes} KB)", paper.name()), begun);
    }
    let begun = Instant::now();
    let zip = sessions::convocations_zip(service, &session, Language::French);
    let bytes: usize = Box::pin(zip.await.unwrap())
        .try_fold(0, async |sum, part: Vec<u8>| Ok(sum + part.len()))
        .await
        .unwrap();
    tell(count, &format!("ZIP ({} KB)", bytes / 1024), begun);
    println!(
        "       peak of the process so far: {} MB",
        peak_megabytes().unwrap_or(0)
    );
}

/// Highest resident memory of this process, in megabytes (Linux).
fn peak_megabytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes >> 10)
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::default();
        config.store.path = folder.path().join("register.db");
        config.archive.folder = folder.path().join("archive");
        config.keys.folder = concat!(env!("CARGO_MANIFEST_DIR"), "/keys.example").into();
        Store::migrate(config.store.location()).await.unwrap();
        Archive::create(&config.archive).await.unwrap();
        let service = Service::open(config, Clock::System).await.unwrap();
        let centre = CentreDraft {
            name: "Lycée des Dunes".to_owned(),
            kind: CentreKind::School,
            address: "12 rue du Phare".to_owned(),
        };
        let centre = sessions::add_centre(&service, centre, OPERATOR)
            .await
            .unwrap();
        for count in [30, 200, 2_000] {
            run(&service, &centre, count).await;
        }
    });
}
