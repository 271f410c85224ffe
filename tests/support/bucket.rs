//! A real S3 server on loopback, with a bucket and three keys; shared by all tests of this process.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use object_store::aws::{AmazonS3, AmazonS3Builder};
use sceau::config;
use tempfile::TempDir;

pub(crate) const BUCKET: &str = "certificates";
/// May read and write the objects of the bucket, and nothing else.
pub(crate) const WRITER: (&str, &str) = ("WRITERKEY", "secret-of-the-writer");
/// May only read them.
pub(crate) const READER: (&str, &str) = ("READERKEY", "secret-of-the-reader");
/// May do anything: what the operators of a bucket have.
const OWNER: (&str, &str) = ("OWNERKEY", "secret-of-the-owner");

/// What the keys may do, in `SeaweedFS`'s words.
const IDENTITIES: &str = r#"{"identities": [
  {"name": "writer", "actions": ["Read:certificates", "Write:certificates"],
   "credentials": [{"accessKey": "WRITERKEY", "secretKey": "secret-of-the-writer"}]},
  {"name": "reader", "actions": ["Read:certificates"],
   "credentials": [{"accessKey": "READERKEY", "secretKey": "secret-of-the-reader"}]},
  {"name": "owner", "actions": ["Admin"],
   "credentials": [{"accessKey": "OWNERKEY", "secretKey": "secret-of-the-owner"}]}
]}"#;

/// A running server.
pub(crate) struct S3 {
    process: Child,
    port: u16,
    https: u16,
    folder: TempDir,
}

impl S3 {
    /// `SeaweedFS`, over HTTP and HTTPS; or nothing, said loudly, where it is missing.
    pub(crate) fn start() -> Option<Self> {
        let program = server("weed")?;
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("s3.json"), IDENTITIES).unwrap();
        certificate(folder.path());
        let ports = free_ports::<11>();
        let [port, https] = [ports[0], ports[1]];
        let names = [
            "s3.port",
            "s3.port.https",
            "s3.port.grpc",
            "master.port",
            "master.port.grpc",
            "volume.port",
            "volume.port.grpc",
            "filer.port",
            "filer.port.grpc",
        ];
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let mut command = ending_with_us(&program);
        command.current_dir(&folder).args([
            "-logtostderr=true",
            "server",
            "-dir=.",
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            "-s3",
            "-filer",
            "-s3.config=s3.json",
            "-s3.cert.file=server.pem",
            "-s3.key.file=server.key",
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
            "-master.volumeSizeLimitMB=64",
            "-master.telemetry=false",
            "-filer.localSocket=filer.socket",
            "-s3.localSocket=s3.socket",
        ]);
        for (name, port) in names.iter().zip(ports) {
            command.arg(format!("-{name}={port}"));
        }
        let process = command.stderr(log).spawn().unwrap();
        let server = Self {
            process,
            port,
            https,
            folder,
        };
        server.make_bucket();
        Some(server)
    }

    /// rclone, which checks signatures but lets a conditional write overwrite what is there.
    pub(crate) fn start_careless() -> Option<Self> {
        let program = server("rclone")?;
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("objects").join(BUCKET)).unwrap();
        let [port] = free_ports();
        let (id, secret) = WRITER;
        let process = ending_with_us(&program)
            .current_dir(&folder)
            .args(["--config", "none.conf", "serve", "s3", "objects", "--addr"])
            .arg(format!("127.0.0.1:{port}"))
            .args(["--auth-key", &format!("{id},{secret}")])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self {
            process,
            port,
            https: 0,
            folder,
        };
        server.wait(|server| std::net::TcpStream::connect(("127.0.0.1", server.port)).is_ok());
        Some(server)
    }

    fn make_bucket(&self) {
        // SeaweedFS makes a bucket with the first object that an owner puts there.
        // A thread of its own: the caller may be inside a runtime.
        self.wait(|server| {
            let owner = server.owner();
            let attempt = move || {
                let runtime = tokio::runtime::Runtime::new().unwrap();
                runtime.block_on(put(&owner, "ready", b"ready")).is_ok()
            };
            std::thread::spawn(attempt).join().unwrap()
        });
    }

    fn wait(&self, ready: impl Fn(&Self) -> bool) {
        let started = Instant::now();
        while !ready(self) {
            let log = self.folder.path().join("log");
            assert!(
                started.elapsed() < Duration::from_mins(1),
                "the S3 server does not answer: {}",
                std::fs::read_to_string(log).unwrap_or_default()
            );
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The configuration of an archive in the bucket, under a prefix of its own.
    pub(crate) fn archive(&self, prefix: &str) -> config::Archive {
        let (id, secret) = WRITER;
        config::Archive {
            s3_bucket: Some(BUCKET.into()),
            s3_prefix: Some(prefix.into()),
            s3_endpoint: Some(format!("http://127.0.0.1:{}", self.port)),
            s3_access_key_id: Some(id.into()),
            s3_secret_access_key: Some(secret.into()),
            ..config::Archive::default()
        }
    }

    /// The same as a section of a configuration file, over HTTPS; without the secret.
    pub(crate) fn section(&self, prefix: &str) -> String {
        let (id, _) = WRITER;
        format!(
            "\n[archive]\ns3_bucket = \"{BUCKET}\"\ns3_prefix = \"{prefix}\"\ns3_endpoint = \"https://localhost:{}\"\ns3_access_key_id = \"{id}\"\n",
            self.https
        )
    }

    /// The root that vouches for the server.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("root.pem")
    }

    /// Who may do anything in the bucket, by no code of ours.
    pub(crate) fn owner(&self) -> AmazonS3 {
        let (id, secret) = OWNER;
        let _ = rustls::crypto::ring::default_provider().install_default();
        AmazonS3Builder::new()
            .with_endpoint(format!("http://127.0.0.1:{}", self.port))
            .with_bucket_name(BUCKET)
            .with_access_key_id(id)
            .with_secret_access_key(secret)
            .with_allow_http(true)
            .with_retry(object_store::RetryConfig {
                max_retries: 0,
                ..object_store::RetryConfig::default()
            })
            .build()
            .unwrap()
    }
}

