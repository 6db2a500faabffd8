//! Digest access authentication (RFC 7616): one challenge, and the answers to it.
//!
//! MD5, SHA-256 and SHA-512/256, each with `-sess`; `qop=auth` and the form without qop that RFC 2069 began with.
//! `auth-int` is left out: it would need the body before the head.

use std::fmt::Write as _;

use http_auth::ChallengeRef;
use md5::Md5;
use sha2::{Digest as _, Sha256, Sha512_256};

use super::Target;
use crate::kit::hex;
use crate::kit::random::Random;

/// A challenge that can be answered.
pub(super) struct Digest {
    realm: String,
    nonce: String,
    opaque: Option<String>,
    hash: Hash,
    /// `-sess`: the key is made once, with the first client nonce.
    session: bool,
    /// Whether the server offers `qop=auth`; the oldest offer none.
    qop: bool,
    userhash: bool,
    stale: bool,
    /// Answers so far; each has its number (`nc`).
    count: u32,
    /// Made anew for each challenge. It guards against chosen challenges only, so it need not be a secret.
    cnonce: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hash {
    Md5,
    Sha256,
    Sha512_256,
}

impl Digest {
    /// `None` for algorithms and qualities that are not spoken here, and without a realm or nonce.
    pub(super) fn read(challenge: &ChallengeRef<'_>) -> Option<Self> {
        let param = |wanted: &str| {
            let found = challenge.params.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| value.to_unescaped())
        };
        let algorithm = param("algorithm").unwrap_or_else(|| "MD5".to_owned()).to_ascii_uppercase();
        let (name, session) = match algorithm.strip_suffix("-SESS") {
            Some(name) => (name, true),
            None => (algorithm.as_str(), false),
        };
        let hash = match name {
            "MD5" => Hash::Md5,
            "SHA-256" => Hash::Sha256,
            "SHA-512-256" => Hash::Sha512_256,
            _ => return None,
        };
        let offered = param("qop");
        let qop = offered.as_deref().map(|list| list.split(',').any(|one| one.trim().eq_ignore_ascii_case("auth")));
        if qop == Some(false) {
            return None;
        }
        let is_true = |name: &str| param(name).is_some_and(|value| value.eq_ignore_ascii_case("true"));
        let mut random = Random::from_system();
        Some(Self {
            realm: param("realm")?,
            nonce: param("nonce")?,
            opaque: param("opaque"),
            hash,
            session,
            qop: qop.is_some(),
            userhash: is_true("userhash"),
            stale: is_true("stale"),
            count: 0,
            cnonce: format!("{:016x}{:016x}", random.next_u64(), random.next_u64()),
        })
    }

    /// Higher is better; above 1, which is Basic.
    pub(super) const fn strength(&self) -> u32 {
        match self.hash {
            Hash::Md5 => 2,
            Hash::Sha256 => 3,
            Hash::Sha512_256 => 4,
        }
    }

    /// Whether the server says that the answer was right and only its nonce too old.
    pub(super) const fn is_stale(&self) -> bool {
        self.stale
    }

    pub(super) fn is_same_realm(&self, other: &Self) -> bool {
        self.realm == other.realm
    }

    /// The value of `Authorization` for the next request.
    pub(super) fn answer(&mut self, user: &str, password: &str, target: Target<'_>) -> String {
        self.count = self.count.wrapping_add(1);
        let nc = format!("{:08x}", self.count);
        let hash = |text: &str| self.hash.hex(text);
        let mut key = hash(&format!("{user}:{}:{password}", self.realm));
        if self.session {
            key = hash(&format!("{key}:{}:{}", self.nonce, self.cnonce));
        }
        let request = hash(&format!("{}:{}", target.method, target.uri));
        let response = if self.qop {
            hash(&format!("{key}:{}:{nc}:{}:auth:{request}", self.nonce, self.cnonce))
        } else {
            hash(&format!("{key}:{}:{request}", self.nonce))
        };
        let mut answer = "Digest ".to_owned();
        answer.push_str(&self.user_param(user));
        for (name, value) in [("realm", &self.realm), ("nonce", &self.nonce), ("response", &response)] {
            let _ = write!(answer, ", {name}={}", quoted(value));
        }
        let _ = write!(answer, ", uri={}, algorithm={}", quoted(target.uri), self.algorithm());
        if self.qop {
            let _ = write!(answer, ", qop=auth, nc={nc}, cnonce={}", quoted(&self.cnonce));
        } else if self.session {
            let _ = write!(answer, ", cnonce={}", quoted(&self.cnonce));
        }
        if let Some(opaque) = &self.opaque {
            let _ = write!(answer, ", opaque={}", quoted(opaque));
        }
        answer
    }

    /// `username`, hashed where the server wants it so (section 3.4.4), or in the extended form where it is not ASCII.
    fn user_param(&self, user: &str) -> String {
        if self.userhash {
            return format!("username=\"{}\", userhash=true", self.hash.hex(&format!("{user}:{}", self.realm)));
        }
        if user.is_ascii() {
            return format!("username={}", quoted(user));
        }
        let encoded = percent_encoding::utf8_percent_encode(user, percent_encoding::NON_ALPHANUMERIC);
        format!("username*=UTF-8''{encoded}")
    }

    fn algorithm(&self) -> String {
        let name = match self.hash {
            Hash::Md5 => "MD5",
            Hash::Sha256 => "SHA-256",
            Hash::Sha512_256 => "SHA-512-256",
        };
        if self.session { format!("{name}-sess") } else { name.to_owned() }
    }

    #[cfg(test)]
    pub(super) fn with_cnonce(mut self, cnonce: &str) -> Self {
        cnonce.clone_into(&mut self.cnonce);
        self
    }
}

impl Hash {
    fn hex(self, text: &str) -> String {
        match self {
            Self::Md5 => hex::encode(&Md5::digest(text)),
            Self::Sha256 => hex::encode(&Sha256::digest(text)),
            Self::Sha512_256 => hex::encode(&Sha512_256::digest(text)),
        }
    }
}

/// A quoted string (RFC 9110 section 5.6.4).
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
