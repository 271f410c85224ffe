//! Objects in a bucket that speaks S3, each written under the condition that there is none yet.

use std::error::Error as _;
use std::fmt;
use std::sync::Once;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder, Checksum, S3ConditionalPut};
use object_store::client::{HttpError, HttpErrorKind};
use object_store::path::Path;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt, PutMode, PutPayload, RetryConfig};
use rustls::crypto::ring as cryptography;

use super::{Error, are, parts};
use crate::config;
use crate::store::Digest;

/// A document of ours has about 100 kB. Whatever is larger is none, and would fill the memory.
const LARGEST: u64 = 64 << 20;
/// The wait before the second attempt; it doubles with each further one.
const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// A bucket of write-once objects.
pub(super) struct Bucket {
    store: AmazonS3,
    name: String,
    prefix: Path,
    endpoint: Option<String>,
    attempts: u32,
}

impl fmt::Debug for Bucket {
    // The client holds credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.location())
    }
}

impl Bucket {
    pub(super) fn open(name: &str, config: &config::Archive) -> Result<Self, Error> {
        choose_cryptography();
        let timeout = Duration::from_secs(config.timeout_seconds);
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(name)
            .with_region(&config.s3_region)
            .with_virtual_hosted_style_request(!config.s3_path_style)
            .with_conditional_put(S3ConditionalPut::ETagMatch)
            // The service refuses bytes that changed on the way.
            .with_checksum_algorithm(Checksum::SHA256)
            .with_client_options(
                ClientOptions::new()
                    .with_timeout(timeout)
                    .with_connect_timeout(timeout)
                    .with_allow_http(true),
            )
            // A write that was repeated must be read back, so attempts are counted here.
            .with_retry(RetryConfig {
                max_retries: 0,
                retry_timeout: timeout,
                ..RetryConfig::default()
            });
        if let Some(endpoint) = &config.s3_endpoint {
            builder = builder.with_endpoint(address(endpoint, name, config.s3_path_style));
        }
        if let (Some(id), Some(secret)) = (&config.s3_access_key_id, &config.s3_secret_access_key) {
            builder = builder
                .with_access_key_id(id)
                .with_secret_access_key(secret.expose());
        }
        let store = builder.build().map_err(|source| Error::Service {
            bucket: name.to_owned(),
            source: Box::new(source),
        })?;
        Ok(Self {
            store,
            name: name.to_owned(),
            prefix: Path::from(config.s3_prefix.as_deref().unwrap_or_default()),
            endpoint: config.s3_endpoint.clone(),
            attempts: config.attempts,
        })
    }

    pub(super) fn location(&self) -> String {
        let prefix = if self.prefix.as_ref().is_empty() {
            String::new()
        } else {
            format!("/{}", self.prefix)
        };
        match &self.endpoint {
            None => format!("s3://{}{prefix}", self.name),
            Some(endpoint) => format!("s3://{}{prefix} ({endpoint})", self.name),
        }
    }

    /// Keeps the bytes under their digest.
    pub(super) async fn put(&self, digest: &Digest, bytes: &[u8]) -> Result<(), Error> {
        let payload = PutPayload::from(bytes.to_vec());
        let mut attempts = self.attempts();
        loop {
            match self.put_once(digest, payload.clone()).await {
                Ok(()) => return Ok(()),
                Err(error) => attempts.after(error).await?,
            }
        }
    }

    async fn put_once(&self, digest: &Digest, payload: PutPayload) -> Result<(), Error> {
        let path = self.path(digest);
        let put = self.store.put_opts(&path, payload, PutMode::Create.into());
        match put.await {
            Ok(_) => Ok(()),
            // It is there: from an attempt whose answer was lost, from another process, or since
            // long. It counts only if its content is what its name says.
            Err(source @ object_store::Error::AlreadyExists { .. }) => {
                match self.get_once(digest).await? {
                    Some(_) => Ok(()),
                    // 409: another write of the same object goes on at this moment.
                    None => Err(self.service(source)),
                }
            }
            Err(object_store::Error::NotFound { .. }) => Err(self.no_bucket()),
            Err(source) => Err(self.failed(source)),
        }
    }

    /// The bytes with this digest, checked against it.
    pub(super) async fn get(&self, digest: &Digest) -> Result<Option<Vec<u8>>, Error> {
        let mut attempts = self.attempts();
        loop {
            match self.get_once(digest).await {
                Ok(found) => return Ok(found),
                Err(error) => attempts.after(error).await?,
            }
        }
    }

    async fn get_once(&self, digest: &Digest) -> Result<Option<Vec<u8>>, Error> {
        let path = self.path(digest);
        let damaged = || Error::Damaged {
            object: format!("s3://{}/{path}", self.name),
        };
        let found = match self.store.get(&path).await {
            Ok(found) => found,
            // Both are 404; only the answer's text tells them apart.
            Err(object_store::Error::NotFound { source, .. }) => {
                return if source.to_string().contains("NoSuchBucket") {
                    Err(self.no_bucket())
                } else {
                    Ok(None)
                };
            }
            Err(source) => return Err(self.failed(source)),
        };
        if found.meta.size > LARGEST {
            return Err(damaged());
        }
        let bytes = found.bytes().await.map_err(|source| self.failed(source))?;
        if are(&bytes, digest) {
            Ok(Some(bytes.into()))
        } else {
            Err(damaged())
        }
    }

