//! Checksums as people and servers write them: `--hash ALGO:HEX`, checksum files, header fields; and what computes them.
//!
//! Five algorithms: SHA-256, SHA-384 and SHA-512 prove that a file is the right one; MD5 and SHA-1 only that it arrived
//! whole, because others with the same sum can be made. Many projects still publish nothing else.

use std::fmt;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::str::FromStr;

use base64::Engine as _;
use md5::Md5;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use crate::kit::hex;

pub mod file;

/// How a sum is computed; the stronger, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Algorithm {
    /// 128 bits, broken.
    Md5,
    /// 160 bits, broken.
    Sha1,
    /// 256 bits.
    Sha256,
    /// 384 bits.
    Sha384,
    /// 512 bits.
    Sha512,
}

impl Algorithm {
    /// All of them, the weakest first.
    pub const ALL: [Self; 5] = [Self::Md5, Self::Sha1, Self::Sha256, Self::Sha384, Self::Sha512];

    /// As it is written here: `sha256`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }

    /// The length of a sum.
    #[must_use]
    pub const fn bytes(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// Whether nobody can make another file with the same sum.
    #[must_use]
    pub const fn is_strong(self) -> bool {
        !matches!(self, Self::Md5 | Self::Sha1)
    }

    /// The one whose sums have this length: no two share theirs.
    #[must_use]
    pub fn of_bytes(bytes: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.bytes() == bytes)
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Algorithm {
    type Err = ChecksumError;

    /// `sha256`, `SHA-256` and `sha_256` are the same.
    fn from_str(text: &str) -> Result<Self, ChecksumError> {
        let plain: String = text.trim().chars().filter(|c| !matches!(c, '-' | '_')).collect();
        let found = Self::ALL.into_iter().find(|algorithm| plain.eq_ignore_ascii_case(algorithm.name()));
        // `sha` alone is SHA-1 in the fields of RFC 3230.
        let old = plain.eq_ignore_ascii_case("sha").then_some(Self::Sha1);
        found.or(old).ok_or_else(|| ChecksumError::Algorithm(text.trim().to_owned()))
    }
}

/// Why a text is not a checksum.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChecksumError {
    /// Neither `:` nor `=`.
    #[error("`{0}` is not a checksum; write ALGO:HEX, as in sha256:9f86d0…")]
    Syntax(String),
    /// Another algorithm than the five.
    #[error("`{0}` is not an algorithm; use md5, sha1, sha256, sha384 or sha512")]
    Algorithm(String),
    /// The digits do not fit the algorithm.
    #[error("a {algorithm} sum has {} hexadecimal digits, not {found}", algorithm.bytes() * 2)]
    Length {
        /// What it is a sum of.
        algorithm: Algorithm,
        /// How many there are.
        found: usize,
    },
    /// Something else among the digits.
    #[error("`{0}` is not hexadecimal")]
    Digits(String),
}

/// A sum that a file should have, or has.
///
/// ```
/// use toolbox::applets::fetch::checksum::{Algorithm, Checksum, Summer};
/// let expected: Checksum = "md5:900150983cd24fb0d6963f7d28e17f72".parse()?;
/// let mut summer = Summer::new(Algorithm::Md5);
/// summer.update(b"abc");
/// assert_eq!(summer.finish(), expected);
/// assert_eq!(expected.to_string(), "md5:900150983cd24fb0d6963f7d28e17f72");
/// # Ok::<(), toolbox::applets::fetch::checksum::ChecksumError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Checksum {
    algorithm: Algorithm,
    /// As long as the algorithm says.
    digest: Vec<u8>,
}

