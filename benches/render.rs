//! What one certificate costs to draw, by stage and as a whole, with everything else warm.
//!
//! `cargo bench --bench render`

#![expect(
    clippy::unwrap_used,
    reason = "a bench that can't be set up has to stop"
)]

use std::hint::black_box;
use std::sync::Arc;

use chrono::NaiveDate;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use ed25519_dalek::SigningKey;
use sceau::credential::{
    self, CertificateFacts, CertificateId, IssuerKey, IssuerProfile, KeyId, LintContext,
    SignedCredential, StatusReference, VerificationCode,
};
use sceau::document::{self, Template};
use sceau::framework::{Folder, Framework};
use sceau::i18n::Language;
use sceau::results::Identity;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const FIRST: [&str; 8] = [
    "Maëlle",
    "Jean-Baptiste",
    "Ifeoma",
    "Théo",
    "Anaïs",
    "Łukasz",
    "Sofía",
    "Zoé",
];
const LAST: [&str; 8] = [
    "Kervadec",
    "Brackenridge",
    "Dupont-Moreau",
    "Nguyễn",
    "García",
    "Østergård",
    "Petit",
    "Kaya",
];

/// Certificates that differ in everything that certificates differ in, the same in every run.
struct People {
    framework: Arc<Framework>,
    template: Template,
    coverage: credential::GlyphCoverage,
    key: IssuerKey,
    state: u64,
}

impl People {
    fn new() -> Self {
        let folder = Folder::embedded()
            .into_iter()
            .find(|folder| folder.name == "crcn")
            .unwrap();
        let framework = Arc::new(Framework::parse(&folder).unwrap());
        let key = SigningKey::from_bytes(&[42; 32]);
        Self {
            template: Template::new(&folder, framework.clone()).unwrap(),
            framework,
            coverage: document::coverage(),
            key: IssuerKey {
                id: KeyId("c1".into()),
                verifying_key: key.verifying_key(),
                signer: Arc::new(key),
            },
            state: 88_172_645_463_325_252,
        }
    }

    /// Marsaglia's xorshift: enough to vary names and levels.
    fn draw(&mut self, below: u32) -> u32 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        u32::try_from(self.state % u64::from(below)).unwrap()
    }

    fn word(&mut self, words: [&str; 8]) -> String {
        let (a, b) = (self.draw(8), self.draw(8));
        format!("{}-{}", words[a as usize], words[b as usize])
    }

    fn next(&mut self) -> SignedCredential {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let score = 64 + self.draw(832);
        let code = [0; 9].map(|_: u8| u8::try_from(self.draw(256)).unwrap());
        let facts = CertificateFacts {
            id: CertificateId("019e2b1c-7f00-7abc-8def-0123456789ab".parse().unwrap()),
            code: VerificationCode::from_random(code),
            framework: "crcn".into(),
            framework_version: self.framework.version,
            language: Language::French,
            holder: Identity {
                last_name: self.word(LAST),
                first_name: self.word(FIRST),
                birth_date: day(1960 + self.draw(50).cast_signed(), 1 + self.draw(12), 14),
                birth_place: "Quimper".into(),
                local_id: None,
                ine: None,
            },
            centre: "Lycée des Dunes, Douarnenez".into(),
            exam_date: day(2026, 5, 21),
            delivery_date: day(2026, 6, 9),
            issued_at: "2026-06-09T08:00:00Z".parse().unwrap(),
            score,
            degraded: false,
            levels: (0..16)
                .map(|_| u8::try_from(self.draw(8)).unwrap())
                .collect(),
            global_level: self.framework.global_level(score).map(|level| level.number),
            status: StatusReference {
                list: 1,
                index: self.draw(1 << 17),
            },
            issuer: IssuerProfile {
                name: "Institut des savoirs numériques".into(),
                signatory: "Hortense Lavigerie-Sow".into(),
                role: "Directrice de la certification".into(),
            },
            verify_url: "HTTPS://SCEAU.EXAMPLE/V".into(),
            specimen: false,
        };
        let against = LintContext {
            framework: &self.framework,
            coverage: &self.coverage,
            today: day(2026, 6, 9),
        };
        let linted = credential::lint(facts, &against).unwrap();
        credential::sign(linted, &self.framework, &self.key).unwrap()
    }
}

fn render(criterion: &mut Criterion) {
    let mut people = People::new();
    let template = people.template.clone();
    for _ in 0..50 {
        document::render(&people.next(), &template).unwrap();
    }
    let mut group = criterion.benchmark_group("certificate");
    group.bench_function("lint and seal", |bencher| {
        bencher.iter(|| black_box(people.next()));
    });
    group.bench_function("render", |bencher| {
        bencher.iter_batched(
            || people.next(),
            |credential| document::render(&credential, &template).unwrap(),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, render);
criterion_main!(benches);
