//! A request before it is HTTP/1.1 or HTTP/2.

use std::fmt::Write as _;

use http::header::{CONNECTION, HOST, TRANSFER_ENCODING, UPGRADE};
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use crate::kit::net::Origin;

/// A GET: where, what, and its fields in order.
#[derive(Debug)]
pub(super) struct Request {
    origin: Origin,
    /// Path and query, or all of the URL where a proxy is to find the way.
    target: String,
    fields: Vec<(String, String)>,
}

impl Request {
    pub(super) const fn new(origin: Origin, target: String) -> Self {
        Self { origin, target, fields: Vec::new() }
    }

    /// Adds a field; its value was checked before.
    pub(super) fn field(&mut self, name: &str, value: &str) {
        self.fields.push((name.to_owned(), value.to_owned()));
    }

    /// As HTTP/1.1 writes it (RFC 9112).
    pub(super) fn text(&self) -> String {
        // Writing to a string cannot fail.
        let mut text = format!("GET {} HTTP/1.1\r\n", self.target);
        if !self.fields.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            let _ = write!(text, "Host: {}\r\n", self.origin.authority());
        }
        for (name, value) in &self.fields {
            let _ = write!(text, "{name}: {value}\r\n");
        }
        text + "\r\n"
    }

    /// For HTTP/2, whose host is in the URI, and which knows no fields about the connection (RFC 9113 §8.2.2, §8.3.1).
    pub(super) fn http2(&self) -> http::Request<()> {
        let mut headers = HeaderMap::with_capacity(self.fields.len());
        let mut authority = self.origin.authority();
        for (name, value) in &self.fields {
            let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) else {
                continue;
            };
            if name == HOST {
                // The user wants another name than that of the URL.
                value.to_str().unwrap_or_default().clone_into(&mut authority);
            } else if ![CONNECTION, TRANSFER_ENCODING, UPGRADE].contains(&name) {
                headers.append(name, value);
            }
        }
        let parts = Uri::builder().scheme(self.origin.scheme.as_str()).authority(authority);
        let mut request = http::Request::new(());
        *request.uri_mut() = parts.path_and_query(self.target.as_str()).build().unwrap_or_default();
        *request.headers_mut() = headers;
        *request.version_mut() = http::Version::HTTP_2;
        request
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::net::Scheme;

    #[test]
    fn both_versions_say_the_same() {
        let origin = Origin { scheme: Scheme::Https, host: "h.test".to_owned(), port: 8443 };
        let mut request = Request::new(origin, "/a?b".to_owned());
        request.field("Range", "bytes=0-1");
        request.field("Connection", "close");
        assert_eq!(
            request.text(),
            "GET /a?b HTTP/1.1\r\nHost: h.test:8443\r\nRange: bytes=0-1\r\nConnection: close\r\n\r\n"
        );
        let http2 = request.http2();
        assert_eq!(http2.uri(), "https://h.test:8443/a?b");
        assert_eq!((http2.headers().len(), http2.headers()["range"].as_bytes()), (1, &b"bytes=0-1"[..]));
        request.field("Host", "other.test");
        assert_eq!(request.http2().uri(), "https://other.test/a?b");
    }
}
