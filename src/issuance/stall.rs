//! A place to be killed at, for the test that kills issuance after every numbered step.

/// In builds with debug assertions, stops here for good when `SCEAU_STALL_AFTER` names this step,
/// after saying so on standard output; the test then kills the process. Released binaries have none.
#[cfg(debug_assertions)]
#[expect(clippy::disallowed_methods, reason = "a test hook, not configuration")]
pub(super) fn after(step: u8) {
    if std::env::var("SCEAU_STALL_AFTER").is_ok_and(|wanted| wanted == step.to_string()) {
        println!("stalled after step {step}");
        loop {
            std::thread::park();
        }
    }
}

/// Nothing to stall in a released binary.
#[cfg(not(debug_assertions))]
pub(super) fn after(_step: u8) {}
