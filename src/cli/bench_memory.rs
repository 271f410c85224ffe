//! How much memory this process and its children needed, as Linux tells it.

/// Highest resident memory so far of a process, as Linux tells it.
pub(super) fn peak_megabytes(process: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    field(&status, "VmHWM:").map(|kilobytes| kilobytes / 1024)
}

/// The same of each process that this one started and that still runs.
pub(super) fn children_peak_megabytes() -> Vec<u64> {
    let own = u64::from(std::process::id());
    let Ok(processes) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    processes
        .flatten()
        .filter_map(|entry| std::fs::read_to_string(entry.path().join("status")).ok())
        .filter(|status| field(status, "PPid:") == Some(own))
        .filter_map(|status| field(&status, "VmHWM:"))
        .map(|kilobytes| kilobytes / 1024)
        .collect()
}

fn field(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
