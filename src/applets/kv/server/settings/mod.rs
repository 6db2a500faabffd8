//! CONFIG: parameters by name and, for those that commands look at, as numbers that can be read without a lock.

pub mod limits;
pub mod table;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use parking_lot::Mutex;

use self::limits::OutputLimits;
pub use self::table::{ALIASES, Kind, ROWS, Row};

/// All parameters. Whoever sets one updates the number beside it.
#[derive(Debug)]
pub struct Settings {
    values: Mutex<BTreeMap<&'static str, String>>,
    /// `maxclients`.
    pub maxclients: AtomicU64,
    /// `maxmemory`, in bytes; 0 is no limit.
    pub maxmemory: AtomicU64,
    /// `proto-max-bulk-len`, in bytes.
    pub max_bulk_bytes: AtomicI64,
    /// `client-query-buffer-limit`, in bytes.
    pub max_query_bytes: AtomicU64,
    /// `timeout`, in seconds; 0 is never.
    pub idle_seconds: AtomicU64,
    /// `list-max-listpack-size`.
    pub list_pack: AtomicI64,
    /// `hash-max-listpack-entries`.
    pub hash_pack_entries: AtomicU64,
    /// `hash-max-listpack-value`, in bytes.
    pub hash_pack_bytes: AtomicU64,
    /// `set-max-intset-entries`.
    pub set_pack_entries: AtomicU64,
    /// `zset-max-listpack-entries`.
    pub sorted_pack_entries: AtomicU64,
    /// `zset-max-listpack-value`, in bytes.
    pub sorted_pack_bytes: AtomicU64,
    /// `hll-sparse-max-bytes`.
    pub sketch_sparse_bytes: AtomicU64,
    /// `slowlog-log-slower-than`, in microseconds; negative is never.
    pub slow_micros: AtomicI64,
    /// `latency-monitor-threshold`, in milliseconds; 0 is never.
    pub latency_millis: AtomicU64,
    /// `lfu-log-factor`.
    pub lfu_factor: AtomicU64,
    /// `lfu-decay-time`, in minutes.
    pub lfu_decay: AtomicU64,
    /// `request-timeout`, in seconds; 0 is never.
    pub request_seconds: AtomicU64,
    /// `first-byte-timeout`, in seconds; 0 is never.
    pub first_byte_seconds: AtomicU64,
    /// `client-output-buffer-limit`.
    output: Mutex<OutputLimits>,
}

/// Why a parameter was not set; the text behind `CONFIG SET failed (possibly related to argument 'x') - `.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetError {
    /// There is none of this name.
    Unknown,
    /// It is only set at the start.
    Fixed,
    /// The value is none of its.
    Value(String),
}

impl Default for Settings {
    fn default() -> Self {
        let settings = Self {
            values: Mutex::new(ROWS.iter().map(|row| (row.name, row.default.to_owned())).collect()),
            maxclients: AtomicU64::default(),
            maxmemory: AtomicU64::default(),
            max_bulk_bytes: AtomicI64::default(),
            max_query_bytes: AtomicU64::default(),
            idle_seconds: AtomicU64::default(),
            list_pack: AtomicI64::default(),
            hash_pack_entries: AtomicU64::default(),
            hash_pack_bytes: AtomicU64::default(),
            set_pack_entries: AtomicU64::default(),
            sorted_pack_entries: AtomicU64::default(),
            sorted_pack_bytes: AtomicU64::default(),
            sketch_sparse_bytes: AtomicU64::default(),
            slow_micros: AtomicI64::default(),
            latency_millis: AtomicU64::default(),
            lfu_factor: AtomicU64::default(),
            lfu_decay: AtomicU64::default(),
            request_seconds: AtomicU64::default(),
            first_byte_seconds: AtomicU64::default(),
            output: Mutex::default(),
        };
        for row in ROWS {
            settings.publish(row.name, row.default);
        }
        settings
    }
}

impl Settings {
    /// The names, older ones included, that `wanted` picks, with their values.
    #[must_use]
    pub fn matching(&self, wanted: impl Fn(&str) -> bool) -> Vec<(&'static str, String)> {
        let values = self.values.lock();
        let own = ROWS.iter().map(|row| (row.name, row.name));
        let all = own.chain(ALIASES.iter().map(|(alias, name)| (*alias, *name)));
        all.filter(|(name, _)| wanted(name))
            .map(|(name, of)| (name, values.get(of).cloned().unwrap_or_default()))
            .collect()
    }

