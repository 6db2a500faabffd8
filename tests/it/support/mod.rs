//! What the integration tests stand on.

pub(crate) mod cli;
pub(crate) mod peer;
