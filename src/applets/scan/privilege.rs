//! The right to raw sockets: raised only while they are opened, and only of what the file or the caller gave.
//!
//! `setcap cap_net_raw+p toolbox` permits it without making it effective, so that the other applets of the same file never
//! have it. Rights belong to threads: whoever opens sockets calls this on the thread that does.

use rustix::thread::{CapabilitySet, capabilities, set_capabilities};

/// Does `work` with the right to raw sockets where this thread may have it, and without where not.
pub fn with_raw_sockets<T>(work: impl FnOnce() -> T) -> T {
    let Ok(before) = capabilities(None) else { return work() };
    let may = before.permitted.contains(CapabilitySet::NET_RAW);
    let has = before.effective.contains(CapabilitySet::NET_RAW);
    let raised = may && !has && {
        let mut sets = before;
        sets.effective |= CapabilitySet::NET_RAW;
        set_capabilities(None, sets).is_ok()
    };
    let outcome = work();
    if raised {
        // What cannot be given back was not raised; the kernel refuses no fewer rights.
        let _ = set_capabilities(None, before);
    }
    outcome
}

/// Whether raw sockets can be had.
#[must_use]
pub fn has_raw_sockets() -> bool {
    use socket2::{Domain, Protocol, Socket, Type};
    with_raw_sockets(|| Socket::new(Domain::IPV4, Type::RAW.cloexec(), Some(Protocol::TCP)).is_ok())
}