impl Checksum {
    /// Out of hexadecimal digits of either case.
    ///
    /// # Errors
    /// Other signs, or too few or many of them.
    pub fn from_hex(algorithm: Algorithm, digits: &str) -> Result<Self, ChecksumError> {
        let digits = digits.trim();
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(ChecksumError::Digits(digits.to_owned()));
        }
        let digest = hex::decode(digits).filter(|digest| digest.len() == algorithm.bytes());
        let digest = digest.ok_or(ChecksumError::Length { algorithm, found: digits.len() })?;
        Ok(Self { algorithm, digest })
    }

    /// Out of Base64, as header fields have it; `None` where that is not a sum of this algorithm.
    #[must_use]
    pub fn from_base64(algorithm: Algorithm, text: &str) -> Option<Self> {
        let digest = base64::engine::general_purpose::STANDARD.decode(text.trim()).ok()?;
        (digest.len() == algorithm.bytes()).then_some(Self { algorithm, digest })
    }

    /// Out of digits alone: their number tells the algorithm.
    ///
    /// # Errors
    /// Other signs, or a number that fits none.
    pub fn from_digits(digits: &str) -> Result<Self, ChecksumError> {
        let algorithm = Algorithm::of_bytes(digits.len() / 2).filter(|_| digits.len().is_multiple_of(2));
        Self::from_hex(algorithm.ok_or_else(|| ChecksumError::Syntax(digits.to_owned()))?, digits)
    }

    /// How it is computed.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The sum itself.
    #[must_use]
    pub fn digest(&self) -> &[u8] {
        &self.digest
    }

    /// The sum in lower-case digits.
    #[must_use]
    pub fn hex(&self) -> String {
        hex::encode(&self.digest)
    }
}

/// `ALGO:HEX`; `ALGO=HEX`, as aria2 writes it, is read as well.
impl FromStr for Checksum {
    type Err = ChecksumError;

    fn from_str(text: &str) -> Result<Self, ChecksumError> {
        let (algorithm, hex) =
            text.split_once([':', '=']).ok_or_else(|| ChecksumError::Syntax(text.trim().to_owned()))?;
        Self::from_hex(algorithm.parse()?, hex)
    }
}

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.algorithm, self.hex())
    }
}

/// In JSON it is `"sha256:9f86d0…"`.
impl Serialize for Checksum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Checksum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Computes one sum over bytes as they come.
#[derive(Debug, Clone)]
pub struct Summer(State);

#[derive(Debug, Clone)]
enum State {
    Md5(Md5),
    Sha1(Sha1),
    Sha256(Sha256),
    Sha384(Sha384),
    Sha512(Sha512),
}

impl Summer {
    /// The sum of nothing, so far.
    #[must_use]
    pub fn new(algorithm: Algorithm) -> Self {
        Self(match algorithm {
            Algorithm::Md5 => State::Md5(Md5::new()),
            Algorithm::Sha1 => State::Sha1(Sha1::new()),
            Algorithm::Sha256 => State::Sha256(Sha256::new()),
            Algorithm::Sha384 => State::Sha384(Sha384::new()),
            Algorithm::Sha512 => State::Sha512(Sha512::new()),
        })
    }

    /// Takes the next bytes in.
    pub fn update(&mut self, bytes: &[u8]) {
        match &mut self.0 {
            State::Md5(state) => state.update(bytes),
            State::Sha1(state) => state.update(bytes),
            State::Sha256(state) => state.update(bytes),
            State::Sha384(state) => state.update(bytes),
            State::Sha512(state) => state.update(bytes),
        }
    }

    /// The sum of all of them.
    #[must_use]
    pub fn finish(self) -> Checksum {
        let (algorithm, digest) = match self.0 {
            State::Md5(state) => (Algorithm::Md5, state.finalize().to_vec()),
            State::Sha1(state) => (Algorithm::Sha1, state.finalize().to_vec()),
            State::Sha256(state) => (Algorithm::Sha256, state.finalize().to_vec()),
            State::Sha384(state) => (Algorithm::Sha384, state.finalize().to_vec()),
            State::Sha512(state) => (Algorithm::Sha512, state.finalize().to_vec()),
        };
        Checksum { algorithm, digest }
    }
}

