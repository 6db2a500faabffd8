//! One product each; applets never import applets.

#[cfg(feature = "load")]
pub mod load;
