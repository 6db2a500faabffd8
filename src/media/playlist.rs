//! A playlist from a server: asked for, followed through redirects, read.

mod fault;

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::StatusCode;
use http::header::{
    AUTHORIZATION, CONTENT_RANGE, CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue, RANGE, REFERER, RETRY_AFTER,
};
use tokio_util::sync::CancellationToken;

pub use self::fault::LoadError;
use super::dash;
use super::hls::{ByteRange, Context, Moment, Reading, read};
use super::hosts::Hosts;
use super::local::Folder;
use crate::kit::http::auth::Credentials;
use crate::kit::http::client::{Client, ClientError, Request, Stage};
use crate::kit::http::is_secret_field;
use crate::kit::limit::Limits;
use crate::kit::net::{SafeUrl, UrlError};
use crate::kit::random::Random;
use crate::kit::retry::{Policy, Tries, Trouble, retry_after};

/// More than any playlist; what is inflated from it is limited again.
pub const LARGEST_BYTES: usize = 64 << 20;

/// A playlist or a key that takes longer does not come, however its bytes trickle.
const LONGEST: Duration = Duration::from_mins(5);

/// Sends requests with the fields that the user wants everywhere.
#[derive(Debug, Clone)]
pub struct Asker {
    client: Client,
    headers: HeaderMap,
    /// What the user named: whom secrets among the fields are for.
    home: SafeUrl,
    /// Who asks there, where the URL of the user says so.
    login: Option<HeaderValue>,
    /// The document that refers to what is asked for.
    referrer: Option<SafeUrl>,
    /// What segments may take.
    limits: Limits,
    /// How much each server is asked at once for segments and what opens them.
    hosts: Hosts,
    /// Whose files may be read.
    folder: Option<Folder>,
}

/// A part of something.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its bytes.
    pub body: Bytes,
    /// How long the whole is, where the server sends parts and says so.
    pub whole: Option<u64>,
}

/// What a server sent to somebody who does not know what it is.
#[derive(Debug, Clone)]
pub struct Looked {
    /// Who sent it, after redirects.
    pub url: SafeUrl,
    /// All of it where it is text; else its beginning.
    pub body: Bytes,
    /// What its head calls it, without parameters.
    pub mime: Option<String>,
}

impl Looked {
    /// Whether it begins as text does, compressed perhaps.
    #[must_use]
    pub fn is_text(&self) -> bool {
        is_text(&self.body)
    }
}

/// Media have bytes in their first ones that no text has.
fn is_text(bytes: &[u8]) -> bool {
    let begin = &bytes[..bytes.len().min(512)];
    let wide = begin.starts_with(b"\xff\xfe") || begin.starts_with(b"\xfe\xff");
    let other = |byte: &u8| *byte < 9 || (14..32).contains(byte) && *byte != 27;
    wide || begin.starts_with(b"\x1f\x8b") || !begin.iter().any(other)
}

/// What a server sent.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Who sent it, after redirects: what references are resolved against.
    pub url: SafeUrl,
    /// All of it.
    pub body: Bytes,
    /// What time it was there.
    pub date: Option<Moment>,
}

impl Asker {
    /// `headers` go along with every request, but for those that are secrets by their names (`Authorization`, `Cookie`,
    /// `X-Token`): those are for the host of `home`, not without TLS where that has it, and a playlist may name others.
    /// The user and password of `home` are for all of its origin. The client should not try again by itself: that is decided here, by what is asked for.
    #[must_use]
    pub fn new(client: Client, headers: HeaderMap, home: &SafeUrl) -> Self {
        let mut home = home.clone();
        let login = home.take_credentials().map(|(user, password)| Credentials::new(user, password).basic());
        let (limits, hosts) = (Limits::default(), Hosts::default());
        Self { client, headers, home, login, referrer: None, limits, hosts, folder: None }
    }

    /// The same, as the document at `url` asks for what it refers to: with a `Referer`, unless the user has given one. As
    /// browsers do, other origins are told that of the document alone, and plain HTTP nothing of a document that came over
    /// TLS (Referrer Policy, "strict-origin-when-cross-origin").
    #[must_use]
    pub fn referred(self, url: &SafeUrl) -> Self {
        Self { referrer: Some(url.clone()), ..self }
    }

