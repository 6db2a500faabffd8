//! One product each; applets never import applets.

#[cfg(feature = "kv")]
pub mod kv;
#[cfg(feature = "load")]
pub mod load;
