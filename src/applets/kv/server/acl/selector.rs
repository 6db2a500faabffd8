//! One set of permissions: commands, keys and channels that go together.

use std::collections::{BTreeMap, BTreeSet};

use crate::applets::kv::command::introspection::categories;
use crate::applets::kv::command::table::{self, Entry};

/// Keys that a pattern allows, and what for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KeyRule {
    /// As KEYS takes it.
    pub(super) pattern: Vec<u8>,
    /// To read.
    pub(super) reads: bool,
    /// To write.
    pub(super) writes: bool,
}

/// A set of permissions.
#[derive(Debug, Clone)]
pub struct Selector {
    /// Ids of the commands and subcommands that are allowed.
    pub(super) allowed: BTreeSet<usize>,
    /// First arguments that are allowed of commands that are not: `+select|0`.
    pub(super) firsts: BTreeMap<usize, BTreeSet<Vec<u8>>>,
    /// Whether commands that are yet to come are allowed: `+@all`.
    is_all: bool,
    /// The rules that made it, `+@all` or `-@all` and those before it left out.
    commands: Vec<String>,
    /// Whether every key is allowed: `~*`.
    pub(super) all_keys: bool,
    pub(super) keys: Vec<KeyRule>,
    /// Whether every channel is allowed: `&*`.
    pub(super) all_channels: bool,
    pub(super) channels: Vec<Vec<u8>>,
}

