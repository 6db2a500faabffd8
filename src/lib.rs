//! The map of toolbox: one executable, several network tools that feel like one hand made them.
//!
//! ```text
//! main → cli → applets → origin · media · resp → kit
//! ```
//!
//! Arrows point right, over any distance; `tests/it/tidy.rs` fails on any other, and on most of what follows.
//!
//! - [`kit`]: mechanism that every applet may use. It knows no applet and no product policy.
//! - [`origin`]: the one server that the demo, the benches and the tests play against. No applet uses it.
//! - [`media`]: HLS playlists, renditions, segments, decryption and the recorder. No terminal, no applet.
//! - [`resp`]: the Redis wire protocol, both sides of it without input or output, and a small client.
//! - [`applets`]: one product each. Applets never import applets.
//! - [`cli`]: the only place that knows all applets.
//!
//! # The way of a call
//!
//! ```text
//! main        the words, as the system gave them
//! cli         which applet (by link or by word) → flags, over variables, over files → Session
//! applet      Args (what was typed) → Plan (what was meant) → engine (the work) → Report (one serde struct)
//! kit::term   the report as table, JSON, lines of JSON or CSV
//! main        the exit code
//! ```
//!
//! # What is not here
//!
//! - No thread before the command line was understood: `--help` starts none.
//! - No flag table beside clap's: configuration, completions, manual pages and the checks of each are made from it.
//! - No reading of the environment outside [`kit::env`], no writing to standard output or error outside [`kit::term`].
//! - No second table of Redis's commands: dispatch, COMMAND, ACL, completion, hints and `docs/kv-commands.md` are made
//!   from the rows beside their functions.
//! - No clap outside `cli`, `args.rs` and `verbs/`; no terminal library outside [`kit::term`] and the `view` of an
//!   applet; no hyper or rustls outside [`kit::http`], [`kit::tls`], `origin` and a short list of wire loops.
//! - No process exit in the middle: an applet returns an [`Exit`](kit::exit::Exit) or a
//!   [`Failure`](kit::error::Failure). Only the second Ctrl-C ends the process at once.
//! - No second TLS provider and no second HTTP client.
//!
//! # Where to start reading
//!
//! A product: `applets/<name>/mod.rs`, then its `plan` and `engine`. The frame: `cli::launch`, then
//! [`kit::session`]. How it is kept tidy: `tests/it/tidy.rs`.

pub mod applets;
pub mod cli;
pub mod kit;
#[cfg(any(feature = "rip", feature = "fetch", feature = "swarm"))]
pub mod media;
pub mod origin;
#[cfg(feature = "kv")]
pub mod resp;
