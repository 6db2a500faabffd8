//! A download manager: fast, resumable, verified.
//!
//! # Flow
//! ```text
//! args, verbs/get → plans (lists, Metalinks, sums) → batch → protocol (registry) → source (mirrors, renewed links)
//! engine: begin (state, first answer, file) → workers ── connection.receive ──▶ store
//!              map: who fetches which bytes ───┘   ├─ inspection checks pieces, undoes what is wrong
//!                                                  └─ hash follows the frontier, state notes what is there
//! a stream: protocol/stream → engine/recorded → media::record, whose journal is the state
//! → report, view
//! ```
//! `map` decides, `source` brings, `store` keeps, `state` remembers, `hash` proves; each knows nothing of the others, and
//! `engine` is where they meet. A protocol implements [`source::Ranged`] and [`source::Connection`], and is entered in
//! `protocol/mod.rs`.
//!
//! # Invariants
//! - Nothing of an answer is written before its status, range, size and validators agree with what was asked for.
//! - Each byte of the file is fetched by one worker, but for a hedge of a slow rest. What both have been at is hashed when
//!   nobody writes any more: the hash is that of the file on the disk.
//! - Bytes are written where they belong; there are no part files and no merge.
//! - What the state says is there, is there: after the end of the process by any means all of it, after a power cut what
//!   it calls durable. The state goes when the file is on the disk.
//! - A file that is not ours is not touched unless the user says so, and then stays until the new one is whole.
//! - What an earlier run left is gone on with where its tag, or bytes that are compared, show that both file and source
//!   are the same; its hash only where nobody can have written to it.
//! - No memory grows with the size of the file.
//!
//! # Open
//! - The sums of pieces in a Metalink are not checked on the way to a reader (`-o -`), nor where the server tells no size;
//!   the sum of the whole is.
//! - A mirror that the user names is believed: without a hash, one with another file of the same size is mixed in.
//! - Of two URLs in one call that end alike the second is called `NAME.1` before its server has named it.
//! - A file that is written to by others while it is downloaded is noticed where it is cut or replaced, not where it is
//!   overwritten. `--save-metalink` keeps the query of a URL, which may be a secret.
//! - Lists, cookies, and states may be 256 MiB large and are read whole. With six descriptors tokio panics.
//! - `--progress json` has the notes of people between its lines; its events have no URL.
//! - A place that a server names (`Link`) in a later answer than the first is not used.
//! - `qop=auth-int`; a list of public suffixes for cookies.
//! - `repair` with hashes of pieces needs them kept (`--save-metalink`); without, it has to compare all of the file.
//! - Streams: one picture and its sound, in a file each where they are apart; subtitles, other sound, one MP4 of both, keys
//!   for locked ones, and `-o -` has `rip` alone; `--user` as Digest, and cookies that a stream sets have `rip` alone or
//!   nobody; `clean` does not know the recorder's `NAME.partial` and `NAME.rip`.
//! - A check of pieces (`verify --metalink`) shows that it is at work, and not how far.

pub mod args;
pub mod batch;
pub mod checksum;
pub mod engine;
pub mod error;
pub mod event;
pub mod hash;
pub mod limits;
pub mod list;
pub mod map;
pub mod metalink;
pub mod mirrors;
pub mod name;
pub mod orphans;
pub mod plan;
pub mod probe;
pub mod protocol;
pub mod refresh;
pub mod report;
pub mod source;
pub mod span;
pub mod state;
pub mod store;
pub mod verbs;
pub mod view;

pub use args::Args;

use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

/// Runs `fetch` as the user typed it.
///
/// # Errors
/// As the verb says.
pub async fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    match args.verb {
        Some(verb) => verb.run(session).await,
        None => args.get.run(session).await,
    }
}
