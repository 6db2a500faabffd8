//! Streams cut into segments: what a playlist says.

pub mod hls;
