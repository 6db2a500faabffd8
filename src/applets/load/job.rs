//! A step made ready for the wire: what never changes is serialised once, what does is rendered for each iteration.
//!
//! Two stages: a [`Job`] renders its templates into a [`Message`], and a message is encoded for the protocol spoken.
//! A redirect changes a message and encodes it again.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONNECTION, CONTENT_LENGTH, COOKIE, HOST, PROXY_AUTHORIZATION, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use url::Url;

use super::check::Check;
use super::plan::{Body, Plan, Protocol, Reuse, Step};
use super::template::{Scope, Template, TemplateError};
use super::trace;
use super::wire::{FaultKind, WireFault};
use crate::kit::http::Proxy;
use crate::kit::http::h1::RequestKind;
use crate::kit::net::{Origin, mask_userinfo};

/// A request as the wire takes it.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "one for each step, or one at a time")]
pub(super) enum Outgoing {
    /// Serialised HTTP/1.1.
    Raw { bytes: Vec<u8>, kind: RequestKind },
    /// For hyper and HTTP/2.
    Parts { method: Method, uri: Uri, headers: HeaderMap, body: Bytes },
}

/// Everything that shapes the encoding of a request beside the request.
#[derive(Debug, Clone)]
pub(super) struct Encoding {
    protocol: Protocol,
    reuse: Reuse,
    /// What plain HTTP goes through.
    proxy: Option<ForwardProxy>,
}

/// A proxy that plain HTTP requests are addressed to: their request line carries the whole URL (RFC 9112 §3.2.2), and
/// the proxy's own credentials go with them.
#[derive(Debug, Clone)]
struct ForwardProxy {
    authorization: Option<HeaderValue>,
}

/// A request in full, not yet encoded.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) method: Method,
    pub(super) url: Url,
    /// Path and query as the user wrote them; what a URL parser would make of them is not what is under test.
    target: String,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
}

