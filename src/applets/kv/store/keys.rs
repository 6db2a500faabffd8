//! What a command sees of the store: the keys it named, whose stripes are held, in one database.
//!
//! Reading takes `&self`, so several keys can be read at once; a key whose time has come is absent, and is removed
//! after the command. Changing takes `&mut self`. Nothing here knows events, the log or the wire: [`Keys::expired`]
//! tells the caller what to announce.

use std::cell::{Cell, RefCell};

use super::object::Collection;
use super::prefix::Open;
use super::{Held, Kind, Object, Part, Record, Store, Stripe, Value};

/// A key that was removed because its time had come.
#[derive(Debug, PartialEq, Eq)]
pub struct Expired {
    /// Where.
    pub database: u32,
    /// Which.
    pub key: Box<[u8]>,
}

/// Makes the clock after a use of the clock before it and the time in milliseconds; of 0 that of a new key.
pub type CountUse = fn(u32, u64) -> u32;

/// Held keys, seen from one database at one moment.
#[derive(Debug)]
pub struct Keys<'s> {
    store: &'s Store,
    /// The stripes that are held.
    pub held: Held<'s>,
    /// The database that keys are looked up in.
    pub database: u32,
    /// Now, in milliseconds since 1970.
    pub now: u64,
    /// What a record's clock is set to when it is used; `None` leaves it (`CLIENT NO-TOUCH`, OBJECT).
    pub clock: Option<u32>,
    /// Counts a use instead, where the policy wants that: the clock before, and after.
    pub count_use: Option<CountUse>,
    /// Looks at keys that were there.
    hits: Cell<u32>,
    /// Looks at keys that were not.
    misses: Cell<u32>,
    /// Keys that were added, where somebody wants to know.
    pub added: Option<Vec<Box<[u8]>>>,
    /// The first key of the command: where it lies, how long it is, and its hash.
    memo: Cell<(usize, usize, u64)>,
    /// Removed already.
    removed: Vec<Expired>,
    /// Seen expired while reading, to be removed.
    stale: RefCell<Vec<Expired>>,
}

impl<'s> Keys<'s> {
    /// A view of the stripes in `held`.
    #[must_use]
    pub const fn new(store: &'s Store, held: Held<'s>, database: u32, now: u64) -> Self {
        let memo = Cell::new((0, 0, 0));
        Self {
            store,
            held,
            database,
            now,
            clock: None,
            count_use: None,
            hits: Cell::new(0),
            misses: Cell::new(0),
            added: None,
            memo,
            removed: Vec::new(),
            stale: RefCell::new(Vec::new()),
        }
    }

    /// Looks at keys that were there and that were not, since this was asked last.
    #[inline]
    pub fn looks(&self) -> (u32, u32) {
        (self.hits.take(), self.misses.take())
    }

    #[inline]
    fn use_record(&self, record: &Record) {
        match self.count_use {
            None => {
                if let Some(clock) = self.clock {
                    record.set_clock(clock);
                }
            }
            Some(count) => record.set_clock(count(record.clock(), self.now)),
        }
    }