    /// The same, with segments no faster than this.
    #[must_use]
    pub fn limited(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The same, with no more at once for each server than this.
    #[must_use]
    pub fn capped(self, hosts: Hosts) -> Self {
        Self { hosts, ..self }
    }

    /// The same, that reads files beside a playlist that is a file in `folder`, and below.
    ///
    /// # Errors
    /// What the system says of the folder.
    pub fn beside(self, folder: &std::path::Path) -> std::io::Result<Self> {
        Ok(Self { folder: Some(Folder::new(folder)?), ..self })
    }

    /// Refuses a file that is not in the folder; all else may be asked for.
    pub(super) fn may_read(&self, url: &SafeUrl) -> Result<(), UrlError> {
        let outside = url.is_file() && self.folder.as_ref().is_none_or(|folder| folder.is_outside(url));
        if outside { Err(UrlError::Outside(url.to_string())) } else { Ok(()) }
    }

    /// So much of a file; `None` where the URL is of none.
    pub(super) async fn file(
        &self,
        url: &SafeUrl,
        range: Option<ByteRange>,
        most: usize,
    ) -> Option<Result<Vec<u8>, ClientError>> {
        if !url.is_file() {
            return None;
        }
        match &self.folder {
            Some(folder) => Some(folder.read(url, range, most).await),
            None => Some(Err(ClientError::File { url: url.clone(), reason: "no file is read here".to_owned() })),
        }
    }

    /// What whoever asks for segments takes slots from.
    pub(super) const fn hosts(&self) -> &Hosts {
        &self.hosts
    }

    /// What whoever reads segments takes from.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// A request with the fields of the user.
    #[must_use]
    pub fn request(&self, url: &SafeUrl) -> Request {
        self.dressed(url, Request::get(url.clone()))
    }

    /// Another request to `url`, with the same fields.
    #[must_use]
    pub fn dressed(&self, url: &SafeUrl, request: Request) -> Request {
        let in_clear = self.home.scheme() == "https" && url.scheme() != "https";
        let at_home = url.host_str() == self.home.host_str() && !in_clear;
        let login = self.login.clone().filter(|_| url.origin() == self.home.origin());
        let own = !url.username().is_empty() || self.headers.contains_key(AUTHORIZATION);
        let request = match login {
            Some(login) if !own => request.header(AUTHORIZATION, login),
            _ => request,
        };
        let fields = self.headers.iter().filter(|(name, _)| at_home || !is_secret_field(name));
        let request = fields
            .fold(request, |request, (name, value)| request.header(HeaderName::clone(name), HeaderValue::clone(value)));
        match self.referer(url) {
            Some(referer) if !self.headers.contains_key(REFERER) => request.header(REFERER, referer),
            _ => request,
        }
    }

    fn referer(&self, url: &SafeUrl) -> Option<HeaderValue> {
        let from = self.referrer.as_ref()?;
        if from.scheme() == "https" && url.scheme() != "https" {
            return None;
        }
        let mut plain = from.clone();
        plain.take_credentials();
        let mut plain = plain.into_inner();
        plain.set_fragment(None);
        if plain.origin() != url.origin() {
            plain.set_path("/");
            plain.set_query(None);
        }
        HeaderValue::from_str(plain.as_str()).ok()
    }

    /// What is at `url`, asked for once: of text all, of at most `most` bytes, of anything else the beginning.
    ///
    /// # Errors
    /// It did not arrive, or the server answered with an error.
    pub async fn look(&self, url: &SafeUrl, most: usize) -> Result<Looked, ClientError> {
        let mut response = self.client.send(self.request(url)).await?.success()?;
        let url = response.url().clone();
        let mime = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let mime = mime.map(|mime| mime.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await? {
            if body.len() + piece.len() > most {
                return Err(ClientError::TooLarge { url, most });
            }
            body.extend_from_slice(&piece);
            if !is_text(&body) {
                break;
            }
        }
        Ok(Looked { url, body: body.into(), mime })
    }

    /// The client.
    #[must_use]
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// One small thing, whole, of at most `most` bytes; tried again as `policy` says.
    ///
    /// # Errors
    /// The last one.
    pub async fn fetch(
        &self,
        url: &SafeUrl,
        most: usize,
        policy: Policy,
        stop: &CancellationToken,
    ) -> Result<Sent, ClientError> {
        if let Some(read) = self.file(url, None, most).await {
            return Ok(Sent { url: url.clone(), body: read?.into(), date: None });
        }
        let mut tries = Tries::new(policy, Random::from_system());
        loop {
            match within(url, self.once(self.request(url), most)).await {
                Ok(sent) => return Ok(sent),
                Err(trouble) => tries.again(trouble, stop).await.map_err(|gave_up| gave_up.error)?,
            }
        }
    }

    /// One small thing, whole, of at most `most` bytes; one try.
    ///
    /// # Errors
    /// It did not arrive, or the server answered with an error.
    pub async fn attempt(&self, url: &SafeUrl, most: usize) -> Result<Sent, Trouble<ClientError>> {
        match self.file(url, None, most).await {
            Some(Ok(read)) => Ok(Sent { url: url.clone(), body: read.into(), date: None }),
            Some(Err(error)) => Err(Trouble::Lasting(error)),
            None => within(url, self.once(self.request(url), most)).await,
        }
    }

    /// A part of something, of at most as many bytes as were asked for; fewer where it ends before.
    ///
    /// # Errors
    /// The last one.
    pub async fn fetch_range(
        &self,
        url: &SafeUrl,
        range: ByteRange,
        policy: Policy,
        stop: &CancellationToken,
    ) -> Result<Part, ClientError> {
        if let Some(read) = self.file(url, Some(range), LARGEST_BYTES).await {
            return Ok(Part { body: read?.into(), whole: None });
        }
        let mut tries = Tries::new(policy, Random::from_system());
        loop {
            match within(url, self.part(url, range)).await {
                Ok(part) => return Ok(part),
                Err(trouble) => tries.again(trouble, stop).await.map_err(|gave_up| gave_up.error)?,
            }
        }
    }

    async fn part(&self, url: &SafeUrl, range: ByteRange) -> Result<Part, Trouble<ClientError>> {
        let mut request = self.request(url);
        // Digits are always a lawful value.
        if let Ok(value) = HeaderValue::try_from(format!("bytes={}-{}", range.offset, range.end().saturating_sub(1))) {
            request = request.header(RANGE, value);
        }
        let response = self.client.send(request).await.map_err(trouble)?;
        let passing = may_pass(response.status().as_u16());
        let mut response = response
            .success()
            .map_err(|error| if passing { Trouble::passing(error) } else { Trouble::Lasting(error) })?;
        // A server that knows no ranges sends everything; what is not wanted is not waited for.
        let in_parts = response.status() == StatusCode::PARTIAL_CONTENT;
        let whole = response
            .headers()
            .get(CONTENT_RANGE)
            .and_then(|field| field.to_str().ok()?.rsplit('/').next()?.parse().ok());
        let mut skip = if in_parts { 0 } else { range.offset };
        let mut body = Vec::new();
        while (body.len() as u64) < range.length
            && let Some(piece) = response.chunk().await.map_err(trouble)?
        {
            let over = skip.min(piece.len() as u64);
            skip -= over;
            let left = range.length - body.len() as u64;
            let piece = &piece[over as usize..];
            body.extend_from_slice(&piece[..piece.len().min(usize::try_from(left).unwrap_or(usize::MAX))]);
        }
        Ok(Part { body: body.into(), whole: whole.filter(|_| in_parts) })
    }

    async fn once(&self, request: Request, most: usize) -> Result<Sent, Trouble<ClientError>> {
        let response = self.client.send(request).await.map_err(trouble)?;
        let asked = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let after = asked.and_then(|text| retry_after(text, SystemTime::now()));
        let passing = may_pass(response.status().as_u16());
        let response = response
            .success()
            .map_err(|error| if passing { Trouble::Passing { error, after } } else { Trouble::Lasting(error) })?;
        let url = response.url().clone();
        let date = response.headers().get(DATE).and_then(|date| date.to_str().ok()).and_then(dash::date);
        Ok(Sent { url, body: response.bytes(most).await.map_err(trouble)?, date })
    }

    /// A playlist, read with what `context` knows of it.
    ///
    /// # Errors
    /// It did not arrive, or is none.
    pub async fn load(
        &self,
        url: &SafeUrl,
        context: Context<'_>,
        policy: Policy,
        stop: &CancellationToken,
    ) -> Result<(SafeUrl, Reading), LoadError> {
        let sent = self.fetch(url, LARGEST_BYTES, policy, stop).await?;
        Self::read(&sent, context).map(|reading| (sent.url, reading))
    }

    /// Reads what was sent as a playlist, with what `context` knows of it.
    ///
    /// # Errors
    /// It is none.
    pub fn read(sent: &Sent, context: Context<'_>) -> Result<Reading, LoadError> {
        let context = Context { query: sent.url.query(), ..context };
        let reading = read(&sent.body, &context).map_err(|reason| LoadError::Read { url: sent.url.clone(), reason })?;
        for diagnostic in reading.diagnostics.told() {
            tracing::debug!(url = %sent.url, line = diagnostic.line, "{}", diagnostic.message);
        }
        Ok(reading)
    }
}

/// One try, for no longer than anything small takes.
async fn within<T>(
    url: &SafeUrl,
    work: impl Future<Output = Result<T, Trouble<ClientError>>>,
) -> Result<T, Trouble<ClientError>> {
    let late = |_| Trouble::passing(ClientError::Timeout { url: url.clone(), stage: Stage::Reading, after: LONGEST });
    tokio::time::timeout(LONGEST, work).await.map_err(late)?
}

fn trouble(error: ClientError) -> Trouble<ClientError> {
    if error.is_passing() { Trouble::passing(error) } else { Trouble::Lasting(error) }
}

/// Statuses that say "not now" (RFC 9110, RFC 6585, RFC 8470), and those of servers in trouble.
#[must_use]
pub const fn may_pass(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500..=599)
}

#[cfg(test)]
mod tests {
    use http::header::COOKIE;

