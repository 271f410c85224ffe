//! The opened house: everything that conductors and doors need, opened once from the configuration.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::archive::{self, Archive};
use crate::clock::Clock;
use crate::config::{self, Config};
use crate::credential::proof::ProofError;
use crate::credential::{GlyphCoverage, IssuerProfile, badge};
use crate::document::{self, Template};
use crate::framework::{self, Framework};
use crate::i18n::Language;
use crate::keys::{self, DidDocument, Keyring, PublishedProfile, TrustedKeys};
use crate::reading::Reader;
use crate::revocation::Office;
use crate::status::PublicFile;
use crate::store::{self, Brake, Store};
use crate::timestamp::{self, Stamper};
use crate::verification::Verifier;

/// What is open while a command runs.
pub struct Service {
    /// The effective configuration.
    pub config: Config,
    /// The time.
    pub clock: Clock,
    /// The register.
    pub store: Store,
    /// Whether an operator stopped signing.
    pub brake: Arc<Brake>,
    /// The finished documents.
    pub archive: Archive,
    /// The issuer's keys.
    pub keyring: Keyring,
    /// Who attests the time.
    pub stamper: Arc<Stamper>,
    /// What can be certified, in the order of the folders.
    pub frameworks: Vec<Arc<Framework>>,
    /// How each framework's certificates look, by framework id.
    pub templates: BTreeMap<String, Arc<Template>>,
    /// What the fonts can draw.
    pub coverage: GlyphCoverage,
    /// Where what is presented is read.
    pub reader: Reader,
}

