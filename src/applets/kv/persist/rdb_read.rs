//! Reads dumps: RDB versions 1 to 12 of Redis, and 80 of Valkey.
//!
//! ```text
//! REDIS0009 (AUX name value)* (SELECTDB n · RESIZEDB keys expires · ([EXPIRETIME] [IDLE|FREQ] type key value)*)* EOF crc
//! length    00LLLLLL · 01LLLLLL L · 10000000 u32 · 10000001 u64 (highest byte first) · 11: a special text
//! text      length bytes · 11000000 i8 · 11000001 i16 · 11000010 i32 · 11000011 LZF: length, length expanded, bytes
//! ```
//! A pure reader: what a record means for the store is not known here. Every refusal names the byte it stands at.

mod body;

use std::io::Read;

use super::source::{Lack, Source};
use super::value::Value;

/// The newest version of Redis that is known.
pub const NEWEST: u32 = 12;
/// The version of Valkey that is known.
pub const VALKEY: u32 = 80;

/// A text is at most this long: more than any server makes, and what lengths of keys have room for.
const MOST_TEXT_BYTES: u64 = u32::MAX as u64;

/// Why a dump cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system.
    #[error("the system does not read it")]
    Io(#[source] std::io::Error),
    /// It ends too early.
    #[error("it ends at byte {offset}, in the middle of {what}")]
    Truncated {
        /// Where.
        offset: u64,
        /// What was being read.
        what: &'static str,
    },
    /// It says something that cannot be.
    #[error("at byte {offset}: {what}")]
    Corrupt {
        /// Where.
        offset: u64,
        /// What.
        what: String,
    },
}

/// A part of a dump.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Something about the dump.
    Aux(Vec<u8>, Vec<u8>),
    /// The keys that follow belong to this database.
    Database(u64),
    /// How many keys follow, and how many of them expire.
    Resize(u64, u64),
    /// A library of functions, as source.
    Function(Vec<u8>),
    /// What a module says about itself: the name of the module.
    ModuleAux(String),
    /// A key.
    Key(Entry),
}

/// A key and what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Vec<u8>,
    /// Its value.
    pub value: Value,
    /// When it expires, in milliseconds since 1970.
    pub expire: Option<u64>,
    /// Seconds since it was used.
    pub idle: Option<u64>,
    /// The counter of its uses.
    pub frequency: Option<u8>,
    /// Fields of a hash that had a time of their own, which is lost.
    pub volatile_fields: usize,
}

/// A dump that is being read.
#[derive(Debug)]
pub struct Reader<R> {
    source: Source<R>,
    version: u32,
    is_valkey: bool,
    what: &'static str,
    /// Fields of the value being read that had a time of their own.
    volatile_fields: usize,
    now: u64,
}

type Read_<T> = Result<T, ReadError>;

impl<R: Read> Reader<R> {
    /// Reads the header. Fields of hashes whose time is over at `now` are left out.
    ///
    /// # Errors
    /// No dump, or one of a version that is not known.
    pub fn new(input: R, now: u64) -> Read_<Self> {
        Self::over(Source::new(input), now)
    }

