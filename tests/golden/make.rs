//! Makes a corpus. `v1/` was made so, once; see its README before doing it again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::{DateTime, Utc};
use sceau::clock::Clock;
use sceau::config::Config;
use sceau::credential::{KeyRefusal, RevocationReason};
use sceau::document;
use sceau::i18n::Language;
use sceau::issuance::{self, CredentialForm, Issued, Renderer};
use sceau::keys::{self, Authority, Compromise, Keyring, NewKeyring, Purpose, Rotation};
use sceau::revocation;
use sceau::service::Service;
use sceau::status::{Form, StatusPurpose};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Credential, Crl, List, Manifest, Presented, TOKEN};
use crate::support::{GOOD, Workspace, order};

const PUBLIC_URL: &str = "https://certificats.example.org";
const OPERATOR: &str = "golden";

/// A certification body over five weeks of 2026.
struct Body {
    workspace: Workspace,
    service: Service,
    to: PathBuf,
    manifest: Manifest,
}

fn day(text: &str) -> DateTime<Utc> {
    format!("2026-{text}:00Z").parse().unwrap()
}

#[tokio::test]
#[ignore = "makes new files with new keys: the corpus in the repository is never made again"]
async fn make_a_corpus() {
    let to = PathBuf::from(std::env::var_os("SCEAU_GOLDEN_TO").expect("an empty folder"));
    fs::create_dir_all(&to).unwrap();
    let mut body = Body::found(&to).await;

    body.at("06-10T10:00");
    let first = body.issue(1, GOOD, Language::French).await;
    body.at("06-20T08:00");
    body.rotate(Purpose::Credential);
    body.rotate(Purpose::Document);
    body.at("06-25T10:00");
    let low = another(102, "Ó Súilleabháin;Siân").replace(";487;", ";51;");
    body.issue(2, &low, Language::English).await;
    body.at("06-30T10:00");
    for key in ["c-2026-1", "d-2026-1"] {
        let folder = &body.service.config.keys.folder;
        keys::retire(folder, key, day("06-20T08:00"), day("06-30T10:00")).unwrap();
    }
    // Two days after the key was copied, one day before it was found out.
    body.at("07-02T10:00");
    body.issue(3, &another(103, "Nguyễn Thị;Hồng"), Language::French)
        .await;
    body.at("07-03T18:00");
    body.compromise("c-2026-2");
    body.compromise("d-2026-2");
    body.at("07-05T10:00");
    let last = body
        .issue(4, &another(104, "Παπαδοπούλου;Ελένη"), Language::French)
        .await;

    revocation::revoke(
        &body.service.office(),
        first.certificate.id,
        RevocationReason::IssuedInError,
        OPERATOR,
    )
    .await
    .unwrap();
    body.publish(&first, &last).await;
    body.finish();
}

fn another(number: u32, name: &str) -> String {
    GOOD.replace(";101;Kervadec-Oduya;Maëlle;", &format!(";{number};{name};"))
}