impl Message {
    /// The request that a redirect asks for (RFC 9110 §15.4), or `None` when `status` and `headers` are none.
    pub(super) fn redirected(&self, status: u16, headers: &HeaderMap) -> Option<Result<Self, WireFault>> {
        if !matches!(status, 301 | 302 | 303 | 307 | 308) {
            return None;
        }
        let location = headers.get(http::header::LOCATION)?;
        let url = location.to_str().ok().and_then(|text| self.url.join(text).ok());
        let Some(url) = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) else {
            // What stands behind a question mark or before an @ may be a secret.
            let text = location.as_bytes().escape_ascii().to_string();
            let text = text.split(['?', '#']).next().unwrap_or_default();
            let message = format!("redirect to {:?}, which is no http URL", mask_userinfo(text));
            return Some(Err(WireFault::new(FaultKind::Redirects, message)));
        };
        let mut next = Self { target: target_of(&url), url, ..self.clone() };
        let rewritten = status == 303 || (matches!(status, 301 | 302) && self.method == Method::POST);
        if rewritten && self.method != Method::HEAD {
            next.method = Method::GET;
            next.body = Bytes::new();
            next.headers.retain(|(name, _)| !name.as_str().starts_with("content-") && name != TRANSFER_ENCODING);
        }
        if next.url.origin() != self.url.origin() {
            // Credentials and a Host of one server are not for another.
            next.headers.retain(|(name, _)| name != AUTHORIZATION && name != COOKIE && name != HOST);
        }
        Some(Ok(next))
    }

    /// Tells the log what is about to be sent.
    pub(super) fn trace(&self, plan: &Plan, entry: Option<trace::Entry>) {
        if trace::is_on() {
            trace::sending(plan, entry, self.url.as_str(), &self.headers, self.body.len());
        }
    }

    /// The bytes or parts that go on the wire.
    pub(super) fn encode(&self, encoding: &Encoding) -> Outgoing {
        match encoding.protocol {
            Protocol::Raw => self.encode_raw(encoding),
            Protocol::Hyper | Protocol::Http2 => self.encode_parts(encoding),
        }
    }

    fn encode_raw(&self, encoding: &Encoding) -> Outgoing {
        let mut bytes = Vec::with_capacity(256 + self.body.len());
        let mut put = |parts: &[&[u8]]| parts.iter().for_each(|part| bytes.extend_from_slice(part));
        put(&[self.method.as_str().as_bytes(), b" "]);
        let proxy = encoding.proxy_for(&self.url);
        if proxy.is_some() {
            put(&[self.url[..url::Position::BeforePath].as_bytes()]);
        }
        put(&[self.target.as_bytes(), b" HTTP/1.1\r\n"]);
        if !self.has(&HOST) {
            put(&[b"Host: ", authority(&self.url).as_bytes(), b"\r\n"]);
        }
        for (name, value) in &self.headers {
            put(&[canonical(name).as_bytes(), b": ", value.as_bytes(), b"\r\n"]);
        }
        if let Some(value) = proxy.and_then(|proxy| proxy.authorization.as_ref()) {
            put(&[b"Proxy-Authorization: ", value.as_bytes(), b"\r\n"]);
        }
        if encoding.reuse == Reuse::Close && !self.has(&CONNECTION) {
            put(&[b"Connection: close\r\n"]);
        }
        if self.sends_length() {
            put(&[b"Content-Length: ", self.body.len().to_string().as_bytes(), b"\r\n"]);
        }
        put(&[b"\r\n", &self.body]);
        let kind = if self.method == Method::HEAD { RequestKind::Head } else { RequestKind::Ordinary };
        Outgoing::Raw { bytes, kind }
    }

    fn encode_parts(&self, encoding: &Encoding) -> Outgoing {
        let http2 = encoding.protocol == Protocol::Http2;
        let mut headers = HeaderMap::with_capacity(self.headers.len() + 3);
        if !http2
            && !self.has(&HOST)
            && let Ok(host) = HeaderValue::from_str(&authority(&self.url))
        {
            headers.insert(HOST, host);
        }
        for (name, value) in self.headers.iter().filter(|(name, _)| !http2 || !is_connection_specific(name)) {
            headers.append(name, value.clone());
        }
        if !http2 && encoding.reuse == Reuse::Close {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        if self.sends_length() {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(self.body.len()));
        }
        let proxy = encoding.proxy_for(&self.url);
        if let Some(value) = proxy.and_then(|proxy| proxy.authorization.as_ref()) {
            headers.insert(PROXY_AUTHORIZATION, value.clone());
        }
        let whole = http2 || proxy.is_some();
        let uri = if whole {
            let host = self.header(&HOST).map_or_else(|| authority(&self.url), str::to_owned);
            format!("{}://{host}{}", self.url.scheme(), self.target)
        } else {
            self.target.clone()
        };
        // What http::Uri refuses (spaces, raw UTF-8) goes as the URL standard would write it.
        let uri = uri.parse().unwrap_or_else(|_| self.url.as_str().parse().unwrap_or_default());
        Outgoing::Parts { method: self.method.clone(), uri, headers, body: self.body.clone() }
    }

    fn header(&self, name: &HeaderName) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).and_then(|(_, value)| value.to_str().ok())
    }

    fn has(&self, name: &HeaderName) -> bool {
        self.headers.iter().any(|(other, _)| other == name)
    }

    /// A method that expects content says so even when there is none (RFC 9110 §8.6).
    fn sends_length(&self) -> bool {
        !self.has(&CONTENT_LENGTH)
            && !self.has(&TRANSFER_ENCODING)
            && (!self.body.is_empty() || matches!(self.method, Method::POST | Method::PUT | Method::PATCH))
    }
}