    use super::*;
    use crate::kit::http::client::ClientOptions;
    use crate::kit::net::parse_url;

    #[test]
    fn secrets_stay_with_the_host_they_were_given_for() {
        let url = |text: &str| parse_url(text).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static("session=secret"));
        headers.insert("x-player", HeaderValue::from_static("player"));
        headers.insert("x-token", HeaderValue::from_static("secret"));
        let asker = Asker::new(Client::new(ClientOptions::default()), headers, &url("https://site.test/x.m3u8"));
        let fields = |text: &str| format!("{:?}", asker.request(&url(text)));
        assert!(fields("https://site.test/k").contains("cookie"), "{}", fields("https://site.test/k"));
        for elsewhere in ["https://cdn.test/1.ts", "http://site.test/1.ts"].map(fields) {
            assert!(!elsewhere.contains("cookie") && !elsewhere.contains("x-token"), "{elsewhere}");
            assert!(elsewhere.contains("x-player"), "{elsewhere}");
        }
    }

    #[test]
    fn who_asks_for_the_playlist_asks_for_its_segments() {
        let url = |text: &str| parse_url(text).unwrap();
        let client = Client::new(ClientOptions::default());
        let asker = Asker::new(client, HeaderMap::new(), &url("http://me:pw@site.test/x.m3u8"));
        let named = |text: &str| format!("{:?}", asker.request(&url(text))).contains("authorization");
        assert!(named("http://site.test/1.ts") && named("http://site.test/k"));
        assert!(!named("http://cdn.test/1.ts") && !named("https://site.test/1.ts") && !named("http://site.test:81/"));
    }

    #[test]
    fn a_document_is_told_as_browsers_tell_it() {
        let url = |text: &str| parse_url(text).unwrap();
        let referer = |headers: HeaderMap, from: &str, to: &str| {
            let asker = Asker::new(Client::new(ClientOptions::default()), headers, &url(from)).referred(&url(from));
            asker.referer(&url(to)).map(|value| value.to_str().unwrap().to_owned())
        };
        let from = "https://me:pw@site.test/watch?v=1#t";
        for (to, told) in [
            ("https://site.test/x.m3u8", Some("https://site.test/watch?v=1")),
            ("https://cdn.test/x.m3u8", Some("https://site.test/")),
            ("http://site.test/x.m3u8", None),
        ] {
            assert_eq!(referer(HeaderMap::new(), from, to).as_deref(), told, "{to}");
        }
    }
}
