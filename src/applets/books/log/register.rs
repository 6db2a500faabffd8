//! What was set last, without a clock's word for it: a value is replaced by those that say they replace it.
//!
//! Of values that know nothing of each other the one with the later clock is taken, the same everywhere.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::event::{Device, Event, EventId, Set};
use crate::applets::books::audio::Essence;

/// What a key is about: whose, which book, which key.
pub type Key = (String, Option<Essence>, String);

/// The state of one key.
#[derive(Debug, Clone, PartialEq)]
pub struct Register {
    /// Its value; nothing where it was taken away.
    pub value: Option<Value>,
    /// What the next fact about the key replaces.
    pub tips: Vec<EventId>,
    /// When it was set, by the device's clock.
    pub at_ms: i64,
}

/// Every key that facts are about, whatever their order and however often they come.
#[must_use]
pub fn registers<'a>(events: impl IntoIterator<Item = &'a Event>) -> BTreeMap<Key, Register> {
    let mut keys: BTreeMap<Key, BTreeMap<EventId, (&Event, &Set)>> = BTreeMap::new();
    for event in events {
        let Some(set) = event.set() else { continue };
        let key = (event.profile.clone(), event.book, set.key.clone());
        keys.entry(key).or_default().insert(event.id, (event, set));
    }
    keys.into_iter().filter_map(|(key, facts)| Some((key, register(&facts)?))).collect()
}

fn register(facts: &BTreeMap<EventId, (&Event, &Set)>) -> Option<Register> {
    let mut tips: BTreeSet<EventId> = facts.keys().copied().collect();
    let mut last: Option<(Device, EventId)> = None;
    for (id, (_, set)) in facts {
        for replaced in &set.over {
            tips.remove(replaced);
        }
        // Facts of one device are in its order.
        if let Some((_, earlier)) = last.filter(|(device, _)| *device == id.device) {
            tips.remove(&earlier);
        }
        last = Some((id.device, *id));
    }
    let (event, set) = tips.iter().filter_map(|tip| facts.get(tip)).max_by_key(|(event, _)| (event.hlc, event.id))?;
    Some(Register { value: set.value.clone(), tips: tips.iter().copied().collect(), at_ms: event.at_ms })
}
