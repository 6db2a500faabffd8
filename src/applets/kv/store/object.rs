//! Values that live on the heap behind their record: long texts and the collections.
//!
//! Each collection is one thin pointer here and decides about its own encodings in its own file.

use std::sync::Arc;

/// The types of values as `TYPE` names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Bytes or a number.
    String,
    /// A sequence.
    List,
    /// Members without order.
    Set,
    /// Members ordered by score.
    Sorted,
    /// Fields and values.
    Hash,
    /// An append-only log.
    Stream,
}

impl Kind {
    /// As `TYPE` says.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::List => "list",
            Self::Set => "set",
            Self::Sorted => "zset",
            Self::Hash => "hash",
            Self::Stream => "stream",
        }
    }
}

/// A value on the heap.
#[derive(Debug, Clone)]
pub enum Object {
    /// A text too long to lie in its record. Shared with replies that are being written.
    Text(Arc<Vec<u8>>),
}

impl Object {
    /// A long text.
    #[must_use]
    pub fn text(bytes: Vec<u8>) -> Self {
        Self::Text(Arc::new(bytes))
    }

    /// What kind of value it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Text(_) => Kind::String,
        }
    }

    /// What `OBJECT ENCODING` says.
    #[must_use]
    pub const fn encoding(&self) -> &'static str {
        match self {
            Self::Text(_) => "raw",
        }
    }

    /// Bytes on the heap, about.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.capacity() + size_of::<Vec<u8>>() + 16,
        }
    }
}