/// Writes an object, over whatever is there.
pub(crate) async fn put(
    store: &AmazonS3,
    path: &str,
    bytes: &[u8],
) -> Result<(), object_store::Error> {
    use object_store::ObjectStoreExt as _;
    let path = object_store::path::Path::from(path);
    store.put(&path, bytes.to_vec().into()).await.map(drop)
}

impl Drop for S3 {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// The program, killed by its number as soon as this process ends, however it does: then the shell
/// that waits beside it reads the end of its input.
pub(crate) fn ending_with_us(program: &Path) -> Command {
    let mut command = Command::new("sh");
    command
        .args([
            "-c",
            "\"$0\" \"$@\" & server=$!; read -r _; kill -9 $server",
        ])
        .arg(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::null());
    command
}

/// The server, for all tests of this process at once.
pub(crate) fn s3() -> Option<std::sync::MutexGuard<'static, S3>> {
    static RUNNING: OnceLock<Option<Mutex<S3>>> = OnceLock::new();
    let running = RUNNING.get_or_init(|| S3::start().map(Mutex::new));
    running.as_ref().map(|server| {
        server
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    })
}

/// A program that scripts/setup installs beside cargo's output; or nothing, said loudly, where it
/// is missing. In CI it must be there.
pub(crate) fn server(program: &str) -> Option<PathBuf> {
    let target = Path::new(env!("CARGO_BIN_EXE_sceau")).ancestors().nth(2);
    let path = target.unwrap().join("servers/bin").join(program);
    if path.is_file() {
        return Some(path);
    }
    assert!(
        std::env::var_os("CI").is_none_or(|ci| ci != "true"),
        "{} is missing: scripts/setup installs it",
        path.display()
    );
    eprintln!("SKIPPED: no server without {}", path.display());
    None
}

/// Ports that nobody listens on.
pub(crate) fn free_ports<const N: usize>() -> [u16; N] {
    let listeners: Vec<TcpListener> = (0..N)
        .map(|_| TcpListener::bind("127.0.0.1:0").unwrap())
        .collect();
    std::array::from_fn(|index| listeners[index].local_addr().unwrap().port())
}

/// A root, and a server's certificate under it, for `localhost`.
pub(crate) fn certificate(folder: &Path) {
    let extensions = "subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth\n";
    std::fs::write(folder.join("extensions"), extensions).unwrap();
    for command in [
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=Root -keyout root.key -out root.pem",
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -keyout server.key -out server.csr",
        "x509 -req -in server.csr -CA root.pem -CAkey root.key -CAcreateserial -days 30 -extfile extensions -out server.pem",
    ] {
        let output = Command::new("openssl")
            .current_dir(folder)
            .args(command.split(' '))
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
    }
}
