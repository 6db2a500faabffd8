//! Streams cut into segments: what a playlist says, which rendition is meant, what is to be fetched, and the recording.
//!
//! ```text
//! page: which playlist
//! hls ──→ select ──→ segment ──→ record ──→ a file, or a pipe
//! dash ─┘ which      what        when, and in which order; crypt opens what is locked as a whole, cenc its samples
//! presentation: from what a server sent to tracks that are recorded, HLS and DASH alike
//! ```
//!
//! Used by every applet that meets such streams. `hls`, the reader of `dash`, `select`, `segment` and the ciphers of
//! `crypt` and `cenc` take no clock and no socket. Nothing here knows a terminal.

pub mod cenc;
mod codec;
pub mod crypt;
pub mod dash;
pub mod hls;
pub mod hosts;
pub mod language;
mod local;
pub mod mp4;
pub mod mux;
pub mod packing;
pub mod page;
pub mod playlist;
pub mod presentation;
pub mod record;
pub mod sample;
pub mod segment;
pub mod select;
pub mod steering;
pub mod subtitles;
pub mod ts;
