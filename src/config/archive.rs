//! `[archive]`: where the finished documents are kept.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Secret;
use super::check::{Problem, is_encrypted_or_loopback};

/// `[archive]`: the finished documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Archive {
    /// Folder of the signed documents. Default: `archive`.
    pub folder: PathBuf,
    /// Bucket of an S3 service, used instead of the folder when set: for several machines.
    /// Default: none.
    pub s3_bucket: Option<String>,
    /// What the names of the objects in the bucket begin with. Default: none.
    pub s3_prefix: Option<String>,
    /// Region of the bucket. Default: `us-east-1`.
    pub s3_region: String,
    /// Address of the S3 service, without a path. Default: Amazon's for the region.
    pub s3_endpoint: Option<String>,
    /// Whether the bucket is named in the path of addresses, or else before the host. Default:
    /// `true`.
    pub s3_path_style: bool,
    /// Name of the access key. Default: none, and the role that Amazon gave this machine.
    pub s3_access_key_id: Option<String>,
    /// The secret of the access key; `SCEAU__ARCHIVE__S3_SECRET_ACCESS_KEY` keeps it out of files.
    /// Default: none.
    pub s3_secret_access_key: Option<Secret>,
    /// Longest wait for one answer of the S3 service, in seconds. Default: `10`.
    pub timeout_seconds: u64,
    /// How often the S3 service is asked before an object counts as failed. Default: `4`.
    pub attempts: u32,
}

impl Default for Archive {
    fn default() -> Self {
        Self {
            folder: "archive".into(),
            s3_bucket: None,
            s3_prefix: None,
            s3_region: "us-east-1".into(),
            s3_endpoint: None,
            s3_path_style: true,
            s3_access_key_id: None,
            s3_secret_access_key: None,
            timeout_seconds: 10,
            attempts: 4,
        }
    }
}

impl Archive {
    pub(super) fn check(&self, problems: &mut Vec<Problem>) {
        let mut wrong = |field, id, value: &str| problems.push(Problem::new(field, id, value));
        if self.timeout_seconds == 0 {
            wrong("archive.timeout_seconds", "config-zero", "0");
        }
        if self.attempts == 0 {
            wrong("archive.attempts", "config-zero", "0");
        }
        if let Some(bucket) = &self.s3_bucket
            && !is_bucket_name(bucket)
        {
            wrong("archive.s3_bucket", "config-s3-bucket", bucket);
        }
        if let Some(endpoint) = &self.s3_endpoint {
            if !is_address_of_a_service(endpoint) {
                wrong("archive.s3_endpoint", "config-s3-endpoint", endpoint);
            } else if !is_encrypted_or_loopback(endpoint) {
                wrong("archive.s3_endpoint", "config-s3-encrypted", endpoint);
            }
        }
        match (&self.s3_access_key_id, &self.s3_secret_access_key) {
            (Some(_), None) => wrong("archive.s3_secret_access_key", "config-s3-key", ""),
            (None, Some(_)) => wrong("archive.s3_access_key_id", "config-s3-key", ""),
            (None, None) | (Some(_), Some(_)) => {}
        }
    }
}

/// Names that are a host's first part too, as Amazon's rules for new buckets have it.
fn is_bucket_name(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c);
    (3..=63).contains(&name.len())
        && name.chars().all(allowed)
        && !name.starts_with(['.', '-'])
        && !name.ends_with(['.', '-'])
}

fn is_address_of_a_service(address: &str) -> bool {
    let rest = ["https://", "http://"]
        .into_iter()
        .find_map(|scheme| address.strip_prefix(scheme));
    rest.is_some_and(|rest| {
        let host = rest.trim_end_matches('/');
        !host.is_empty()
            && !host.contains(['/', '?', '#', '@'])
            && !host.contains(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(archive: &Archive) -> Vec<(&'static str, &'static str)> {
        let mut problems = Vec::new();
        archive.check(&mut problems);
        problems
            .iter()
            .map(|problem| (problem.field, problem.id))
            .collect()
    }

    fn bucket() -> Archive {
        Archive {
            s3_bucket: Some("certificates".into()),
            s3_endpoint: Some("https://s3.example".into()),
            s3_access_key_id: Some("sceau".into()),
            s3_secret_access_key: Some("hidden".into()),
            ..Archive::default()
        }
    }

    #[test]
    fn a_bucket_with_its_address_and_a_whole_key_is_fine() {
        assert_eq!(problems(&Archive::default()), []);
        assert_eq!(problems(&bucket()), []);
        let local = Archive {
            s3_endpoint: Some("http://127.0.0.1:9000".into()),
            ..bucket()
        };
        assert_eq!(problems(&local), []);
    }

    #[test]
    fn half_a_key_is_refused_whichever_half_is_missing() {
        let nameless = Archive {
            s3_access_key_id: None,
            ..bucket()
        };
        assert_eq!(
            problems(&nameless),
            [("archive.s3_access_key_id", "config-s3-key")]
        );
        let bare = Archive {
            s3_secret_access_key: None,
            ..bucket()
        };
        assert_eq!(
            problems(&bare),
            [("archive.s3_secret_access_key", "config-s3-key")]
        );
    }

    #[test]
    fn documents_cross_no_network_unencrypted() {
        let open = Archive {
            s3_endpoint: Some("http://s3.example:9000".into()),
            ..bucket()
        };
        assert_eq!(
            problems(&open),
            [("archive.s3_endpoint", "config-s3-encrypted")]
        );
    }

    #[test]
    fn an_address_with_a_path_and_a_name_that_is_no_bucket_are_refused() {
        let wrong = Archive {
            s3_bucket: Some("Certificates of 2026".into()),
            s3_endpoint: Some("https://s3.example/certificates".into()),
            timeout_seconds: 0,
            attempts: 0,
            ..bucket()
        };
        assert_eq!(
            problems(&wrong),
            [
                ("archive.timeout_seconds", "config-zero"),
                ("archive.attempts", "config-zero"),
                ("archive.s3_bucket", "config-s3-bucket"),
                ("archive.s3_endpoint", "config-s3-endpoint"),
            ]
        );
    }
}