    /// Tries to write an object that is there once more, which must be refused. Some services
    /// accept the condition and don't keep to it.
    pub(super) async fn refuses_to_overwrite(
        &self,
        digest: &Digest,
        bytes: &[u8],
    ) -> Result<(), Error> {
        let path = self.path(digest);
        let payload = PutPayload::from(bytes.to_vec());
        let put = self.store.put_opts(&path, payload, PutMode::Create.into());
        match put.await {
            Err(object_store::Error::AlreadyExists { .. }) => Ok(()),
            Ok(_) => Err(Error::NotWriteOnce {
                bucket: self.name.clone(),
            }),
            Err(source) => Err(self.failed(source)),
        }
    }

    fn path(&self, digest: &Digest) -> Path {
        parts(digest)
            .into_iter()
            .fold(self.prefix.clone(), Path::join)
    }

    fn attempts(&self) -> Attempts {
        Attempts {
            left: self.attempts,
            wait: FIRST_WAIT,
        }
    }

    fn no_bucket(&self) -> Error {
        Error::NoBucket {
            bucket: self.name.clone(),
        }
    }

    fn service(&self, source: object_store::Error) -> Error {
        Error::Service {
            bucket: self.name.clone(),
            source: Box::new(source),
        }
    }

    fn failed(&self, source: object_store::Error) -> Error {
        use object_store::Error as Cause;
        let refused = matches!(
            source,
            Cause::PermissionDenied { .. } | Cause::Unauthenticated { .. }
        );
        if refused {
            return Error::Refused {
                bucket: self.name.clone(),
                source: Box::new(source),
            };
        }
        if is_unanswered(&source) {
            return Error::Unreachable {
                bucket: self.name.clone(),
                source: Box::new(source),
            };
        }
        self.service(source)
    }
}

/// Nobody listens there, or nobody answered in time.
fn is_unanswered(error: &object_store::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<HttpError>() {
            return matches!(
                error.kind(),
                HttpErrorKind::Connect
                    | HttpErrorKind::Request
                    | HttpErrorKind::Timeout
                    | HttpErrorKind::Interrupted
            );
        }
        cause = error.source();
    }
    false
}

/// The attempts that are left.
struct Attempts {
    left: u32,
    wait: Duration,
}

impl Attempts {
    /// Waits, if another attempt after this failure makes sense; gives the failure back if not.
    async fn after(&mut self, error: Error) -> Result<(), Error> {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 || !error.is_passing() {
            return Err(error);
        }
        tokio::time::sleep(self.wait + jitter(self.wait)).await;
        self.wait = (self.wait * 2).min(LONGEST_WAIT);
        Ok(())
    }
}

/// Up to half as much again: many processes that failed together don't come back together.
fn jitter(wait: Duration) -> Duration {
    let share = getrandom::u32().unwrap_or_default() % 500;
    wait * share / 1000
}

/// The service's address as the client wants it: with the bucket before the host, if it stands
/// there. The client adds it to the path otherwise.
fn address(endpoint: &str, bucket: &str, path_style: bool) -> String {
    let endpoint = endpoint.trim_end_matches('/');
    match endpoint.split_once("://") {
        Some((scheme, host)) if !path_style => format!("{scheme}://{bucket}.{host}"),
        _ => endpoint.to_owned(),
    }
}

/// The client takes the process's cryptography, and stops the process if none was chosen.
fn choose_cryptography() {
    static CHOSEN: Once = Once::new();
    CHOSEN.call_once(|| {
        // An error says that one was chosen before.
        let _ = cryptography::default_provider().install_default();
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(config: config::Archive) -> Bucket {
        let config = config::Archive {
            s3_endpoint: Some("http://127.0.0.1:1".into()),
            s3_access_key_id: Some("sceau".into()),
            s3_secret_access_key: Some("hidden".into()),
            attempts: 1,
            ..config
        };
        Bucket::open("certificates", &config).unwrap()
    }

    #[test]
    fn objects_are_named_by_prefix_and_digest() {
        let digest = Digest([0xab; 32]);
        let name = "ab".repeat(32);
        let plain = bucket(config::Archive::default());
        assert_eq!(plain.path(&digest).as_ref(), format!("ab/ab/{name}"));
        for prefix in ["sceau/2026", "/sceau/2026/"] {
            let prefixed = bucket(config::Archive {
                s3_prefix: Some(prefix.into()),
                ..config::Archive::default()
            });
            assert_eq!(
                prefixed.path(&digest).as_ref(),
                format!("sceau/2026/ab/ab/{name}")
            );
        }
    }

    #[test]
    fn the_bucket_stands_before_the_host_unless_it_stands_in_the_path() {
        let endpoint = "https://s3.example:9000/";
        assert_eq!(
            address(endpoint, "certificates", true),
            "https://s3.example:9000"
        );
        assert_eq!(
            address(endpoint, "certificates", false),
            "https://certificates.s3.example:9000"
        );
    }

    #[test]
    fn a_bucket_that_is_shown_shows_no_credentials() {
        let shown = format!("{:?}", bucket(config::Archive::default()));
        assert_eq!(shown, "s3://certificates (http://127.0.0.1:1)");
    }

    #[tokio::test]
    async fn a_service_that_nobody_runs_is_unreachable_and_worth_another_attempt() {
        let bucket = bucket(config::Archive::default());
        let error = bucket.get(&Digest([1; 32])).await.unwrap_err();
        assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
        assert!(error.is_passing());
    }

    #[tokio::test]
    async fn what_can_not_pass_is_not_tried_again() {
        let mut attempts = Attempts {
            left: 9,
            wait: Duration::from_hours(1),
        };
        let error = Error::NoBucket {
            bucket: "certificates".into(),
        };
        assert!(attempts.after(error).await.is_err());
    }

    #[test]
    fn waits_grow_by_half_at_most_through_chance() {
        for _ in 0..100 {
            assert!(jitter(FIRST_WAIT) <= FIRST_WAIT / 2);
        }
    }
}
