//! The thread that talks with a PKCS#11 module.
//!
//! Modules keep state for the whole process (whether they are started, who is logged in), and a
//! module that hangs can't be interrupted. So one thread per module makes every call, in order,
//! and whoever asked waits only so long.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Fault;
use super::library::Library;

/// How long somebody waits for a signature, or for a token to be opened.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

type Job = (u64, Box<dyn FnOnce(&mut Library) + Send>);

/// What the thread is at.
#[derive(Default)]
struct State {
    /// The job that was sent last.
    sent: u64,
    /// The job that is being done.
    running: Option<u64>,
    /// Whether the one who asked for it has given up.
    hangs: bool,
}

/// A module and the way to its thread.
pub(super) struct Module {
    path: PathBuf,
    patience: Duration,
    jobs: Mutex<Sender<Job>>,
    state: Arc<Mutex<State>>,
}

/// Every module of this process: each is started once.
static MODULES: Mutex<BTreeMap<PathBuf, Arc<Module>>> = Mutex::new(BTreeMap::new());

impl Module {
    /// The module at this path. Nothing is loaded before something is asked.
    pub(super) fn at(path: &Path) -> Result<Arc<Self>, Fault> {
        let mut modules = MODULES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(module) = modules.get(path) {
            return Ok(Arc::clone(module));
        }
        let module = Arc::new(Self::start(path, PATIENCE)?);
        modules.insert(path.to_owned(), Arc::clone(&module));
        Ok(module)
    }

    fn start(path: &Path, patience: Duration) -> Result<Self, Fault> {
        let (jobs, todo) = mpsc::channel::<Job>();
        let state = Arc::<Mutex<State>>::default();
        let (library, seen) = (Library::new(path), Arc::clone(&state));
        std::thread::Builder::new()
            .name("pkcs11".to_owned())
            .spawn(move || work(library, &todo, &seen))
            .map_err(|error| Fault::Module {
                module: path.display().to_string(),
                reason: error.to_string(),
            })?;
        Ok(Self {
            path: path.to_owned(),
            patience,
            jobs: Mutex::new(jobs),
            state,
        })
    }

    /// Has the thread do this and waits for the answer, but not for ever.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Library) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let number = {
            let mut state = self.state();
            if state.hangs {
                return Err(self.silent());
            }
            state.sent += 1;
            state.sent
        };
        let until = Instant::now() + self.patience;
        let (reply, answer) = mpsc::sync_channel(1);
        let work = move |library: &mut Library| {
            // Nobody waits for it any more: a late signature must not keep others waiting.
            if Instant::now() < until {
                let _ = reply.send(question(library));
            }
        };
        let sent = self
            .jobs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .send((number, Box::new(work)));
        sent.map_err(|_| self.silent())?;
        answer.recv_timeout(self.patience).unwrap_or_else(|_| {
            let mut state = self.state();
            // Behind another's job, only that one is to blame.
            state.hangs |= state.running == Some(number);
            Err(self.silent())
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn silent(&self) -> Fault {
        Fault::Silent {
            module: self.path.display().to_string(),
            after: self.patience,
        }
    }
}

fn work(mut library: Library, todo: &Receiver<Job>, state: &Mutex<State>) {
    let mark = |running| {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        state.running = running;
        state.hangs = false;
    };
    while let Ok((number, job)) = todo.recv() {
        mark(Some(number));
        job(&mut library);
        mark(None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hanging() -> Module {
        Module::start(Path::new("/no/such/module"), Duration::from_millis(300)).unwrap()
    }

    #[test]
    fn nobody_waits_for_a_module_that_hangs() {
        let module = hanging();
        let (release, held) = mpsc::channel::<()>();
        let silent = module.ask(move |_| Ok(held.recv().is_ok()));
        assert!(matches!(silent, Err(Fault::Silent { .. })));
        // While it hangs, the next one does not wait at all.
        let asked = Instant::now();
        let refused = module.ask(|_| Ok(()));
        assert!(matches!(refused, Err(Fault::Silent { .. })));
        assert!(asked.elapsed() < Duration::from_millis(200));
        // It works again when it does.
        release.send(()).unwrap();
        let again = (0..200).find_map(|_| {
            std::thread::sleep(Duration::from_millis(5));
            module.ask(|_| Ok(7)).ok()
        });
        assert_eq!(again, Some(7));
    }

    #[test]
    fn a_job_that_nobody_waits_for_is_not_done() {
        let module = Arc::new(hanging());
        let (release, held) = mpsc::channel::<()>();
        let done = Arc::new(Mutex::new(false));
        let first = Arc::clone(&module);
        let blocker = std::thread::spawn(move || first.ask(move |_| Ok(held.recv().is_ok())));
        std::thread::sleep(Duration::from_millis(10));
        let mark = Arc::clone(&done);
        let late = module.ask(move |_| {
            *mark.lock().unwrap() = true;
            Ok(())
        });
        assert!(late.is_err());
        release.send(()).unwrap();
        assert!(blocker.join().unwrap().is_err());
        std::thread::sleep(Duration::from_millis(20));
        assert!(!*done.lock().unwrap());
    }

    #[test]
    fn a_module_is_started_once_in_a_process() {
        let path = Path::new("/no/such/module/either");
        assert!(Arc::ptr_eq(
            &Module::at(path).unwrap(),
            &Module::at(path).unwrap()
        ));
    }
}
