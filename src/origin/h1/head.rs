//! Reading request heads, strictly (RFC 9112): what is ambiguous is refused.

use std::io;

use bytes::{Buf as _, Bytes, BytesMut};
use http::header::{CONTENT_LENGTH, HeaderName, HeaderValue, TRANSFER_ENCODING};
use http::{HeaderMap, StatusCode, Version};

use crate::origin::request::Request;

/// A longer request head is answered with 431.
pub(super) const MAX_HEAD: usize = 64 * 1024;

/// What HTTP/2 with prior knowledge begins with (RFC 9113 section 3.4).
pub(super) const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Why a request could not be read.
pub(super) enum Bad {
    /// The peer left, or the socket broke: nobody is there to answer.
    Gone,
    /// The request is answered with this and the connection closed.
    Refused(StatusCode, &'static str),
}

impl From<io::Error> for Bad {
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}

/// How the body of a request ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyFraming {
    Length(u64),
    Chunked,
}

pub(super) fn head_too_large() -> Bad {
    Bad::Refused(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "the head is too large")
}

pub(super) fn too_large() -> Bad {
    Bad::Refused(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large")
}

/// Reads a head from the front of the buffer and takes it out; `None` when it is not all there.
pub(super) fn parse(input: &mut BytesMut) -> Result<Option<(Request, BodyFraming)>, Bad> {
    let malformed = || Bad::Refused(StatusCode::BAD_REQUEST, "the request is malformed");
    let mut slots = [httparse::EMPTY_HEADER; 100];
    let mut parsed = httparse::Request::new(&mut slots);
    let used = match parsed.parse(input) {
        Ok(httparse::Status::Complete(used)) => used,
        Ok(httparse::Status::Partial) => return Ok(None),
        // The preface is no HTTP/1; the caller looks for it.
        Err(_) if PREFACE.starts_with(&input[..input.len().min(PREFACE.len())]) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => {
            return Err(Bad::Refused(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "too many header fields"));
        }
        Err(_) => return Err(malformed()),
    };
    if used > MAX_HEAD {
        return Err(head_too_large());
    }
    let mut headers = HeaderMap::with_capacity(parsed.headers.len());
    for field in parsed.headers.iter() {
        let name = HeaderName::from_bytes(field.name.as_bytes()).map_err(|_| malformed())?;
        headers.append(name, HeaderValue::from_bytes(field.value).map_err(|_| malformed())?);
    }
    let version = if parsed.version == Some(0) { Version::HTTP_10 } else { Version::HTTP_11 };
    let method = parsed.method.and_then(|method| method.parse().ok()).ok_or_else(malformed)?;
    let target = origin_form(parsed.path.unwrap_or_default());
    let framing = body_framing(&headers)?;
    input.advance(used);
    Ok(Some((Request { method, target, version, headers, body: Bytes::new() }, framing)))
}

/// A proxy's client sends `http://host/path`; routes want the path.
pub(super) fn origin_form(target: &str) -> String {
    match target.split_once("://") {
        Some((scheme, rest)) if !scheme.contains('/') => match rest.find(['/', '?']) {
            Some(at) if rest[at..].starts_with('?') => format!("/{}", &rest[at..]),
            Some(at) => rest[at..].to_owned(),
            None => "/".to_owned(),
        },
        _ => target.to_owned(),
    }
}

/// How the request's body ends (RFC 9112 section 6.3).
pub(super) fn body_framing(headers: &HeaderMap) -> Result<BodyFraming, Bad> {
    let refused = |why| Bad::Refused(StatusCode::BAD_REQUEST, why);
    let mut lengths = headers.get_all(CONTENT_LENGTH).iter();
    let length = lengths.next().map(HeaderValue::as_bytes);
    if lengths.any(|other| Some(other.as_bytes()) != length) {
        return Err(refused("two values of Content-Length"));
    }
    match (headers.get(TRANSFER_ENCODING), length) {
        (Some(_), Some(_)) => Err(refused("both Content-Length and Transfer-Encoding")),
        (Some(coding), None) if coding.as_bytes().eq_ignore_ascii_case(b"chunked") => Ok(BodyFraming::Chunked),
        (Some(_), None) => Err(Bad::Refused(StatusCode::NOT_IMPLEMENTED, "only the chunked coding is known")),
        (None, None) => Ok(BodyFraming::Length(0)),
        (None, Some(digits)) => {
            let number = std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
            let number = number.and_then(|text| text.parse().ok());
            number.map(BodyFraming::Length).ok_or_else(|| refused("Content-Length is not a number"))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8]) -> Result<Option<(Request, BodyFraming)>, StatusCode> {
        parse(&mut BytesMut::from(bytes)).map_err(|bad| match bad {
            Bad::Refused(status, _) => status,
            Bad::Gone => StatusCode::OK,
        })
    }

    #[test]
    fn requests_are_read_strictly() {
        assert!(read(b"GET / HTTP/1.1\r\nHost: x\r\n").unwrap().is_none());
        let (request, framing) = read(b"GET http://h:1/a?b=1 HTTP/1.0\r\n\r\n").unwrap().unwrap();
        assert_eq!((request.path(), request.query()), ("/a", "b=1"));
        assert_eq!((request.version, framing), (Version::HTTP_10, BodyFraming::Length(0)));
        for (bytes, status) in [
            (&b"nonsense\r\n\r\n"[..], 400),
            (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
            (b"POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\n", 400),
            (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
            (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        ] {
            assert_eq!(read(bytes).unwrap_err().as_u16(), status);
        }
    }

    #[test]
    fn the_start_of_http2_is_not_taken_for_garbage() {
        for end in 1..=PREFACE.len() {
            assert!(read(&PREFACE[..end]).unwrap().is_none(), "{end}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            let _ = read(&bytes);
        }

        #[test]
        fn a_head_is_the_same_however_it_is_cut(at in 0_usize..60) {
            let whole = b"POST /x?y=1 HTTP/1.1\r\nContent-Length: 5\r\nA: b\r\n\r\nhello";
            let at = at.min(whole.len() - 6);
            prop_assert!(read(&whole[..at]).unwrap().is_none());
            let (request, framing) = read(whole).unwrap().unwrap();
            prop_assert_eq!((request.target.as_str(), framing), ("/x?y=1", BodyFraming::Length(5)));
        }
    }
}
