//! Why a command is not carried out, in the words of Redis 7.0: clients compare them.

use std::borrow::Cow;

use crate::applets::kv::store::WrongType;

/// An error reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A value of another type.
    WrongType,
    /// Options that do not belong together, or are none.
    Syntax,
    /// A word that is no 64-bit integer.
    NotInteger,
    /// A word that is no finite number.
    NotFloat,
    /// A key that must be there.
    NoKey,
    /// An index beyond the ends.
    Index,
    /// Anything else; starts with its code.
    Text(Cow<'static, str>),
}

impl Refusal {
    /// `ERR` and a text.
    #[must_use]
    pub fn err(text: impl std::fmt::Display) -> Self {
        Self::Text(format!("ERR {text}").into())
    }

    /// The reply, without its mark.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::WrongType => "WRONGTYPE Operation against a key holding the wrong kind of value",
            Self::Syntax => "ERR syntax error",
            Self::NotInteger => "ERR value is not an integer or out of range",
            Self::NotFloat => "ERR value is not a valid float",
            Self::NoKey => "ERR no such key",
            Self::Index => "ERR index out of range",
            Self::Text(text) => text,
        }
    }
}

impl From<WrongType> for Refusal {
    fn from(_: WrongType) -> Self {
        Self::WrongType
    }
}

impl From<&'static str> for Refusal {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}
