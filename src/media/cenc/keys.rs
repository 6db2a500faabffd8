//! Keys by their names: given by hand, or by a Clear Key licence (W3C Encrypted Media Extensions, section 9.1).

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// Keys, and which name each belongs to.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct KeyRing {
    /// For whatever name.
    any: Option<[u8; 16]>,
    named: BTreeMap<[u8; 16], [u8; 16]>,
}

impl fmt::Debug for KeyRing {
    /// Keys are secrets; their names are not.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.named.keys().map(hex).collect();
        f.debug_struct("KeyRing").field("any", &self.any.is_some()).field("named", &names).finish()
    }
}

impl KeyRing {
    /// A key for every name that has none of its own.
    pub fn set_any(&mut self, key: [u8; 16]) {
        self.any = Some(key);
    }

    /// A key by its name.
    pub fn add(&mut self, key_id: [u8; 16], key: [u8; 16]) {
        self.named.insert(key_id, key);
    }

    /// All of another ring, over what is here.
    pub fn extend(&mut self, other: Self) {
        self.any = other.any.or(self.any);
        self.named.extend(other.named);
    }

    /// The key of this name.
    #[must_use]
    pub fn get(&self, key_id: &[u8; 16]) -> Option<[u8; 16]> {
        self.named.get(key_id).copied().or(self.any)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.any.is_none() && self.named.is_empty()
    }
}

/// The hexadecimal digits of a name.
#[must_use]
pub(super) fn hex(key_id: &[u8; 16]) -> String {
    format!("{:032x}", u128::from_be_bytes(*key_id))
}

/// What a Clear Key server is asked (section 9.1.3): `{"kids":["…"],"type":"temporary"}`.
#[must_use]
pub fn request(key_ids: &[[u8; 16]]) -> Vec<u8> {
    let ids: Vec<String> = key_ids.iter().map(|id| URL_SAFE_NO_PAD.encode(id)).collect();
    json!({ "kids": ids, "type": "temporary" }).to_string().into_bytes()
}

/// The keys in a Clear Key licence (section 9.1.4): a JSON Web Key set of symmetric keys. `None` where it has none.
///
/// ```
/// use toolbox::media::cenc::read_license;
/// let text = br#"{"keys":[{"kty":"oct","kid":"AAAAAAAAAAAAAAAAAAAAAQ","k":"AAAAAAAAAAAAAAAAAAAAAg"}]}"#;
/// let keys = read_license(text).unwrap();
/// assert_eq!(keys.get(&1_u128.to_be_bytes()), Some(2_u128.to_be_bytes()));
/// ```
#[must_use]
pub fn read_license(bytes: &[u8]) -> Option<KeyRing> {
    let license: Value = serde_json::from_slice(bytes).ok()?;
    let mut ring = KeyRing::default();
    for key in license.get("keys")?.as_array()? {
        let field = |name: &str| -> Option<[u8; 16]> {
            let text = key.get(name)?.as_str()?.trim_end_matches('=');
            // Some write the other alphabet.
            let text = text.replace('+', "-").replace('/', "_");
            URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
        };
        if let (Some(id), Some(key)) = (field("kid"), field("k")) {
            ring.add(id, key);
        }
    }
    (!ring.is_empty()).then_some(ring)
}
