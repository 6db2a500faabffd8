//! A request as the routes see it, whichever protocol it came by.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, Version};
use url::form_urlencoded;

use crate::kit::units;

/// A request, its body read whole.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) method: Method,
    /// Path and query as sent; an absolute form was cut down to these.
    pub(super) target: String,
    pub(super) version: Version,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// A value in the path or the query that makes no sense; answered with 400.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {problem}")]
pub(super) struct BadValue {
    pub(super) name: String,
    pub(super) problem: String,
}

impl Request {
    pub(super) fn path(&self) -> &str {
        self.target.split_once('?').map_or(&self.target, |(path, _)| path)
    }

    pub(super) fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The first value of this name in the query, decoded.
    pub(super) fn param(&self, name: &str) -> Option<Cow<'_, str>> {
        if self.query().is_empty() {
            return None;
        }
        form_urlencoded::parse(self.query().as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value)
    }

    pub(super) fn header(&self, name: http::HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub(super) fn number<T: FromStr>(&self, name: &str, default: T) -> Result<T, BadValue> {
        self.param(name).map_or(Ok(default), |text| {
            text.parse().map_err(|_| BadValue::new(name, format!("`{text}` is not a number that fits")))
        })
    }

    pub(super) fn bytes(&self, name: &str, default: u64) -> Result<u64, BadValue> {
        self.param(name).map_or(Ok(default), |text| read_bytes(name, &text))
    }

    pub(super) fn duration(&self, name: &str, default: Duration) -> Result<Duration, BadValue> {
        self.param(name).map_or(Ok(default), |text| read_duration(name, &text))
    }

    pub(super) fn share(&self, name: &str, default: f64) -> Result<f64, BadValue> {
        self.param(name)
            .map_or(Ok(default), |text| units::parse_percent(&text).map_err(|error| BadValue::new(name, error)))
    }

    /// Whether a switch is on: `?name`, `?name=1`, `?name=true`.
    pub(super) fn switch(&self, name: &str) -> bool {
        self.param(name).is_some_and(|value| matches!(&*value, "" | "1" | "true" | "yes"))
    }
}

impl BadValue {
    pub(super) fn new(name: &str, problem: impl Display) -> Self {
        Self { name: name.to_owned(), problem: problem.to_string() }
    }
}

pub(super) fn read_bytes(name: &str, text: &str) -> Result<u64, BadValue> {
    units::parse_bytes(text).map_err(|error| BadValue::new(name, error))
}

pub(super) fn read_duration(name: &str, text: &str) -> Result<Duration, BadValue> {
    units::parse_duration(text).map_err(|error| BadValue::new(name, error))
}