impl Encoding {
    pub(super) fn of(plan: &Plan) -> Self {
        let proxy = plan.route.proxy.as_deref().filter(|_| plan.route.unix.is_none());
        let proxy = proxy.and_then(|proxy| proxy.parse::<Proxy>().ok()).filter(Proxy::wants_absolute_form);
        let proxy = proxy.map(|proxy| ForwardProxy { authorization: proxy.authorization() });
        Self { protocol: plan.route.protocol, reuse: plan.route.reuse, proxy }
    }

    /// The proxy that a request to `url` is addressed to.
    fn proxy_for(&self, url: &Url) -> Option<&ForwardProxy> {
        self.proxy.as_ref().filter(|_| url.scheme() == "http")
    }
}

/// One step, compiled.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) step: usize,
    pub(super) origin: Origin,
    /// May be sent again when a connection was lost before any reply (RFC 9110 §9.2.2).
    pub(super) idempotent: bool,
    /// Asks the server to close, by a header of its own or because no connection is used again.
    pub(super) closes: bool,
    pub(super) wants_head: bool,
    pub(super) wants_body: bool,
    method: Method,
    /// Scheme, host and port; no template.
    base: Url,
    target: Template,
    headers: Vec<(HeaderName, Template)>,
    body: BodySource,
    /// The request, where nothing in it changes.
    pub(super) fixed: Option<(Message, Outgoing)>,
}

#[derive(Debug)]
enum BodySource {
    Fixed(Bytes),
    Rendered(Template),
}

impl Job {
    /// Compiles step `index` of `plan`.
    ///
    /// # Errors
    /// A sentence: a template that does not parse, a header that is none.
    pub(super) fn compile(plan: &Plan, index: usize) -> Result<Self, String> {
        let step = &plan.steps[index];
        let (base, target) = split_url(&step.url)?;
        let method: Method = step.method.parse().map_err(|_| format!("'{}' is not a method", step.method))?;
        let (captures, checks) = (&step.captures, &step.checks);
        let mut job = Self {
            step: index,
            origin: Origin::of(&base).map_err(|error| error.to_string())?,
            idempotent: method.is_idempotent(),
            closes: plan.route.reuse == Reuse::Close || asks_to_close(step),
            wants_head: plan.route.redirects > 0
                || captures.iter().any(|c| c.source.needs_head())
                || checks.iter().any(Check::needs_head),
            wants_body: captures.iter().any(|c| c.source.needs_body()) || checks.iter().any(Check::needs_body),
            method,
            base,
            target: Template::compile(&target).map_err(|error| format!("{}: {error}", step.url))?,
            headers: compile_headers(step)?,
            body: BodySource::of(&step.body)?,
            fixed: None,
        };
        if job.is_static() {
            let message = job.message(&Scope::new(Arc::default(), 0, 0)).map_err(|fault| fault.message)?;
            let outgoing = message.encode(&Encoding::of(plan));
            job.fixed = Some((message, outgoing));
        }
        Ok(job)
    }

    fn is_static(&self) -> bool {
        self.target.as_static().is_some()
            && self.headers.iter().all(|(_, value)| value.as_static().is_some())
            && matches!(self.body, BodySource::Fixed(_))
    }

    /// Renders the request of one iteration.
    ///
    /// # Errors
    /// A template that can not be rendered, or renders to what a header or URL may not hold.
    pub(super) fn message(&self, scope: &Scope) -> Result<Message, WireFault> {
        let refuse = |error: TemplateError| WireFault::new(FaultKind::Template, error.to_string());
        let mut target = Vec::new();
        self.target.render_target(scope, &mut target).map_err(refuse)?;
        let target = String::from_utf8_lossy(&target).into_owned();
        let mut headers = Vec::with_capacity(self.headers.len());
        for (name, template) in &self.headers {
            let mut value = Vec::new();
            template.render_header(scope, &mut value).map_err(refuse)?;
            let value = HeaderValue::from_maybe_shared(Bytes::from(value))
                .map_err(|_| WireFault::new(FaultKind::Template, format!("header {name}: not a header value")))?;
            headers.push((name.clone(), value));
        }
        let body = match &self.body {
            BodySource::Fixed(bytes) => bytes.clone(),
            BodySource::Rendered(template) => {
                let mut body = Vec::new();
                template.render(scope, &mut body).map_err(refuse)?;
                Bytes::from(body)
            }
        };
        let url = self.base.join(&target).unwrap_or_else(|_| self.base.clone());
        Ok(Message { method: self.method.clone(), url, target, headers, body })
    }
}

