//! The worker on both databases, with handlers that fail, hang, panic and lose their lease.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tempfile::TempDir;
use tokio::sync::{oneshot, watch};
use tokio::time::{sleep, timeout};

use super::worker::Handle;
use super::*;
use crate::archive::Archive;
use crate::clock::Clock;
use crate::config::Config;
use crate::store::fixtures::on_each;
use crate::store::{JobEntry, JobState, Store};

/// Long enough for a loaded machine, short for who waits.
const SOON: Duration = Duration::from_secs(40);

/// A house with this register and a lease of one second.
async fn house(store: Store) -> (TempDir, Arc<Service>) {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::default();
    config.store.path = folder.path().join("sceau.db");
    config.archive.folder = folder.path().join("archive");
    config.keys.folder = concat!(env!("CARGO_MANIFEST_DIR"), "/keys.example").into();
    config.jobs.lease_seconds = 1;
    config.jobs.attempts = 3;
    config.jobs.stop_seconds = 1;
    Store::migrate(config.store.location()).await.unwrap();
    Archive::create(&config.archive).await.unwrap();
    let service = Service::open(config, Clock::System).await.unwrap();
    let service = Arc::new(Service { store, ..service });
    (folder, service)
}

/// A worker at work, until it is told to stop.
struct AtWork {
    stop: oneshot::Sender<()>,
    work: tokio::task::JoinSet<()>,
    _services: watch::Sender<Arc<Service>>,
}

impl AtWork {
    fn new(service: &Arc<Service>, handler: impl Handle) -> Self {
        let (sender, services) = watch::channel(Arc::clone(service));
        let (stop, stopped) = oneshot::channel();
        let mut work = tokio::task::JoinSet::new();
        work.spawn(async move {
            let worker = Worker::with_handler(services, handler);
            worker.run(async { drop(stopped.await) }).await;
        });
        Self {
            stop,
            work,
            _services: sender,
        }
    }

    async fn stop(self) {
        self.stop.send(()).unwrap();
        let ended = timeout(SOON, self.work.join_all()).await;
        ended.expect("the worker does not stop");
    }
}

/// Jobs of these tests are told apart from the periodic ones by their id.
async fn queued(service: &Service) -> Uuid {
    let new = Job::Prune.at(service.clock.now());
    assert!(service.store.enqueue(&new).await.unwrap());
    new.id
}

async fn entry(service: &Service, job: Uuid) -> JobEntry {
    // Asked twice: it may go from a state that was not looked at yet to one that was.
    for state in [JobState::ALL, JobState::ALL].concat() {
        let entries = service.store.jobs(state, 999).await.unwrap();
        if let Some(entry) = entries.into_iter().find(|entry| entry.id == job) {
            return entry;
        }
    }
    panic!("the job is gone");
}

async fn reaches(service: &Service, job: Uuid, state: JobState) -> JobEntry {
    let reached = timeout(SOON, async {
        loop {
            let entry = entry(service, job).await;
            if entry.state == state {
                return entry;
            }
            sleep(Duration::from_millis(20)).await;
        }
    });
    let Ok(entry) = reached.await else {
        panic!("not {state:?}: {:?}", entry(service, job).await);
    };
    entry
}

#[derive(Debug, thiserror::Error)]
#[error("Maëlle Kervadec-Oduya, 1998-03-14")]
struct Personal;

/// Contract (d).
#[tokio::test]
async fn every_start_of_a_worker_has_an_id_of_its_own() {
    on_each(async |store| {
        let (_folder, service) = house(store).await;
        let (_sender, services) = watch::channel(service);
        let first = Worker::new(services.clone());
        assert_ne!(first.id(), Worker::new(services).id());
    })
    .await;
}

