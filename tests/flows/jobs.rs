//! Real workers, killed in the middle of a job: nothing is lost, nothing is done twice.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sceau::config::Config;
use sceau::store::{Job, JobEntry, JobState, Store};

use crate::support::{GOOD, Server, Workspace};

/// Long enough for a loaded machine.
const SOON: Duration = Duration::from_secs(60);

/// A running `sceau worker`.
struct WorkerProcess(Child);

impl WorkerProcess {
    fn start(workspace: &Workspace) -> Self {
        let mut command = workspace.command(&["worker"]);
        Self(
            command
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap(),
        )
    }

    /// Starts one that stops for good at this moment of a job, waits for that, and kills it.
    fn killed_at(workspace: &Workspace, moment: &str) {
        let mut command = workspace.command(&["worker"]);
        let mut worker = Self(
            command
                .env("SCEAU_STALL_JOB", moment)
                .stdout(Stdio::piped())
                .spawn()
                .unwrap(),
        );
        let reached = BufReader::new(worker.0.stdout.take().unwrap())
            .lines()
            .any(|line| line.unwrap() == format!("stalled: {moment}"));
        worker.kill();
        assert!(reached, "the worker never was at `{moment}`");
    }

    /// SIGKILL: no destructor and no signal handler runs.
    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// SIGTERM: it ends by itself, and well.
    #[cfg(unix)]
    fn terminate(&mut self) {
        let process = self.0.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &process]).status();
        assert!(sent.unwrap().success());
        let ended = self.0.wait().unwrap();
        assert!(ended.success(), "{ended:?}");
    }
}

impl Drop for WorkerProcess {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The queue, seen from outside.
struct Queue {
    runtime: tokio::runtime::Runtime,
    store: Store,
}

impl Queue {
    fn of(workspace: &Workspace) -> Self {
        let config = Config::load(Some(&workspace.path("sceau.toml"))).unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let store = runtime.block_on(Store::open(config.store.location()));
        let store = store.unwrap();
        Self { runtime, store }
    }

    fn ask(&self, count: usize) {
        self.runtime.block_on(async {
            let now = sceau::clock::Clock::System.now();
            for _ in 0..count {
                let job = Job::PublishStatus.at(now);
                assert!(self.store.enqueue(&job).await.unwrap());
            }
        });
    }

    fn jobs(&self, state: JobState) -> Vec<JobEntry> {
        self.runtime.block_on(self.store.jobs(state, 9999)).unwrap()
    }

    /// Versions of the published lists.
    fn versions(&self) -> Vec<u32> {
        let published = self.runtime.block_on(self.store.publications()).unwrap();
        published.iter().map(|list| list.version).collect()
    }

