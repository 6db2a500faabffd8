//! What is asked: method, URL, fields, and a body that can be sent again.

use std::fmt;

use bytes::Bytes;
use http::Method;
use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use crate::kit::http::auth::Credentials;
use crate::kit::http::masked::Masked;
use crate::kit::net::SafeUrl;

/// A request. Credentials in the URL become Basic authorization.
#[derive(Clone)]
pub struct Request {
    pub(super) method: Method,
    pub(super) url: SafeUrl,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) repeatable: bool,
}

impl fmt::Debug for Request {
    /// Shows no secrets and no body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers = Masked(&self.headers);
        write!(f, "{} {} [{headers}] {} bytes", self.method, self.url, self.body.len())
    }
}

impl Request {
    /// A request without fields and body.
    ///
    /// ```
    /// use toolbox::kit::http::client::Request;
    /// let url = toolbox::kit::net::parse_url("http://h/").unwrap();
    /// assert!(Request::new(http::Method::PUT, url.clone()).is_repeatable());
    /// assert!(!Request::post(url).is_repeatable());
    /// ```
    #[must_use]
    pub fn new(method: Method, url: SafeUrl) -> Self {
        let repeatable = method.is_idempotent();
        Self { method, url, headers: HeaderMap::new(), body: Bytes::new(), repeatable }
    }

    /// GET
    #[must_use]
    pub fn get(url: SafeUrl) -> Self {
        Self::new(Method::GET, url)
    }

    /// POST
    #[must_use]
    pub fn post(url: SafeUrl) -> Self {
        Self::new(Method::POST, url)
    }

    /// Adds a field; those of the same name stay.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }

    /// Adds a field, unless there is one of that name.
    #[must_use]
    pub fn default_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.entry(name).or_insert(value);
        self
    }

    /// Basic authorization (RFC 7617).
    #[must_use]
    pub fn basic_auth(mut self, user: &str, password: &str) -> Self {
        self.headers.insert(AUTHORIZATION, Credentials::new(user, password).basic());
        self
    }

    /// The body, sent with its length.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Says that sending this request twice does no harm, although its method does not.
    #[must_use]
    pub const fn repeatable(mut self) -> Self {
        self.repeatable = true;
        self
    }

    /// Whether it is tried again after it may have reached a server.
    #[must_use]
    pub const fn is_repeatable(&self) -> bool {
        self.repeatable
    }
}
