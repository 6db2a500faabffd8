//! Buckets of Amazon S3 and of everything that speaks its protocol, over the one HTTP client.
//!
//! ```text
//! sign         signature version 4, without clock and socket     keys    whose: the environment and the files of the AWS CLI
//! location     s3://bucket/prefix → which server, how named      xml     what servers answer
//! bucket       list, get, put, each on a condition where asked
//! ```
//! Requests are signed whole, their bodies included; the client tries again within minutes, and a signature holds for a
//! quarter of an hour. Objects are read and written whole, within limits: what is kept here is small.

mod bucket;
mod error;
mod keys;
mod location;
mod sign;
mod xml;

pub use bucket::{Bucket, Condition, Found, Object, Put};
pub use error::{Refusal, S3Error};
pub use keys::{Keys, Profile};
pub use location::{Location, Style};
pub use sign::{Scope, Signing, amz_date, authorization, encode, payload_hash};
