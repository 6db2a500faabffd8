//! What a reply must satisfy to count as good.
//!
//! ```text
//! status COMPARE CODE            status==200   status<400   status==2xx
//! status in CODE,CODE…           status in 200,204,3xx
//! body TEST                      body~"id=\d+"   body contains "ok"   body==""
//! json PATH                      json $.id: the path leads to something, null included
//! json PATH COMPARE VALUE        json $.ok == true   json $.name == "Ada"   json $.n >= 10
//! json PATH TEST                 json $.name ~ "^A"   json $.tags contains "new"
//! header NAME                    header etag
//! header NAME TEST               header content-type ~ json   header server == nginx
//! size COMPARE BYTES             size<10KB: the length of the body
//! time COMPARE DURATION          time<200ms: from sending to the last byte
//!
//! COMPARE   < <= > >= == (or =) !=
//! TEST      == TEXT, != TEXT, ~ REGEX, !~ REGEX, contains TEXT, not contains TEXT
//! TEXT      bare to the end, or quoted with " or '
//! VALUE     a JSON value; what is none is a text
//! ```
//!
//! A JSONPath that leads to several values is satisfied by any of them, a header that occurs several times likewise.

mod parse;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use http::HeaderName;
use regex::bytes::Regex;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::Answer;
use super::expression::{Comparison, ExpressionError};
use super::json_path::{JsonPath, text_of};

/// One condition; written and serialised as it was typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Check {
    text: String,
    rule: Rule,
}

#[derive(Debug, Clone)]
enum Rule {
    Status(StatusRule),
    Body(TextRule),
    Json(JsonPath, JsonRule),
    Header(HeaderName, Option<TextRule>),
    Size(Comparison, u64),
    Time(Comparison, Duration),
}

/// Codes from the first to the last.
type Codes = (u16, u16);

#[derive(Debug, Clone)]
enum StatusRule {
    Compare(Comparison, Codes),
    In(Vec<Codes>),
}

#[derive(Debug, Clone)]
enum TextRule {
    Is(String),
    IsNot(String),
    Matches(Regex),
    DiffersFrom(Regex),
    Contains(String),
    Lacks(String),
}

#[derive(Debug, Clone)]
enum JsonRule {
    Exists,
    Compare(Comparison, Value),
    Text(TextRule),
}

impl Check {
    /// Whether the reply satisfies it.
    ///
    /// ```
    /// use std::time::Duration;
    /// use toolbox::applets::load::{answer::Answer, check::Check};
    /// let check: Check = "json $.ok == true".parse()?;
    /// let headers = http::HeaderMap::new();
    /// assert!(check.test(&Answer::new(200, &headers, br#"{"ok":true}"#, Duration::ZERO)));
    /// assert!(!check.test(&Answer::new(200, &headers, b"ok", Duration::ZERO)));
    /// # Ok::<(), toolbox::applets::load::expression::ExpressionError>(())
    /// ```
    #[must_use]
    pub fn test(&self, answer: &Answer) -> bool {
        match &self.rule {
            Rule::Status(rule) => rule.test(answer.status),
            Rule::Body(rule) => rule.test(answer.body),
            Rule::Json(path, rule) => {
                answer.json().is_some_and(|document| path.all(document).into_iter().any(|value| rule.test(value)))
            }
            Rule::Header(name, rule) => {
                let mut values = answer.headers.get_all(name).iter();
                values.any(|value| rule.as_ref().is_none_or(|rule| rule.test(value.as_bytes())))
            }
            Rule::Size(comparison, bytes) => comparison.holds(&answer.body_bytes, bytes),
            Rule::Time(comparison, limit) => comparison.holds(&answer.time, limit),
        }
    }

    /// Whether the body of the reply must be kept.
    #[must_use]
    pub const fn needs_body(&self) -> bool {
        matches!(self.rule, Rule::Body(_) | Rule::Json(..) | Rule::Size(..))
    }

    /// Whether the head of the reply must be kept.
    #[must_use]
    pub const fn needs_head(&self) -> bool {
        matches!(self.rule, Rule::Header(..))
    }

    /// As it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl StatusRule {
    fn test(&self, status: u16) -> bool {
        let within = |codes: &Codes| (codes.0..=codes.1).contains(&status);
        match self {
            Self::In(list) => list.iter().any(within),
            Self::Compare(Comparison::Equal, codes) => within(codes),
            Self::Compare(Comparison::Different, codes) => !within(codes),
            // Below 4xx is below 400; above 4xx is above 499.
            Self::Compare(comparison @ (Comparison::Less | Comparison::AtLeast), codes) => {
                comparison.holds(&status, &codes.0)
            }
            Self::Compare(comparison, codes) => comparison.holds(&status, &codes.1),
        }
    }
}

impl TextRule {
    fn test(&self, bytes: &[u8]) -> bool {
        match self {
            Self::Is(text) => bytes == text.as_bytes(),
            Self::IsNot(text) => bytes != text.as_bytes(),
            Self::Matches(pattern) => pattern.is_match(bytes),
            Self::DiffersFrom(pattern) => !pattern.is_match(bytes),
            Self::Contains(text) => contains(bytes, text.as_bytes()),
            Self::Lacks(text) => !contains(bytes, text.as_bytes()),
        }
    }
}

impl JsonRule {
    fn test(&self, value: &Value) -> bool {
        match self {
            Self::Exists => true,
            Self::Compare(comparison, wanted) => compare(*comparison, value, wanted),
            Self::Text(rule) => match (rule, value) {
                (TextRule::Contains(text), Value::Array(items)) => items.iter().any(|item| text_of(item) == *text),
                (TextRule::Lacks(text), Value::Array(items)) => items.iter().all(|item| text_of(item) != *text),
                _ => rule.test(text_of(value).as_bytes()),
            },
        }
    }
}

/// Numbers compare as numbers and texts as texts; values of different kinds are only ever different.
fn compare(comparison: Comparison, value: &Value, wanted: &Value) -> bool {
    match (value, wanted) {
        (Value::Number(value), Value::Number(wanted)) => match (value.as_i64(), wanted.as_i64()) {
            (Some(value), Some(wanted)) => comparison.holds(&value, &wanted),
            _ => comparison.holds(&value.as_f64(), &wanted.as_f64()),
        },
        (Value::String(value), Value::String(wanted)) => comparison.holds(value, wanted),
        _ if comparison == Comparison::Different => value != wanted,
        _ => matches!(comparison, Comparison::Equal | Comparison::AtMost | Comparison::AtLeast) && value == wanted,
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    needle.is_empty() || haystack.windows(needle.len()).any(|window| window == needle)
}

impl FromStr for Check {
    type Err = ExpressionError;

    fn from_str(text: &str) -> Result<Self, ExpressionError> {
        let text = text.trim();
        Ok(Self { text: text.to_owned(), rule: parse::rule(text)? })
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for Check {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl TryFrom<String> for Check {
    type Error = ExpressionError;

    fn try_from(text: String) -> Result<Self, ExpressionError> {
        text.parse()
    }
}

impl From<Check> for String {
    fn from(check: Check) -> Self {
        check.text
    }
}
