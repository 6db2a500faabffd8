//! What a certificate (X.509, RFC 5280) says of itself. Nothing is verified here: this is for looking.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::ber::{self, Element, INTEGER, OID, SEQUENCE};
use super::cursor::Cursor;
use super::words;
use crate::kit::hex;

/// Names beyond this are counted, not kept: certificates of large sites carry hundreds.
const MOST_NAMES: usize = 32;

/// A server's certificate in short.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Certificate {
    /// Common name and organisation of the holder: `example.org, Example Ltd`.
    pub subject: String,
    /// The same of whoever signed it.
    pub issuer: String,
    /// Names and addresses it is for, at most 32.
    pub names: Vec<String>,
    /// How many names there are beyond those.
    #[serde(skip_serializing_if = "is_zero")]
    pub more_names: usize,
    /// First and last moment it is valid, `2026-01-31T12:00:00Z`.
    pub not_before: String,
    /// See [`not_before`](Self::not_before).
    pub not_after: String,
    /// `RSA 2048`, `EC P-256`, `Ed25519`.
    pub key: String,
    /// SHA-256 over the whole certificate, in hexadecimal digits.
    pub sha256: String,
    /// Whether holder and signer have the same name.
    pub self_signed: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl Certificate {
    /// Reads a certificate in DER; `None` if it is none.
    #[must_use]
    pub fn read(der: &[u8]) -> Option<Self> {
        let whole = ber::expect(&mut Cursor(der), SEQUENCE)?;
        let body = ber::expect(&mut Cursor(whole), SEQUENCE)?;
        let mut cursor = Cursor(body);
        // The version is explicit and may be missing.
        if body.first() == Some(&0xa0) {
            ber::next(&mut cursor)?;
        }
        let _serial = ber::expect(&mut cursor, INTEGER)?;
        let _algorithm = ber::expect(&mut cursor, SEQUENCE)?;
        let issuer = ber::expect(&mut cursor, SEQUENCE)?;
        let validity = ber::expect(&mut cursor, SEQUENCE)?;
        let subject = ber::expect(&mut cursor, SEQUENCE)?;
        let key = ber::expect(&mut cursor, SEQUENCE)?;
        let mut dates = ber::children(validity).filter_map(|date| moment(&date));
        let mut read = Self {
            subject: name(subject),
            issuer: name(issuer),
            not_before: dates.next().unwrap_or_default(),
            not_after: dates.next().unwrap_or_default(),
            key: key_kind(key).unwrap_or_default(),
            sha256: hex::encode(&Sha256::digest(der)),
            self_signed: subject == issuer,
            ..Self::default()
        };
        // Extensions are explicit, [3].
        let extensions = ber::children(cursor.0).find(|element| element.tag == 0xa3);
        let extensions = extensions.and_then(|element| ber::expect(&mut Cursor(element.value), SEQUENCE));
        for name in extensions.and_then(alternative_names).into_iter().flatten() {
            if read.names.len() < MOST_NAMES { read.names.push(name) } else { read.more_names += 1 }
        }
        Some(read)
    }
}

