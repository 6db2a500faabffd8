//! Redis's commands: a family a file, a function a command, a row of the [`table`] for each.
//!
//! # To add a command
//! ```text
//! command("strlen", 2, strlen).flags(READONLY | FAST).keys(KeySpec::ONE).about("2.2.0", "Returns the length ….")
//!
//! fn strlen(call: &mut Call) -> Outcome {
//!     let mut digits = itoa::Buffer::new();
//!     let text = call.keys.text(call.args.at(1), &mut digits)?;     // WRONGTYPE by `?`
//!     call.reply.int(text.map_or(0, <[u8]>::len) as i64);           // exactly one reply, and only when nothing failed
//!     Ok(())
//! }
//! ```
//! The row goes into the `COMMANDS` of its file, a new file into [`FAMILIES`]. The dispatcher has checked arity and
//! rights, and has locked the stripes of the keys that the row names: a function never locks, and looks up no other
//! keys. A function that writes calls [`Call::wrote`] once for each change of a key: that counts it, tells `WATCHes`,
//! waiting clients and subscribers, and has the command logged. What is logged is the command as it came, unless it
//! says [`Call::log_instead`]: effects, not wishes (times as PXAT, choices as what was chosen).

#![expect(clippy::unnecessary_wraps, reason = "commands have one signature, also those that never fail")]

pub mod acl;
pub mod arguments;
pub mod bits;
pub mod blocking;
pub mod call;
pub mod choice;
pub mod client;
pub mod connection;
pub mod debug;
pub mod dispatch;
pub mod geo;
pub mod glob;
pub mod hash;
pub mod help;
pub mod hyperloglog;
pub mod info;
pub mod introspection;
pub mod keys;
pub mod list;
pub mod locks;
pub mod monitor;
pub mod operations;
pub mod persist;
pub mod prefix;
pub mod pubsub;
pub mod reference;
pub mod refusal;
pub mod replicas;
pub mod rights;
pub mod server;
pub mod set;
pub mod slow;
pub mod sort;
pub mod sorted_set;
pub mod string;
pub mod table;
pub mod timer;
pub mod transaction;
pub mod walk;

pub use self::call::{Call, Mode, Outcome};
pub use self::refusal::Refusal;
pub use self::table::{Family, KeySpec, Spec, command, sub};

/// Every family.
pub const FAMILIES: &[Family] = &[
    Family { group: "string", category: "string", commands: string::COMMANDS },
    Family { group: "list", category: "list", commands: list::COMMANDS },
    Family { group: "hash", category: "hash", commands: hash::COMMANDS },
    Family { group: "set", category: "set", commands: set::COMMANDS },
    Family { group: "sorted-set", category: "sortedset", commands: sorted_set::COMMANDS },
    Family { group: "geo", category: "geo", commands: geo::COMMANDS },
    Family { group: "bitmap", category: "bitmap", commands: bits::COMMANDS },
    Family { group: "hyperloglog", category: "hyperloglog", commands: hyperloglog::COMMANDS },
    Family { group: "generic", category: "", commands: keys::COMMANDS },
    Family { group: "generic", category: "", commands: sort::COMMANDS },
    Family { group: "connection", category: "connection", commands: connection::COMMANDS },
    Family { group: "server", category: "", commands: server::COMMANDS },
    Family { group: "server", category: "", commands: persist::COMMANDS },
    Family { group: "server", category: "connection", commands: introspection::COMMANDS },
    Family { group: "server", category: "", commands: acl::COMMANDS },
    Family { group: "server", category: "", commands: debug::COMMANDS },
    Family { group: "server", category: "", commands: operations::COMMANDS },
    Family { group: "server", category: "", commands: slow::COMMANDS },
    Family { group: "server", category: "", commands: replicas::COMMANDS },
    Family { group: "server", category: "", commands: prefix::COMMANDS },
    Family { group: "pubsub", category: "pubsub", commands: pubsub::COMMANDS },
    Family { group: "transactions", category: "transaction", commands: transaction::COMMANDS },
];
