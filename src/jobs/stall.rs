//! A place to be killed at, for the test that kills a worker in the middle of a job.

/// In builds with debug assertions, stops here for good when `SCEAU_STALL_JOB` names this kind and
/// this moment, after saying so on standard output; the test then kills the process. Released
/// binaries have none.
#[cfg(debug_assertions)]
#[expect(clippy::disallowed_methods, reason = "a test hook, not configuration")]
pub(super) fn at(kind: &str, moment: &str) {
    let here = format!("{kind} {moment}");
    if std::env::var("SCEAU_STALL_JOB").is_ok_and(|wanted| wanted == here) {
        println!("stalled: {here}");
        loop {
            std::thread::park();
        }
    }
}

/// Nothing to stall in a released binary.
#[cfg(not(debug_assertions))]
pub(super) fn at(_kind: &str, _moment: &str) {}
