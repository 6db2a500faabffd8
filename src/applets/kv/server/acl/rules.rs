//! The rules of one user: whether it is on, its passwords, and its selectors.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::selector::Selector;

/// What one user is and may do.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Whether it may come at all.
    pub is_on: bool,
    /// Whether any password will do.
    pub is_open: bool,
    /// `skip-sanitize-payload`.
    pub skips_sanitizing: bool,
    /// SHA-256 of its passwords.
    pub passwords: Vec<[u8; 32]>,
    /// What it may do; and more, each for itself.
    pub root: Selector,
    /// The others.
    pub selectors: Vec<Selector>,
}

impl Rules {
    /// Those of a new user: off, and nothing allowed.
    #[must_use]
    pub fn new() -> Self {
        Self {
            is_on: false,
            is_open: false,
            skips_sanitizing: false,
            passwords: Vec::new(),
            root: Selector::new(),
            selectors: Vec::new(),
        }
    }

    /// Those of the default user: everything.
    #[must_use]
    pub fn everything() -> Self {
        Self { is_on: true, is_open: true, root: Selector::everything(), ..Self::new() }
    }

    /// Whether nothing is forbidden.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.root.is_free()
    }

    /// Whether a password is one of its own, in time that does not depend on where it differs.
    #[must_use]
    pub fn accepts(&self, password: &[u8]) -> bool {
        let digest = hash(password);
        let same = |known: &[u8; 32]| known.iter().zip(digest).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0;
        // Every one is compared, whether an earlier one was right or not.
        let is_known = self.passwords.iter().fold(false, |found, known| same(known) | found);
        is_known | self.is_open
    }

    /// What `requirepass` does.
    pub fn require(&mut self, password: &str) {
        self.passwords.clear();
        self.is_open = password.is_empty();
        if !password.is_empty() {
            self.passwords.push(hash(password.as_bytes()));
        }
    }

    /// Applies rules in order; selectors in parentheses may be spread over several words.
    ///
    /// # Errors
    /// The text of Redis for the first that makes no sense.
    pub fn apply_all(&mut self, words: &[&[u8]]) -> Result<(), String> {
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if !word.starts_with(b"(") {
                self.apply(word).map_err(|reason| wrong(word, reason))?;
                continue;
            }
            let mut inside = word.to_vec();
            while !inside.ends_with(b")") {
                let Some(more) = words.next() else {
                    let text = String::from_utf8_lossy(word);
                    return Err(format!("Unmatched parenthesis in acl selector starting at '{text}'."));
                };
                inside.push(b' ');
                inside.extend_from_slice(more);
            }
            let mut selector = Selector::new();
            for rule in inside[1..inside.len() - 1].split(|byte| *byte == b' ').filter(|rule| !rule.is_empty()) {
                selector.apply(rule).map_err(|reason| wrong(rule, reason))?;
            }
            self.selectors.push(selector);
        }
        Ok(())
    }

    fn apply(&mut self, word: &[u8]) -> Result<(), &'static str> {
        let lower = word.to_ascii_lowercase();
        match (&lower[..], word.first()) {
            (b"on", _) => self.is_on = true,
            (b"off", _) => self.is_on = false,
            (b"nopass", _) => (self.is_open, self.passwords) = (true, Vec::new()),
            (b"resetpass", _) => (self.is_open, self.passwords) = (false, Vec::new()),
            (b"skip-sanitize-payload", _) => self.skips_sanitizing = true,
            (b"sanitize-payload", _) => self.skips_sanitizing = false,
            (b"clearselectors", _) => self.selectors.clear(),
            (b"reset", _) => *self = Self::new(),
            (_, Some(b'>')) => self.add(hash(&word[1..])),
            (_, Some(b'#')) => self.add(digest(&word[1..]).ok_or(BAD_HASH)?),
            (_, Some(b'<')) => self.forget(&hash(&word[1..]))?,
            (_, Some(b'!')) => self.forget(&digest(&word[1..]).ok_or(BAD_HASH)?)?,
            _ => return self.root.apply(word),
        }
        Ok(())
    }

    fn add(&mut self, digest: [u8; 32]) {
        self.is_open = false;
        if !self.passwords.contains(&digest) {
            self.passwords.push(digest);
        }
    }

    fn forget(&mut self, digest: &[u8; 32]) -> Result<(), &'static str> {
        let at = self.passwords.iter().position(|known| known == digest);
        self.passwords.remove(at.ok_or("The password you are trying to remove from the user does not exist")?);
        Ok(())
    }

    /// The flags of ACL GETUSER.
    #[must_use]
    pub fn flags(&self) -> Vec<&'static str> {
        let mut flags = vec![if self.is_on { "on" } else { "off" }];
        if self.is_open {
            flags.push("nopass");
        }
        if self.skips_sanitizing {
            flags.push("skip-sanitize-payload");
        }
        flags
    }

    /// As ACL LIST and files have it.
    #[must_use]
    pub fn describe(&self) -> String {
        let mut text = self.flags().join(" ");
        for password in &self.passwords {
            let _ = write!(text, " #{}", hex(password));
        }
        let _ = write!(text, " {}", self.root.describe());
        for selector in &self.selectors {
            let _ = write!(text, " ({})", selector.describe());
        }
        text
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self::new()
    }
}

const BAD_HASH: &str =
    "The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters";

fn wrong(word: &[u8], reason: &str) -> String {
    format!("Error in ACL SETUSER modifier '{}': {reason}", String::from_utf8_lossy(word))
}

fn hash(password: &[u8]) -> [u8; 32] {
    Sha256::digest(password).into()
}

/// Lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn digest(hex: &[u8]) -> Option<[u8; 32]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let mut bytes = [0; 32];
    if hex.len() != 64 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(hex.chunks(2)) {
        *byte = digit(pair[0])? * 16 + digit(pair[1])?;
    }
    Some(bytes)
}
