//! One fact: which device tells it, about which book, and after what.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;

use crate::applets::books::audio::Essence;

/// A device, by a random number of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Device(pub u64);

/// A fact, by its device and that device's count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId {
    /// Who tells it.
    pub device: Device,
    /// From 1.
    pub seq: u64,
}

/// A fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its name.
    pub id: EventId,
    /// The hybrid clock: milliseconds in the upper 48 bits, a count below.
    pub hlc: u64,
    /// The device's clock, in milliseconds since 1970.
    pub at_ms: i64,
    /// How far the device's time was ahead of UTC, in minutes.
    pub tz_min: i16,
    /// Whose it is; empty for what is everybody's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub profile: String,
    /// The book, by its sound; none for what is about no book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub book: Option<Essence>,
    /// What happened.
    #[serde(flatten)]
    pub deed: Deed,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Deed {
    /// The place in the book changed.
    Move(Move),
    /// Something else was set: a tag, a title, the speed, a bookmark.
    Set(Set),
}

/// How a place came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// The listener went there.
    Seek,
    /// A device that does not know its listener says so; it counts once ten seconds were heard from there.
    Guess,
    /// Listening.
    Span,
    /// The book was finished.
    Finish,
    /// From the beginning, as another run.
    Restart,
    /// One of several places was chosen.
    Resolve,
    /// The place before the last jump.
    Undo,
}

/// A change of place. It says where one is afterwards, so that nothing has to be replayed to know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Move {
    /// How.
    pub act: Act,
    /// Which time the book is listened to, from 1.
    pub run: u32,
    /// Where one was, in milliseconds.
    pub from_ms: u64,
    /// Where one is.
    pub pos_ms: u64,
    /// Whether the book is finished.
    #[serde(default, skip_serializing_if = "is_false")]
    pub done: bool,
    /// How long it took by a clock that only goes forward.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub wall_ms: u64,
    /// A thousandth of the speed.
    #[serde(default = "normal", skip_serializing_if = "is_normal")]
    pub speed: u32,
    /// When it is to have happened, where the listener says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_ms: Option<i64>,
    /// What the device knew to be the last facts about the place in this book.
    pub parents: Vec<EventId>,
}

/// A value under a key; the parts of a key are divided by `/`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Set {
    /// What is set.
    pub key: String,
    /// To what; nothing takes it away.
    pub value: Option<Value>,
    /// The facts about this key that the device knew and this one replaces.
    pub over: Vec<EventId>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
const fn is_false(value: &bool) -> bool {
    !*value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
const fn is_zero(value: &u64) -> bool {
    *value == 0
}

const fn normal() -> u32 {
    1000
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
const fn is_normal(value: &u32) -> bool {
    *value == 1000
}

impl Device {
    /// Reads what [`Display`](fmt::Display) writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 16).then(|| u64::from_str_radix(text, 16).ok().map(Self)).flatten()
    }
}

impl EventId {
    /// Reads what [`Display`](fmt::Display) writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (device, seq) = text.split_once(':')?;
        Some(Self { device: Device::parse(device)?, seq: seq.parse().ok()? })
    }
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.device, self.seq)
    }
}

impl Serialize for EventId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EventId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("a fact is named DEVICE:NUMBER"))
    }
}

impl Event {
    /// The change of place, where it is one.
    #[must_use]
    pub fn moved(&self) -> Option<&Move> {
        match &self.deed {
            Deed::Move(moved) => Some(moved),
            Deed::Set(_) => None,
        }
    }

    /// What was set, where something was.
    #[must_use]
    pub fn set(&self) -> Option<&Set> {
        match &self.deed {
            Deed::Set(set) => Some(set),
            Deed::Move(_) => None,
        }
    }
}
