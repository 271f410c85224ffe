//! The archive in a bucket of a real S3 server.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use object_store::ObjectStoreExt as _;
use sceau::archive::{Archive, Error};
use sceau::store::Digest;

use crate::support::bucket::{self, BUCKET, READER, S3, free_ports, put, s3};
use crate::support::{GOOD, Workspace};

fn named(bytes: &[u8]) -> (Digest, String) {
    use sha2::Digest as _;
    let digest = Digest(sha2::Sha256::digest(bytes).into());
    let name = digest.to_string();
    (digest, format!("{}/{}/{name}", &name[..2], &name[2..4]))
}

#[tokio::test(flavor = "multi_thread")]
#[expect(
    clippy::await_holding_lock,
    reason = "one test at a time has the server"
)]
async fn what_was_put_into_a_bucket_is_given_back_and_kept_once() {
    let Some(server) = s3() else { return };
    let archive = Archive::create(&server.archive("once")).await.unwrap();
    let digest = archive.put(b"a document").await.unwrap();
    assert_eq!(digest, named(b"a document").0);
    assert_eq!(archive.put(b"a document").await.unwrap(), digest);
    assert_eq!(archive.get(&digest).await.unwrap().unwrap(), b"a document");
    assert_eq!(archive.get(&Digest([7; 32])).await.unwrap(), None);
    // Another prefix is another archive.
    let other = Archive::open(&server.archive("other")).unwrap();
    assert_eq!(other.get(&digest).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
#[expect(
    clippy::await_holding_lock,
    reason = "one test at a time has the server"
)]
async fn an_object_that_others_changed_is_never_given_out_nor_replaced() {
    let Some(server) = s3() else { return };
    let archive = Archive::open(&server.archive("changed")).unwrap();
    let (digest, path) = named(b"the document");
    let path = format!("changed/{path}");
    let owner = server.owner();
    put(&owner, &path, b"another document").await.unwrap();
    for error in [
        archive.get(&digest).await.unwrap_err(),
        archive.put(b"the document").await.unwrap_err(),
    ] {
        assert!(matches!(error, Error::Damaged { .. }), "{error:?}");
        assert!(error.to_string().contains(&path), "{error}");
    }
    let kept = owner.get(&path.as_str().into()).await.unwrap();
    assert_eq!(&kept.bytes().await.unwrap()[..], b"another document");
}

#[tokio::test(flavor = "multi_thread")]
#[expect(
    clippy::await_holding_lock,
    reason = "one test at a time has the server"
)]
async fn many_writers_of_the_same_bytes_all_succeed_in_a_bucket() {
    let Some(server) = s3() else { return };
    let archive = Archive::open(&server.archive("many")).unwrap();
    let bytes = vec![42; 200_000];
    let writers = (0..16).map(|_| archive.put(&bytes));
    for written in futures_util::future::join_all(writers).await {
        let digest = written.unwrap();
        let found = archive.get(&digest).await.unwrap().unwrap();
        assert_eq!(found.len(), 200_000);
    }
}

#[tokio::test(flavor = "multi_thread")]
#[expect(
    clippy::await_holding_lock,
    reason = "one test at a time has the server"
)]
async fn what_is_wrong_with_a_bucket_is_told_apart() {
    let Some(server) = s3() else { return };
    let config = server.archive("wrong");
    let probe = |config| async move { Archive::open(&config).unwrap().probe().await.unwrap_err() };

    let mut wrong = config.clone();
    wrong.s3_secret_access_key = Some("another secret".into());
    let error = probe(wrong).await;
    assert!(matches!(error, Error::Refused { .. }), "{error:?}");
    assert!(!format!("{error:?}").contains("another secret"));

    let mut wrong = config.clone();
    let (id, secret) = READER;
    wrong.s3_access_key_id = Some(id.into());
    wrong.s3_secret_access_key = Some(secret.into());
    let error = probe(wrong).await;
    assert!(matches!(error, Error::Refused { .. }), "{error:?}");

    let mut wrong = config.clone();
    let [port] = free_ports();
    wrong.s3_endpoint = Some(format!("http://127.0.0.1:{port}"));
    wrong.attempts = 2;
    let error = probe(wrong).await;
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");

    // A server that takes the connection and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut wrong = config.clone();
    wrong.s3_endpoint = Some(format!("http://{}", silent.local_addr().unwrap()));
    wrong.timeout_seconds = 1;
    wrong.attempts = 1;
    let started = std::time::Instant::now();
    let error = probe(wrong).await;
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(20));
}