impl Body {
    async fn found(to: &Path) -> Self {
        let workspace = Workspace::new();
        let path = workspace.path("sceau.toml");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("http://127.0.0.1:8080", PUBLIC_URL)).unwrap();
        let config = Config::load(Some(&path)).unwrap();
        fs::remove_dir_all(&config.keys.folder).unwrap();
        let new = NewKeyring {
            issuer: config.issuer.name.clone(),
            public_url: PUBLIC_URL.to_owned(),
            now: day("06-01T08:00"),
            specimen: false,
        };
        keys::create(&config.keys.folder, &new).unwrap();
        let service = Service::open(config, Clock::Fixed(day("06-01T08:00")));
        Self {
            workspace,
            service: service.await.unwrap(),
            to: to.to_owned(),
            manifest: Manifest {
                public_url: PUBLIC_URL.to_owned(),
                clocks: vec![day("07-06T08:00"), "2099-01-01T00:00:00Z".parse().unwrap()],
                ..Manifest::default()
            },
        }
    }

    fn at(&mut self, time: &str) {
        self.service.clock = Clock::Fixed(day(time));
        self.reload();
    }

    fn reload(&mut self) {
        let keyring = Keyring::load(&self.service.config.keys.folder).unwrap();
        self.service = self.service.with_keys(keyring).unwrap();
    }

    fn rotation(&self, purpose: Purpose) -> Rotation {
        Rotation {
            purpose,
            id: None,
            now: self.service.clock.now(),
            counts_from: self.service.clock.now(),
            place: sceau::keys::Place::AsBefore,
            authority: Authority::Same(None),
            public_url: PUBLIC_URL.to_owned(),
        }
    }

    fn rotate(&mut self, purpose: Purpose) {
        let folder = &self.service.config.keys.folder;
        keys::rotate(folder, &self.rotation(purpose)).unwrap();
        self.reload();
    }

    fn compromise(&mut self, key: &str) {
        let compromise = Compromise {
            id: key.to_owned(),
            since: day("07-01T00:00"),
            reason: "a copy was found".to_owned(),
            rotation: self.rotation(Purpose::Credential),
        };
        keys::compromise(&self.service.config.keys.folder, &compromise).unwrap();
        self.reload();
    }

    /// Issues a certificate and puts it into the corpus in every form.
    async fn issue(&mut self, number: u32, row: &str, language: Language) -> Issued {
        let order = order(&self.service, row, language);
        let issued = issuance::issue(&self.service, &Renderer::Here, order)
            .await
            .unwrap();
        self.put(number, row, &issued);
        self.put_credentials(number, row, &issued).await;
        issued
    }

    fn put(&mut self, number: u32, row: &str, issued: &Issued) {
        let trusted = self.service.trusted();
        let examined =
            document::examine(&issued.document, &trusted.documents, &trusted.authorities).unwrap();
        let seal = examined.attachments["seal.cose"].clone();
        let text = sceau::credential::SealedBytes(seal.clone());
        let text = text.to_qr_text(&self.service.config.verify_url());
        let picture = self.picture(&issued.document);
        for (ending, bytes) in [
            ("pdf", &issued.document),
            ("qr.txt", &format!("{text}\n").into_bytes()),
            ("qr.png", &picture),
        ] {
            let file = format!("{number}.{ending}");
            self.write(&file, bytes);
            self.manifest.presented.push(expected(file, number, row));
        }
        self.write(&format!("{number}.seal.cose"), &seal);
    }

    /// What the holder takes away on the day.
    async fn put_credentials(&mut self, number: u32, row: &str, issued: &Issued) {
        for form in CredentialForm::ALL {
            let drawn = matches!(form, CredentialForm::Png | CredentialForm::Svg);
            // A believed and a refused one are enough: they are large.
            if drawn && number.is_multiple_of(2) {
                continue;
            }
            let bytes = issuance::export(&self.service, &issued.certificate, form);
            let bytes = bytes.await.unwrap();
            let what = if drawn { "badge" } else { "credential" };
            let file = format!("{number}.{what}.{}", form.extension());
            self.write(&file, &bytes);
            let mut presented = expected(file.clone(), number, row);
            // The holder is hashed.
            for hidden in ["last_name", "first_name", "birth_date"] {
                presented.certificate.remove(hidden);
            }
            self.manifest.presented.push(presented);
            let refused = KeyRefusal::Compromised(day("07-01T00:00"));
            self.manifest.credential.push(Credential {
                file,
                number,
                refused: (number == 3).then(|| refused.to_string()),
            });
        }
    }

    /// A print of the corner with the QR code, as a scanner sees it.
    fn picture(&self, document: &[u8]) -> Vec<u8> {
        let (pdf, page) = (self.workspace.path("page.pdf"), self.workspace.path("page"));
        fs::write(&pdf, document).unwrap();
        let drawn = Command::new("pdftoppm")
            .args([
                "-r",
                "150",
                "-f",
                "1",
                "-l",
                "1",
                "-gray",
                "-png",
                "-singlefile",
            ])
            .args(["-x", "90", "-y", "1430", "-W", "260", "-H", "260"])
            .args([&pdf, &page])
            .status();
        assert!(drawn.unwrap().success());
        fs::read(page.with_extension("png")).unwrap()
    }

    /// Keys, lists and the issuer, as the service publishes them at the end.
    async fn publish(&mut self, revoked: &Issued, in_force: &Issued) {
        let service = &self.service;
        revocation::publish_all(&service.office()).await.unwrap();
        let json = |value: &Value| serde_json::to_vec_pretty(value).unwrap();
        let mut files = vec![
            ("jwks.json".to_owned(), json(&service.jwks())),
            (
                "did.json".to_owned(),
                json(&serde_json::to_value(service.did_document()).unwrap()),
            ),
            (
                "issuer.json".to_owned(),
                json(&serde_json::to_value(service.profile()).unwrap()),
            ),
            (
                "chain.pem".to_owned(),
                service.keyring.chain_pem().into_bytes(),
            ),
            ("sceau.crl".to_owned(), service.keyring.crl().to_vec()),
        ];
        for number in service.store.status_lists().await.unwrap() {
            let list = service.store.published_status_list(number);
            let list = list.await.unwrap().unwrap();
            for (form, document) in list.forms {
                // Both token forms tell of both purposes; only revocations are looked at here.
                let purpose = match form {
                    Form::Document(purpose) | Form::Jwt(purpose) => purpose.name(),
                    Form::TokenJwt | Form::TokenCwt => TOKEN,
                };
                let file = format!("status-{}-{number}", form.name());
                let places = |out_of_force: bool| {
                    let told = [
                        (revoked, purpose != StatusPurpose::Suspension.name()),
                        (in_force, false),
                    ];
                    let told = told.into_iter().filter(|(_, set)| *set == out_of_force);
                    let statuses = told.map(|(issued, _)| issued.certificate.status);
                    let here = statuses.filter(|status| status.list == number);
                    here.map(|status| status.index).collect()
                };
                self.manifest.list.push(List {
                    file: file.clone(),
                    purpose: purpose.to_owned(),
                    number,
                    at: list.publication.valid_from,
                    set: places(true),
                    clear: places(false),
                });
                files.push((file, document));
            }
        }
        self.manifest.crl.push(Crl {
            file: "sceau.crl".to_owned(),
            revoked: vec!["d-2026-2".to_owned()],
            in_force: vec!["d-2026-1".to_owned(), "d-2026-3".to_owned()],
        });
        for (file, bytes) in files {
            self.write(&file, &bytes);
        }
    }

    fn write(&mut self, file: &str, bytes: &[u8]) {
        fs::write(self.to.join(file), bytes).unwrap();
        let digest = hex::encode(Sha256::digest(bytes));
        self.manifest.sha256.insert(file.to_owned(), digest);
    }

    fn finish(&self) {
        let text = toml::to_string(&self.manifest).unwrap();
        fs::write(self.to.join("manifest.toml"), text).unwrap();
    }
}

/// What is to be answered, from what was asked for.
fn expected(file: String, number: u32, row: &str) -> Presented {
    if number == 3 {
        return Presented {
            file,
            verdict: "not_authentic".to_owned(),
            reason: Some("key-compromised".to_owned()),
            certificate: BTreeMap::new(),
        };
    }
    let cells: Vec<&str> = row.split(';').collect();
    let certificate = [
        ("last_name", Value::from(cells[2])),
        ("first_name", cells[3].into()),
        ("birth_date", cells[4].into()),
        ("exam_date", cells[7].into()),
        ("score", cells[8].parse::<u64>().unwrap().into()),
        ("degraded", false.into()),
        ("specimen", false.into()),
    ];
    Presented {
        file,
        verdict: "authentic_status_unknown".to_owned(),
        reason: None,
        certificate: certificate
            .map(|(name, value)| (name.to_owned(), value))
            .into(),
    }
}