impl Selector {
    /// Nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            allowed: BTreeSet::new(),
            firsts: BTreeMap::new(),
            is_all: false,
            commands: Vec::new(),
            all_keys: false,
            keys: Vec::new(),
            all_channels: false,
            channels: Vec::new(),
        }
    }

    /// Everything.
    #[must_use]
    pub fn everything() -> Self {
        let mut selector = Self { all_keys: true, all_channels: true, ..Self::new() };
        selector.set_all(true);
        selector
    }

    /// Whether nothing is forbidden.
    #[must_use]
    pub const fn is_free(&self) -> bool {
        self.is_all && self.commands.is_empty() && self.all_keys && self.all_channels
    }

    /// Applies one rule.
    ///
    /// # Errors
    /// Why it is none.
    pub fn apply(&mut self, word: &[u8]) -> Result<(), &'static str> {
        let lower = word.to_ascii_lowercase();
        match (&lower[..], word.first()) {
            (b"allkeys" | b"~*", _) => (self.all_keys, self.keys) = (true, Vec::new()),
            (b"resetkeys", _) => (self.all_keys, self.keys) = (false, Vec::new()),
            (b"allchannels" | b"&*", _) => (self.all_channels, self.channels) = (true, Vec::new()),
            (b"resetchannels", _) => (self.all_channels, self.channels) = (false, Vec::new()),
            (b"allcommands" | b"+@all", _) => self.set_all(true),
            (b"nocommands" | b"-@all", _) => self.set_all(false),
            (_, Some(b'~')) => self.add_key(&word[1..], true, true)?,
            (_, Some(b'%')) => self.add_flagged_key(&word[1..])?,
            (_, Some(b'&')) => self.add_channel(&word[1..])?,
            (_, Some(b'+' | b'-')) if lower.get(1) == Some(&b'@') => self.set_category(&lower)?,
            (_, Some(b'+' | b'-')) => self.set_command(&lower)?,
            _ => return Err("Syntax error"),
        }
        Ok(())
    }

    fn set_all(&mut self, is_allowed: bool) {
        self.is_all = is_allowed;
        self.commands.clear();
        self.firsts.clear();
        self.allowed.clear();
        if is_allowed {
            self.allowed.extend(every().map(|entry| entry.id));
        }
    }

    fn add_flagged_key(&mut self, rule: &[u8]) -> Result<(), &'static str> {
        let split = rule.iter().position(|byte| *byte == b'~').ok_or("Syntax error")?;
        let flags = rule[..split].to_ascii_lowercase();
        if flags.is_empty() || flags.iter().any(|flag| !matches!(flag, b'r' | b'w')) {
            return Err("Syntax error");
        }
        let (reads, writes) = (flags.contains(&b'r'), flags.contains(&b'w'));
        if reads && writes && &rule[split + 1..] == b"*" {
            (self.all_keys, self.keys) = (true, Vec::new());
            return Ok(());
        }
        self.add_key(&rule[split + 1..], reads, writes)
    }

    fn add_key(&mut self, pattern: &[u8], reads: bool, writes: bool) -> Result<(), &'static str> {
        if self.all_keys {
            return Err(
                "Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not have any \
                        effect. Try 'resetkeys' to start with an empty list of patterns",
            );
        }
        if pattern.iter().any(|byte| byte.is_ascii_whitespace() || *byte == 0) {
            return Err("Syntax error");
        }
        match self.keys.iter_mut().find(|known| known.pattern == pattern) {
            Some(known) => (known.reads, known.writes) = (known.reads | reads, known.writes | writes),
            None => self.keys.push(KeyRule { pattern: pattern.to_vec(), reads, writes }),
        }
        Ok(())
    }

    fn add_channel(&mut self, pattern: &[u8]) -> Result<(), &'static str> {
        if self.all_channels {
            return Err(
                "Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid and does not have \
                        any effect. Try 'resetchannels' to start with an empty list of channels",
            );
        }
        if pattern.iter().any(|byte| byte.is_ascii_whitespace() || *byte == 0) {
            return Err("Syntax error");
        }
        if !self.channels.iter().any(|known| known == pattern) {
            self.channels.push(pattern.to_vec());
        }
        Ok(())
    }

    fn set_category(&mut self, rule: &[u8]) -> Result<(), &'static str> {
        let name = std::str::from_utf8(&rule[2..]).map_err(|_| UNKNOWN)?;
        if !CATEGORIES.contains(&name) {
            return Err(UNKNOWN);
        }
        let is_allowed = rule[0] == b'+';
        for entry in every().filter(|entry| categories(entry).contains(&name)) {
            self.permit(&entry, is_allowed);
        }
        self.remember(rule);
        Ok(())
    }

    fn set_command(&mut self, rule: &[u8]) -> Result<(), &'static str> {
        let is_allowed = rule[0] == b'+';
        let mut parts = rule[1..].splitn(2, |byte| *byte == b'|');
        let name = parts.next().unwrap_or_default();
        let entry = table::find(name).ok_or(UNKNOWN)?;
        match parts.next() {
            None => {
                self.permit(&entry, is_allowed);
                for sub in subs(&entry) {
                    self.permit(&sub, is_allowed);
                }
            }
            Some(word) => match table::find_sub(entry.spec, word) {
                Some(sub) => self.permit(&sub, is_allowed),
                None if word.is_empty() => return Err("Syntax error"),
                None if word.contains(&b'|') => return Err("Allowing first-arg of a subcommand is not supported"),
                None if !is_allowed || !entry.spec.subs.is_empty() => return Err(UNKNOWN),
                None => drop(self.firsts.entry(entry.id).or_default().insert(word.to_vec())),
            },
        }
        self.remember(rule);
        Ok(())
    }

    fn permit(&mut self, entry: &Entry, is_allowed: bool) {
        self.firsts.remove(&entry.id);
        if is_allowed {
            self.allowed.insert(entry.id);
        } else {
            self.allowed.remove(&entry.id);
        }
    }

    /// A later rule about the same thing stands for the earlier; one about a container for those of its parts.
    fn remember(&mut self, rule: &[u8]) {
        let rule = String::from_utf8_lossy(rule).into_owned();
        let about = &rule[1..];
        self.commands.retain(|known| {
            let known = &known[1..];
            known != about && !known.strip_prefix(about).is_some_and(|rest| rest.starts_with('|'))
        });
        self.commands.push(rule);
    }

    /// The command rules.
    #[must_use]
    pub fn command_rules(&self) -> String {
        let first = if self.is_all { "+@all" } else { "-@all" };
        self.commands.iter().fold(first.to_owned(), |text, rule| text + " " + rule)
    }

    /// The key rules.
    #[must_use]
    pub fn key_rules(&self) -> String {
        if self.all_keys {
            return "~*".to_owned();
        }
        let rule = |key: &KeyRule| {
            let mark = match (key.reads, key.writes) {
                (true, true) => "~",
                (true, false) => "%R~",
                _ => "%W~",
            };
            format!("{mark}{}", String::from_utf8_lossy(&key.pattern))
        };
        self.keys.iter().map(rule).collect::<Vec<_>>().join(" ")
    }

    /// The channel rules.
    #[must_use]
    pub fn channel_rules(&self) -> String {
        if self.all_channels {
            return "&*".to_owned();
        }
        let rules = self.channels.iter().map(|channel| format!("&{}", String::from_utf8_lossy(channel)));
        rules.collect::<Vec<_>>().join(" ")
    }

    /// As ACL LIST has it.
    #[must_use]
    pub fn describe(&self) -> String {
        let reset = if self.all_channels { "" } else { "resetchannels" };
        let parts = [&self.key_rules(), reset, &self.channel_rules(), &self.command_rules()];
        parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
    }
}

impl Default for Selector {
    fn default() -> Self {
        Self::new()
    }
}

const UNKNOWN: &str = "Unknown command or category name in ACL";

/// Every category, in the order of ACL CAT.
pub const CATEGORIES: [&str; 21] = [
    "keyspace",
    "read",
    "write",
    "set",
    "sortedset",
    "list",
    "hash",
    "string",
    "bitmap",
    "hyperloglog",
    "geo",
    "stream",
    "pubsub",
    "admin",
    "fast",
    "slow",
    "blocking",
    "dangerous",
    "connection",
    "transaction",
    "scripting",
];

/// Every command and subcommand.
pub(in crate::applets::kv) fn every() -> impl Iterator<Item = Entry> {
    table::all().iter().chain(table::all_subs()).copied()
}

fn subs(entry: &Entry) -> impl Iterator<Item = Entry> {
    let name = entry.spec.name;
    table::all_subs().iter().filter(move |sub| sub.spec.of == Some(name)).copied()
}
