//! The number of files and sockets this process may hold open.

use thiserror::Error;

/// More descriptors are needed than the system grants.
#[derive(Debug, Error)]
#[error("{needed} open files are needed and the limit is {limit}")]
pub struct TooFew {
    /// How many.
    pub needed: u64,
    /// The hard limit.
    pub limit: u64,
}

/// Raises the soft limit to the hard one where fewer than `needed` descriptors are allowed.
///
/// # Errors
/// [`TooFew`] when the hard limit does not suffice.
///
/// ```
/// use toolbox::kit::descriptors;
/// assert!(descriptors::ensure(10).is_ok());
/// assert!(descriptors::ensure(1 << 40).is_err());
/// ```
#[cfg(unix)]
pub fn ensure(needed: u64) -> Result<(), TooFew> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let allows = |limit: Option<u64>| limit.is_none_or(|limit| limit >= needed);
    if allows(limit.current) {
        return Ok(());
    }
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    if allows(limit.maximum) && setrlimit(Resource::Nofile, raised).is_ok() {
        return Ok(());
    }
    Err(TooFew { needed, limit: limit.maximum.or(limit.current).unwrap_or(0) })
}

/// Systems without such a limit.
///
/// # Errors
/// Never.
#[cfg(not(unix))]
pub fn ensure(_needed: u64) -> Result<(), TooFew> {
    Ok(())
}
