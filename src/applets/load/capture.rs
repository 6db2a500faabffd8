//! What later steps use of a reply.
//!
//! | written | takes |
//! |---|---|
//! | `$.token`, `json:$.token` | the first value a JSONPath leads to |
//! | `header:X-Token` | a header's first value |
//! | `regex:id=(\d+)` | the first group of the first match in the body, or the whole match where there is no group |
//! | `cookie:sid` | the value a `Set-Cookie` header gives to that name |
//!
//! What is captured keeps its JSON type, so that `{{ id }}` prints a number as a number and `{{ user }}` an object as
//! JSON.

use std::fmt;
use std::str::FromStr;

use http::header::{HeaderName, SET_COOKIE};
use regex::bytes::Regex;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::Answer;
use super::json_path::{JsonPath, JsonPathError};

/// A named part of a reply.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Capture {
    /// Templates of later steps say `{{ name }}`.
    pub name: String,
    /// Where it is found.
    pub source: Source,
}

/// Where a captured value is found.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Source {
    /// A JSONPath into the body.
    Json(JsonPath),
    /// A response header.
    Header(HeaderName),
    /// A pattern in the body; it need not be UTF-8.
    Regex(Regex),
    /// A cookie the reply sets.
    Cookie(String),
}

/// A text that describes no source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// It starts with no known word.
    #[error("`{0}` does not say what to capture; write $.path, header:NAME, regex:PATTERN or cookie:NAME")]
    Unknown(String),
    /// The JSONPath does not parse.
    #[error(transparent)]
    Json(#[from] JsonPathError),
    /// The header name has a character it may not have, or none at all.
    #[error("`{0}` is not a header name")]
    Header(String),
    /// The pattern does not parse.
    #[error("`{pattern}` is not a regular expression: {reason}")]
    Regex {
        /// The pattern.
        pattern: String,
        /// In one line.
        reason: String,
    },
    /// `cookie:` without a name.
    #[error("`cookie:` needs the name of a cookie, as in cookie:sid")]
    Cookie,
}

/// A reply that does not hold what was to be captured.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("nothing to capture as `{name}`: {reason}")]
pub struct CaptureError {
    /// The capture.
    pub name: String,
    /// What was looked for and not found.
    pub reason: String,
}

impl Capture {
    /// Takes the value out of a reply.
    ///
    /// # Errors
    /// [`CaptureError`] when the reply does not hold it.
    ///
    /// ```
    /// use std::time::Duration;
    /// use toolbox::applets::load::{answer::Answer, capture::Capture};
    /// let capture = Capture { name: "token".into(), source: "$.token".parse()? };
    /// let headers = http::HeaderMap::new();
    /// let answer = Answer::new(200, &headers, br#"{"token":"abc"}"#, Duration::ZERO);
    /// assert_eq!(capture.take(&answer).unwrap(), "abc");
    /// # Ok::<(), toolbox::applets::load::capture::SourceError>(())
    /// ```
    pub fn take(&self, answer: &Answer) -> Result<Value, CaptureError> {
        self.source.find(answer).ok_or_else(|| {
            let reason = match &self.source {
                Source::Json(_) if answer.json().is_none() => "the body is not JSON".to_owned(),
                Source::Json(path) => format!("the reply has no {path}"),
                Source::Header(name) => format!("the reply has no header {name}"),
                Source::Regex(pattern) => format!("the body does not match {pattern}"),
                Source::Cookie(name) => format!("the reply does not set the cookie {name}"),
            };
            CaptureError { name: self.name.clone(), reason }
        })
    }
}

impl Source {
    /// Whether the body of the reply must be kept.
    #[must_use]
    pub const fn needs_body(&self) -> bool {
        matches!(self, Self::Json(_) | Self::Regex(_))
    }

    /// Whether the head of the reply must be kept.
    #[must_use]
    pub const fn needs_head(&self) -> bool {
        matches!(self, Self::Header(_) | Self::Cookie(_))
    }

    fn find(&self, answer: &Answer) -> Option<Value> {
        match self {
            Self::Json(path) => path.first(answer.json()?).cloned(),
            Self::Header(name) => Some(text(answer.headers.get(name)?.as_bytes())),
            Self::Regex(pattern) => {
                let groups = pattern.captures(answer.body)?;
                groups.get(1).or_else(|| groups.get(0)).map(|found| text(found.as_bytes()))
            }
            Self::Cookie(name) => answer.headers.get_all(SET_COOKIE).iter().find_map(|value| {
                let value = std::str::from_utf8(value.as_bytes()).ok()?;
                let (key, value) = value.split(';').next()?.split_once('=')?;
                (key.trim() == name).then(|| value.trim().into())
            }),
        }
    }
}

fn text(bytes: &[u8]) -> Value {
    String::from_utf8_lossy(bytes).into()
}

/// Compiles a pattern for bodies, which are bytes.
///
/// # Errors
/// The reason, in one line.
pub(super) fn compile_regex(pattern: &str) -> Result<Regex, String> {
    Regex::new(pattern).map_err(|error| {
        // The library draws the pattern over several lines; the last one says what is wrong.
        let drawn = error.to_string();
        let last = drawn.lines().last().unwrap_or_default();
        last.trim_start_matches("error: ").to_owned()
    })
}

