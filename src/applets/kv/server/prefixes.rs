//! `prefix-quota`: which prefixes are counted, and how many keys and bytes each may have.
//!
//! The parameter holds groups of three words: the prefix, its quota of keys, its quota of bytes; 0 is no quota. CONFIG
//! SET, the file and `KV.PREFIX` all change the parameter, so there is one place to read it from and to write it to.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use parking_lot::{Mutex, RwLock};

use super::Server;
use super::gate::PREFIXES;
use super::settings;
use crate::applets::kv::store::{Held, Prefix, Prefixes};

/// Its name among the parameters.
pub const PARAMETER: &str = "prefix-quota";
/// The most prefixes that are counted: each is a label of several metrics.
pub const MOST: usize = 256;
/// The longest prefix, in bytes.
const LONGEST: usize = 256;

/// A group of the parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// What keys begin with.
    pub prefix: String,
    /// How many keys there may be; 0 is no quota.
    pub keys: u64,
    /// How many bytes keys and values may take; 0 is no quota.
    pub bytes: u64,
}

/// The prefixes that are counted now.
#[derive(Debug, Default)]
pub struct Accounts {
    current: RwLock<Arc<Prefixes>>,
    /// Held by whoever changes the parameter by a part of it.
    change: Mutex<()>,
}

/// Reads the parameter; of two groups of the same prefix the later one counts.
///
/// # Errors
/// What is wrong with it.
pub fn parse(text: &str) -> Result<Vec<Quota>, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if !words.len().is_multiple_of(3) {
        return Err("argument must be groups of three words: PREFIX KEYS BYTES".to_owned());
    }
    let mut quotas: Vec<Quota> = Vec::new();
    for group in words.as_chunks::<3>().0 {
        let [prefix, keys, bytes] = group;
        check_name(prefix.as_bytes())?;
        let quota = Quota {
            prefix: (*prefix).to_owned(),
            keys: keys.parse().map_err(|_| format!("'{keys}' is no number of keys"))?,
            bytes: settings::memory(bytes).ok_or_else(|| format!("'{bytes}' is no memory value"))?,
        };
        put(&mut quotas, quota)?;
    }
    Ok(quotas)
}

/// Whether these bytes may be a prefix: they are to stand in a file and in metrics.
///
/// # Errors
/// They may not.
pub fn check_name(name: &[u8]) -> Result<&str, String> {
    let is_odd = |letter: char| letter.is_whitespace() || letter.is_control() || "\"'\\".contains(letter);
    match std::str::from_utf8(name) {
        Ok(text) if (1..=LONGEST).contains(&text.len()) && !text.contains(is_odd) => Ok(text),
        _ => Err(format!("a prefix is 1 to {LONGEST} bytes of text without spaces, quotes and backslashes")),
    }
}

/// Adds a quota, in the place of an earlier one of its prefix.
///
/// # Errors
/// There are too many.
pub fn put(quotas: &mut Vec<Quota>, quota: Quota) -> Result<(), String> {
    match quotas.iter().position(|known| known.prefix == quota.prefix) {
        Some(at) => quotas[at] = quota,
        None if quotas.len() == MOST => return Err(format!("there are {MOST} prefixes already")),
        None => quotas.push(quota),
    }
    Ok(())
}

/// The parameter as CONFIG GET writes it.
#[must_use]
pub fn format(quotas: &[Quota]) -> String {
    let groups: Vec<String> = quotas.iter().map(|q| format!("{} {} {}", q.prefix, q.keys, q.bytes)).collect();
    groups.join(" ")
}

impl Accounts {
    /// The prefixes that are counted, and their sums.
    #[must_use]
    pub fn table(&self) -> Arc<Prefixes> {
        Arc::clone(&self.current.read())
    }

    /// Brings the prefixes in line with the parameter; [`install`] has them counted. What was counted so far is kept.
    pub fn reload(&self, server: &Server) {
        let quotas = parse(&server.settings.get(PARAMETER).unwrap_or_default()).unwrap_or_default();
        let mut current = self.current.write();
        let known = |name: &str| current.all().iter().find(|prefix| *prefix.name == *name.as_bytes()).cloned();
        let mut all = Vec::with_capacity(quotas.len());
        for quota in quotas {
            let prefix = known(&quota.prefix).unwrap_or_else(|| Arc::new(Prefix::new(quota.prefix.as_bytes())));
            prefix.most_keys.store(quota.keys, Ordering::Relaxed);
            prefix.most_bytes.store(quota.bytes, Ordering::Relaxed);
            all.push(prefix);
        }
        server.gate.set(PREFIXES, !all.is_empty());
        *current = Arc::new(Prefixes::new(current.version() + 1, all));
    }

    /// Changes a part of the parameter.
    ///
    /// # Errors
    /// What `change` says; nothing is changed then.
    pub fn change<T>(
        &self,
        server: &Server,
        change: impl FnOnce(&mut Vec<Quota>) -> Result<T, String>,
    ) -> Result<T, String> {
        let _one = self.change.lock();
        let mut quotas = parse(&server.settings.get(PARAMETER).unwrap_or_default())?;
        let told = change(&mut quotas)?;
        if let Some(row) = settings::row(PARAMETER) {
            server.settings.set(row, format(&quotas));
        }
        self.reload(server);
        Ok(told)
    }
}

/// Has every part of the store count by the prefixes of now: a walk over the store a stripe at a time, where a prefix is
/// new. Either everything is held or nothing.
pub fn install(server: &Server, held: &mut Held) {
    let table = server.prefixes.table();
    if table.version() > 0 {
        held.count_by(&table);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parameter_is_read_and_written() {
        let quotas = parse("sess: 1000 10mb  cache: 0 0 sess: 5 1kb").unwrap();
        assert_eq!(format(&quotas), "sess: 5 1024 cache: 0 0");
        assert_eq!(parse("").unwrap(), []);
        for wrong in ["a", "a 1", "a x 1", "a 1 x", "a\\ 1 1", "a -1 1"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        let many: Vec<_> = (0..=MOST).map(|nth| format!("p{nth} 0 0")).collect();
        assert!(parse(&many.join(" ")).unwrap_err().contains("256"));
    }
}
