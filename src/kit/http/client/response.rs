//! What came back: a head, and a body read in pieces under limits.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode, Version};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use tokio::time::{Instant, timeout_at};

use super::error::{ClientError, Stage};
use super::pace::Pace;
use crate::kit::net::{SafeUrl, Timeouts};

/// A response whose body has yet to be read; dropping it closes an HTTP/1 connection that is not at its end.
#[derive(Debug)]
pub struct Response {
    pub(super) url: SafeUrl,
    pub(super) head: http::response::Parts,
    pub(super) body: Incoming,
    pub(super) trailers: HeaderMap,
    pub(super) timeouts: Timeouts,
    /// When the whole exchange must be over.
    pub(super) deadline: Option<Instant>,
    pub(super) pace: Pace,
}

impl Response {
    /// Who answered: after redirects, the last.
    #[must_use]
    pub const fn url(&self) -> &SafeUrl {
        &self.url
    }

    /// The status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The protocol it came by.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.head.version
    }

    /// The fields of its head.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The fields behind the body, once that was read to its end.
    #[must_use]
    pub const fn trailers(&self) -> &HeaderMap {
        &self.trailers
    }

    /// How many bytes the body will have, where the server said so.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        hyper::body::Body::size_hint(&self.body).exact()
    }

    /// The response itself if its status is a success.
    ///
    /// # Errors
    /// [`ClientError::Status`] for every status but 2xx.
    pub fn success(self) -> Result<Self, ClientError> {
        if self.status().is_success() {
            return Ok(self);
        }
        Err(ClientError::Status { url: self.url, status: self.head.status })
    }

    /// The next piece of the body, never an empty one; `None` at its end.
    ///
    /// # Errors
    /// The body broke off, is malformed, or a limit passed.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, ClientError> {
        loop {
            let began = Instant::now();
            let frame = match self.limit() {
                None => self.body.frame().await,
                Some((until, after)) => match timeout_at(until, self.body.frame()).await {
                    Ok(frame) => frame,
                    Err(_) => return Err(self.timeout(after)),
                },
            };
            let frame = match frame {
                None => return Ok(None),
                Some(Ok(frame)) => frame,
                Some(Err(error)) => return Err(ClientError::broken(&self.url, Stage::Reading, &error)),
            };
            let bytes = frame.data_ref().map_or(0, Bytes::len) as u64;
            if let Some(after) = self.pace.came(began.elapsed(), bytes) {
                return Err(ClientError::Crawl { url: self.url.clone(), after });
            }
            match frame.into_data() {
                Ok(data) if data.is_empty() => {}
                Ok(data) => return Ok(Some(data)),
                Err(other) => self.trailers.extend(other.into_trailers().unwrap_or_default()),
            }
        }
    }

    /// The whole body, of at most `most` bytes.
    ///
    /// # Errors
    /// As [`chunk`](Self::chunk), and [`ClientError::TooLarge`].
    pub async fn bytes(mut self, most: usize) -> Result<Bytes, ClientError> {
        let mut whole = BytesMut::new();
        while let Some(piece) = self.chunk().await? {
            if whole.len() + piece.len() > most {
                return Err(ClientError::TooLarge { url: self.url, most });
            }
            whole.extend_from_slice(&piece);
        }
        Ok(whole.freeze())
    }

    /// The whole body as text, of at most `most` bytes; what is not UTF-8 becomes `U+FFFD`.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes).
    pub async fn text(self, most: usize) -> Result<String, ClientError> {
        Ok(String::from_utf8_lossy(&self.bytes(most).await?).into_owned())
    }

    /// When waiting for the next piece ends, and the limit that this comes from. The connection looks after silence
    /// as well, but one of HTTP/2 carries other responses that may go on.
    fn limit(&self) -> Option<(Instant, Duration)> {
        let idle = self.timeouts.read.map(|idle| (Instant::now() + idle, idle));
        let total = self.deadline.zip(self.timeouts.total);
        match (idle, total) {
            (Some(idle), Some(total)) => Some(if idle.0 <= total.0 { idle } else { total }),
            (idle, total) => idle.or(total),
        }
    }

    fn timeout(&self, after: Duration) -> ClientError {
        ClientError::Timeout { url: self.url.clone(), stage: Stage::Reading, after }
    }
}
