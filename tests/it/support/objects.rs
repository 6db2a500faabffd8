//! A server of objects as Amazon's documents describe one: it checks signatures and conditions by itself, from the bytes
//! of the request, and lists two keys to a page.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use sha2::{Digest as _, Sha256};

use super::script::{Reply, Request, Script, say};

/// The bucket that there is.
pub(crate) const BUCKET: &str = "shelf";

/// Keys of a listing that stand on one page.
const PAGE: usize = 2;

/// How far a clock may be off, in seconds.
const SKEW: i64 = 15 * 60;

/// The pair that may do everything.
pub(crate) const KEYS: (&str, &str) = ("AKTEST", "secret/with+signs");

type Objects = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// The server.
pub(crate) struct ObjectServer {
    script: Script,
    objects: Objects,
}

impl ObjectServer {
    pub(crate) fn start() -> Self {
        let objects = Objects::default();
        let shared = Arc::clone(&objects);
        let script = Script::start(move |request| match answer(request, &shared) {
            Ok(reply) => reply,
            Err((status, code)) => reply(status, "", format!("<Error><Code>{code}</Code></Error>").as_bytes()),
        });
        Self { script, objects }
    }

    pub(crate) fn url(&self) -> String {
        self.script.url("")
    }

    /// Every key.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.objects.lock().unwrap().keys().cloned().collect()
    }

    /// Puts an object there, past everything.
    pub(crate) fn plant(&self, key: &str, bytes: &[u8]) {
        self.objects.lock().unwrap().insert(key.to_owned(), bytes.to_owned());
    }

    /// The methods that were used so far, in order.
    pub(crate) fn methods(&self) -> Vec<String> {
        let requests = self.script.requests();
        requests.iter().map(|request| request.line().split(' ').next().unwrap().to_owned()).collect()
    }
}

fn reply(status: u16, fields: &str, body: &[u8]) -> Reply {
    let head = format!("HTTP/1.1 {status} Said\r\nContent-Length: {}\r\n{fields}\r\n", body.len());
    say([head.as_bytes(), body].concat())
}

type Answered = Result<Reply, (u16, &'static str)>;

fn answer(request: &Request, objects: &Objects) -> Answered {
    let line = request.line();
    let (method, target) = line.split_once(' ').unwrap();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    check(request, method, path, query)?;
    let (bucket, key) = path[1..].split_once('/').unwrap_or((&path[1..], ""));
    if bucket != BUCKET {
        return Err((404, "NoSuchBucket"));
    }
    let key = decode(key);
    let mut objects = objects.lock().unwrap();
    match (method, key.as_str()) {
        ("GET", "") => Ok(list(&objects, query)),
        ("GET", key) => {
            let bytes = objects.get(key).ok_or((404, "NoSuchKey"))?;
            Ok(reply(200, &format!("ETag: \"{}\"\r\n", etag(bytes)), bytes))
        }
        ("PUT", key) => {
            let known = objects.get(key);
            if request.header("if-none-match").is_some_and(|etag| etag == "*") && known.is_some() {
                return Err((412, "PreconditionFailed"));
            }
            if let Some(wanted) = request.header("if-match") {
                let known = known.ok_or((404, "NoSuchKey"))?;
                if wanted != format!("\"{}\"", etag(known)) {
                    return Err((412, "PreconditionFailed"));
                }
            }
            let fields = format!("ETag: \"{}\"\r\n", etag(&request.body));
            objects.insert(key.to_owned(), request.body.clone());
            Ok(reply(200, &fields, b""))
        }
        _ => Err((405, "MethodNotAllowed")),
    }
}

fn etag(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))[..32].to_owned()
}

