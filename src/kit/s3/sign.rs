//! AWS Signature Version 4, of requests whose body is known: a pure function of the request, the keys and a moment.
//!
//! The order of things is AWS's (“Create a signed AWS API request”): canonical request → text to sign → key of the day,
//! region and service → signature. S3 takes paths as they are sent; its payload's hash stands in a field of its own.

use std::fmt::Write as _;
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

use super::keys::Keys;
use crate::kit::hex;

/// What a signature is good for: a region's service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope<'a> {
    /// `us-east-1`
    pub region: &'a str,
    /// `s3`
    pub service: &'a str,
}

/// A request as it is sent.
#[derive(Debug, Clone, Copy)]
pub struct Signing<'a> {
    /// `GET`
    pub method: &'a str,
    /// From `/`, encoded as it is sent.
    pub path: &'a str,
    /// Encoded pairs in the order of their names, without the question mark.
    pub query: &'a str,
    /// Names in lower case and values; `host` must be among them.
    pub headers: &'a [(&'a str, &'a str)],
    /// As [`payload_hash`] says.
    pub payload_hash: &'a str,
    /// As [`amz_date`] says.
    pub date: &'a str,
}

/// The hash of a body, as it stands in `x-amz-content-sha256`.
#[must_use]
pub fn payload_hash(body: &[u8]) -> String {
    hex::encode(&Sha256::digest(body))
}

/// A moment as it stands in `x-amz-date`.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// let moment = SystemTime::UNIX_EPOCH + Duration::from_secs(1_369_353_600);
/// assert_eq!(toolbox::kit::s3::amz_date(moment), "20130524T000000Z");
/// ```
#[must_use]
pub fn amz_date(at: SystemTime) -> String {
    let at = OffsetDateTime::from(at);
    let (date, (hour, minute, second)) = (at.date(), at.time().as_hms());
    format!("{:04}{:02}{:02}T{hour:02}{minute:02}{second:02}Z", date.year(), u8::from(date.month()), date.day())
}

/// Encodes a part of a path or query; letters, digits and `-._~` stay as they are, and `/` where `keeps` has it.
///
/// ```
/// use toolbox::kit::s3::encode;
/// assert_eq!(encode("a b/ü", "/"), "a%20b/%C3%BC");
/// assert_eq!(encode("a/b", ""), "a%2Fb");
/// ```
#[must_use]
pub fn encode(text: &str, keeps: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || keeps.as_bytes().contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// The value of `Authorization` for a request.
#[must_use]
pub fn authorization(keys: &Keys, scope: Scope<'_>, request: &Signing<'_>) -> String {
    let (names, signature) = sign(keys, scope, request);
    format!(
        "AWS4-HMAC-SHA256 Credential={}/{},SignedHeaders={names},Signature={signature}",
        keys.id(),
        named(scope, request.date)
    )
}

fn named(scope: Scope<'_>, date: &str) -> String {
    format!("{}/{}/{}/aws4_request", day(date), scope.region, scope.service)
}

fn day(date: &str) -> &str {
    date.get(..8).unwrap_or(date)
}

/// The names of the fields that are signed, and the signature.
fn sign(keys: &Keys, scope: Scope<'_>, request: &Signing<'_>) -> (String, String) {
    let mut headers = request.headers.to_vec();
    headers.sort_unstable();
    let names = headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
    let mut canonical = format!("{}\n{}\n{}\n", request.method, request.path, request.query);
    for (name, value) in &headers {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(canonical, "{name}:{value}");
    }
    let _ = write!(canonical, "\n{names}\n{}", request.payload_hash);
    let hash = hex::encode(&Sha256::digest(&canonical));
    let text = format!("AWS4-HMAC-SHA256\n{}\n{}\n{hash}", request.date, named(scope, request.date));
    let mut key = format!("AWS4{}", keys.secret()).into_bytes();
    for part in [day(request.date), scope.region, scope.service, "aws4_request"] {
        key = hmac(&key, part.as_bytes()).to_vec();
    }
    (names, hex::encode(&hmac(&key, text.as_bytes())))
}

/// HMAC-SHA-256 (RFC 2104).
fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    const BLOCK: usize = 64;
    let mut block = [0; BLOCK];
    if key.len() > BLOCK {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let inner = Sha256::new().chain_update(block.map(|byte| byte ^ 0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(block.map(|byte| byte ^ 0x5c)).chain_update(inner).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test cases 1, 2 and 6.
    #[test]
    fn hmac_is_that_of_the_rfc() {
        let cases: [(&[u8], &[u8], &str); 3] = [
            (&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (
                b"Jefe",
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                &[0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
        ];
        for (key, message, expected) in cases {
            assert_eq!(hex::encode(&hmac(key, message)), expected);
        }
    }

    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// The four examples of “Signature Calculations for the Authorization Header”, Amazon S3 API Reference.
    #[test]
    fn signatures_are_those_of_the_s3_reference() {
        let keys = Keys::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", None);
        let scope = Scope { region: "us-east-1", service: "s3" };
        let host = ("host", "examplebucket.s3.amazonaws.com");
        let date = ("x-amz-date", "20130524T000000Z");
        let hash = ("x-amz-content-sha256", EMPTY);
        let body = payload_hash(b"Welcome to Amazon S3.");
        let put = [
            ("date", "Fri, 24 May 2013 00:00:00 GMT"),
            host,
            ("x-amz-content-sha256", &body),
            date,
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
        ];
        let get = [host, ("range", "bytes=0-9"), hash, date];
        let plain = [host, hash, date];
        for (method, path, query, headers, payload_hash, expected) in [
            (
                "GET",
                "/test.txt",
                "",
                &get[..],
                EMPTY,
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
            ),
            (
                "PUT",
                "/test%24file.text",
                "",
                &put[..],
                &body,
                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
            ),
            (
                "GET",
                "/",
                "lifecycle=",
                &plain[..],
                EMPTY,
                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
            ),
            (
                "GET",
                "/",
                "max-keys=2&prefix=J",
                &plain[..],
                EMPTY,
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
            ),
        ] {
            let request = Signing { method, path, query, headers, payload_hash, date: date.1 };
            let signed = authorization(&keys, scope, &request);
            assert!(signed.ends_with(&format!(",Signature={expected}")), "{path}?{query}: {signed}");
            assert!(signed.contains("Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"), "{signed}");
        }
    }

    /// `get-vanilla` and `get-vanilla-query-order-key-case` of the test suite of signature version 4.
    #[test]
    fn signatures_are_those_of_the_suite() {
        let keys = Keys::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", None);
        let scope = Scope { region: "us-east-1", service: "service" };
        let headers = [("host", "example.amazonaws.com"), ("x-amz-date", "20150830T123600Z")];
        for (query, expected) in [
            ("", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
            ("Param1=value1&Param2=value2", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
        ] {
            let date = headers[1].1;
            let request = Signing { method: "GET", path: "/", query, headers: &headers, payload_hash: EMPTY, date };
            let (names, signature) = sign(&keys, scope, &request);
            assert_eq!((names.as_str(), signature.as_str()), ("host;x-amz-date", expected));
        }
    }
}
