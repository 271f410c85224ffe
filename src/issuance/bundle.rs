//! What a batch issued, as one file that grows while it is sent: the documents in a ZIP archive, or
//! the list. Memory stays bounded: a page of rows and one document at a time.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::{Stream, stream};
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::issued_list::document_name;
use super::{Error, IssuedList, IssuedRow};
use crate::credential::{CertificateFacts, CertificateId};
use crate::service::{self, Service};
use crate::store::{self, Batch, Certificate};

/// Rows that are read at once.
const PAGE: u32 = 100;

/// Why a bundle breaks off.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// A document can't be had.
    #[error("a document")]
    Document(#[source] Error),
    /// The recorded facts can't be read back.
    #[error("the recorded facts of certificate {0} can't be read")]
    Facts(CertificateId, #[source] serde_json::Error),
    /// The archive could not be written.
    #[error("the ZIP archive")]
    Zip(#[from] ZipError),
    /// The list could not be written.
    #[error("the list")]
    List(#[from] csv::Error),
    /// The framework is not installed.
    #[error(transparent)]
    Service(#[from] service::Error),
    /// The register.
    #[error("the register")]
    Store(#[from] store::Error),
}

/// The certificates of a batch in the order of its rows, read page by page.
struct Certificates {
    service: Arc<Service>,
    batch: Batch,
    after: u32,
    page: VecDeque<(u32, Certificate)>,
}

impl Certificates {
    fn new(service: Arc<Service>, batch: Batch) -> Self {
        Self {
            service,
            batch,
            after: 0,
            page: VecDeque::new(),
        }
    }

    /// The next one with its line in the file.
    async fn next(&mut self) -> Result<Option<(u32, Certificate, CertificateFacts)>, BundleError> {
        let store = &self.service.store;
        while self.page.is_empty() {
            let rows = store.batch_rows(self.batch.id, self.after, PAGE).await?;
            let Some(last) = rows.last().map(|row| row.position) else {
                return Ok(None);
            };
            let span = (self.after, last);
            let found = store.batch_certificates(self.batch.id, span).await?;
            let mut found: BTreeMap<_, _> = found.into_iter().map(|one| (one.id.0, one)).collect();
            let of_row = |row: &store::BatchRow| {
                let certificate = found.remove(&row.certificate?.0)?;
                Some((row.line, certificate))
            };
            self.page = rows.iter().filter_map(of_row).collect();
            self.after = last;
        }
        let Some((line, certificate)) = self.page.pop_front() else {
            return Ok(None);
        };
        let facts = serde_json::from_slice(&certificate.facts)
            .map_err(|source| BundleError::Facts(certificate.id, source))?;
        Ok(Some((line, certificate, facts)))
    }
}

/// `issued.csv` of a batch, as `sceau issue` writes it.
pub fn issued_csv(
    service: Arc<Service>,
    batch: Batch,
) -> impl Stream<Item = Result<Vec<u8>, BundleError>> + Send {
    let certificates = Certificates::new(service, batch);
    stream::try_unfold((certificates, false), |(mut all, begun)| async move {
        if !begun {
            return Ok(Some((IssuedList::head()?, (all, true))));
        }
        let Some((line, certificate, facts)) = all.next().await? else {
            return Ok(None);
        };
        let fresh = certificate.issued_at >= all.batch.started_at;
        let row = IssuedRow::new(&all.service, line, &certificate, &facts, fresh)?;
        Ok(Some((IssuedList::line(&row)?, (all, true))))
    })
}

/// The signed documents of a batch as a ZIP archive. They are stored as they are: PDF files hardly
/// get any smaller.
pub fn documents_zip(
    service: Arc<Service>,
    batch: Batch,
) -> impl Stream<Item = Result<Vec<u8>, BundleError>> + Send {
    let written = Written::default();
    let zip = Some(ZipWriter::new_stream(written.clone()));
    let certificates = Certificates::new(service, batch);
    let growing = Growing {
        certificates,
        zip,
        written,
    };
    stream::try_unfold(growing, |mut growing| async move {
        let bytes = growing.grow().await?;
        Ok(bytes.map(|bytes| (bytes, growing)))
    })
}

struct Growing {
    certificates: Certificates,
    /// Taken at the end.
    zip: Option<ZipWriter<StreamWriter<Written>>>,
    written: Written,
}

impl Growing {
    /// What the next document, or the end, adds to the archive.
    async fn grow(&mut self) -> Result<Option<Vec<u8>>, BundleError> {
        let Some(zip) = &mut self.zip else {
            return Ok(None);
        };
        if let Some((_, certificate, facts)) = self.certificates.next().await? {
            let document = document(&self.certificates.service, &certificate)
                .await
                .map_err(BundleError::Document)?;
            let options = SimpleFileOptions::default()
                .compression_method(CompressionMethod::Stored)
                .unix_permissions(0o600);
            zip.start_file(document_name(&facts), options)?;
            zip.write_all(&document).map_err(ZipError::Io)?;
        } else if let Some(zip) = self.zip.take() {
            zip.finish()?;
        }
        Ok(Some(self.written.take()))
    }
}

async fn document(service: &Service, certificate: &Certificate) -> Result<Vec<u8>, Error> {
    let id = certificate.id;
    let document = certificate.document.ok_or(Error::Unfinished(id))?;
    let bytes = service.archive.get(&document).await?;
    bytes.ok_or(Error::Lost { id, document })
}

/// What was written and not yet sent.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        written.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
