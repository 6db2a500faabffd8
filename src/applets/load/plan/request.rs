//! From the parts of a request, wherever they were written, to a [`Step`].

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderName, HeaderValue, Method};

use super::address::Address;
use super::payload::Payload;
use super::{Body, Step};
use crate::applets::load::capture::Capture;
use crate::applets::load::check::Check;
use crate::applets::load::error::PlanError;
use crate::kit::config::Place;

/// A header as it is sent; names keep their case.
pub(in crate::applets::load) type Header = (String, String);

/// A request of which everything may be missing.
#[derive(Debug, Clone, Default)]
pub(in crate::applets::load) struct Draft {
    pub(in crate::applets::load) place: Option<Place>,
    pub(in crate::applets::load) name: Option<String>,
    pub(in crate::applets::load) url: Option<String>,
    pub(in crate::applets::load) method: Option<String>,
    pub(in crate::applets::load) headers: Vec<Header>,
    pub(in crate::applets::load) payload: Option<Payload>,
    pub(in crate::applets::load) captures: Vec<Capture>,
    pub(in crate::applets::load) checks: Vec<Check>,
}

/// What all requests of a plan share.
#[derive(Debug, Clone, Default)]
pub(super) struct Common {
    /// What the URLs of requests are relative to.
    pub(super) base: Option<Address>,
    /// User agent, authorization and cookies among them.
    pub(super) headers: Vec<Header>,
    pub(super) checks: Vec<Check>,
}

impl Draft {
    /// Completes the request.
    pub(super) fn into_step(self, common: &Common, name: String) -> Result<Step, PlanError> {
        let address = common.address(self.url.as_deref())?;
        let mut headers = common.headers.clone();
        replace(&mut headers, self.headers);
        // What is sent with the request when nobody says otherwise.
        let credentials = address.credentials.map(|(user, password)| basic(&user, &password));
        add_missing(&mut headers, "Authorization", credentials);
        let (body, content_type) = self.payload.map_or((Body::Empty, None), |p| (p.body, p.content_type));
        add_missing(&mut headers, "Content-Type", content_type);
        let default = if body == Body::Empty { "GET" } else { "POST" };
        let method = self.method.unwrap_or_else(|| default.to_owned());
        let mut checks = common.checks.clone();
        checks.extend(self.checks);
        Ok(Step { name, method, url: address.url, headers, body, captures: self.captures, checks })
    }
}

impl Common {
    /// The address of a request; the user part of the base is for requests to the same server.
    fn address(&self, url: Option<&str>) -> Result<Address, PlanError> {
        match (url, &self.base) {
            (None, None) => Err(PlanError::NoUrl),
            (None, Some(base)) => Ok(base.clone()),
            (Some(url), None) => Address::resolve(url, None),
            (Some(url), Some(base)) => {
                let address = Address::resolve(url, Some(&base.url))?;
                let inherited = base.credentials.clone().filter(|_| address.origin() == base.origin());
                Ok(Address { credentials: address.credentials.clone().or(inherited), ..address })
            }
        }
    }
}

/// Puts `over` in place of the headers of the same names.
pub(super) fn replace(headers: &mut Vec<Header>, over: Vec<Header>) {
    headers.retain(|(name, _)| !over.iter().any(|(other, _)| other.eq_ignore_ascii_case(name)));
    headers.extend(over);
}

fn add_missing(headers: &mut Vec<Header>, name: &str, value: Option<String>) {
    let Some(value) = value else { return };
    if !headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name)) {
        headers.push((name.to_owned(), value));
    }
}

/// `Name: value`.
pub(in crate::applets::load) fn header_line(line: &str) -> Result<Header, PlanError> {
    if let Some((name, value)) = line.split_once(':') {
        return header(name, value);
    }
    // What stands behind the first word may be a secret.
    let header = line.split_whitespace().next().unwrap_or_default().to_owned();
    Err(PlanError::Header { header, problem: "there is no colon" })
}

/// A header by its parts.
pub(in crate::applets::load) fn header(name: &str, value: &str) -> Result<Header, PlanError> {
    let (name, value) = (name.trim(), value.trim());
    let fail = |problem| PlanError::Header { header: name.to_owned(), problem };
    let parsed: HeaderName = name.parse().map_err(|_| fail("this is not a header name"))?;
    if parsed == http::header::CONTENT_LENGTH || parsed == http::header::TRANSFER_ENCODING {
        return Err(PlanError::OwnHeader(name.to_owned()));
    }
    HeaderValue::from_bytes(value.as_bytes()).map_err(|_| fail("the value has a control character"))?;
    Ok((name.to_owned(), value.to_owned()))
}