/// Why the house can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The configuration names things that don't fit together.
    #[error("{}", listed(.0))]
    Configuration(Vec<config::Problem>),
    /// A framework folder can't be read.
    #[error(transparent)]
    Folder(#[from] config::Error),
    /// A framework isn't whole.
    #[error(transparent)]
    Framework(#[from] framework::Error),
    /// A certificate template doesn't compile.
    #[error("the template of framework `{framework}` can't be used")]
    Template {
        /// Framework id.
        framework: String,
        /// Why.
        #[source]
        source: document::Error,
    },
    /// The configured framework doesn't exist.
    #[error("there is no framework `{0}`")]
    NoSuchFramework(String),
    /// The keys can't be used.
    #[error("the keys in {} can't be used", .folder.display())]
    Keys {
        /// Where.
        folder: PathBuf,
        /// Why.
        #[source]
        source: keys::Error,
    },
    /// Roots or revocation lists of time-stamp authorities can't be read.
    #[error("`timestamp` in the configuration can't be used")]
    Timestamp(#[from] timestamp::Error),
    /// The register can't be opened.
    #[error("the register can't be opened")]
    Store(#[from] store::Error),
    /// The archive can't be opened.
    #[error("the archive can't be opened")]
    Archive(#[from] archive::Error),
}

impl Service {
    /// Opens register, archive, keys and frameworks; refuses what is not fit for use.
    pub async fn open(config: Config, clock: Clock) -> Result<Self, Error> {
        let keyring = Keyring::load(&config.keys.folder);
        Self::assemble(config, clock, keyring).await
    }

    /// The same for work that signs nothing: private keys are not read and no token is opened.
    pub async fn open_without_signing(config: Config, clock: Clock) -> Result<Self, Error> {
        let keyring = Keyring::load_without_signing(&config.keys.folder);
        Self::assemble(config, clock, keyring).await
    }

    async fn assemble(
        config: Config,
        clock: Clock,
        keyring: Result<Keyring, keys::Error>,
    ) -> Result<Self, Error> {
        let keyring = keyring.map_err(|source| Error::Keys {
            folder: config.keys.folder.clone(),
            source,
        })?;
        let problems = config.check_keys(keyring.is_example());
        if !problems.is_empty() {
            return Err(Error::Configuration(problems));
        }
        let stamper = Arc::new(Stamper::open(&config.timestamp)?);
        let (frameworks, templates) = load_frameworks(&config)?;
        let store = Store::open(config.store.location()).await?;
        let archive = Archive::open(&config.archive)?;
        Ok(Self {
            clock,
            brake: Arc::new(Brake::new(store.clone())),
            store,
            archive,
            keyring,
            stamper,
            frameworks,
            templates,
            coverage: document::coverage(),
            reader: Reader::Here,
            config,
        })
    }

    /// The framework that results are read against unless a command names another.
    pub fn framework(&self) -> Result<&Arc<Framework>, Error> {
        self.framework_named(&self.config.framework.default)
    }

    /// The framework with this id.
    pub fn framework_named(&self, id: &str) -> Result<&Arc<Framework>, Error> {
        self.frameworks
            .iter()
            .find(|framework| framework.id == id)
            .ok_or_else(|| Error::NoSuchFramework(id.to_owned()))
    }

    /// The published keys, with the issuer's name.
    pub fn trusted(&self) -> TrustedKeys {
        TrustedKeys {
            issuer: Some(self.config.issuer.name.clone()),
            authorities: self.stamper.authorities().clone(),
            ..self.keyring.trusted()
        }
    }

    /// The published keys as a JSON Web Key Set.
    pub fn jwks(&self) -> serde_json::Value {
        self.trusted()
            .to_published_jwks(&self.config.service.public_url)
    }

    /// The issuer as a DID document.
    pub fn did_document(&self) -> DidDocument {
        keys::did_document(&self.trusted(), &self.config.service.public_url)
    }

    /// The issuer as an Open Badges profile.
    pub fn profile(&self) -> PublishedProfile {
        keys::issuer_profile(&self.issuer(), &self.config.service.public_url)
    }

    /// The same house with other keys: register, archive and the rest are shared.
    pub fn with_keys(&self, keyring: Keyring) -> Result<Self, Error> {
        let problems = self.config.check_keys(keyring.is_example());
        if !problems.is_empty() {
            return Err(Error::Configuration(problems));
        }
        Ok(Self {
            config: self.config.clone(),
            clock: self.clock,
            store: self.store.clone(),
            brake: Arc::clone(&self.brake),
            archive: self.archive.clone(),
            keyring,
            stamper: Arc::clone(&self.stamper),
            frameworks: self.frameworks.clone(),
            templates: self.templates.clone(),
            coverage: self.coverage.clone(),
            reader: self.reader.clone(),
        })
    }

    /// Loads the key folder again if it changed, and gives the house with the new keys.
    pub fn reloaded(&self) -> Result<Option<Self>, Error> {
        if self.keyring.is_current() {
            return Ok(None);
        }
        let folder = &self.config.keys.folder;
        let keyring = Keyring::load(folder).map_err(|source| Error::Keys {
            folder: folder.clone(),
            source,
        })?;
        self.with_keys(keyring).map(Some)
    }

    /// What answers whether something presented is authentic, by the register and our own keys.
    pub fn verifier(&self) -> Verifier {
        Verifier {
            store: Some(self.store.clone()),
            trusted: self.trusted(),
            frameworks: self.frameworks.clone(),
            issuer: self.config.issuer.name.clone(),
            image_pixels: self.config.limits.image_pixels,
            reader: self.reader.clone(),
        }
    }

    /// Who the issuer is and what it certifies, as files: all that is public but the lists.
    pub fn public_files(&self) -> Result<Vec<PublicFile>, ProofError> {
        let file = |path: &str, media_type, bytes| PublicFile {
            path: path.to_owned(),
            media_type,
            bytes,
        };
        let json = "application/json";
        let keys = written(&self.jwks())?;
        let did = written(&self.did_document())?;
        let profile = written(&self.profile())?;
        let chain = self.keyring.chain_pem().into_bytes();
        let chain_type = "application/pem-certificate-chain";
        let mut files = vec![
            file(".well-known/jwks.json", "application/jwk-set+json", keys),
            file(".well-known/did.json", json, did),
            file(".well-known/issuer.json", "application/ld+json", profile),
            file(".well-known/sceau-chain.pem", chain_type, chain),
        ];
        for (path, list) in self.keyring.crls() {
            let path = path.trim_start_matches('/');
            files.push(file(path, "application/pkix-crl", list.clone()));
        }
        let public_url = &self.config.service.public_url;
        for framework in &self.frameworks {
            for language in Language::ALL {
                let document = badge::achievement_document(public_url, framework, language)?;
                let (id, version) = (&framework.id, framework.version);
                let path = format!("achievements/{id}/{version}/{}", language.tag());
                let bytes = written(&document)?;
                files.push(file(&path, "application/ld+json", bytes));
            }
        }
        Ok(files)
    }

    /// What revocation needs of this house.
    pub fn office(&self) -> Office<'_> {
        Office {
            store: &self.store,
            key: self.keyring.issuer_key(),
            earlier_keys: self.keyring.earlier_keys(),
            public_url: &self.config.service.public_url,
            tells_holders: self.config.mail.tells_changes(),
            clock: self.clock,
        }
    }

    /// Who issues, as printed.
    pub fn issuer(&self) -> IssuerProfile {
        IssuerProfile {
            name: self.config.issuer.name.clone(),
            signatory: self.config.issuer.signatory.clone(),
            role: self.config.issuer.role.clone(),
        }
    }
}

fn written(document: &impl serde::Serialize) -> Result<Vec<u8>, ProofError> {
    serde_json::to_vec(document).map_err(ProofError::Encoding)
}

fn listed(problems: &[config::Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// Frameworks and templates.
pub type Loaded = (Vec<Arc<Framework>>, BTreeMap<String, Arc<Template>>);

/// Reads every framework folder, built in or configured, and compiles its template.
pub fn load_frameworks(config: &Config) -> Result<Loaded, Error> {
    let mut frameworks = Vec::new();
    let mut templates = BTreeMap::new();
    for folder in config.framework.folders()? {
        let framework = Arc::new(Framework::parse(&folder)?);
        let template =
            Template::new(&folder, Arc::clone(&framework)).map_err(|source| Error::Template {
                framework: framework.id.clone(),
                source,
            })?;
        templates.insert(framework.id.clone(), Arc::new(template));
        frameworks.push(framework);
    }
    Ok((frameworks, templates))
}
