//! One product each; applets never import applets.

#[cfg(feature = "books")]
pub mod books;
#[cfg(feature = "fetch")]
pub mod fetch;
#[cfg(feature = "kv")]
pub mod kv;
#[cfg(feature = "load")]
pub mod load;
#[cfg(feature = "rip")]
pub mod rip;
#[cfg(feature = "scan")]
pub mod scan;
#[cfg(feature = "swarm")]
pub mod swarm;