/// rclone checks signatures, but neither makes a bucket on the way nor keeps to the condition.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_overwrites_objects_and_a_bucket_that_is_not_there_are_refused() {
    let Some(careless) = S3::start_careless() else {
        return;
    };
    let config = careless.archive("careless");
    let error = Archive::create(&config).await.unwrap_err();
    assert!(matches!(error, Error::NotWriteOnce { .. }), "{error:?}");
    let mut config = config;
    config.s3_bucket = Some("nowhere".into());
    let error = Archive::create(&config).await.unwrap_err();
    assert!(matches!(error, Error::NoBucket { .. }), "{error:?}");
    let archive = Archive::open(&config).unwrap();
    let error = archive.get(&Digest([1; 32])).await.unwrap_err();
    assert!(matches!(error, Error::NoBucket { .. }), "{error:?}");
}

/// What stands between service and server, and loses the answer to the first request.
fn losing_the_first_answer(port: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for (number, client) in listener.incoming().flatten().enumerate() {
            let server = TcpStream::connect(("127.0.0.1", port)).unwrap();
            let up = (client.try_clone().unwrap(), server.try_clone().unwrap());
            std::thread::spawn(move || forward(up.0, up.1, true));
            std::thread::spawn(move || forward(server, client, number > 0));
        }
    });
    own
}

fn forward(mut from: TcpStream, mut to: TcpStream, whole: bool) {
    let mut bytes = [0; 8 << 10];
    while let Ok(count) = from.read(&mut bytes) {
        if count == 0 || !whole || to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(std::net::Shutdown::Both);
}

#[tokio::test(flavor = "multi_thread")]
#[expect(
    clippy::await_holding_lock,
    reason = "one test at a time has the server"
)]
async fn a_write_whose_answer_was_lost_is_repeated_and_kept_once() {
    let Some(server) = s3() else { return };
    let mut config = server.archive("lost");
    let port = losing_the_first_answer(server.port());
    config.s3_endpoint = Some(format!("http://127.0.0.1:{port}"));
    config.attempts = 1;
    let once = Archive::open(&config).unwrap();
    let error = once.put(b"lost at once").await.unwrap_err();
    assert!(error.is_passing(), "{error:?}");

    let port = losing_the_first_answer(server.port());
    config.s3_endpoint = Some(format!("http://127.0.0.1:{port}"));
    config.attempts = 3;
    let archive = Archive::open(&config).unwrap();
    let digest = archive.put(b"a document").await.unwrap();
    assert_eq!(archive.get(&digest).await.unwrap().unwrap(), b"a document");
    // The first write had arrived.
    let direct = Archive::open(&server.archive("lost")).unwrap();
    let found = direct.get(&named(b"lost at once").0).await.unwrap();
    assert_eq!(found.unwrap(), b"lost at once");
}

#[test]
fn certificates_are_issued_into_a_bucket_over_https_and_read_back() {
    let Some(server) = s3() else { return };
    let mut workspace = Workspace::new();
    std::fs::remove_dir_all(workspace.path("archive")).unwrap();
    let path = workspace.path("sceau.toml");
    let config = std::fs::read_to_string(&path).unwrap() + &server.section("campaign/2026");
    std::fs::write(&path, config).unwrap();
    let secret = bucket::WRITER.1;
    workspace.set("SCEAU__ARCHIVE__S3_SECRET_ACCESS_KEY", secret);
    // The server's certificate is none that the world trusts.
    let untrusted = workspace.exits(1, &["migrate"]);
    assert!(!untrusted.contains(secret));
    workspace.set("SSL_CERT_FILE", server.root());
    workspace.ok(&["migrate"]);
    let told = workspace.exits(0, &["doctor"]);
    assert!(
        told.contains(&format!("s3://{BUCKET}/campaign/2026")),
        "{told}"
    );
    let line = workspace.issue(GOOD, "out");
    workspace.ok(&["show", &line.code, "--document", "again.pdf"]);
    let again = std::fs::read(workspace.path("again.pdf")).unwrap();
    assert_eq!(again, std::fs::read(&line.document).unwrap());
    assert!(!workspace.path("archive").exists());
    let shown = workspace.ok(&["config", "show"]);
    assert!(
        shown.contains("(secret)") && !shown.contains(secret),
        "{shown}"
    );
}
