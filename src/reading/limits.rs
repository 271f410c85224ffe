//! What a process that reads strangers' files gives up before it reads the first.

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr, RulesetStatus,
    Scope,
};
use rustix::process::{Resource, Rlimit, setrlimit};

/// Memory for data, in bytes: decoding the largest picture takes 512 MiB, searching it some more.
const MEMORY: u64 = 768 << 20;
/// Time on the processor, in seconds, for all files that one process reads.
const PROCESSOR: u64 = 120;

/// Why a process that could do harm is not let near a file.
#[derive(Debug, thiserror::Error)]
pub(super) enum LimitError {
    #[error("the limit `{0}` can't be set")]
    Resource(&'static str, #[source] std::io::Error),
    #[error("files and network can't be given up")]
    Access(#[from] landlock::RulesetError),
}

/// Gives up memory, time, files and network, for good. `false` if the kernel does not know how to
/// take files and network away; then no file can be opened all the same, for want of a number.
pub(super) fn give_up() -> Result<bool, LimitError> {
    let taken_away = no_files_and_no_network()?;
    let limits = [
        ("data", Resource::Data, MEMORY),
        ("cpu", Resource::Cpu, PROCESSOR),
        ("fsize", Resource::Fsize, 0),
        ("core", Resource::Core, 0),
        // The three that are open; a fourth gets no number.
        ("nofile", Resource::Nofile, 3),
        ("nproc", Resource::Nproc, 0),
    ];
    for (name, resource, most) in limits {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, limit).map_err(|error| LimitError::Resource(name, error.into()))?;
    }
    Ok(taken_away)
}

/// Everything that the kernel knows to take away, with no exception.
fn no_files_and_no_network() -> Result<bool, LimitError> {
    let newest = ABI::V6;
    let status = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(newest))?
        .handle_access(AccessNet::from_all(newest))?
        .scope(Scope::from_all(newest))?
        .create()?
        .restrict_self()?;
    Ok(status.ruleset != RulesetStatus::NotEnforced)
}
