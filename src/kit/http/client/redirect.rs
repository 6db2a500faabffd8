//! Where a redirect leads, and what goes along (RFC 9110 section 15.4).

use bytes::Bytes;
use http::header::{
    CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION, CONTENT_TYPE, LOCATION, PROXY_AUTHORIZATION,
    TRANSFER_ENCODING,
};
use http::{Method, StatusCode};

use super::error::ClientError;
use super::request::Request;
use super::response::Response;
use crate::kit::http::masked::is_secret_field;
use crate::kit::net::SafeUrl;

/// Whether and how far redirects are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redirects {
    /// The redirect itself is the response.
    Keep,
    /// At most this many in a row.
    Follow(u32),
}

impl Default for Redirects {
    /// Ten: more are a loop or a mistake.
    fn default() -> Self {
        Self::Follow(10)
    }
}

impl Redirects {
    /// The request that a response leads to; `None` when it is the answer.
    pub(super) fn next(
        self,
        request: &Request,
        response: &Response,
        followed: u32,
    ) -> Result<Option<Request>, ClientError> {
        let Self::Follow(most) = self else { return Ok(None) };
        let status = response.status();
        if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
            return Ok(None);
        }
        let Some(location) = response.headers().get(LOCATION) else { return Ok(None) };
        if followed >= most {
            return Err(ClientError::TooManyRedirects { url: request.url.clone(), most });
        }
        let to = request.url.join(&String::from_utf8_lossy(location.as_bytes()));
        let to = to.map_err(|reason| ClientError::Location { url: request.url.clone(), reason: Box::new(reason) })?;
        Ok(Some(follow(request, status, to)))
    }
}

/// What is sent to `to`: without credentials if that is another origin, without a body if the method becomes GET.
fn follow(request: &Request, status: StatusCode, to: SafeUrl) -> Request {
    let mut next = request.clone();
    if next.url.origin() != to.origin() {
        let secret: Vec<_> = next.headers.keys().filter(|name| is_secret_field(name)).cloned().collect();
        for name in secret {
            next.headers.remove(name);
        }
    }
    // Added anew for whoever is asked next.
    next.headers.remove(PROXY_AUTHORIZATION);
    next.url = to;
    let becomes_get = match status {
        StatusCode::SEE_OTHER => next.method != Method::HEAD,
        // What browsers have always done, and the RFC allows.
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => next.method == Method::POST,
        _ => false,
    };
    if becomes_get {
        next.method = Method::GET;
        next.body = Bytes::new();
        for name in
            [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LOCATION, TRANSFER_ENCODING]
        {
            next.headers.remove(name);
        }
    }
    next
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::{AUTHORIZATION, COOKIE, HeaderName};

    use super::*;
    use crate::kit::net::parse_url;

    fn request(method: Method) -> Request {
        Request::new(method, parse_url("http://a.test/x").unwrap())
            .header(AUTHORIZATION, HeaderValue::from_static("Bearer s"))
            .header(COOKIE, HeaderValue::from_static("s"))
            .header(HeaderName::from_static("x-token"), HeaderValue::from_static("s"))
            .header(HeaderName::from_static("x-player"), HeaderValue::from_static("p"))
            .header(CONTENT_TYPE, HeaderValue::from_static("text/plain"))
            .body("body")
    }

    fn followed(method: Method, status: u16, to: &str) -> Request {
        follow(&request(method), StatusCode::from_u16(status).unwrap(), parse_url(to).unwrap())
    }

    #[test]
    fn methods_change_as_the_rfc_says() {
        for (method, status, becomes, keeps_body) in [
            (Method::POST, 301, Method::GET, false),
            (Method::POST, 302, Method::GET, false),
            (Method::PUT, 302, Method::PUT, true),
            (Method::PUT, 303, Method::GET, false),
            (Method::HEAD, 303, Method::HEAD, true),
            (Method::POST, 307, Method::POST, true),
            (Method::POST, 308, Method::POST, true),
        ] {
            let next = followed(method.clone(), status, "http://a.test/y");
            assert_eq!((&next.method, !next.body.is_empty()), (&becomes, keeps_body), "{method} {status}");
            assert_eq!(next.headers.contains_key(CONTENT_TYPE), keeps_body);
        }
    }

    #[test]
    fn credentials_stay_with_their_origin() {
        let has = |to: &str| followed(Method::GET, 302, to).headers.contains_key(AUTHORIZATION);
        assert!(has("http://a.test/elsewhere") && has("http://a.test:80/"));
        for foreign in ["http://b.test/", "https://a.test/", "http://a.test:81/", "http://sub.a.test/"] {
            let next = followed(Method::GET, 302, foreign);
            assert!(!next.headers.contains_key(AUTHORIZATION) && !next.headers.contains_key(COOKIE), "{foreign}");
            assert!(!next.headers.contains_key("x-token") && next.headers.contains_key("x-player"), "{foreign}");
        }
    }
}