    /// The same from where a source stands.
    ///
    /// # Errors
    /// No dump, or one of a version that is not known.
    pub fn over(source: Source<R>, now: u64) -> Read_<Self> {
        let mut reader = Self::headless(source, now);
        reader.what = "the header";
        let header: [u8; 9] = reader.array()?;
        let (digits, is_valkey) = match &header {
            [b'R', b'E', b'D', b'I', b'S', digits @ ..] => (&digits[..], false),
            [b'V', b'A', b'L', b'K', b'E', b'Y', digits @ ..] => (&digits[..], true),
            _ => return reader.corrupt_at(0, "no dump of Redis: it does not start with REDIS or VALKEY"),
        };
        let version = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()).unwrap_or(0);
        let is_known = if is_valkey { version == VALKEY } else { (1..=NEWEST).contains(&version) };
        if !is_known {
            let text = String::from_utf8_lossy(&header);
            return reader.corrupt_at(0, format!("version {text} is not known (REDIS0001 to 0012, VALKEY080)"));
        }
        (reader.version, reader.is_valkey) = (version, is_valkey);
        Ok(reader)
    }

    const fn headless(source: Source<R>, now: u64) -> Self {
        Self { source, version: NEWEST, is_valkey: false, what: "a value", volatile_fields: 0, now }
    }

    /// The version in the header; 80 is Valkey's.
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// How many bytes were read.
    pub const fn offset(&self) -> u64 {
        self.source.offset()
    }

    /// Whether nothing follows.
    ///
    /// # Errors
    /// The system does not say.
    pub fn is_at_end(&mut self) -> Read_<bool> {
        self.source.is_at_end().map_err(ReadError::Io)
    }

    /// What was read from, at the byte behind the dump.
    pub fn into_source(self) -> Source<R> {
        self.source
    }

    fn lack(&self, lack: Lack) -> ReadError {
        match lack {
            Lack::End => ReadError::Truncated { offset: self.offset(), what: self.what },
            Lack::Io(error) => ReadError::Io(error),
        }
    }

    #[expect(clippy::unused_self, reason = "reads like its neighbours at every place")]
    fn corrupt_at<T>(&self, offset: u64, what: impl Into<String>) -> Read_<T> {
        Err(ReadError::Corrupt { offset, what: what.into() })
    }

    fn corrupt<T>(&self, what: impl Into<String>) -> Read_<T> {
        self.corrupt_at(self.offset(), what)
    }

    fn array<const N: usize>(&mut self) -> Read_<[u8; N]> {
        self.source.array().map_err(|lack| self.lack(lack))
    }

    fn byte(&mut self) -> Read_<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// A length, or the number of a special text.
    fn length_or_special(&mut self) -> Read_<Result<u64, u8>> {
        let first = self.byte()?;
        Ok(match first >> 6 {
            0 => Ok(u64::from(first)),
            1 => Ok(u64::from(first & 0x3F) << 8 | u64::from(self.byte()?)),
            3 => Err(first & 0x3F),
            _ if first == 0x80 => Ok(u64::from(u32::from_be_bytes(self.array()?))),
            _ if first == 0x81 => Ok(u64::from_be_bytes(self.array()?)),
            _ => return self.corrupt(format!("{first:#04x} is no length")),
        })
    }

    fn length(&mut self) -> Read_<u64> {
        match self.length_or_special()? {
            Ok(length) => Ok(length),
            Err(_) => self.corrupt("a text stands where a length belongs"),
        }
    }

    /// Reads a text in place of what is in `text`.
    fn text_into(&mut self, text: &mut Vec<u8>) -> Read_<()> {
        text.clear();
        let number = match self.length_or_special()? {
            Ok(length) if length > MOST_TEXT_BYTES => return self.corrupt("a text of more than 4 GiB"),
            Ok(length) => return self.source.append(text, length).map_err(|lack| self.lack(lack)),
            Err(0) => i64::from(self.byte()? as i8),
            Err(1) => i64::from(i16::from_le_bytes(self.array()?)),
            Err(2) => i64::from(i32::from_le_bytes(self.array()?)),
            Err(3) => {
                let (packed, length) = (self.length()?, self.length()?);
                let at = self.offset();
                if packed.max(length) > MOST_TEXT_BYTES {
                    return self.corrupt("a text of more than 4 GiB");
                }
                let mut bytes = Vec::new();
                self.source.append(&mut bytes, packed).map_err(|lack| self.lack(lack))?;
                return match super::lzf::expand(&bytes, usize::try_from(length).unwrap_or(usize::MAX)) {
                    Ok(expanded) => {
                        *text = expanded;
                        Ok(())
                    }
                    Err(_) => self.corrupt_at(at, "a compressed text is damaged"),
                };
            }
            Err(other) => return self.corrupt(format!("{other} is no encoding of a text")),
        };
        text.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
        Ok(())
    }

    fn text(&mut self) -> Read_<Vec<u8>> {
        let mut text = Vec::new();
        self.text_into(&mut text)?;
        Ok(text)
    }

    /// The next part; nothing behind the last, when the sum was right.
    ///
    /// # Errors
    /// See [`ReadError`].
    #[expect(clippy::should_implement_trait, reason = "what can fail in the middle is no iterator")]
    pub fn next(&mut self) -> Read_<Option<Part>> {
        let (mut expire, mut idle, mut frequency) = (None, None, None);
        loop {
            self.what = "a key";
            let code = self.byte()?;
            return Ok(Some(match code {
                255 => return self.finish().map(|()| None),
                254 => Part::Database(self.length()?),
                253 => {
                    expire = u64::try_from(i32::from_le_bytes(self.array()?)).ok().map(|seconds| seconds * 1000);
                    continue;
                }
                252 => {
                    expire = u64::try_from(i64::from_le_bytes(self.array()?)).ok();
                    continue;
                }
                251 => Part::Resize(self.length()?, self.length()?),
                250 => Part::Aux(self.text()?, self.text()?),
                249 => {
                    frequency = Some(self.byte()?);
                    continue;
                }
                248 => {
                    idle = Some(self.length()?);
                    continue;
                }
                247 => self.module_aux()?,
                245 => Part::Function(self.text()?),
                // Of a slot of a cluster: its number and two counts, which only help to reserve memory.
                244 if self.is_valkey || self.version >= 12 => {
                    for _ in 0..3 {
                        self.length()?;
                    }
                    continue;
                }
                0..=25 => {
                    let at = self.offset() - 1;
                    let key = self.text()?;
                    let value = self.value(code, at)?;
                    let volatile_fields = std::mem::take(&mut self.volatile_fields);
                    Part::Key(Entry { key, value, expire, idle, frequency, volatile_fields })
                }
                _ => {
                    let at = self.offset() - 1;
                    return self.corrupt_at(at, format!("{code} is no type of this version"));
                }
            }));
        }
    }

    /// The sum; 0 says that whoever wrote it made none.
    fn finish(&mut self) -> Read_<()> {
        if self.version < 5 {
            return Ok(());
        }
        self.what = "the sum at its end";
        let crc = self.source.crc();
        let at = self.offset();
        let said = u64::from_le_bytes(self.array()?);
        if said != 0 && said != crc {
            return self.corrupt_at(at, format!("the sum is {crc:016x}, not {said:016x}: bytes were changed"));
        }
        Ok(())
    }
}