/// A relative distinguished name: the common name, then the organisation.
fn name(sequence: &[u8]) -> String {
    /// 2.5.4.3 and 2.5.4.10.
    const SHOWN: [[u8; 3]; 2] = [[0x55, 4, 3], [0x55, 4, 10]];
    let mut found = [const { None }; 2];
    for set in ber::children(sequence) {
        for pair in ber::children(set.value) {
            let mut parts = ber::children(pair.value);
            let (Some(kind), Some(value)) = (parts.next(), parts.next()) else { continue };
            if let Some(at) = SHOWN.iter().position(|shown| kind.tag == OID && kind.value == shown) {
                found[at].get_or_insert_with(|| string(&value));
            }
        }
    }
    found.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A string of any of the kinds that names have; `BMPString` is UTF-16.
fn string(element: &Element<'_>) -> String {
    if element.tag == 0x1e {
        let units = element.value.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        return words::clean(&char::decode_utf16(units).map(|sign| sign.unwrap_or(' ')).collect::<String>());
    }
    words::clean(&words::text(element.value))
}

/// `UTCTime` and `GeneralizedTime`, both in UTC and to the second (RFC 5280 section 4.1.2.5).
fn moment(element: &Element<'_>) -> Option<String> {
    let digits = element.value.strip_suffix(b"Z").filter(|digits| digits.iter().all(u8::is_ascii_digit))?;
    let digits = std::str::from_utf8(digits).ok()?;
    let (year, rest) = match (element.tag, digits.len()) {
        (0x17, 12) => {
            let (year, rest) = digits.split_at(2);
            (format!("{}{year}", if year < "50" { "20" } else { "19" }), rest)
        }
        (0x18, 14) => (digits[..4].to_owned(), &digits[4..]),
        _ => return None,
    };
    Some(format!("{year}-{}-{}T{}:{}:{}Z", &rest[..2], &rest[2..4], &rest[4..6], &rest[6..8], &rest[8..10]))
}

/// The kind of a public key and its size.
fn key_kind(info: &[u8]) -> Option<String> {
    let mut parts = ber::children(info);
    let (algorithm, bits) = (parts.next()?, parts.next()?);
    let mut algorithm = ber::children(algorithm.value);
    let kind = algorithm.next()?.value;
    Some(match kind {
        // rsaEncryption, 1.2.840.113549.1.1.1: the modulus is the first number in the bit string.
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1] => {
            let numbers = ber::expect(&mut Cursor(bits.value.get(1..)?), SEQUENCE)?;
            let modulus = ber::expect(&mut Cursor(numbers), INTEGER)?;
            format!("RSA {}", modulus.iter().skip_while(|byte| **byte == 0).count() * 8)
        }
        // id-ecPublicKey, 1.2.840.10045.2.1
        [0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1] => match algorithm.next()?.value {
            [0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7] => "EC P-256".to_owned(),
            [0x2b, 0x81, 4, 0, 0x22] => "EC P-384".to_owned(),
            [0x2b, 0x81, 4, 0, 0x23] => "EC P-521".to_owned(),
            _ => "EC".to_owned(),
        },
        [0x2b, 0x65, 0x70] => "Ed25519".to_owned(),
        [0x2b, 0x65, 0x71] => "Ed448".to_owned(),
        _ => return None,
    })
}

/// DNS names and addresses of the extension `subjectAltName`, 2.5.29.17.
fn alternative_names(extensions: &[u8]) -> Option<Vec<String>> {
    let extension = ber::children(extensions).find(|extension| {
        ber::children(extension.value).next().is_some_and(|kind| kind.tag == OID && kind.value == [0x55, 0x1d, 17])
    })?;
    // Behind the kind may stand whether it is critical; the value is the last.
    let octets = ber::children(extension.value).last()?;
    let names = ber::expect(&mut Cursor(octets.value), SEQUENCE)?;
    let name = |element: Element<'_>| match (element.tag, element.value) {
        (0x82, name) => Some(words::clean(&words::text(name))),
        (0x87, [a, b, c, d]) => Some(Ipv4Addr::new(*a, *b, *c, *d).to_string()),
        (0x87, address) => <[u8; 16]>::try_from(address).ok().map(|address| Ipv6Addr::from(address).to_string()),
        _ => None,
    };
    Some(ber::children(names).filter_map(name).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::kit::tls::{Authority, Validity};

    fn made(names: &[&str]) -> Vec<u8> {
        use base64::Engine as _;
        let identity = Authority::new("An authority").unwrap().issue_for(names, Validity::default()).unwrap();
        let pem = identity.cert_pem();
        let first = pem.split("-----END").next().unwrap().split_once("-----\n").unwrap().1.replace('\n', "");
        base64::engine::general_purpose::STANDARD.decode(first).unwrap()
    }

    #[test]
    fn a_certificate_tells_who_it_is_for_and_until_when() {
        let read = Certificate::read(&made(&["example.org", "192.0.2.7", "2001:db8::1"])).unwrap();
        assert_eq!((&*read.subject, &*read.issuer, &*read.key), ("example.org", "An authority", "EC P-256"));
        assert_eq!(read.names, ["example.org", "192.0.2.7", "2001:db8::1"]);
        assert!(read.not_before < read.not_after && read.not_after.ends_with('Z'), "{read:?}");
        assert!(!read.self_signed);
        assert_eq!(read.sha256.len(), 64);
    }

    #[test]
    fn names_beyond_measure_are_counted() {
        let names: Vec<String> = (0..40).map(|number| format!("n{number}.example")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let read = Certificate::read(&made(&names)).unwrap();
        assert_eq!((read.names.len(), read.more_names), (32, 8));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(mut cut in 0..600_usize, flips in proptest::collection::vec((0..600_usize, any::<u8>()), 0..8)) {
            thread_local!(static DER: Vec<u8> = made(&["example.org"]));
            DER.with(|der| {
                let mut bytes = der.clone();
                for (at, value) in flips {
                    if let Some(byte) = bytes.get_mut(at) { *byte = value; }
                }
                cut = cut.min(bytes.len());
                let _ = Certificate::read(&bytes[..cut]);
                let _ = Certificate::read(&bytes);
            });
        }
    }
}
