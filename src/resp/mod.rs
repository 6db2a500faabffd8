//! The Redis wire protocol, RESP2 and RESP3: bytes in, words out; values in, bytes out; and the other way round.
//!
//! ```text
//! server side   request  what a client sends; words are ranges over the buffer they were read into
//!               ahead    a glance at the commands behind
//!               reply    what a server answers, appended to one buffer in the dialect the client asked for
//! client side   decode   what a server answers, as values (value), however it is cut
//!               target   where a server is: redis://…       client  one connection to it
//! ```
//!
//! All but [`client`] is without input and output. It knows no command. Source:
//! <https://redis.io/docs/latest/develop/reference/protocol-spec/> and the behaviour of redis-server 7.0.15 where that
//! page is silent.

pub mod ahead;
pub mod client;
pub mod decode;
pub mod reply;
pub mod request;
pub mod target;
pub mod value;

pub use self::ahead::Ahead;
pub use self::client::{Client, ClientError, ClientOptions, command};
pub use self::decode::{DecodeError, Decoder, Skimmed, Skimmer};
pub use self::reply::{Dialect, Reply};
pub use self::request::{Args, Limits, Parsed, Parser, ProtocolError, Span};
pub use self::target::{Place, Target, TargetError};
pub use self::value::Value;
