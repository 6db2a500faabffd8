//! The head of a response and the one question that decides everything after it: how the body is framed.

use thiserror::Error;

/// More headers than any sane server sends; the same bound as hyper's default.
const MAX_HEADERS: usize = 100;

/// What was asked for; a reply to HEAD has no body, whatever its headers say (RFC 9112 §6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestKind {
    /// The reply may carry a body.
    Ordinary,
    /// The reply ends with its head.
    Head,
}

/// How the body of a message is delimited (RFC 9112 §6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// Exactly this many bytes, often 0.
    Length(u64),
    /// Chunked transfer coding, then trailers.
    Chunked,
    /// Everything until the peer closes.
    UntilClose,
}

/// What the head of a response says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Status code, 100 to 999.
    pub status: u16,
    /// How its body ends.
    pub framing: Framing,
    /// Whether the connection may carry another request after this response (RFC 9112 §9.3).
    pub keep_alive: bool,
    /// Bytes of the head, the blank line included.
    pub bytes: usize,
}

/// Why a head cannot be trusted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HeadError {
    /// The bytes are not an HTTP/1 response.
    #[error("not an HTTP/1 response: {0}")]
    Malformed(httparse::Error),
    /// `Content-Length` is no number, or two of them differ (RFC 9112 §6.3 rule 5).
    #[error("bad Content-Length")]
    ContentLength,
    /// A transfer coding in an HTTP/1.0 message (RFC 9112 §6.1).
    #[error("Transfer-Encoding in an HTTP/1.0 response")]
    TransferEncoding,
}

impl Head {
    /// Reads one response head from the front of `input`; `None` when it is not all there yet.
    ///
    /// # Errors
    /// [`HeadError`] as soon as the bytes cannot become a valid head.
    ///
    /// ```
    /// use toolbox::kit::http::h1::{Framing, Head, RequestKind};
    /// let head = Head::parse(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", RequestKind::Ordinary)
    ///     .unwrap().unwrap();
    /// assert_eq!((head.status, head.framing, head.bytes), (200, Framing::Length(5), 38));
    /// ```
    pub fn parse(input: &[u8], kind: RequestKind) -> Result<Option<Self>, HeadError> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut response = httparse::Response::new(&mut headers);
        let bytes = match response.parse(input).map_err(HeadError::Malformed)? {
            httparse::Status::Complete(bytes) => bytes,
            httparse::Status::Partial => return Ok(None),
        };
        // Three digits are all that the parser asks for; no class of responses begins with 0 (RFC 9110 §15).
        let status = response.code.filter(|code| *code >= 100).ok_or(HeadError::Malformed(httparse::Error::Status))?;
        let minor = response.version.unwrap_or(0);
        let fields = Fields::read(response.headers);
        let framing = fields.framing(status, minor, kind)?;
        // What follows a 101 is of another protocol.
        let keep_alive = framing != Framing::UntilClose && status != 101 && fields.keeps_alive(minor);
        Ok(Some(Self { status, framing, keep_alive, bytes }))
    }
}

/// The few header fields that framing depends on.
#[derive(Default)]
struct Fields {
    length: Option<u64>,
    /// A `Content-Length` that is no number, or not the same as another.
    bad_length: bool,
    /// Where there is a `Transfer-Encoding`: whether the last coding named so far is chunked.
    ends_chunked: Option<bool>,
    close: bool,
    keep_alive: bool,
}

impl Fields {
    fn read(headers: &[httparse::Header<'_>]) -> Self {
        let mut fields = Self::default();
        for header in headers {
            // Lengths first: comparing names is the hot part and most headers are of no interest here.
            match header.name.len() {
                14 if header.name.eq_ignore_ascii_case("content-length") => fields.add_length(header.value),
                17 if header.name.eq_ignore_ascii_case("transfer-encoding") => fields.add_coding(header.value),
                10 if header.name.eq_ignore_ascii_case("connection") => fields.add_connection(header.value),
                _ => {}
            }
        }
        fields
    }

    /// A list of equal lengths is one length (RFC 9110 §8.6).
    fn add_length(&mut self, value: &[u8]) {
        for part in value.split(|&byte| byte == b',') {
            let length = decimal(part.trim_ascii());
            self.bad_length |= length.is_none() || self.length.is_some_and(|seen| Some(seen) != length);
            self.length = self.length.or(length);
        }
    }

    fn add_coding(&mut self, value: &[u8]) {
        // A field that names no coding still says that the length is not what holds.
        self.ends_chunked.get_or_insert(false);
        for part in value.split(|&byte| byte == b',') {
            let part = part.trim_ascii();
            if !part.is_empty() {
                self.ends_chunked = Some(part.eq_ignore_ascii_case(b"chunked"));
            }
        }
    }

    fn add_connection(&mut self, value: &[u8]) {
        for part in value.split(|&byte| byte == b',') {
            let part = part.trim_ascii();
            self.close |= part.eq_ignore_ascii_case(b"close");
            self.keep_alive |= part.eq_ignore_ascii_case(b"keep-alive");
        }
    }

    /// The rules of RFC 9112 §6.3, in their order.
    fn framing(&self, status: u16, minor: u8, kind: RequestKind) -> Result<Framing, HeadError> {
        if kind == RequestKind::Head || matches!(status, 100..=199 | 204 | 304) {
            return Ok(Framing::Length(0));
        }
        // A coding overrides a length beside it, and decides by the last one applied.
        match self.ends_chunked {
            Some(_) if minor == 0 => Err(HeadError::TransferEncoding),
            Some(true) => Ok(Framing::Chunked),
            Some(false) => Ok(Framing::UntilClose),
            None if self.bad_length => Err(HeadError::ContentLength),
            None => Ok(self.length.map_or(Framing::UntilClose, Framing::Length)),
        }
    }

    fn keeps_alive(&self, minor: u8) -> bool {
        !self.close && (minor >= 1 || self.keep_alive)
    }
}

/// Digits and nothing else, below 2^64.
fn decimal(text: &[u8]) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    text.iter().try_fold(0_u64, |sum, digit| {
        let digit = digit.is_ascii_digit().then(|| u64::from(digit - b'0'))?;
        sum.checked_mul(10)?.checked_add(digit)
    })
}
