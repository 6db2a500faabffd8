//! What any path may ask of a request before it is answered, and add to its answer, by its query:
//! `?need=basic|digest|cookie`, `?header=NAME:VALUE`.

use http::header::{AUTHORIZATION, COOKIE, HeaderName, WWW_AUTHENTICATE};
use http::{HeaderValue, Response, StatusCode};
use md5::Md5;
use sha2::{Digest as _, Sha256};
use url::form_urlencoded;

use crate::kit::hex;
use crate::origin::Shared;
use crate::origin::reply::{Content, set, text};
use crate::origin::request::{BadValue, Request};

/// The answer to a request that does not bring what its query says that it needs; `None` to let it pass.
///
/// `need=basic` and `need=digest` (with `algorithm=MD5|SHA-256`, and `uses=N` after which a nonce is stale) want
/// `user` and `password`, which are those two words unless the query has others. `need=cookie` wants the one in
/// `cookie=NAME=VALUE`.
pub(super) fn refusal(request: &Request, shared: &Shared) -> Result<Option<Response<Content>>, BadValue> {
    let Some(need) = request.param("need") else { return Ok(None) };
    match &*need {
        "basic" => Ok(basic(request)),
        "digest" => digest(request, shared),
        "cookie" => Ok(cookie(request)),
        other => Err(BadValue::new("need", format!("`{other}` is not basic, digest or cookie"))),
    }
}

/// Adds what `header=NAME:VALUE` asks for, as often as it is there.
pub(super) fn adorn(request: &Request, reply: &mut Response<Content>) {
    for (_, field) in form_urlencoded::parse(request.query().as_bytes()).filter(|(key, _)| key == "header") {
        let Some((name, value)) = field.split_once(':') else { continue };
        if let (Ok(name), Ok(value)) = (name.trim().parse::<HeaderName>(), HeaderValue::from_str(value.trim())) {
            reply.headers_mut().append(name, value);
        }
    }
}

fn credentials(request: &Request) -> (String, String) {
    let word = |name: &str| request.param(name).map_or_else(|| name.to_owned(), std::borrow::Cow::into_owned);
    (word("user"), word("password"))
}

fn basic(request: &Request) -> Option<Response<Content>> {
    let (user, password) = credentials(request);
    let expected = crate::kit::http::auth::Credentials::new(user, password).basic();
    if request.headers.get(AUTHORIZATION).is_some_and(|given| given.as_bytes() == expected.as_bytes()) {
        return None;
    }
    Some(challenge("Basic realm=\"origin\""))
}

fn cookie(request: &Request) -> Option<Response<Content>> {
    let wanted = request.param("cookie").unwrap_or_default();
    let given = request.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let is_there = given.flat_map(|value| value.split("; ")).any(|pair| pair == wanted);
    (!is_there).then(|| text(StatusCode::FORBIDDEN, "a cookie is missing\n"))
}

/// RFC 7616, with `qop=auth`. A nonce is a token of the origin; its uses are counted like the failures of `/flaky`.
fn digest(request: &Request, shared: &Shared) -> Result<Option<Response<Content>>, BadValue> {
    let algorithm = request.param("algorithm").unwrap_or(std::borrow::Cow::Borrowed("MD5")).into_owned();
    let hash = |text: String| match algorithm.as_str() {
        "SHA-256" => hex::encode(&Sha256::digest(text)),
        _ => hex::encode(&Md5::digest(text)),
    };
    let most = request.number("uses", u32::MAX)?;
    let anew = |stale: &str| {
        let nonce = shared.new_token();
        challenge(&format!("Digest realm=\"origin\", qop=\"auth\", algorithm={algorithm}, nonce=\"{nonce}\"{stale}"))
    };
    let Some(given) = request.header(AUTHORIZATION).and_then(|value| value.strip_prefix("Digest ")) else {
        return Ok(Some(anew("")));
    };
    let param = |name: &str| {
        let mut pairs = given.split(", ").filter_map(|pair| pair.split_once('='));
        pairs.find(|(known, _)| *known == name).map(|(_, value)| value.trim_matches('"').to_owned()).unwrap_or_default()
    };
    let (user, password) = credentials(request);
    let nonce = param("nonce");
    let key = hash(format!("{user}:origin:{password}"));
    let what = hash(format!("{}:{}", request.method, request.target));
    let expected = hash(format!("{key}:{nonce}:{}:{}:{}:{what}", param("nc"), param("cnonce"), param("qop")));
    let is_right = param("response") == expected && param("uri") == request.target && param("username") == user;
    if !is_right || !shared.knows_token(&nonce) {
        return Ok(Some(anew("")));
    }
    let mut seen = shared.flaky.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let count = seen.entry(nonce).or_default();
    *count += 1;
    Ok((*count > most).then(|| anew(", stale=true")))
}

fn challenge(scheme: &str) -> Response<Content> {
    let mut reply = text(StatusCode::UNAUTHORIZED, "who are you?\n");
    set(&mut reply, WWW_AUTHENTICATE, scheme);
    reply
}
