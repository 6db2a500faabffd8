//! What depends on an earlier request: redirects, tokens, failures that pass.

use http::header::{AUTHORIZATION, HeaderName, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{Response, StatusCode};
use serde_json::json;

use crate::kit::random::Random;
use crate::origin::Shared;
use crate::origin::reply::{Content, empty, json as json_reply, set, text};
use crate::origin::request::{BadValue, Request};

/// Keys of `/flaky` that are remembered; more are forgotten together.
const MAX_KEYS: usize = 10_000;

/// `/redirect/N?status=302&to=URL`
pub(super) fn redirect(request: &Request, rest: &str) -> Result<Response<Content>, BadValue> {
    let left: u32 = rest.parse().map_err(|_| BadValue::new("count", format!("`{rest}` is not a whole number")))?;
    let status = status_param(request, StatusCode::FOUND)?;
    let to = request.param("to");
    let location = match (left, to) {
        (0, None) => return Ok(text(StatusCode::OK, "arrived\n")),
        (0 | 1, Some(to)) => to.into_owned(),
        (1.., _) if request.query().is_empty() => format!("/redirect/{}", left - 1),
        (1.., _) => format!("/redirect/{}?{}", left - 1, request.query()),
    };
    let mut reply = text(status, format!("go to {location}\n"));
    set(&mut reply, LOCATION, &location);
    Ok(reply)
}

/// `/flaky/N?key=K&status=503`
pub(super) fn flaky(request: &Request, rest: &str, shared: &Shared) -> Result<Response<Content>, BadValue> {
    let fails: u32 = rest.parse().map_err(|_| BadValue::new("count", format!("`{rest}` is not a whole number")))?;
    let status = status_param(request, StatusCode::SERVICE_UNAVAILABLE)?;
    let key = request.param("key").unwrap_or_default();
    let mut seen = shared.flaky.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if seen.len() >= MAX_KEYS {
        seen.clear();
    }
    let count = seen.entry(key.into_owned()).or_default();
    *count += 1;
    if *count > fails {
        return Ok(text(StatusCode::OK, format!("fine at attempt {count}\n")));
    }
    let mut reply = text(status, format!("failure {count} of {fails}\n"));
    if let Some(seconds) = request.param("retry-after") {
        set(&mut reply, RETRY_AFTER, &seconds);
    }
    Ok(reply)
}

fn status_param(request: &Request, default: StatusCode) -> Result<StatusCode, BadValue> {
    let code = request.number("status", default.as_u16())?;
    StatusCode::from_u16(code)
        .ok()
        .filter(|status| !status.is_informational())
        .ok_or_else(|| BadValue::new("status", format!("{code} is not between 200 and 999")))
}

/// `/token`: the same token at three places, so that every kind of capture has something to find.
pub(super) fn token(shared: &Shared) -> Response<Content> {
    let token = shared.new_token();
    let mut reply = json_reply(&json!({
        "token": token,
        "expires_in": 3600,
        "nested": { "token": token, "list": [{ "id": 1 }, { "id": 2, "token": token }] },
    }));
    set(&mut reply, HeaderName::from_static("x-token"), &token);
    reply
}

/// `/needs-token`
pub(super) fn needs_token(request: &Request, shared: &Shared) -> Response<Content> {
    let given = request.header(AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
    if given.is_some_and(|token| shared.knows_token(token)) {
        return text(StatusCode::OK, "welcome\n");
    }
    let mut reply = empty(StatusCode::UNAUTHORIZED);
    set(&mut reply, WWW_AUTHENTICATE, "Bearer realm=\"origin\"");
    reply
}

impl Shared {
    /// A number and what the seed makes of it: such a token can be checked without being remembered.
    pub(super) fn new_token(&self) -> String {
        self.token(self.tokens.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
    }

    fn token(&self, number: u64) -> String {
        let proof = Random::seeded(self.seed ^ number.rotate_left(32) ^ 0x70_6b_65_6e).next_u64();
        format!("{number}-{proof:016x}")
    }

    pub(super) fn knows_token(&self, token: &str) -> bool {
        let number = token.split('-').next().and_then(|number| number.parse().ok());
        number.is_some_and(|number| {
            number < self.tokens.load(std::sync::atomic::Ordering::Relaxed) && self.token(number) == token
        })
    }
}
