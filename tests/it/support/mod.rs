//! What the integration tests stand on.

pub(crate) mod calm;
pub(crate) mod cli;
#[cfg(any(feature = "fetch", feature = "kv"))]
pub(crate) mod collector;
#[cfg(feature = "books")]
pub(crate) mod objects;
pub(crate) mod origin;
pub(crate) mod peer;
pub(crate) mod schema;
#[cfg_attr(not(feature = "load"), expect(dead_code, reason = "`load` has a use for all of it"))]
pub(crate) mod script;
pub(crate) mod scripted;
pub(crate) mod tunnel;
pub(crate) mod wire;