#[tokio::test]
async fn a_job_is_held_for_as_long_as_its_handler_runs() {
    on_each(async |store| {
        let (_folder, service) = house(store).await;
        let job = queued(&service).await;
        let handler = async |context: Context, _| {
            // Three leases long.
            if context.attempt == 1 {
                sleep(Duration::from_secs(3)).await;
            }
            Ok(())
        };
        let workers = [handler, handler].map(|handler| AtWork::new(&service, handler));
        let done = reaches(&service, job, JobState::Done).await;
        assert_eq!(done.leases, 1, "no other worker took it");
        for worker in workers {
            worker.stop().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_handler_whose_lease_is_lost_stops_and_says_nothing() {
    on_each(async |store| {
        let (_folder, service) = house(store).await;
        let job = queued(&service).await;
        let ended = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&ended);
        let worker = AtWork::new(&service, move |context: Context, _| {
            let counter = Arc::clone(&counter);
            async move {
                if context.job == job && context.attempt == 1 {
                    sleep(Duration::from_secs(4)).await;
                    counter.fetch_add(1, Ordering::SeqCst);
                }
                Ok(())
            }
        });
        reaches(&service, job, JobState::Leased).await;
        // As if this machine had slept for a while.
        let later = service.clock.now() + Duration::from_secs(2);
        service.store.expire_leases(later, 9).await.unwrap();
        let done = reaches(&service, job, JobState::Done).await;
        assert_eq!((done.attempts, done.leases), (2, 2));
        sleep(Duration::from_secs(4)).await;
        assert_eq!(ended.load(Ordering::SeqCst), 0, "it was not stopped");
        worker.stop().await;
    })
    .await;
}

#[tokio::test]
async fn what_fails_or_panics_is_tried_again_and_given_up_without_personal_data() {
    on_each(async |store| {
        let (_folder, service) = house(store).await;
        let (failing, panicking) = (queued(&service).await, queued(&service).await);
        let worker = AtWork::new(&service, move |context: Context, _| async move {
            assert!(context.job != panicking, "a handler panics on purpose");
            assert_eq!(context.last, context.attempt == 3);
            if context.job == failing {
                return Err(JobError::again("the ship did not come", Personal));
            }
            Ok(())
        });
        let dead = reaches(&service, failing, JobState::Dead).await;
        assert_eq!(dead.attempts, 3);
        assert_eq!(dead.last_error.as_deref(), Some("the ship did not come"));
        let dead = reaches(&service, panicking, JobState::Dead).await;
        assert_eq!(dead.attempts, 3);
        assert_eq!(dead.last_error.as_deref(), Some("its handler stopped"));
        worker.stop().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_hopeless_is_given_up_at_once_and_what_is_planned_goes_on() {
    on_each(async |store| {
        let (_folder, service) = house(store).await;
        let (hopeless, planned) = (queued(&service).await, queued(&service).await);
        let times = Arc::new(AtomicU32::new(0));
        let worker = AtWork::new(&service, move |context: Context, _| {
            let times = Arc::clone(&times);
            async move {
                let at = context.service.clock.now();
                if context.job == hopeless {
                    return Err(JobError::hopeless("nobody waits for it", Personal));
                }
                // More often than a job may fail.
                if context.job == planned && times.fetch_add(1, Ordering::SeqCst) < 5 {
                    let reason = "waits for the tide";
                    return Err(JobError::Planned { reason, at });
                }
                Ok(())
            }
        });
        assert_eq!(
            reaches(&service, hopeless, JobState::Dead).await.attempts,
            1
        );
        let done = reaches(&service, planned, JobState::Done).await;
        assert_eq!((done.attempts, done.leases), (1, 6));
        worker.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_stops_waits_for_its_jobs_and_gives_back_what_takes_too_long() {
    on_each(async |store| {
        let (_folder, service) = house(store).await;
        let (short, long) = (queued(&service).await, queued(&service).await);
        let worker = AtWork::new(&service, move |context: Context, _| async move {
            if context.job == short {
                sleep(Duration::from_millis(400)).await;
            } else if context.job == long {
                sleep(Duration::from_secs(60)).await;
            }
            Ok(())
        });
        for job in [short, long] {
            reaches(&service, job, JobState::Leased).await;
        }
        worker.stop().await;
        assert_eq!(entry(&service, short).await.state, JobState::Done);
        let given_back = entry(&service, long).await;
        assert_eq!(given_back.state, JobState::Queued);
        assert_eq!((given_back.attempts, given_back.last_error), (0, None));
    })
    .await;
}

#[tokio::test]
async fn a_worker_publishes_and_prunes_by_itself() {
    on_each(async |store| {
        let (_folder, service) = house(store).await;
        let certificate = crate::store::fixtures::issued(&service.store, 1).await;
        let old = Job::Prune.at(service.clock.now());
        service.store.enqueue(&old).await.unwrap();
        let long_ago = service.clock.now();
        let leases = service
            .store
            .claim_jobs(Uuid::new_v4(), 1, long_ago, long_ago + SOON);
        let lease = leases.await.unwrap().remove(0);
        let in_may = "2026-05-01T08:00:00Z".parse().unwrap();
        assert!(service.store.complete_job(&lease, in_may).await.unwrap());

        let (sender, services) = watch::channel(Arc::clone(&service));
        let workers = [Worker::new(services.clone()), Worker::new(services)];
        let list = certificate.status.list;
        let both_done = async {
            while service
                .store
                .published_status_list(list)
                .await
                .unwrap()
                .is_none()
                || service
                    .store
                    .jobs(JobState::Done, 9)
                    .await
                    .unwrap()
                    .iter()
                    .any(|job| job.id == old.id)
            {
                sleep(Duration::from_millis(50)).await;
            }
        };
        let (stop, stopping) = watch::channel(false);
        let told =
            async |mut stopping: watch::Receiver<bool>| drop(stopping.wait_for(|stop| *stop).await);
        let work = async {
            tokio::join!(
                workers[0].run(told(stopping.clone())),
                workers[1].run(told(stopping))
            );
        };
        let supervise = async {
            timeout(SOON, both_done)
                .await
                .expect("nothing was published or pruned");
            stop.send_replace(true);
        };
        tokio::join!(work, supervise);
        drop(sender);
        // Two spans of time at most: each is published once, by one of the two.
        let done = service.store.jobs(JobState::Done, 9).await.unwrap();
        let times = done.iter().filter(|job| job.kind == "publish_status");
        assert!((1..=2).contains(&times.count()), "{done:?}");
    })
    .await;
}