    /// The store, for walks; only where nothing or everything is held.
    #[must_use]
    pub const fn store(&self) -> &'s Store {
        self.store
    }

    /// Remembers the hash of a key. The bytes at its address must not change while this view lives: it is for the words
    /// of the command only.
    #[inline]
    pub fn remember(&self, key: &[u8], hash: u64) {
        self.memo.set((key.as_ptr().addr(), key.len(), hash));
    }

    #[inline]
    fn hash(&self, key: &[u8]) -> u64 {
        let (at, length, hash) = self.memo.get();
        if at == key.as_ptr().addr() && length == key.len() && at != 0 { hash } else { self.store.hash(key) }
    }

    #[inline]
    fn part(&self, hash: u64) -> &Part {
        &self.held.peek(self.store.stripe_of(hash)).parts[self.database as usize]
    }

    /// The slice of the database that a hash belongs to.
    #[inline]
    fn part_mut(&mut self, hash: u64) -> &mut Part {
        &mut self.held.stripe(self.store.stripe_of(hash)).parts[self.database as usize]
    }

    /// The slice of the database that a key belongs to: its waiters and watchers.
    pub fn part_of(&mut self, key: &[u8]) -> &mut Part {
        self.part_mut(self.hash(key))
    }

    /// A key that is there.
    #[inline]
    #[must_use]
    pub fn get(&self, key: &[u8]) -> Option<&Record> {
        let Some(record) = self.peek(key) else {
            self.misses.set(self.misses.get() + 1);
            return None;
        };
        self.hits.set(self.hits.get() + 1);
        self.use_record(record);
        Some(record)
    }

    /// A key that is there, without counting as a use.
    #[inline]
    #[must_use]
    pub fn peek(&self, key: &[u8]) -> Option<&Record> {
        let hash = self.hash(key);
        let record = self.part(hash).get(hash, key)?;
        if record.expire().is_some_and(|expire| expire < self.now) {
            let mut stale = self.stale.borrow_mut();
            let expired = Expired { database: self.database, key: key.into() };
            if !stale.contains(&expired) {
                stale.push(expired);
            }
            return None;
        }
        Some(record)
    }

    /// Whether a key is there.
    #[must_use]
    pub fn contains(&self, key: &[u8]) -> bool {
        self.get(key).is_some()
    }

    /// What kind of value a key has.
    #[must_use]
    pub fn kind(&self, key: &[u8]) -> Option<Kind> {
        self.get(key).map(Record::kind)
    }

    /// A key that is there, to change its value in place.
    pub fn get_mut(&mut self, key: &[u8]) -> Option<&mut Record> {
        let hash = self.hash(key);
        if self.part(hash).is_counted() {
            self.open(hash, key);
        }
        let part = &mut self.held.stripe(self.store.stripe_of(hash)).parts[self.database as usize];
        let record = part.get_mut(hash, key)?;
        if record.expire().is_some_and(|expire| expire < self.now) {
            let stale = self.stale.get_mut();
            let expired = Expired { database: self.database, key: key.into() };
            if !stale.contains(&expired) {
                stale.push(expired);
            }
            return None;
        }
        if let Some(clock) = self.clock {
            record.set_clock(clock);
        }
        Some(record)
    }

    /// Remembers the size of a record that is about to be changed in place.
    #[cold]
    fn open(&mut self, hash: u64, key: &[u8]) {
        let database = self.database;
        let Some(bytes) = self.part(hash).counted_bytes(hash, key) else { return };
        let open = &mut self.held.stripe(self.store.stripe_of(hash)).open;
        if !open.iter().any(|open| open.is(database, key)) {
            open.push(Open { database, hash, key: key.into(), bytes });
        }
    }

    /// Counts what was changed in place. Called once a command is done, while its stripes are held.
    pub fn settle(&mut self) {
        self.held.stripes_mut().for_each(Stripe::settle);
    }

    /// The same for one key, before its record is replaced or removed.
    #[inline]
    fn settle_key(&mut self, hash: u64, key: &[u8]) {
        let database = self.database;
        let stripe = self.held.stripe(self.store.stripe_of(hash));
        if !stripe.open.is_empty() {
            stripe.settle_key(database, key);
        }
    }

    /// Adds or replaces a key; the record is named by its own key. What had expired counts as never there.
    pub fn insert(&mut self, record: Record) -> Option<Record> {
        let hash = self.store.hash(record.key());
        self.insert_hashed(hash, record)
    }

    fn insert_hashed(&mut self, hash: u64, record: Record) -> Option<Record> {
        if let Some(count) = self.count_use {
            let known = self.part(hash).get(hash, record.key()).map(Record::clock);
            // Nought is the clock of a record that never was: the count begins.
            record.set_clock(count(known.unwrap_or(0), self.now));
        } else if let Some(clock) = self.clock {
            record.set_clock(clock);
        }
        self.settle_key(hash, record.key());
        let key = self.added.is_some().then(|| Box::from(record.key()));
        let expires = record.expire().is_some();
        let old = self.part_mut(hash).insert(hash, record);
        let (old, gone) = match old {
            Some(old) if old.expire().is_some_and(|expire| expire < self.now) => (None, Some(old)),
            old => (old, None),
        };
        if let Some(gone) = gone {
            // It was not there any more, and whoever repeats this from the log must know.
            self.removed.push(Expired { database: self.database, key: gone.key().into() });
        }
        if let (Some(key), Some(added), None) = (key, &mut self.added, &old) {
            added.push(key);
        }
        if expires {
            self.held.publish_due(self.store.stripe_of(hash));
        }
        old
    }

    /// Sets a key to a string, in place where that is possible, and sets or clears when it expires.
    #[inline]
    pub fn set(&mut self, key: &[u8], text: &[u8], expire: Option<u64>) {
        let (hash, clock, count, now) = (self.hash(key), self.clock, self.count_use, self.now);
        if expire.is_none() {
            let found = self.part_mut(hash).get_mut(hash, key);
            if let Some(record) = found.filter(|record| record.expire().is_none())
                && record.overwrite(text)
            {
                match count {
                    Some(count) => record.set_clock(count(record.clock(), now)),
                    None => clock.into_iter().for_each(|clock| record.set_clock(clock)),
                }
                return;
            }
        }
        drop(self.insert_hashed(hash, Record::string(key, text, expire)));
    }

    /// Sets a key to a number, in place where that is possible; when it expires stays as it is.
    pub fn set_int(&mut self, key: &[u8], value: i64) {
        let mut expire = None;
        if let Some(record) = self.get_mut(key) {
            if record.set_int(value) {
                return;
            }
            expire = record.expire();
        }
        self.insert(Record::int(key, value, expire));
    }

    /// Takes a key out; `None` where it is not there or has expired.
    pub fn remove(&mut self, key: &[u8]) -> Option<Record> {
        self.peek(key)?;
        let hash = self.hash(key);
        self.settle_key(hash, key);
        self.part_mut(hash).remove(hash, key)
    }

    /// Sets or clears when a key expires; `false` where it is not there.
    pub fn set_expire(&mut self, key: &[u8], expire: Option<u64>) -> bool {
        if self.peek(key).is_none() {
            return false;
        }
        let hash = self.hash(key);
        self.settle_key(hash, key);
        let set = self.part_mut(hash).set_expire(hash, key, expire);
        if expire.is_some() {
            self.held.publish_due(self.store.stripe_of(hash));
        }
        set
    }

    /// The string of a key: its bytes, or a number in `digits`.
    ///
    /// # Errors
    /// The key has a value of another type.
    pub fn text<'k>(&'k self, key: &[u8], digits: &'k mut itoa::Buffer) -> Result<Option<&'k [u8]>, WrongType> {
        match self.get(key).map(Record::value) {
            None => Ok(None),
            Some(Value::Int(value)) => Ok(Some(digits.format(value).as_bytes())),
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(Value::Object(_)) => Err(WrongType),
        }
    }

    /// The collection of a key.
    ///
    /// # Errors
    /// The key has a value of another type.
    pub fn collection<T: Collection>(&self, key: &[u8]) -> Result<Option<&T>, WrongType> {
        match self.get(key).map(Record::value) {
            None => Ok(None),
            Some(Value::Object(object)) => T::of(object).map(Some).ok_or(WrongType),
            Some(_) => Err(WrongType),
        }
    }

    /// The collection of a key, to change it; who empties it removes the key.
    ///
    /// # Errors
    /// The key has a value of another type.
    pub fn collection_mut<T: Collection>(&mut self, key: &[u8]) -> Result<Option<&mut T>, WrongType> {
        match self.get_mut(key) {
            None => Ok(None),
            Some(record) => record.object_mut().and_then(T::of_mut).map(Some).ok_or(WrongType),
        }
    }

    /// The collection of a key, to add to it; a new one where there is none.
    ///
    /// # Errors
    /// The key has a value of another type.
    pub fn collection_or_new<T: Collection + Default>(&mut self, key: &[u8]) -> Result<&mut T, WrongType> {
        if self.peek(key).is_none() {
            self.insert(Record::object(key, T::default().object(), None));
        }
        self.collection_mut(key)?.ok_or(WrongType)
    }

    /// The object of a key, to change it.
    pub fn object_mut(&mut self, key: &[u8]) -> Option<&mut Object> {
        self.get_mut(key)?.object_mut()
    }

    /// Removes what was seen expired, and tells all that was, oldest first. Called once a command is done, while its
    /// stripes are held.
    #[inline]
    pub fn expired(&mut self) -> Vec<Expired> {
        if !self.stale.get_mut().is_empty() {
            self.remove_stale();
        }
        std::mem::take(&mut self.removed)
    }

    /// Removes what was seen expired, which is a change to whoever watches it; [`expired`](Self::expired) tells of it.
    #[cold]
    pub fn remove_stale(&mut self) {
        self.settle();
        for expired in std::mem::take(self.stale.get_mut()) {
            let hash = self.store.hash(&expired.key);
            let part = &mut self.held.stripe(self.store.stripe_of(hash)).parts[expired.database as usize];
            let is_due = |record: &Record| record.expire().is_some_and(|expire| expire < self.now);
            if part.get(hash, &expired.key).is_some_and(is_due) && part.remove(hash, &expired.key).is_some() {
                part.touch(&expired.key);
                self.removed.push(expired);
            }
        }
    }
}

/// A command for one type met a value of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongType;