    /// The value of a parameter, as CONFIG GET writes it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        self.values.lock().get(row(name)?.name).cloned()
    }

    /// Checks a value and brings it into the form in which it is kept.
    ///
    /// # Errors
    /// See [`SetError`].
    pub fn check(&self, name: &str, value: &str) -> Result<(&'static Row, String), SetError> {
        let row = row(name).ok_or(SetError::Unknown)?;
        // To set where it listens to where it listens is no change: tools write back what they have read.
        let is_same = matches!(row.name, "bind" | "port") && self.get(row.name).as_deref() == Some(value);
        if row.is_fixed && !is_same {
            return Err(SetError::Fixed);
        }
        self.check_at_start(name, value)
    }

    /// The same before the server runs, when every parameter may be set.
    ///
    /// # Errors
    /// See [`SetError`]; never [`SetError::Fixed`].
    pub fn check_at_start(&self, name: &str, value: &str) -> Result<(&'static Row, String), SetError> {
        let row = row(name).ok_or(SetError::Unknown)?;
        if row.name == "client-output-buffer-limit" {
            let merged = self.output().merge(value).map_err(|reason| SetError::Value(reason.to_owned()))?;
            return Ok((row, merged.format()));
        }
        let value = normal(row, value)?;
        Ok((row, value))
    }

    /// `client-output-buffer-limit`.
    #[must_use]
    pub fn output(&self) -> OutputLimits {
        *self.output.lock()
    }

    /// Sets a parameter to a value that [`check`](Self::check) returned, whether fixed or not.
    pub fn set(&self, row: &'static Row, value: String) {
        self.publish(row.name, &value);
        self.values.lock().insert(row.name, value);
    }

    fn publish(&self, name: &str, value: &str) {
        let unsigned = |cell: &AtomicU64| cell.store(value.parse().unwrap_or(0), Ordering::Relaxed);
        let signed = |cell: &AtomicI64| cell.store(value.parse().unwrap_or(0), Ordering::Relaxed);
        match name {
            "maxclients" => unsigned(&self.maxclients),
            "maxmemory" => unsigned(&self.maxmemory),
            "proto-max-bulk-len" => signed(&self.max_bulk_bytes),
            "client-query-buffer-limit" => unsigned(&self.max_query_bytes),
            "timeout" => unsigned(&self.idle_seconds),
            "list-max-listpack-size" => signed(&self.list_pack),
            "hash-max-listpack-entries" => unsigned(&self.hash_pack_entries),
            "hash-max-listpack-value" => unsigned(&self.hash_pack_bytes),
            "set-max-intset-entries" => unsigned(&self.set_pack_entries),
            "zset-max-listpack-entries" => unsigned(&self.sorted_pack_entries),
            "zset-max-listpack-value" => unsigned(&self.sorted_pack_bytes),
            "hll-sparse-max-bytes" => unsigned(&self.sketch_sparse_bytes),
            "slowlog-log-slower-than" => signed(&self.slow_micros),
            "latency-monitor-threshold" => unsigned(&self.latency_millis),
            "lfu-log-factor" => unsigned(&self.lfu_factor),
            "lfu-decay-time" => unsigned(&self.lfu_decay),
            "request-timeout" => unsigned(&self.request_seconds),
            "first-byte-timeout" => unsigned(&self.first_byte_seconds),
            "client-output-buffer-limit" => {
                let mut output = self.output.lock();
                *output = output.merge(value).unwrap_or(*output);
            }
            _ => {}
        }
    }
}

/// The parameter of this name or alias, in any case.
#[must_use]
pub fn row(name: &str) -> Option<&'static Row> {
    let alias = ALIASES.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(name)).map(|(_, of)| *of);
    let name = alias.unwrap_or(name);
    ROWS.iter().find(|row| row.name.eq_ignore_ascii_case(name))
}