impl FromStr for Source {
    type Err = SourceError;

    fn from_str(text: &str) -> Result<Self, SourceError> {
        let text = text.trim();
        if text.starts_with('$') {
            return Ok(Self::Json(JsonPath::parse(text)?));
        }
        let unknown = || SourceError::Unknown(text.to_owned());
        let (kind, rest) = text.split_once(':').ok_or_else(unknown)?;
        let named = rest.trim();
        match kind.trim() {
            "json" | "jsonpath" => Ok(Self::Json(JsonPath::parse(named)?)),
            "header" => named.parse().map(Self::Header).map_err(|_| SourceError::Header(named.to_owned())),
            "regex" => compile_regex(rest)
                .map(Self::Regex)
                .map_err(|reason| SourceError::Regex { pattern: rest.to_owned(), reason }),
            "cookie" if named.is_empty() => Err(SourceError::Cookie),
            "cookie" => Ok(Self::Cookie(named.to_owned())),
            _ => Err(unknown()),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(path) => path.fmt(f),
            Self::Header(name) => write!(f, "header:{name}"),
            Self::Regex(pattern) => write!(f, "regex:{pattern}"),
            Self::Cookie(name) => write!(f, "cookie:{name}"),
        }
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl TryFrom<String> for Source {
    type Error = SourceError;

    fn try_from(text: String) -> Result<Self, SourceError> {
        text.parse()
    }
}

impl From<Source> for String {
    fn from(source: Source) -> Self {
        source.to_string()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderMap, HeaderValue};
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn headers() -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("x-token", HeaderValue::from_static("t0"));
        headers.append(SET_COOKIE, HeaderValue::from_static("a=1; Path=/"));
        headers.append(SET_COOKIE, HeaderValue::from_static("sid=x=y; HttpOnly"));
        headers
    }

    fn take(source: &str, body: &[u8]) -> Result<Value, String> {
        let capture = Capture { name: "it".into(), source: source.parse().unwrap() };
        let headers = headers();
        capture.take(&Answer::new(200, &headers, body, Duration::ZERO)).map_err(|error| error.to_string())
    }

    #[test]
    fn each_source_finds_its_value_with_its_type() {
        let (json, body) = (br#"{"token":"abc","id":7,"user":{"n":null}}"#.as_slice(), b"<a href='?id=42'>".as_slice());
        for (source, body, found) in [
            ("$.token", json, json!("abc")),
            ("json: $.id", json, json!(7)),
            ("$.user", json, json!({ "n": null })),
            ("header:X-Token", json, json!("t0")),
            (r"regex:id=(\d+)", body, json!("42")),
            (r"regex:id=\d+", body, json!("id=42")),
            ("cookie:sid", json, json!("x=y")),
        ] {
            assert_eq!(take(source, body), Ok(found), "{source}");
        }
    }

    #[test]
    fn a_reply_without_the_value_is_named() {
        for (source, says) in [
            ("$.token", "nothing to capture as `it`: the body is not JSON"),
            ("header:etag", "nothing to capture as `it`: the reply has no header etag"),
            ("regex:x(y)", "nothing to capture as `it`: the body does not match x(y)"),
            ("cookie:b", "nothing to capture as `it`: the reply does not set the cookie b"),
        ] {
            assert_eq!(take(source, b"plain").unwrap_err(), says);
        }
        assert_eq!(take("$.a", b"{}").unwrap_err(), "nothing to capture as `it`: the reply has no $.a");
    }

    #[test]
    fn a_bad_source_says_what_to_write() {
        for (source, says) in [
            ("token", "`token` does not say what to capture; write $.path, header:NAME, regex:PATTERN or cookie:NAME"),
            (
                "body:x",
                "`body:x` does not say what to capture; write $.path, header:NAME, regex:PATTERN or cookie:NAME",
            ),
            ("header:a b", "`a b` is not a header name"),
            ("regex:(", "`(` is not a regular expression: unclosed group"),
            ("cookie:", "`cookie:` needs the name of a cookie, as in cookie:sid"),
        ] {
            assert_eq!(source.parse::<Source>().unwrap_err().to_string(), says);
        }
        assert!(matches!("json:x".parse::<Source>(), Err(SourceError::Json(_))));
    }

    #[test]
    fn a_capture_is_written_as_it_was_typed() {
        for text in ["$.a[0]", "header:x-a", r"regex:id=(\d+)", "cookie:sid"] {
            let capture = Capture { name: "it".into(), source: text.parse().unwrap() };
            let written = serde_json::to_value(&capture).unwrap();
            assert_eq!(written, json!({ "name": "it", "source": text }));
            assert_eq!(serde_json::from_value::<Capture>(written).unwrap(), capture);
        }
    }

    proptest! {
        #[test]
        fn no_source_and_no_body_panics(
            text in r"(header:|regex:|cookie:|\$)?[ -~]{0,20}",
            body in proptest::collection::vec(any::<u8>(), 0..40),
        ) {
            if let Ok(source) = text.parse::<Source>() {
                let headers = headers();
                let _ = source.find(&Answer::new(200, &headers, &body, Duration::ZERO));
                prop_assert_eq!(source.to_string().parse::<Source>().unwrap(), source);
            }
        }
    }
}
