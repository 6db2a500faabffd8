//! A whole reply as captures and checks look at it.

use std::cell::OnceCell;
use std::time::Duration;

use http::HeaderMap;
use serde_json::Value;

/// Status, headers, body and time of a reply. JSON is parsed once, when the first capture or check wants it.
///
/// ```
/// use std::time::Duration;
/// use toolbox::applets::load::answer::Answer;
/// let headers = http::HeaderMap::new();
/// let answer = Answer::new(200, &headers, br#"{"id":7}"#, Duration::from_millis(3));
/// assert_eq!(answer.json().unwrap()["id"], 7);
/// ```
#[derive(Debug)]
pub struct Answer<'a> {
    /// The status code.
    pub status: u16,
    /// Empty where neither a capture nor a check needs the head.
    pub headers: &'a HeaderMap,
    /// Empty where neither a capture nor a check needs the body.
    pub body: &'a [u8],
    /// Length of the whole body; more than `body` where only a part was kept.
    pub body_bytes: u64,
    /// From sending to the last byte.
    pub time: Duration,
    json: OnceCell<Option<Value>>,
}

impl<'a> Answer<'a> {
    /// A reply whose body was kept whole.
    #[must_use]
    pub fn new(status: u16, headers: &'a HeaderMap, body: &'a [u8], time: Duration) -> Self {
        Self { status, headers, body, body_bytes: body.len() as u64, time, json: OnceCell::new() }
    }

    /// The body as JSON; `None` when it is none.
    #[must_use]
    pub fn json(&self) -> Option<&Value> {
        self.json.get_or_init(|| serde_json::from_slice(self.body).ok()).as_ref()
    }
}