/// The newest version that DUMP payloads may say: of Redis 7.4 and 8.
const NEWEST_PAYLOAD: u16 = NEWEST as u16;

/// Reads what DUMP wrote: type, value, version and sum.
///
/// # Errors
/// `None` where version or sum are wrong, otherwise what is wrong with the value.
pub fn payload(bytes: &[u8], now: u64) -> Result<Value, Option<ReadError>> {
    let (body, footer) = bytes.split_last_chunk::<10>().ok_or(None)?;
    let version = u16::from_le_bytes([footer[0], footer[1]]);
    let said = u64::from_le_bytes([2, 3, 4, 5, 6, 7, 8, 9].map(|at: usize| footer[at]));
    let is_valkey = version == VALKEY as u16;
    let crc = super::crc64::update(super::crc64::update(0, body), &footer[..2]);
    if !(version <= NEWEST_PAYLOAD || is_valkey) || (said != 0 && said != crc) {
        return Err(None);
    }
    let mut reader = Reader::headless(Source::new(body), now);
    reader.is_valkey = is_valkey;
    let code = reader.byte().map_err(Some)?;
    let value = reader.value(code, 0).map_err(Some)?;
    if reader.is_at_end().map_err(Some)? {
        Ok(value)
    } else {
        Err(reader.corrupt::<Value>("something follows the value").err())
    }
}
