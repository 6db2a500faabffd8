//! What must hold for any input, one module a target: `targets/` hands them to the fuzzer, `tests/it` their seeds.
//!
//! A body takes bytes and panics when a promise is broken. It goes through the public interface of toolbox, knows no
//! fuzzer, and asserts more than the absence of a panic wherever there is something to hold the result against: the
//! same input cut elsewhere, another implementation, the text that was printed read back.
//!
//! `tests/fuzz/run` builds and runs them; a file it leaves in `artifacts/` is an input that breaks a promise. Once
//! mended, the input moves to `seeds/TARGET/` under a name that says what it is.

#[cfg(feature = "books")]
pub mod book_audio;
#[cfg(feature = "rip")]
pub mod cenc;
#[cfg(feature = "rip")]
pub mod dash_manifest;
#[cfg(feature = "load")]
pub mod expression;
#[cfg(feature = "rip")]
pub mod hls_playlist;
#[cfg(feature = "kv")]
pub mod kv_command;
#[cfg(feature = "kv")]
pub mod kv_dump;
#[cfg(feature = "kv")]
pub mod kv_glob;
#[cfg(feature = "kv")]
pub mod kv_log;
#[cfg(feature = "kv")]
pub mod kv_reply;
#[cfg(feature = "kv")]
pub mod kv_request;
#[cfg(feature = "kv")]
pub mod kv_rules;
#[cfg(feature = "rip")]
pub mod movie_boxes;
#[cfg(feature = "rip")]
pub mod page;
#[cfg(feature = "load")]
pub mod plan;
pub mod prometheus;
pub mod response;
#[cfg(feature = "rip")]
mod samples;
#[cfg(feature = "scan")]
pub mod scan_rules;
#[cfg(feature = "scan")]
pub mod scan_service;
#[cfg(feature = "rip")]
pub mod subtitles;
#[cfg(feature = "load")]
pub mod template;
#[cfg(feature = "rip")]
pub mod transport_stream;
