//! Keys (`EXT-X-KEY`, section 4.4.4.4) and which of them hold where.

use std::sync::Arc;

use super::attributes::Attributes;
use super::diagnostic::Diagnostics;
use super::value::vector;

/// The format of keys that are the plain bytes: what a missing `KEYFORMAT` means.
pub const IDENTITY: &str = "identity";

/// How segments are locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Method {
    /// Whole segments, AES-128 in CBC mode with PKCS #7 padding.
    Aes128,
    /// Samples inside the segments, AES-128 in CBC mode.
    SampleAes,
    /// Samples inside the segments, AES-128 in CTR mode.
    SampleAesCtr,
    /// Another, by its name.
    Other(String),
}

/// One `EXT-X-KEY`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// How segments are locked.
    pub method: Method,
    /// Where the key is, as written.
    pub uri: Option<String>,
    /// The initialisation vector, where it is not the sequence number.
    pub iv: Option<[u8; 16]>,
    /// What the key comes in: [`IDENTITY`], or the name of a DRM system.
    pub format: String,
    /// Its line.
    pub line: usize,
}

impl Key {
    /// Whether the URI leads to the sixteen bytes themselves.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.format == IDENTITY
    }

    /// The DRM system that this key belongs to, as people call it; `None` for plain keys.
    #[must_use]
    pub fn drm(&self) -> Option<&str> {
        /// By format or by the scheme of the URI.
        const SYSTEMS: [(&str, &str); 6] = [
            ("com.apple.streamingkeydelivery", "FairPlay"),
            ("skd:", "FairPlay"),
            ("com.microsoft.playready", "PlayReady"),
            ("urn:uuid:9a04f079-9840-4286-ab92-e65be0885f95", "PlayReady"),
            ("com.widevine", "Widevine"),
            ("urn:uuid:edef8ba9-79d6-4ace-a3c8-27dcd51d21ed", "Widevine"),
        ];
        let (format, uri) = (self.format.to_ascii_lowercase(), self.uri.as_deref().unwrap_or_default());
        let known = SYSTEMS.iter().find(|(sign, _)| format.starts_with(sign) || uri.starts_with(sign));
        known.map(|(_, name)| *name).or_else(|| (!self.is_plain()).then_some(self.format.as_str()))
    }
}

/// What is repeated to people, however long servers make it: no method and no system has a longer name.
fn word(text: &str) -> String {
    const LONGEST: usize = 100;
    text.chars().take(LONGEST).collect()
}

/// The keys in force at a line, one for each format. A tag replaces the one of its format and leaves the others; NONE
/// ends all.
#[derive(Debug, Clone, Default)]
pub(super) struct InForce {
    keys: Arc<[Key]>,
}

impl InForce {
    pub(super) fn of(keys: Arc<[Key]>) -> Self {
        Self { keys }
    }

    /// Shared by all segments and maps it holds for.
    pub(super) fn keys(&self) -> Arc<[Key]> {
        Arc::clone(&self.keys)
    }

    /// Takes in the tag on `line`.
    pub(super) fn set(&mut self, line: usize, value: &str, notes: &mut Diagnostics) {
        let attributes = Attributes::read(line, value, notes);
        let method = match attributes.text("METHOD") {
            Some("NONE") => {
                self.keys = Arc::default();
                return;
            }
            Some("AES-128") => Method::Aes128,
            Some("SAMPLE-AES") => Method::SampleAes,
            Some("SAMPLE-AES-CTR") => Method::SampleAesCtr,
            Some(other) => Method::Other(word(other)),
            None => return notes.add(line, "EXT-X-KEY without METHOD is left out"),
        };
        let key = Key {
            method,
            uri: attributes.text("URI").map(str::to_owned),
            iv: attributes.parsed("IV", notes, vector),
            format: word(attributes.text("KEYFORMAT").unwrap_or(IDENTITY)),
            line,
        };
        if key.uri.is_none() {
            notes.add(line, "EXT-X-KEY without URI: the key must be given");
        }
        let others = self.keys.iter().filter(|known| known.format != key.format).cloned();
        self.keys = others.chain([key.clone()]).collect();
    }
}
