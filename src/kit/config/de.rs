//! The tree as a serde data source whose errors know where they happened.
//!
//! The error of the innermost value that refuses carries its place and the path of keys that led there; the levels
//! above pass it on.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::tree::number;
use super::{ConfigError, Entry, Node, Origin, Place, Value};

pub(super) fn from_node<T: DeserializeOwned>(node: &Node) -> Result<T, ConfigError> {
    T::deserialize(Source(node)).map_err(|refusal| refusal.at(&node.place).into())
}

/// Why a value was refused and, once a level above knows it, where it stands.
#[derive(Debug)]
struct Refusal {
    message: String,
    place: Option<Place>,
    path: String,
}

impl Refusal {
    /// Says where, unless a deeper level said so already.
    fn at(mut self, place: &Place) -> Self {
        self.place.get_or_insert_with(|| place.clone());
        self
    }

    /// Adds one step in front of the path.
    fn under(mut self, step: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{step}{dot}{}", self.path);
        self
    }
}

impl From<Refusal> for ConfigError {
    fn from(refusal: Refusal) -> Self {
        let Refusal { message, place, path } = refusal;
        let message = if path.is_empty() { message } else { format!("{path}: {message}") };
        match place {
            Some(place) => Self::Invalid { origin: Origin::File(place), message },
            None => Self::Invalid { origin: Origin::Unknown, message },
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}

impl de::Error for Refusal {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string(), place: None, path: String::new() }
    }
}

/// A node to be read from.
struct Source<'a>(&'a Node);

impl<'de> Deserializer<'de> for Source<'_> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match &self.0.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(text) => match number(text) {
                Some(number) => number.deserialize_any(visitor).map_err(de::Error::custom),
                None => visitor.visit_str(text),
            },
            Value::Text(text) => visitor.visit_str(text),
            Value::List(items) => visitor.visit_seq(Items(items.iter().enumerate())),
            Value::Table(entries) => visitor.visit_map(Entries { rest: entries.iter(), current: None }),
        }
        .map_err(|refusal| refusal.at(&self.0.place))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        if self.0.value == Value::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    /// Numbers are accepted where a string is wanted, spelled as in the file: `version: 1.10` needs no quotes.
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match &self.0.value {
            Value::Number(text) => visitor.visit_str(text).map_err(|refusal: Refusal| refusal.at(&self.0.place)),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_string(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        match &self.0.value {
            Value::Text(text) => visitor.visit_enum(text.as_str().into_deserializer()),
            Value::Table(entries) if entries.len() == 1 => visitor.visit_enum(Variant(&entries[0])),
            _ => {
                Err(de::Error::custom(format_args!("expected a name or a table with one key, found {}", self.0.kind())))
            }
        }
        .map_err(|refusal: Refusal| refusal.at(&self.0.place))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

struct Items<'a>(std::iter::Enumerate<std::slice::Iter<'a, Node>>);

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Refusal;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Refusal> {
        let Some((index, item)) = self.0.next() else { return Ok(None) };
        seed.deserialize(Source(item)).map(Some).map_err(|refusal| refusal.at(&item.place).under(&format!("[{index}]")))
    }
}

struct Entries<'a> {
    rest: std::slice::Iter<'a, Entry>,
    /// The entry whose key was handed out last.
    current: Option<&'a Entry>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Refusal;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refusal> {
        self.current = self.rest.next();
        let Some(entry) = self.current else { return Ok(None) };
        let key: StrDeserializer<'_, Refusal> = entry.key.as_str().into_deserializer();
        seed.deserialize(key).map(Some).map_err(|refusal| refusal.at(&entry.place))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refusal> {
        let Some(entry) = self.current else { return Err(de::Error::custom("a value was asked for before its key")) };
        seed.deserialize(Source(&entry.node)).map_err(|refusal| refusal.at(&entry.node.place).under(&entry.key))
    }
}

/// `{variant: content}`.
struct Variant<'a>(&'a Entry);

impl<'de, 'a> EnumAccess<'de> for Variant<'a> {
    type Error = Refusal;
    type Variant = Source<'a>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Source<'a>), Refusal> {
        let name: StrDeserializer<'_, Refusal> = self.0.key.as_str().into_deserializer();
        let value = seed.deserialize(name).map_err(|refusal| refusal.at(&self.0.place))?;
        Ok((value, Source(&self.0.node)))
    }
}

impl<'de> VariantAccess<'de> for Source<'_> {
    type Error = Refusal;

    fn unit_variant(self) -> Result<(), Refusal> {
        de::Deserialize::deserialize(self)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Refusal> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_any(visitor)
    }
}
