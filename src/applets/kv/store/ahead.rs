//! Having what the commands of a pipeline will want fetched before the first of them runs.
//!
//! Each command of a pipeline over random keys waits twice for the memory: for the slot and for the record. The
//! processor waits for all of them at once when it is told of all of them at once, in two rounds.

use super::{Store, Value};

/// Keys of a stripe and database, or elements of a collection, that the caches hold anyway.
pub(super) const FEW: usize = 4096;

/// Commands that are looked at together: about as many reads as a processor has under way at a time.
pub const AT_ONCE: usize = 16;

impl Store {
    /// Has the records of commands to come fetched, of which the two words behind the name are given; whether that was
    /// worth it. A hint: it changes nothing, and a first word that is no key does no harm.
    #[must_use]
    pub fn prefetch(&self, database: u32, commands: &[[&[u8]; 2]]) -> bool {
        match commands {
            [] | [_] => false,
            [[first, _], [second, _], ..] if first == second => self.prefetch_elements(database, commands),
            _ => self.prefetch_records(database, &commands[..commands.len().min(AT_ONCE)]),
        }
    }

    fn prefetch_records(&self, database: u32, commands: &[[&[u8]; 2]]) -> bool {
        let mut hashes = [0; AT_ONCE];
        for (hash, [key, _]) in hashes.iter_mut().zip(commands) {
            *hash = self.hash(key);
            let stripe = self.lane(self.stripe_of(*hash)).stripe.lock();
            let part = &stripe.parts[database as usize];
            if part.len() < FEW {
                return false;
            }
            part.prefetch_slot(*hash);
        }
        for hash in &hashes[..commands.len()] {
            let stripe = self.lane(self.stripe_of(*hash)).stripe.lock();
            if let Some(record) = stripe.parts[database as usize].likely(*hash) {
                record.prefetch();
            }
        }
        true
    }

    fn prefetch_elements(&self, database: u32, commands: &[[&[u8]; 2]]) -> bool {
        let key = commands[0][0];
        let hash = self.hash(key);
        let stripe = self.lane(self.stripe_of(hash)).stripe.lock();
        let record = stripe.parts[database as usize].get(hash, key);
        let names = commands.iter().filter(|command| command[0] == key).map(|command| command[1]);
        match record.map(super::Record::value) {
            Some(Value::Object(object)) => object.prefetch(names),
            _ => false,
        }
    }
}