fn list(objects: &BTreeMap<String, Vec<u8>>, query: &str) -> Reply {
    let get = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)).map(decode).unwrap_or_default();
    assert_eq!((get("list-type="), get("encoding-type=")), ("2".to_owned(), "url".to_owned()));
    let (prefix, after) = (get("prefix="), get("continuation-token="));
    let mut keys = objects.iter().filter(|(key, _)| key.starts_with(&prefix) && **key > after).peekable();
    let mut text = "<?xml version=\"1.0\"?><ListBucketResult>".to_owned();
    let mut last = "";
    for (key, bytes) in keys.by_ref().take(PAGE) {
        let (encoded, etag) = (key.replace(' ', "%20"), etag(bytes));
        let _ = write!(
            text,
            "<Contents><Key>{encoded}</Key><ETag>&quot;{etag}&quot;</ETag><Size>{}</Size></Contents>",
            bytes.len()
        );
        last = key;
    }
    match keys.next() {
        Some(_) => {
            let _ =
                write!(text, "<IsTruncated>true</IsTruncated><NextContinuationToken>{last}</NextContinuationToken>");
        }
        None => text += "<IsTruncated>false</IsTruncated>",
    }
    reply(200, "", (text + "</ListBucketResult>").as_bytes())
}

/// Whether the request is what somebody with the keys signed, a moment ago.
fn check(request: &Request, method: &str, path: &str, query: &str) -> Result<(), (u16, &'static str)> {
    let signed = request.header("authorization").ok_or((403, "AccessDenied"))?;
    let part = |name: &str| {
        let rest = signed.split_once(name).map(|(_, rest)| rest).ok_or((400, "AuthorizationHeaderMalformed"))?;
        Ok(rest.split(',').next().unwrap().trim())
    };
    let scope: Vec<&str> = part("Credential=")?.split('/').collect();
    let [id, day, region, service, "aws4_request"] = scope[..] else {
        return Err((400, "AuthorizationHeaderMalformed"));
    };
    if id != KEYS.0 {
        return Err((403, "InvalidAccessKeyId"));
    }
    let date = request.header("x-amz-date").ok_or((403, "AccessDenied"))?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64;
    if (seconds(date) - now).abs() > SKEW || !date.starts_with(day) || service != "s3" {
        return Err((403, "RequestTimeTooSkewed"));
    }
    let hash = request.header("x-amz-content-sha256").ok_or((403, "AccessDenied"))?;
    if hash != hex(&Sha256::digest(&request.body)) {
        return Err((400, "XAmzContentSHA256Mismatch"));
    }
    let names: Vec<&str> = part("SignedHeaders=")?.split(';').collect();
    // What changes the meaning of a request is part of what is signed.
    for field in ["host", "x-amz-date", "x-amz-content-sha256", "if-match", "if-none-match"] {
        if request.header(field).is_some() && !names.contains(&field) {
            return Err((403, "AccessDenied"));
        }
    }
    let mut canonical = vec![method.to_owned(), path.to_owned(), sorted(query)];
    canonical.extend(names.iter().map(|name| format!("{name}:{}", request.header(name).unwrap_or_default().trim())));
    canonical.extend([String::new(), names.join(";"), hash.to_owned()]);
    let canonical = hex(&Sha256::digest(canonical.join("\n")));
    let text = format!("AWS4-HMAC-SHA256\n{date}\n{day}/{region}/{service}/aws4_request\n{canonical}");
    let steps = [day, region, service, "aws4_request", &text];
    let signature = steps.iter().fold(format!("AWS4{}", KEYS.1).into_bytes(), |key, step| keyed(&key, step.as_bytes()));
    if hex(&signature) == part("Signature=")? { Ok(()) } else { Err((403, "SignatureDoesNotMatch")) }
}

/// The pairs of a query, each taken apart and put together again, in order.
fn sorted(query: &str) -> String {
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (encode(&decode(name)), encode(&decode(value))))
        .collect();
    pairs.sort();
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

/// HMAC with SHA-256, for keys of at most a block.
fn keyed(key: &[u8], text: &[u8]) -> Vec<u8> {
    let pad = |with: u8| {
        let mut block = vec![with; 64];
        block.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
        block
    };
    let inner = Sha256::digest([pad(0x36), text.to_owned()].concat());
    Sha256::digest([pad(0x5c), inner.to_vec()].concat()).to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// `20130524T000000Z` in seconds since 1970.
fn seconds(date: &str) -> i64 {
    let number = |from: usize, to: usize| date.get(from..to).and_then(|digits| digits.parse::<i64>().ok()).unwrap_or(0);
    let (year, month, day) = (number(0, 4), number(4, 6), number(6, 8));
    // Days from March on, so that the leap day is the last of its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 719_469;
    days * 86_400 + number(9, 11) * 3600 + number(11, 13) * 60 + number(13, 15)
}
