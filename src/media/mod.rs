//! Streams cut into segments: what a playlist says, which rendition is meant, what is to be fetched, and the recording.
//!
//! ```text
//! hls ──→ select ──→ segment ──→ record ──→ a file, or a pipe
//!         which      what        when, and in which order; crypt opens what is locked
//! ```
//!
//! Used by every applet that meets such streams. `hls`, `select`, `segment` and the cipher of `crypt` take no clock and
//! no socket. Nothing here knows a terminal.

pub mod crypt;
pub mod hls;
pub mod playlist;
pub mod record;
pub mod segment;
pub mod select;
