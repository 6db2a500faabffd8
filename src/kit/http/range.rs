//! Byte ranges: what is asked for with `Range`, and what came as `Content-Range` says (RFC 9110 sections 14.2, 14.4).
//!
//! ```
//! use toolbox::kit::http::range::{ContentRange, Wanted};
//! assert_eq!(Wanted::between(10, 30).unwrap().to_string(), "bytes=10-29");
//! let came: ContentRange = "bytes 10-29/100".parse()?;
//! assert_eq!((came.start(), came.bytes(), came.total()), (Some(10), 20, Some(100)));
//! # Ok::<(), toolbox::kit::http::range::RangeError>(())
//! ```

use std::fmt;
use std::str::FromStr;

use http::header::{HeaderMap, HeaderValue};

/// One range to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// From `first` to `last`, both included, as on the wire.
    Between {
        /// The first byte.
        first: u64,
        /// The last byte; not below `first`.
        last: u64,
    },
    /// From this byte to the end.
    From(u64),
    /// So many bytes at the end.
    Last(u64),
}

impl Wanted {
    /// The bytes from `start` up to, and without, `end`; `None` where there is none, which HTTP cannot ask for.
    #[must_use]
    pub const fn between(start: u64, end: u64) -> Option<Self> {
        if end <= start { None } else { Some(Self::Between { first: start, last: end - 1 }) }
    }

    /// As the value of `Range`.
    #[must_use]
    pub fn header(self) -> HeaderValue {
        // Digits and a few signs are always lawful.
        HeaderValue::try_from(self.to_string()).unwrap_or(HeaderValue::from_static("bytes=0-"))
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Between { first, last } => write!(f, "bytes={first}-{last}"),
            Self::From(first) => write!(f, "bytes={first}-"),
            Self::Last(count) => write!(f, "bytes=-{count}"),
        }
    }
}

/// A `Content-Range`: `bytes 0-9/100`, `bytes 0-9/*`, or `bytes */100` of a 416.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentRange {
    /// First and last byte; `None` where nothing came.
    part: Option<(u64, u64)>,
    /// The whole length, where the server knows it.
    total: Option<u64>,
}

/// A value that is no `Content-Range` of bytes, or contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a Content-Range of bytes")]
pub struct RangeError(String);

impl ContentRange {
    /// The one of a response; `None` without the field.
    ///
    /// # Errors
    /// More than one, or one that cannot be read.
    pub fn of(headers: &HeaderMap) -> Result<Option<Self>, RangeError> {
        let mut values = headers.get_all(http::header::CONTENT_RANGE).iter();
        let Some(value) = values.next() else { return Ok(None) };
        let text = String::from_utf8_lossy(value.as_bytes());
        if values.next().is_some() {
            return Err(RangeError(format!("{text}, …")));
        }
        text.parse().map(Some)
    }

    /// The first byte that came.
    #[must_use]
    pub fn start(&self) -> Option<u64> {
        self.part.map(|(first, _)| first)
    }

    /// The byte behind the last one that came.
    #[must_use]
    pub fn end(&self) -> Option<u64> {
        self.part.map(|(_, last)| last + 1)
    }

    /// How many bytes came.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.part.map_or(0, |(first, last)| last - first + 1)
    }

    /// The length of the whole.
    #[must_use]
    pub const fn total(&self) -> Option<u64> {
        self.total
    }
}

impl FromStr for ContentRange {
    type Err = RangeError;

    fn from_str(text: &str) -> Result<Self, RangeError> {
        parse(text).ok_or_else(|| RangeError(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<ContentRange> {
    let (unit, rest) = text.trim().split_once(' ')?;
    let (part, total) = rest.trim().split_once('/')?;
    if !unit.eq_ignore_ascii_case("bytes") {
        return None;
    }
    let total = if total == "*" { None } else { Some(number(total)?) };
    if part == "*" {
        // `*/*` would say nothing at all.
        return total.map(|total| ContentRange { part: None, total: Some(total) });
    }
    let (first, last) = part.split_once('-')?;
    let (first, last) = (number(first)?, number(last)?);
    // Section 14.4: a range that ends before it begins, or beyond the whole, is invalid. The end must be a number too.
    let lawful = first <= last && last < total.unwrap_or(u64::MAX);
    lawful.then_some(ContentRange { part: Some((first, last)), total })
}

/// Digits alone: `str::parse` would take a sign.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

impl fmt::Display for ContentRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Some((first, last)) => write!(f, "bytes {first}-{last}/")?,
            None => f.write_str("bytes */")?,
        }
        match self.total {
            Some(total) => write!(f, "{total}"),
            None => f.write_str("*"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_contradicts_itself_is_refused() {
        for wrong in [
            "",
            "bytes",
            "bytes 0-9",
            "bytes 9-0/10",
            "bytes 0-10/10",
            "bytes */*",
            "bytes -1-2/3",
            "bytes +0-2/3",
            "items 0-1/2",
            "bytes 0-/9",
            "bytes 0-99999999999999999999/*",
            "bytes 0-18446744073709551615/*",
        ] {
            assert_eq!(wrong.parse::<ContentRange>(), Err(RangeError(wrong.to_owned())));
        }
        let unsatisfied: ContentRange = "Bytes */100".parse().unwrap();
        assert_eq!((unsatisfied.start(), unsatisfied.end(), unsatisfied.bytes()), (None, None, 0));
    }

    #[test]
    fn a_response_has_one_or_none() {
        let mut headers = HeaderMap::new();
        assert_eq!(ContentRange::of(&headers), Ok(None));
        headers.append(http::header::CONTENT_RANGE, HeaderValue::from_static("bytes 0-9/*"));
        let range = ContentRange::of(&headers).unwrap().unwrap();
        assert_eq!((range.start(), range.end(), range.total()), (Some(0), Some(10), None));
        headers.append(http::header::CONTENT_RANGE, HeaderValue::from_static("bytes 0-9/*"));
        assert!(ContentRange::of(&headers).is_err());
    }

    #[test]
    fn each_kind_of_range_is_asked_for() {
        assert_eq!(Wanted::between(5, 5), None);
        assert_eq!(Wanted::between(0, 1).unwrap().header(), "bytes=0-0");
        assert_eq!(
            (Wanted::From(7).header(), Wanted::Last(9).header()),
            ("bytes=7-".parse().unwrap(), "bytes=-9".parse().unwrap())
        );
    }

    proptest! {
        #[test]
        fn ranges_read_back_as_they_were(first in 0..u64::MAX - 1, more in 0_u64..1_000_000, beyond: Option<u16>) {
            let last = first.saturating_add(more).min(u64::MAX - 2);
            let total = beyond.map(|beyond| last.saturating_add(1 + u64::from(beyond)));
            let range = ContentRange { part: Some((first.min(last), last)), total };
            prop_assert_eq!(range.to_string().parse(), Ok(range));
        }

        #[test]
        fn no_text_panics(text: String) {
            let _ = text.parse::<ContentRange>();
        }
    }
}