/// A method; those everybody knows may be written small.
pub(in crate::applets::load) fn method(text: &str) -> Result<String, PlanError> {
    const KNOWN: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];
    let text = text.trim();
    if let Some(known) = KNOWN.iter().find(|known| known.eq_ignore_ascii_case(text)) {
        return Ok((*known).to_owned());
    }
    if text.eq_ignore_ascii_case("CONNECT") {
        let sentence = "CONNECT asks a proxy for a tunnel and gets no reply to measure; --proxy does it by itself";
        return Err(PlanError::contradiction(sentence));
    }
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // A valid token, but more likely h2load's number of streams.
        return Err(PlanError::Method(text.to_owned()));
    }
    Method::from_bytes(text.as_bytes()).map_err(|_| PlanError::Method(text.to_owned()))?;
    Ok(text.to_owned())
}

/// The header for `NAME:PASSWORD`.
pub(in crate::applets::load) fn user(text: &str) -> Result<Header, PlanError> {
    let (name, password) = text.split_once(':').ok_or_else(|| {
        PlanError::value("--user", "is written NAME:PASSWORD; an empty password still needs the colon")
    })?;
    Ok(("Authorization".to_owned(), basic(name, password)))
}

/// RFC 7617.
fn basic(name: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{name}:{password}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_split_and_judged() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(header_line("X-A:  b: c ").unwrap(), pair("X-A", "b: c"));
        assert_eq!(header_line("x-empty:").unwrap(), pair("x-empty", ""));
        assert_eq!(header_line("host: other").unwrap(), pair("host", "other"));
        assert_eq!(header_line("X: {{ token }}").unwrap(), pair("X", "{{ token }}"));
        for (line, says) in [
            ("Authorization s3cret", "header `Authorization`: there is no colon"),
            ("a b: c", "header `a b`: this is not a header name"),
            (": c", "header ``: this is not a header name"),
            ("a: b\r\nc: d", "header `a`: the value has a control character"),
            ("Content-Length: 5", "the header Content-Length follows from the body and cannot be set"),
            ("transfer-encoding: x", "the header transfer-encoding follows from the body and cannot be set"),
        ] {
            assert_eq!(header_line(line).unwrap_err().to_string(), says);
        }
    }

    #[test]
    fn methods_everybody_knows_may_be_small() {
        assert_eq!(method("post").unwrap(), "POST");
        assert_eq!(method("Purge").unwrap(), "Purge");
        assert_eq!(method("a b").unwrap_err().to_string(), "`a b` is not an HTTP method");
        assert!(method("").is_err() && method("connect").is_err());
    }

    #[test]
    fn a_user_is_a_header() {
        assert_eq!(user("me:p:w").unwrap().1, "Basic bWU6cDp3");
        assert!(user("me").is_err());
    }

    #[test]
    fn the_request_wins_over_what_all_share() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let common = Common {
            base: Some(Address::resolve("http://me:pw@h/api/", None).unwrap()),
            headers: vec![pair("User-Agent", "us"), pair("X-A", "1"), pair("X-A", "2")],
            checks: vec!["status<400".parse().unwrap()],
        };
        let draft = Draft {
            url: Some("users".to_owned()),
            headers: vec![pair("x-a", "3")],
            payload: Some(Payload { body: Body::Text("{}".into()), content_type: Some("application/json".into()) }),
            checks: vec!["time<1s".parse().unwrap()],
            ..Draft::default()
        };
        let step = draft.into_step(&common, "s".to_owned()).unwrap();
        assert_eq!((step.url.as_str(), step.method.as_str()), ("http://h/api/users", "POST"));
        let headers = [
            pair("User-Agent", "us"),
            pair("x-a", "3"),
            pair("Authorization", "Basic bWU6cHc="),
            pair("Content-Type", "application/json"),
        ];
        assert_eq!(step.headers, headers);
        assert_eq!(step.checks.len(), 2);
        let elsewhere = Draft { url: Some("http://other/".to_owned()), ..Draft::default() };
        let step = elsewhere.into_step(&common, "s".to_owned()).unwrap();
        assert!(!step.headers.iter().any(|(name, _)| name == "Authorization"), "the password is not for others");
        assert!(matches!(Draft::default().into_step(&Common::default(), String::new()), Err(PlanError::NoUrl)));
    }
}