impl BodySource {
    fn of(body: &Body) -> Result<Self, String> {
        let text = match body {
            Body::Empty => return Ok(Self::Fixed(Bytes::new())),
            Body::Bytes(bytes) => return Ok(Self::Fixed(Bytes::copy_from_slice(bytes))),
            Body::Text(text) => text,
        };
        let template = Template::compile(text).map_err(|error| format!("body: {error}"))?;
        Ok(match template.as_static() {
            Some(text) => Self::Fixed(Bytes::copy_from_slice(text.as_bytes())),
            None => Self::Rendered(template),
        })
    }
}

/// Whether a step says `Connection: close` itself.
fn asks_to_close(step: &Step) -> bool {
    let close = |value: &str| value.split(',').any(|option| option.trim().eq_ignore_ascii_case("close"));
    step.headers.iter().any(|(name, value)| name.eq_ignore_ascii_case("connection") && close(value))
}

fn compile_headers(step: &Step) -> Result<Vec<(HeaderName, Template)>, String> {
    let compile = |(name, value): &(String, String)| {
        let header = name.parse().map_err(|_| format!("'{name}' is not a header name"))?;
        let value = Template::compile(value).map_err(|error| format!("header {name}: {error}"))?;
        Ok((header, value))
    };
    step.headers.iter().map(compile).collect()
}

/// Parts a URL whose path may be a template into what is none and the rest, without its fragment.
fn split_url(url: &str) -> Result<(Url, String), String> {
    let after_scheme = url.find("://").map_or(0, |place| place + 3);
    let end = url[after_scheme..].find(['/', '?', '#']).map_or(url.len(), |place| after_scheme + place);
    let base = Url::parse(&url[..end]).map_err(|error| format!("{url}: {error}"))?;
    let rest = &url[end..];
    // A fragment never goes on the wire; `{{#` and the like do not occur in a path.
    let rest = rest.split('#').next().unwrap_or_default();
    let target = match rest.chars().next() {
        Some('/') => rest.to_owned(),
        _ => format!("/{rest}"),
    };
    // A literal target is written as the URL standard says (spaces, umlauts); a template is the user's affair.
    if target.contains("{{") || target.contains("{%") {
        return Ok((base, target));
    }
    let whole = base.join(&target).map_err(|error| format!("{url}: {error}"))?;
    let normal = target_of(&whole);
    Ok((base, normal))
}

/// Path and query of a URL.
fn target_of(url: &Url) -> String {
    url[url::Position::BeforePath..url::Position::AfterQuery].to_owned()
}

/// Host and, where it is not the scheme's own, port.
fn authority(url: &Url) -> String {
    url[url::Position::BeforeHost..url::Position::AfterPort].to_owned()
}

/// Headers that HTTP/2 forbids (RFC 9113 §8.2.2), and those that become pseudo-headers.
fn is_connection_specific(name: &HeaderName) -> bool {
    matches!(name.as_str(), "host" | "connection" | "keep-alive" | "proxy-connection" | "transfer-encoding" | "upgrade")
}

/// `content-type` as `Content-Type`: names are case-insensitive, but servers in the wild see what browsers send.
fn canonical(name: &HeaderName) -> String {
    let mut start = true;
    let upper = |c: char| {
        let shown = if start { c.to_ascii_uppercase() } else { c };
        start = c == '-';
        shown
    };
    name.as_str().chars().map(upper).collect()
}
