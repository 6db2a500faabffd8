//! The map of toolbox: one executable, several network tools that feel like one hand made them.
//!
//! ```text
//! main → cli → applets → origin → kit
//! ```
//!
//! Arrows point right, over any distance; `tests/it/tidy.rs` fails on any other.
//!
//! - [`kit`]: mechanism that every applet may use. It knows no applet and no product policy.
//! - [`origin`]: the one server that the demo, the benches and the tests play against. No engine imports it.
//! - [`applets`]: one product each. Applets never import applets.
//! - [`cli`]: the only place that knows all applets.

pub mod applets;
pub mod cli;
pub mod kit;
pub mod origin;
