//! What this process took of the machine so far.

use std::time::Duration;

/// Processor time and memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// Of all threads, in user and in system.
    pub processor: Duration,
    /// The most that was resident at a time; none where the system does not tell.
    pub peak_memory_bytes: Option<u64>,
}

impl Usage {
    /// Of this process since it began.
    ///
    /// ```
    /// use toolbox::kit::usage::Usage;
    /// let before = Usage::own();
    /// let sum: u64 = (0..1_000_000).map(std::hint::black_box).sum();
    /// assert!(sum > 0 && Usage::own().processor > before.processor);
    /// ```
    #[must_use]
    pub fn own() -> Self {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        let processor = Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec.unsigned_abs() as u32);
        Self { processor, peak_memory_bytes: peak() }
    }
}

#[cfg(target_os = "linux")]
fn peak() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib << 10)
}

#[cfg(not(target_os = "linux"))]
fn peak() -> Option<u64> {
    None
}
