//! Objects of a bucket: listed, read and written, whole.

use std::time::SystemTime;

use bytes::Bytes;
use http::header::{AUTHORIZATION, ETAG, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH};
use http::{Method, StatusCode};

use super::error::{Refusal, S3Error};
use super::keys::{Keys, Profile};
use super::location::Location;
use super::sign::{Scope, Signing, amz_date, authorization, encode, payload_hash};
use super::xml;
use crate::kit::env::Env;
use crate::kit::http::Proxies;
use crate::kit::http::client::{Client, ClientOptions, Redirects, Request, Response};
use crate::kit::net::SafeUrl;
use crate::kit::tls;

/// Objects below one prefix: more is a mistake in the prefix.
const MOST_OBJECTS: usize = 100_000;

/// A page of a listing has a thousand objects of a kilobyte at most.
const LONGEST_PAGE: usize = 8 << 20;

/// An error is a few lines.
const LONGEST_ERROR: usize = 64 << 10;

/// An object in a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its key, whole.
    pub key: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// What changes when it does, without quotes.
    pub etag: String,
}

/// An object that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What is in it.
    pub bytes: Bytes,
    /// What changes when it does, without quotes.
    pub etag: String,
}

/// When an object may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// In any case.
    Always,
    /// Where there is none of its key.
    IfAbsent,
    /// Where it is still this one.
    IfMatch(String),
}

/// What became of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// It is there, under this entity tag.
    Stored(String),
    /// Its condition did not hold.
    Refused,
    /// The server knows no conditions.
    Unconditional,
}

/// A bucket at a server.
#[derive(Debug, Clone)]
pub struct Bucket {
    client: Client,
    base: SafeUrl,
    prefix: String,
    region: String,
    keys: Option<Keys>,
}

impl Bucket {
    /// A bucket, asked as the environment and the files of the AWS CLI say; through `https_proxy` and the like, and with
    /// the authorities of `AWS_CA_BUNDLE` where it is set. Nothing is asked yet.
    ///
    /// # Errors
    /// Keys, endpoint, proxy or authorities cannot be used.
    pub fn open(location: &Location, env: &Env) -> Result<Self, S3Error> {
        let profile = Profile::read(location.profile.as_deref(), env)?;
        let base = location.base(&profile)?;
        let mut options = if base.scheme() == "https" {
            let cacert = env.get_os("AWS_CA_BUNDLE").map(Into::into);
            ClientOptions::secure(&tls::ClientOptions { cacert, ..tls::ClientOptions::default() })?
        } else {
            ClientOptions::default()
        };
        Proxies::of(None, None, env)?.apply(&mut options.connector);
        // A signature is for one host.
        options.redirects = Redirects::Keep;
        let region = location.region(&profile);
        Ok(Self { client: Client::new(options), base, prefix: location.prefix.clone(), region, keys: profile.keys })
    }

    /// Every object whose key begins with the prefix and this.
    ///
    /// # Errors
    /// No answer, a refusal, or too many objects.
    pub async fn list(&self, below: &str) -> Result<Vec<Object>, S3Error> {
        let mut objects = Vec::new();
        let mut next: Option<String> = None;
        loop {
            let prefix = format!("{}{below}", self.prefix);
            let mut pairs = vec![("encoding-type", "url"), ("list-type", "2"), ("prefix", &prefix)];
            if let Some(next) = &next {
                pairs.insert(0, ("continuation-token", next));
            }
            let query: Vec<String> =
                pairs.into_iter().map(|(name, value)| format!("{name}={}", encode(value, ""))).collect();
            let response = self.ask(Method::GET, None, &query.join("&"), Bytes::new(), &Condition::Always).await?;
            let response = accepted(response).await?;
            let url = response.url().clone();
            let page = xml::page(&response.text(LONGEST_PAGE).await?)
                .map_err(|what| S3Error::Listing { url: url.clone(), what })?;
            let object = |(key, bytes, etag): (String, u64, String)| Object { key, bytes, etag: bare(&etag) };
            objects.extend(page.objects.into_iter().map(object));
            if objects.len() > MOST_OBJECTS {
                return Err(S3Error::TooMany { url, most: MOST_OBJECTS });
            }
            match page.next {
                None => return Ok(objects),
                // The same page again would never end.
                Some(token) if next.as_ref() == Some(&token) => {
                    return Err(S3Error::Listing { url, what: "its next page is itself".to_owned() });
                }
                token => next = token,
            }
        }
    }

    /// An object of at most so many bytes; none where there is none.
    ///
    /// # Errors
    /// No answer, a refusal, or a larger object.
    pub async fn get(&self, key: &str, most: usize) -> Result<Option<Found>, S3Error> {
        let response = self.ask(Method::GET, Some(key), "", Bytes::new(), &Condition::Always).await?;
        if response.status() == StatusCode::NOT_FOUND {
            return match accepted(response).await {
                Err(S3Error::Refused(refusal)) if refusal.code != "NoSuchBucket" => Ok(None),
                Err(error) => Err(error),
                Ok(_) => Ok(None),
            };
        }
        let response = accepted(response).await?;
        let etag = etag(&response);
        Ok(Some(Found { bytes: response.bytes(most).await?, etag }))
    }

