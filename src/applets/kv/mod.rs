//! A Redis-compatible store in memory: every Redis client works, in less time and less memory.
//!
//! # Flow
//! ```text
//! verbs/serve → engine: acceptor ─ sockets → worker (a thread, an event loop) → connection
//! connection: bytes → resp::Parser → command::dispatch ─ locks stripes → command's function → resp::Reply → bytes
//! store: Store → stripes (Mutex) → parts (one for each database) → segments → records
//! ```
//! A command runs on the thread that read it. `command::table` holds a row for each command and is where all else about
//! commands comes from; `server` is what threads share. `store` knows neither sockets nor commands; it keeps who waits for
//! a key and who watches it, because that is decided under the locks of its stripes.
//!
//! # Invariants
//! - A command's function locks nothing: the dispatcher holds the stripes of the keys that its row names, and EXEC those
//!   of all its commands. Stripes are locked in ascending order; other locks are taken under stripes, never before.
//! - Every change goes through [`store::Keys`], which keeps expiry, snapshots and counts right, and is told by
//!   [`command::Call::wrote`], which keeps WATCH, waiting clients, events and the log right.
//! - Effects are appended to [`server::feed::Feed`] while the stripes are held: for each key in the order they happened.
//! - A key whose time has come is absent for every command at once, and removed within a tick of its time.
//! - A segment of the store is handed to a running snapshot before it changes for the first time ([`store::Cut`]).
//! - An idle connection holds no buffers. Nothing is allocated for a small command or its arguments.
//! - `unsafe` stands in `store/record.rs` alone.
//!
//! # Open
//! - Speed (`benches/versus/kv`, quiet machine, five rounds): at P=1 processor time stands at 0.82 of redis-server's for
//!   SET and at 0.78 for GET (target 0.85), of which two thirds are the system's, for a read and a write each.
//! - Thirty rounds of kill -9 under each policy, while a log is rewritten and while a dump is written, and five on a full
//!   disk lost nothing (`tests/peers/kv_kills.rs`); an idle connection of ten thousand took 1.9 KB, of which the
//!   allocator gave back nothing at once. The fuzz targets of kv ran for some minutes on a machine that had no time for
//!   them: ten minutes for `kv_request` are to be run in full.
//! - What the fuzz target `kv_command` leaves out: CONFIG, ACL, CLIENT, DEBUG, everything about files and replicas. EXEC
//!   may make a reply of any size. The progress and the table of `kv bench` are wider than 20 columns.
//! - INCRBYFLOAT and HINCRBYFLOAT calculate in 64 bits, Redis in 80: `3.0e3` added to `0.3` ends in other digits there.
//! - A waiter of several keys takes from the first of its keys that has elements, Redis from the one written first, where
//!   one transaction wrote several. SORT leaves what BY finds equal in its order, Redis in that of its quicksort.
//! - A list whose middle was taken out keeps small packs: they are not merged again.
//! - `kv cli`: arguments are hinted at as far as arity and keys tell; no `--scan`, `--bigkeys`. It
//!   hints at `rediss://` whenever a connection is closed, and `--json` may tell an error twice. `kv bench` speaks no
//!   TLS, and its processor time misses threads of the server that ended meanwhile.
//! - A wrong `dir` of redis.conf is reported as if it were `--dir`.
//! - The suite of Redis (`tests/peers/redis_suite --slow`): 750 of 784 in tier 1, 538 of 542 in tier 2, 122 of 171 in
//!   tier 3 (without its slow ones). What is missing needs scripts, streams, REPLICAOF, MIGRATE, or the insides of Redis
//!   (its hash tables, shared numbers, jemalloc, sums in 80 bits). A third of `multi` falls only because REPLICAOF and
//!   scripts fail before and leave a transaction open or `maxmemory` at 1.
//! - Streams: a variant of [`store::Object`], and a family.
//! - Dumps: streams and values of modules are refused at the start, libraries of functions are left out with a warning.
//!   `everysec` hands effects to the system within 10 ms, Redis before the reply: a kill may cost as much. The log is
//!   written in its thread alone; `no-appendfsync-on-rewrite`, `aof-use-rdb-preamble`, `rdb-save-incremental-fsync` and
//!   the like are accepted and do nothing. A base is always a dump. SAVE, BGSAVE and the log were measured for what they
//!   keep, not yet for what they cost.
//! - Replicas are served (SYNC, PSYNC), but this server is never one (REPLICAOF), and nothing of the stream is kept: who
//!   comes back receives a whole dump. WAIT does not count them. FUNCTION and SCRIPT know no scripts; MIGRATE.
//! - DEBUG RELOAD and LOADAOF refuse other clients with -LOADING meanwhile, where Redis has them wait, and let replicas
//!   go, who come again. DEBUG SLEEP holds one thread, not all.
//! - A collection's bytes are guessed as it grows under `maxmemory` and measured within some turns of its thread
//!   (`store/sizes.rs`). `maxmemory-clients` counts buffers, once a second.
//! - Rules of users: GETUSER and LIST give command rules as they were written, not in Redis's shortest form; which words
//!   a writing command only writes is a list in `server/acl/check.rs`.
//! - Prefixes (`store/prefix.rs`) are named, not found: no top K by separator. A quota holds over all databases. What a
//!   command adds to a collection is reckoned, not known (`command/prefix/growth.rs`): its bytes, and those of the result
//!   of an algebra, may go beyond a quota once.
//! - What a newcomer stumbled over: a log or a dump with what is not known here (streams, scripts) is refused with the words
//!   "is no log" or "cannot load", and `convert` of a dump with libraries to a version before 10 has no hint; a command that
//!   is not here is likened to one that is (`xadd` to `zadd`); Ctrl-C while the prompt waits for a key leaves the program;
//!   the word "stopping; a second signal stops at once" is not true of SIGTERM while a dump is written; `1 keys`; what was
//!   loaded counts SELECT as a command; `check --repair` keeps no copy of what it cuts off.
//! - `docs/kv-commands.md` calls arguments `key` and `value`: the table knows places, not names. `kv cli -h HOST` is help.
//! - SHUTDOWN that saves tells its dump in the log alone. CONFIG SET takes `replicaof` and the like and does nothing.
//! - Of the program's own configuration (`toolbox.toml`) the key `set` alone is read again while the server runs.

pub mod args;
pub mod command;
pub mod engine;
pub mod error;
pub mod habits;
pub mod persist;
pub mod server;
pub mod store;
pub mod verbs;

pub use args::Args;

use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

/// Runs `kv` as the user typed it.
///
/// # Errors
/// As the verb says.
pub async fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    args.verb.run(session).await
}