    fn wait(&self, what: &str, reached: impl Fn(&Self) -> bool) {
        let started = Instant::now();
        while !reached(self) {
            let counts = self.runtime.block_on(self.store.job_counts());
            assert!(started.elapsed() < SOON, "{what}: never; {counts:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn workspaces() -> impl Iterator<Item = Workspace> {
    Workspace::on_each().inspect(|workspace| {
        workspace.configure("\n[jobs]\nlease_seconds = 2\nkeep_days = 1\n");
    })
}

/// Contract (e) and (f): killed before and after its work was done, a worker leaves it to the next,
/// and the lists are published once.
#[test]
fn a_job_whose_worker_is_killed_is_done_by_another_and_has_its_effect_once() {
    for moment in ["publish_status leased", "publish_status handled"] {
        for workspace in workspaces() {
            workspace.issue(GOOD, "out");
            let queue = Queue::of(&workspace);
            assert_eq!(queue.versions(), [0; 0]);
            WorkerProcess::killed_at(&workspace, moment);
            let before = queue.versions();
            assert_eq!(before.is_empty(), moment.ends_with("leased"));

            let mut worker = WorkerProcess::start(&workspace);
            queue.wait(moment, |queue| {
                let done = queue.jobs(JobState::Done);
                done.iter()
                    .any(|job| job.kind == "publish_status" && (job.attempts, job.leases) == (2, 2))
            });
            worker.terminate();
            let after = queue.versions();
            assert!(!after.is_empty());
            if !before.is_empty() {
                assert_eq!(after, before, "it was done again and left the same behind");
            }
            assert_eq!(queue.jobs(JobState::Leased), []);
            assert_eq!(queue.jobs(JobState::Dead), []);
            workspace.check_invariants();
        }
    }
}

/// Contract (g), with one of two processes killed on the way.
#[test]
fn two_workers_do_every_job_while_one_of_them_is_killed() {
    for workspace in workspaces() {
        let queue = Queue::of(&workspace);
        queue.ask(150);
        let mut workers = [
            WorkerProcess::start(&workspace),
            WorkerProcess::start(&workspace),
        ];
        queue.wait("twenty are done", |queue| {
            queue.jobs(JobState::Done).len() > 20
        });
        workers[0].kill();
        queue.wait("all are done", |queue| {
            queue.jobs(JobState::Queued).is_empty() && queue.jobs(JobState::Leased).is_empty()
        });
        workers[1].terminate();
        assert_eq!(queue.jobs(JobState::Dead), []);
        let done = queue.jobs(JobState::Done);
        assert!(done.len() >= 150, "{}", done.len());
        let twice = done.iter().filter(|job| job.leases > 1).count();
        assert!(twice <= 4, "{twice}: more than the killed one had");
        assert!(done.iter().all(|job| job.leases <= 2));
    }
}

#[test]
fn serve_does_jobs_unless_configured_otherwise() {
    let workspace = Workspace::new();
    let queue = Queue::of(&workspace);
    let server = Server::start(&workspace);
    queue.ask(1);
    queue.wait("serve does it", |queue| {
        queue.jobs(JobState::Queued).is_empty()
    });
    drop(server);

    let workspace = Workspace::new();
    workspace.configure("\n[jobs]\nembedded = false\n");
    let queue = Queue::of(&workspace);
    let _server = Server::start(&workspace);
    queue.ask(1);
    std::thread::sleep(Duration::from_secs(2));
    let queued = queue.jobs(JobState::Queued);
    assert_eq!(queued.len(), 1, "{queued:?}");
    assert_eq!(queue.jobs(JobState::Done), []);
}

#[test]
fn what_was_given_up_is_listed_and_can_be_retried() {
    for workspace in workspaces() {
        assert_eq!(workspace.ok(&["jobs", "list"]), "There are no such jobs.\n");
        let queue = Queue::of(&workspace);
        queue.ask(1);
        queue.runtime.block_on(async {
            let now = sceau::clock::Clock::System.now();
            let lease = queue
                .store
                .claim_jobs(uuid::Uuid::new_v4(), 1, now, now + SOON);
            let lease = lease.await.unwrap().remove(0);
            let dead = sceau::store::Failure::Dead;
            let failed = queue
                .store
                .fail_job(&lease, "the ship did not come", dead, now);
            assert!(failed.await.unwrap());
        });
        let listed = workspace.json(0, &["jobs", "list", "--state", "dead"]);
        assert_eq!(listed[0]["kind"], "publish_status");
        assert_eq!(listed[0]["last_error"], "the ship did not come");
        let shown = workspace.ok(&["jobs", "list"]);
        assert!(shown.contains("given up"), "{shown}");
        assert!(
            shown.contains("1 attempt: the ship did not come"),
            "{shown}"
        );

        let id = listed[0]["id"].as_str().unwrap();
        assert_eq!(
            workspace.ok(&["jobs", "retry", id]),
            "1 job queued again.\n"
        );
        workspace.exits(1, &["jobs", "retry", id]);
        assert_eq!(queue.jobs(JobState::Queued).len(), 1);
        assert_eq!(
            workspace.ok(&["jobs", "retry", "--all"]),
            "0 jobs queued again.\n"
        );
        workspace.exits(1, &["jobs", "list", "--state", "lost"]);
        workspace.exits(2, &["jobs", "retry"]);
    }
}
