//! The Redis wire protocol, RESP2 and RESP3, without input or output: bytes in, words out; values in, bytes out.
//!
//! - [`request`]: what a client sends. Words are ranges over the buffer they were read into; nothing is allocated for
//!   each of them.
//! - [`reply`]: what a server answers, appended to one buffer in the dialect the client asked for.
//!
//! It knows no command and no socket. Source: <https://redis.io/docs/latest/develop/reference/protocol-spec/> and the
//! behaviour of redis-server 7.0.15 where that page is silent.

pub mod reply;
pub mod request;

pub use self::reply::{Dialect, Reply};
pub use self::request::{Args, Limits, Parsed, Parser, ProtocolError, Span};