/// The form in which a value is kept.
fn normal(row: &Row, value: &str) -> Result<String, SetError> {
    let wrong = |text: &str| SetError::Value(text.to_owned());
    match row.kind {
        Kind::Truth if value.eq_ignore_ascii_case("yes") => Ok("yes".to_owned()),
        Kind::Truth if value.eq_ignore_ascii_case("no") => Ok("no".to_owned()),
        Kind::Truth => Err(wrong("argument must be 'yes' or 'no'")),
        Kind::Int(least, most) => {
            let number: i64 = value.parse().map_err(|_| wrong("argument couldn't be parsed into an integer"))?;
            if !(least..=most).contains(&number) {
                let text = format!("argument must be between {least} and {most} inclusive");
                return Err(SetError::Value(text));
            }
            Ok(number.to_string())
        }
        Kind::Memory if row.name == "maxmemory-clients" && value.ends_with('%') => {
            let share = value.trim_end_matches('%').parse::<u64>().ok().filter(|share| *share <= 100);
            share.map(|share| format!("{share}%")).ok_or_else(|| wrong("argument must be a memory or percent value"))
        }
        Kind::Memory => {
            memory(value).map(|bytes| bytes.to_string()).ok_or_else(|| wrong("argument must be a memory value"))
        }
        Kind::Choice(choices) => {
            let found = choices.iter().find(|choice| choice.eq_ignore_ascii_case(value));
            found.map(|choice| (*choice).to_owned()).ok_or_else(|| {
                SetError::Value(format!("argument(s) must be one of the following: {}", choices.join(", ")))
            })
        }
        Kind::Text if row.name == "notify-keyspace-events" => super::notify::parse(value)
            .map(super::notify::format)
            .ok_or_else(|| wrong("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.")),
        Kind::Text if row.name == "save" => save_points(value)
            .map(|_| value.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
            .ok_or_else(|| wrong("Invalid save parameters")),
        Kind::Text if matches!(row.name, "dbfilename" | "appendfilename" | "appenddirname") && value.contains('/') => {
            Err(SetError::Value(format!("{} can't be a path, just a filename", row.name)))
        }
        Kind::Text if row.name == super::prefixes::PARAMETER => {
            super::prefixes::parse(value).map(|quotas| super::prefixes::format(&quotas)).map_err(SetError::Value)
        }
        Kind::Text => Ok(value.to_owned()),
    }
}

/// The pairs of `save`: seconds, at least one, and changes. Nothing where the text is something else; an empty one is no
/// pair.
#[must_use]
pub fn save_points(text: &str) -> Option<Vec<(u64, u64)>> {
    let numbers: Vec<u64> = text.split_ascii_whitespace().map(|word| word.parse().ok()).collect::<Option<_>>()?;
    let (pairs, rest) = numbers.as_chunks::<2>();
    let is_sound = rest.is_empty() && pairs.iter().all(|[seconds, _]| *seconds > 0);
    is_sound.then(|| pairs.iter().map(|[seconds, changes]| (*seconds, *changes)).collect())
}

/// Bytes as redis.conf writes them: `1k` is 1000, `1kb` is 1024.
#[must_use]
pub fn memory(text: &str) -> Option<u64> {
    let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let unit: u64 = match text[digits..].to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" => 1000,
        "kb" => 1 << 10,
        "m" => 1_000_000,
        "mb" => 1 << 20,
        "g" => 1_000_000_000,
        "gb" => 1 << 30,
        _ => return None,
    };
    text[..digits].parse::<u64>().ok()?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_checked_and_older_names_work() {
        let settings = Settings::default();
        let (row, value) = settings.check("hash-max-ziplist-entries", "1k").unwrap();
        settings.set(row, value);
        assert_eq!(settings.get("hash-max-listpack-entries").as_deref(), Some("1000"));
        assert_eq!(settings.hash_pack_entries.load(Ordering::Relaxed), 1000);
        assert_eq!(settings.check("databases", "3").unwrap_err(), SetError::Fixed);
        assert_eq!(settings.check("nothing", "3").unwrap_err(), SetError::Unknown);
        assert!(matches!(settings.check("appendonly", "maybe"), Err(SetError::Value(_))));
        assert_eq!(settings.matching(|name| name.starts_with("zset-max-")).len(), 4);
        assert_eq!(memory("64mb"), Some(64 << 20));
    }

    #[test]
    fn a_save_rule_is_pairs_of_numbers_and_nothing_else() {
        let settings = Settings::default();
        for wrong in ["foo", "60", "x 1", "60 1000 x", "60 1000 5", "0 1", "-1 5", "60 -1"] {
            let refused = SetError::Value("Invalid save parameters".to_owned());
            assert_eq!(settings.check_at_start("save", wrong).unwrap_err(), refused, "{wrong}");
        }
        assert_eq!(settings.check_at_start("save", "").unwrap().1, "");
        assert_eq!(settings.check_at_start("save", " 60  1000 1 0").unwrap().1, "60 1000 1 0");
    }
}
