//! Values that live on the heap behind their record: long texts and the collections.
//!
//! Each collection is one thin pointer here and decides about its own encodings in its own file.

use std::sync::Arc;

use super::hash::Hash;
use super::list::List;
use super::set::Set;
use super::sorted_set::SortedSet;

const _: () = assert!(size_of::<Object>() == 24, "every record of a collection holds one");

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
    /// A sequence.
    List(List),
    /// Fields and values.
    Hash(Hash),
    /// Members without order.
    Set(Set),
    /// Members ordered by score.
    Sorted(SortedSet),
}

impl Object {
    /// What a text takes on the heap besides its bytes.
    pub const TEXT_BYTES: usize = size_of::<Vec<u8>>() + 16;

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
            Self::List(_) => Kind::List,
            Self::Hash(_) => Kind::Hash,
            Self::Set(_) => Kind::Set,
            Self::Sorted(_) => Kind::Sorted,
        }
    }

    /// What `OBJECT ENCODING` says.
    #[must_use]
    pub const fn encoding(&self) -> &'static str {
        match self {
            Self::Text(_) => "raw",
            Self::List(list) => list.encoding(),
            Self::Hash(hash) => hash.encoding(),
            Self::Set(set) => set.encoding(),
            Self::Sorted(sorted) => sorted.encoding(),
        }
    }

    /// Tells the processor that elements of these names will be read soon; whether it is large enough for that.
    pub(super) fn prefetch<'n>(&self, names: impl Iterator<Item = &'n [u8]> + Clone) -> bool {
        let table = match self {
            Self::Hash(hash) => hash.table(),
            Self::Set(set) => set.table(),
            _ => None,
        };
        table.is_some_and(|table| table.prefetch(names))
    }

    /// Bytes on the heap, about.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.capacity() + Self::TEXT_BYTES,
            Self::List(list) => list.memory_bytes(),
            Self::Hash(hash) => hash.memory_bytes(),
            Self::Set(set) => set.memory_bytes(),
            Self::Sorted(sorted) => sorted.memory_bytes(),
        }
    }
}

/// A type of collection: where it is in an [`Object`].
pub trait Collection: Sized {
    /// It, where the object is of this type.
    fn of(object: &Object) -> Option<&Self>;
    /// It, to change it.
    fn of_mut(object: &mut Object) -> Option<&mut Self>;
    /// The object of it.
    fn object(self) -> Object;
}

macro_rules! collection {
    ($type:ty, $variant:ident) => {
        impl Collection for $type {
            fn of(object: &Object) -> Option<&Self> {
                if let Object::$variant(it) = object { Some(it) } else { None }
            }

            fn of_mut(object: &mut Object) -> Option<&mut Self> {
                if let Object::$variant(it) = object { Some(it) } else { None }
            }

            fn object(self) -> Object {
                Object::$variant(self)
            }
        }
    };
}

collection!(List, List);
collection!(Hash, Hash);
collection!(Set, Set);
collection!(SortedSet, Sorted);