/// The sum of a whole file, from its front, wherever others read or write it.
///
/// # Errors
/// The file cannot be read.
pub fn of_file(file: &File, algorithm: Algorithm) -> io::Result<Checksum> {
    of_file_told(file, algorithm, |_| {})
}

/// As [`of_file`], and `tell` hears of each piece how many bytes it has.
///
/// # Errors
/// The file cannot be read.
pub fn of_file_told(file: &File, algorithm: Algorithm, tell: impl Fn(u64)) -> io::Result<Checksum> {
    /// A piece that stays in the second cache level between being copied there and being hashed.
    const PIECE_BYTES: usize = 256 << 10;
    let (mut summer, mut piece, mut at) = (Summer::new(algorithm), vec![0; PIECE_BYTES], 0);
    loop {
        match file.read_at(&mut piece, at) {
            Ok(0) => return Ok(summer.finish()),
            Ok(bytes) => {
                summer.update(&piece[..bytes]);
                at += bytes as u64;
                tell(bytes as u64);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// FIPS 180-4 and RFC 1321: the sums of `abc`.
    const OF_ABC: [&str; 5] = [
        "md5:900150983cd24fb0d6963f7d28e17f72",
        "sha1:a9993e364706816aba3e25717850c26c9cd0d89d",
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "sha384:cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
        "sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    ];

    #[test]
    fn known_sums_come_out_in_pieces_too() {
        for expected in OF_ABC {
            let checksum: Checksum = expected.parse().unwrap();
            let mut summer = Summer::new(checksum.algorithm());
            summer.update(b"a");
            summer.update(b"");
            summer.update(b"bc");
            assert_eq!(summer.finish(), checksum);
            assert_eq!(Checksum::from_digits(&checksum.hex()), Ok(checksum.clone()));
            assert_eq!(serde_json::from_value::<Checksum>(serde_json::to_value(&checksum).unwrap()).unwrap(), checksum);
        }
    }

    #[test]
    fn algorithms_have_many_spellings() {
        for text in ["sha256", "SHA-256", "Sha_256", " sha256 "] {
            assert_eq!(text.parse(), Ok(Algorithm::Sha256), "{text}");
        }
        assert_eq!("SHA".parse(), Ok(Algorithm::Sha1));
        assert!(Algorithm::Md5 < Algorithm::Sha256 && !Algorithm::Sha1.is_strong() && Algorithm::Sha384.is_strong());
    }

    #[test]
    fn wrong_checksums_say_what_is_wrong() {
        for (text, says) in [
            ("9f86d0", "`9f86d0` is not a checksum; write ALGO:HEX, as in sha256:9f86d0…"),
            ("sha3:00", "`sha3` is not an algorithm; use md5, sha1, sha256, sha384 or sha512"),
            ("sha256:00", "a sha256 sum has 64 hexadecimal digits, not 2"),
            ("md5:xyz", "`xyz` is not hexadecimal"),
            ("md5:", "a md5 sum has 32 hexadecimal digits, not 0"),
            ("", "`` is not a checksum; write ALGO:HEX, as in sha256:9f86d0…"),
        ] {
            assert_eq!(text.parse::<Checksum>().unwrap_err().to_string(), says);
        }
        assert_eq!(
            "sha-256=".parse::<Checksum>(),
            Err(ChecksumError::Length { algorithm: Algorithm::Sha256, found: 0 })
        );
    }

    #[test]
    fn header_fields_have_base64() {
        let sum = Checksum::from_base64(Algorithm::Md5, "kAFQmDzST7DWlj99KOF/cg==").unwrap();
        assert_eq!(sum.to_string(), OF_ABC[0]);
        assert_eq!(Checksum::from_base64(Algorithm::Sha256, "kAFQmDzST7DWlj99KOF/cg=="), None);
        assert_eq!(Checksum::from_base64(Algorithm::Md5, "?"), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text: String) {
            let _ = (text.parse::<Checksum>(), Checksum::from_digits(&text));
        }
    }
}
