//! The store as a whole: locks, scans under growth, expiry, snapshots.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use parking_lot::Mutex;

use super::*;

fn filled(keys: usize) -> Store {
    let store = Store::new(2, 4);
    add(&store, 0..keys);
    store
}

fn add(store: &Store, keys: std::ops::Range<usize>) {
    for key in keys {
        let key = format!("key:{key}").into_bytes();
        let held = store.lock_one(store.hash(&key));
        Keys::new(store, held, 0, 0).set(&key, b"value", None);
    }
}

fn scanned(store: &Store, position: &mut u64, count: usize) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    *position = store.scan(0, *position, count, |record| found.push(record.key().to_vec()));
    found
}

#[test]
fn a_scan_finds_every_key_once_however_the_store_grows() {
    let store = filled(20_000);
    let (mut position, mut found, mut calls) = (0, Vec::new(), 0);
    loop {
        found.extend(scanned(&store, &mut position, 10));
        calls += 1;
        if calls % 500 == 0 && calls < 2000 {
            add(&store, 20_000 * calls / 500..20_000 * (calls / 500 + 1));
        }
        if position == 0 {
            break;
        }
    }
    let distinct: BTreeSet<_> = found.iter().collect();
    assert_eq!(distinct.len(), found.len(), "no key twice");
    let all = (0..20_000).map(|key| format!("key:{key}").into_bytes());
    assert!(all.into_iter().all(|key| distinct.contains(&key)), "no key missed");
}

#[test]
fn a_scan_of_a_small_database_is_one_call() {
    let store = filled(5);
    let mut position = 0;
    assert_eq!(scanned(&store, &mut position, 10).len(), 5);
    assert_eq!(position, 0);
    assert_eq!(store.count(0), (5, 0));
    assert_eq!(store.count(1), (0, 0));
}

#[test]
fn keys_expire_exactly_and_only_those() {
    let store = Store::new(1, 2);
    for key in 0..3000_u64 {
        let text = key.to_string();
        let held = store.lock_one(store.hash(text.as_bytes()));
        let mut keys = Keys::new(&store, held, 0, 0);
        keys.set(text.as_bytes(), b"v", (key % 3 == 0).then_some(1000 + key));
    }
    assert_eq!(store.count(0), (3000, 1000));
    let mut gone = Vec::new();
    store.each_part(0, |part| part.expire(1301, |record| gone.push(record.key().to_vec())));
    assert_eq!(gone.len(), 101, "0, 3, … 300");
    assert_eq!(store.count(0), (2899, 899));
    let next = (0..2).map(|stripe| store.lock_all().stripe(stripe).parts[0].next_due()).min();
    assert_eq!(next, Some(1303));
}

#[test]
fn an_expired_key_is_absent_and_removed_after_the_command() {
    let store = Store::new(1, 2);
    let mut keys = Keys::new(&store, store.lock_all(), 0, 100);
    keys.set(b"k", b"v", Some(50));
    assert!(keys.get(b"k").is_none());
    assert!(keys.remove(b"k").is_none());
    assert_eq!(keys.expired(), [Expired { database: 0, key: (*b"k").into() }]);
    assert!(keys.expired().is_empty());
}

#[derive(Debug, Default)]
struct Copied(Mutex<BTreeMap<Vec<u8>, String>>);

impl Cut for Copied {
    fn segment(&self, _database: u32, records: &mut dyn Iterator<Item = &Record>) {
        for record in records {
            let old = self.0.lock().insert(record.key().to_vec(), format!("{:?}", record.value()));
            assert_eq!(old, None, "a key is written once");
        }
    }
}

#[test]
fn a_snapshot_is_the_state_at_the_cut() {
    let store = filled(5000);
    let copied = Arc::new(Copied::default());
    let cut: Arc<dyn Cut> = copied.clone();
    store.cut(&cut);
    add(&store, 3000..40_000);
    for key in 0..3000 {
        let key = format!("key:{key}").into_bytes();
        let mut keys = Keys::new(&store, store.lock_one(store.hash(&key)), 0, 0);
        if key.len() % 2 == 0 { drop(keys.remove(&key)) } else { keys.set(&key, b"other", None) }
    }
    for stripe in 0..store.stripes() as u32 {
        while store.continue_cut(stripe) {}
    }
    let copied = copied.0.lock();
    assert_eq!(copied.len(), 5000);
    let value = format!("{:?}", Value::Text(b"value"));
    assert!(copied.values().all(|copy| *copy == value));
}

#[test]
fn looking_ahead_pays_where_the_caches_do_not_reach() {
    let names: Vec<Vec<u8>> = (0..40_000).step_by(3000).map(|key| format!("key:{key}").into_bytes()).collect();
    let commands: Vec<[&[u8]; 2]> = names.iter().map(|name| [&name[..], b"field"]).collect();
    assert!(!filled(5).prefetch(0, &commands));
    let store = filled(40_000);
    assert!(store.prefetch(0, &commands));
    assert!(!store.prefetch(1, &commands), "another database");
    assert!(!store.prefetch(0, &commands[..1]), "nothing to overlap");
    assert!(!store.prefetch(0, &[commands[0], commands[0]]), "a string has no elements");
    assert!(store.prefetch(0, &[[b"no such", b""], [b"neither", b""]]));
}