    /// Writes an object, if the condition holds.
    ///
    /// # Errors
    /// No answer, or a refusal for another reason.
    pub async fn put(&self, key: &str, bytes: Bytes, condition: &Condition) -> Result<Put, S3Error> {
        let response = self.ask(Method::PUT, Some(key), "", bytes, condition).await?;
        match response.status() {
            // Another write at the same moment counts as one that was quicker.
            StatusCode::PRECONDITION_FAILED | StatusCode::CONFLICT => Ok(Put::Refused),
            StatusCode::NOT_FOUND if matches!(condition, Condition::IfMatch(_)) => match accepted(response).await {
                Err(S3Error::Refused(refusal)) if refusal.code != "NoSuchBucket" => Ok(Put::Refused),
                Err(error) => Err(error),
                Ok(_) => Ok(Put::Refused),
            },
            StatusCode::NOT_IMPLEMENTED if *condition != Condition::Always => Ok(Put::Unconditional),
            _ => {
                let response = accepted(response).await?;
                Ok(Put::Stored(etag(&response)))
            }
        }
    }

    async fn ask(
        &self,
        method: Method,
        key: Option<&str>,
        query: &str,
        body: Bytes,
        condition: &Condition,
    ) -> Result<Response, S3Error> {
        let url = self.url(key, query)?;
        let mut headers: Vec<(HeaderName, String)> = match condition {
            Condition::Always => Vec::new(),
            Condition::IfAbsent => vec![(IF_NONE_MATCH, "*".to_owned())],
            Condition::IfMatch(etag) => vec![(IF_MATCH, format!("\"{etag}\""))],
        };
        let host = crate::kit::net::Origin::of(&url).map(|origin| origin.authority());
        let host = host.map_err(|error| S3Error::Endpoint(error.to_string()))?;
        if let Some(keys) = &self.keys {
            let (hash, date) = (payload_hash(&body), amz_date(SystemTime::now()));
            headers.push((HeaderName::from_static("x-amz-content-sha256"), hash.clone()));
            headers.push((HeaderName::from_static("x-amz-date"), date.clone()));
            let token = keys.token().map(|token| (HeaderName::from_static("x-amz-security-token"), token.to_owned()));
            headers.extend(token);
            let mut signed: Vec<(&str, &str)> = vec![("host", &host)];
            signed.extend(headers.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            let signing = Signing {
                method: method.as_str(),
                path: url.path(),
                query,
                headers: &signed,
                payload_hash: &hash,
                date: &date,
            };
            let scope = Scope { region: &self.region, service: "s3" };
            let value = authorization(keys, scope, &signing);
            headers.push((AUTHORIZATION, value));
        }
        let mut request = Request::new(method, url).body(body);
        for (name, value) in headers {
            let mut value = HeaderValue::from_str(&value).map_err(|_| S3Error::HalfAPair("the keys".to_owned()))?;
            value.set_sensitive(matches!(name.as_str(), "authorization" | "x-amz-security-token"));
            request = request.header(name, value);
        }
        Ok(self.client.send(request).await?)
    }

    fn url(&self, key: Option<&str>, query: &str) -> Result<SafeUrl, S3Error> {
        let base = self.base.as_str().trim_end_matches('/');
        let key = match key {
            // What a URL would take for a step is no part of a key that can be asked for.
            Some(key) if key.split('/').any(|part| matches!(part, "." | "..")) || key.is_empty() => {
                return Err(S3Error::Key(key.to_owned()));
            }
            Some(key) => format!("/{}", encode(key, "/")),
            None if self.base.path() == "/" => "/".to_owned(),
            None => String::new(),
        };
        let query = if query.is_empty() { String::new() } else { format!("?{query}") };
        let url = format!("{base}{key}{query}");
        crate::kit::net::parse_url(&url).map_err(|error| S3Error::Endpoint(error.to_string()))
    }

    /// The key of something below the prefix.
    #[must_use]
    pub fn key(&self, below: &str) -> String {
        format!("{}{below}", self.prefix)
    }
}

/// An entity tag without its quotes: some servers put none around it.
fn bare(etag: &str) -> String {
    etag.trim().trim_start_matches("W/").trim_matches('"').to_owned()
}

fn etag(response: &Response) -> String {
    response.headers().get(ETAG).and_then(|etag| etag.to_str().ok()).map(bare).unwrap_or_default()
}

/// A response that is a success, or what the server says instead.
async fn accepted(response: Response) -> Result<Response, S3Error> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let url = response.url().clone();
    // Why is in the body, which may be as broken as the rest.
    let text = response.text(LONGEST_ERROR).await.unwrap_or_default();
    let (code, message) = xml::error(&text);
    Err(S3Error::Refused(Box::new(Refusal { url, status, code, message })))
}
