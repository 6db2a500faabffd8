//! HTTP/1 framing without I/O: where a response ends, and what its head says (RFC 9112).
//!
//! Fed with bytes as they arrive, it copies nothing that it need not keep. `load` runs its raw engine on it; it is
//! shared so that whoever else must see the wire (downloads, the origin's faults) reads it by the same rules.
//! It is not a client: it opens no connection, follows no redirect and decodes no content coding.

mod chunked;
mod head;
mod response;

pub use chunked::Chunked;
pub use head::{Framing, Head, HeadError, RequestKind};
pub use response::{Body, Progress, ResponseError, ResponseReader};
