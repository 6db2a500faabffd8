//! What the user meant: validated, with the defaults; nothing is checked again behind it.

mod words;

use std::num::{NonZeroU64, NonZeroUsize};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{COOKIE, HeaderMap, HeaderValue, REFERER};
use tokio_util::sync::CancellationToken;

use self::words::{from, given, header, keys, per_host, until};
use super::args::{Args, ChoiceArgs, SubFormat};
pub(super) use super::args::{Container, Remux};
use super::error::PlanError;
use super::name::Template;
use std::sync::Arc;

use crate::kit::env::Env;
use crate::kit::error::Failure;
use crate::kit::fs::FileError;
use crate::kit::http::Proxies;
use crate::kit::http::client::{Client, ClientOptions};
use crate::kit::http::cookies::Jar;
use crate::kit::limit::{Limiter, Limits};
use crate::kit::net::{OverrideError, Resolver as Names, SafeUrl, Timeouts};
use crate::kit::retry::Policy;
use crate::kit::tls;
use crate::media::cenc::KeyRing;
use crate::media::crypt::KEY_BYTES;
use crate::media::hls::{Moment, Reach};
use crate::media::hosts::Hosts;
use crate::media::packing::Packing;
use crate::media::page::Depth;
use crate::media::playlist::Asker;
use crate::media::record::{Holes, Links, Resume, Settings};
use crate::media::segment::Query;
use crate::media::select::{Quality, Selection};
use crate::media::subtitles::Form;

/// More connections at once help nobody and look like an attack.
const MOST_JOBS: u64 = 256;

/// What may wait in memory: with the program itself, the buffers of connections and what the allocator keeps, below
/// 64 MiB.
const MEMORY_BYTES: u64 = 10 << 20;

/// A head may take so many times what a server may be silent for: the connection is made within it.
const HEAD_FACTOR: u32 = 2;

/// What one read takes: of one size, so that memory is used again, and as fast as larger ones.
const READ_BUFFER_BYTES: usize = 64 << 10;

/// A recording, or a look at what there is.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The playlist, or the page it is on; of one from standard input what its references are relative to.
    pub url: SafeUrl,
    /// Its text, where it is not asked for.
    pub text: Option<Bytes>,
    /// Whether it is only looked at.
    pub aim: Aim,
    /// Which stream of a page.
    pub pick: Pick,
    /// How far it is looked for.
    pub depth: Depth,
    /// What the page calls itself, once one has led here.
    pub title: Option<String>,
    /// What the segments of each track were seen to be, once something else was thought.
    pub seen: Vec<Option<Packing>>,
    /// Which rendition.
    pub quality: Quality,
    /// Which of its tracks.
    pub selection: Selection,
    /// Where the recording goes.
    pub target: Target,
    /// What it becomes.
    pub container: Container,
    /// Who makes that.
    pub remux: Remux,
    /// Languages or names of subtitles that are recorded as well; `all` is all of them.
    pub subs: Vec<String>,
    /// What they become.
    pub sub_form: Form,
    /// When it was typed.
    pub began: Moment,
    /// Whether what an earlier run left is used.
    pub resume: Resume,
    /// How it is fetched.
    pub settings: Settings,
    /// Whether references get the query of the playlist.
    pub query: Query,
    /// In place of the keys of the stream, where segments are locked as a whole.
    pub key: Option<[u8; KEY_BYTES]>,
    /// The keys of locked samples.
    pub keys: KeyRing,
    /// The command that prints a new link.
    pub refresh: Option<String>,
    request: Request,
}

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// A recording.
    Record,
    /// A list of the renditions.
    List,
    /// A list of the streams of a page.
    Find,
    /// The file of what was recorded.
    Finish,
}

/// Which stream of a page is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// The first that can be recorded.
    Best,
    /// The one of this number, from 1.
    Nth(usize),
}

/// Where a recording goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A file named after the playlist.
    Named,
    /// This file or device; in a folder, a file named after the playlist.
    File(PathBuf),
    /// A file whose name has fields.
    Template(Template),
    /// Standard output.
    Stdout,
}

/// What servers are told, and how they are reached.
#[derive(Debug, Clone)]
struct Request {
    headers: HeaderMap,
    user_agent: Option<HeaderValue>,
    proxies: Proxies,
    names: Names,
    cookies: Arc<Jar>,
    timeout: Duration,
    /// Bytes per second.
    limit: Option<NonZeroU64>,
    /// At once, for each server.
    per_host: NonZeroUsize,
    tls: tls::ClientOptions,
}

impl Plan {
    /// What was typed, where `--output` points, and the proxies of the environment.
    ///
    /// # Errors
    /// What cannot be meant.
    pub fn resolve(args: &Args, output: Option<&Path>, env: &Env) -> Result<Self, PlanError> {
        let (choice, fetch) = (&args.choice, &args.fetch);
        if fetch.concurrency == 0 || fetch.concurrency > MOST_JOBS {
            return Err(PlanError::Concurrency { most: MOST_JOBS });
        }
        if choice.duration.is_some_and(|duration| duration.is_zero()) {
            return Err(PlanError::NoDuration);
        }
        let aim = aim(args, output)?;
        if choice.remux == Remux::Ffmpeg && output == Some(Path::new("-")) {
            return Err(PlanError::RemuxPipe);
        }
        let texts = !choice.subs.is_empty() || choice.select.as_ref().is_some_and(Selection::wants_subtitles);
        if texts && output == Some(Path::new("-")) {
            return Err(PlanError::SubsPipe);
        }
        if fetch.refresh_cmd.is_some() && output == Some(Path::new("-")) {
            return Err(PlanError::RefreshPipe);
        }
        if fetch.timeout.is_zero() {
            return Err(PlanError::NoTimeout);
        }
        let (url, text) = given(&args.url, fetch.base_url.as_deref())?;
        let (key, keys) = keys(&fetch.decrypt_key)?;
        let retry =
            Policy { tries: fetch.retries.saturating_add(1), longest: Duration::from_secs(10), ..Policy::default() };
        Ok(Self {
            url,
            text,
            aim,
            pick: args.page.pick.map_or(Pick::Best, |number| Pick::Nth(number.get())),
            depth: if args.page.deep { Depth::Deep } else { Depth::Page },
            title: None,
            seen: Vec::new(),
            quality: choice.quality.clone(),
            selection: selection(choice)?,
            container: container(choice.container, output),
            remux: choice.remux,
            subs: choice.subs.iter().map(|wish| wish.trim().to_owned()).filter(|wish| wish != "none").collect(),
            sub_form: if choice.sub_format == SubFormat::Srt { Form::Srt } else { Form::Vtt },
            target: match output {
                None => Target::Named,
                Some(path) if path == Path::new("-") => Target::Stdout,
                Some(path) => match path.to_str().map(Template::read).transpose()?.flatten() {
                    Some(template) => Target::Template(template),
                    None => Target::File(path.to_owned()),
                },
            },
            began: SystemTime::now().into(),
            resume: resume(choice),
            settings: Settings {
                jobs: fetch.concurrency as usize,
                retry,
                passing: fetch.retry_status.clone(),
                patience: fetch.patience,
                limit: choice.duration,
                reach: Reach::Nearest,
                from: choice.from.as_deref().map(from).transpose()?,
                until: choice.until.as_deref().map(|text| until(text, SystemTime::now())).transpose()?,
                links: if fetch.refresh_cmd.is_some() {
                    Links::Renewable { but: Arc::default(), not_before: None }
                } else {
                    Links::Lasting
                },
                holes: if choice.accept_gaps { Holes::Accepted } else { Holes::Open },
                memory_bytes: MEMORY_BYTES,
            },
            query: if fetch.append_query { Query::OfPlaylist } else { Query::OfReference },
            key,
            keys,
            refresh: fetch.refresh_cmd.clone(),
            request: Request::resolve(args, env)?,
        })
    }

    /// The same of a playlist that a page with this title has led to.
    #[must_use]
    pub fn at(&self, url: SafeUrl, title: Option<String>) -> Self {
        Self { url, text: None, title, ..self.clone() }
    }

    /// Whether the recording goes to standard output.
    #[must_use]
    pub fn is_piped(&self) -> bool {
        self.aim == Aim::Record && self.target == Target::Stdout
    }

    /// Whether all tracks would go into one another: what is written goes to a pipe or a device that somebody reads.
    #[must_use]
    pub fn takes_one(&self) -> bool {
        let Target::File(path) = &self.target else { return self.is_piped() };
        let flows = std::fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir());
        self.aim == Aim::Record && flows && path != Path::new("/dev/null")
    }

    /// Who sends its requests; `stop` ends their pauses.
    ///
    /// # Errors
    /// TLS files, or the folder of a playlist, that cannot be used.
    pub fn asker(&self, stop: CancellationToken) -> Result<Asker, Failure> {
        let request = &self.request;
        let mut options = ClientOptions::secure(&request.tls).map_err(Failure::operation)?;
        request.proxies.clone().apply(&mut options.connector);
        options.connector.resolver = request.names.clone();
        let limit = Some(request.timeout);
        let head = limit.map(|limit| limit.saturating_mul(HEAD_FACTOR));
        options.timeouts = Timeouts { connect: limit, read: limit, write: limit, head, crawl: limit, total: None };
        // Trying again is the recorder's: it knows what a segment is worth.
        options.retry = Policy { tries: 1, ..Policy::default() };
        options.read_buffer_bytes = Some(READ_BUFFER_BYTES);
        options.cookies = Some(Arc::clone(&request.cookies));
        options.stop = stop;
        if let Some(user_agent) = &request.user_agent {
            options.user_agent = user_agent.clone();
        }
        let asker = Asker::new(Client::new(options), request.headers.clone(), &self.url);
        let folder = self.url.to_file_path().ok().filter(|_| self.url.is_file());
        let asker = match folder.as_deref().and_then(Path::parent) {
            Some(folder) => {
                let fail = |error| Failure::operation(FileError::new("read", folder, error));
                asker.beside(folder).map_err(fail)?
            }
            None => asker,
        };
        let asker = asker.capped(Hosts::of(request.per_host));
        Ok(asker.limited(Limits::of(request.limit.map(|limit| Limiter::new(Some(limit))))))
    }
}

/// What is said of tracks, once.
fn selection(choice: &ChoiceArgs) -> Result<Selection, PlanError> {
    let both = |other| PlanError::Both { one: "--select", other };
    match &choice.select {
        None if choice.audio_only => Ok(Selection::sound_alone()),
        None => Ok(Selection::default()),
        Some(selection) if selection.names_video() && choice.quality != Quality::default() => {
            Err(both("--quality, where it says v=,"))
        }
        Some(selection) if selection.names_subtitles() && !choice.subs.is_empty() => {
            Err(both("--subs, where it says s=,"))
        }
        Some(_) if choice.audio_only => Err(both("--audio-only")),
        Some(selection) => Ok(selection.clone()),
    }
}

/// What becomes of what there is.
fn resume(choice: &ChoiceArgs) -> Resume {
    match (choice.force, choice.finish) {
        (false, _) => Resume::Continue,
        (true, true) => Resume::Replace,
        (true, false) => {
            // No two runs at once have the same.
            let now = Moment::from(SystemTime::now()).unix_ms;
            Resume::Begin { run: now.unsigned_abs() << 22 | u64::from(std::process::id()) & 0x3f_ffff }
        }
    }
}

/// What is wanted, where it can be.
fn aim(args: &Args, output: Option<&Path>) -> Result<Aim, PlanError> {
    let (list, page) = (args.choice.list_quality, &args.page);
    if args.choice.finish {
        let others = [(list, "--list-quality"), (page.find, "--find")];
        if let Some((_, other)) = others.into_iter().find(|(is_given, _)| *is_given) {
            return Err(PlanError::Both { one: "--finish", other });
        }
        return Ok(Aim::Finish);
    }
    match (page.find, list) {
        (true, true) => return Err(PlanError::Both { one: "--find", other: "--list-quality" }),
        (true, false) if page.pick.is_some() => return Err(PlanError::Both { one: "--find", other: "--pick" }),
        (false, false) => return Ok(Aim::Record),
        _ => {}
    }
    if output.is_some_and(|path| path != Path::new("-")) {
        return Err(PlanError::ListToFile { flag: if list { "--list-quality" } else { "--find" } });
    }
    Ok(if list { Aim::List } else { Aim::Find })
}

/// What a name promises, where nothing else was said.
pub(super) fn container(told: Container, output: Option<&Path>) -> Container {
    let extension = output.and_then(Path::extension).and_then(|extension| extension.to_str()).unwrap_or_default();
    match (told, extension.to_ascii_lowercase().as_str()) {
        (Container::Auto, "ts" | "m2ts" | "mts") => Container::Ts,
        (Container::Auto, "mp4" | "m4v" | "mov") => Container::Mp4,
        (Container::Auto, "m4a") => Container::M4a,
        (Container::Auto, "m4s" | "cmfv" | "cmfa") => Container::Fmp4,
        (told, _) => told,
    }
}

impl Request {
    fn resolve(args: &Args, env: &Env) -> Result<Self, PlanError> {
        let (request, files) = (&args.request, &args.tls);
        let value = |flag: &'static str, text: &str| HeaderValue::from_str(text).map_err(|_| PlanError::Value { flag });
        let mut headers = HeaderMap::new();
        if let Some(referer) = &request.referer {
            headers.insert(REFERER, value("--referer", referer)?);
        }
        for line in &request.headers {
            let (name, value) = header(line)?;
            headers.append(name, value);
        }
        let jar = Jar::default();
        if let Some(text) = &request.cookies
            && let Some(field) = jar.take(text)?
        {
            headers.insert(COOKIE, field);
        }
        let overrides: Result<Vec<_>, OverrideError> = request.resolve.iter().map(|entry| entry.parse()).collect();
        Ok(Self {
            headers,
            user_agent: request.user_agent.as_deref().map(|text| value("--user-agent", text)).transpose()?,
            proxies: Proxies::of(request.proxy.as_deref(), None, env)?,
            names: Names::new(crate::kit::net::Prefer::Auto, overrides?),
            cookies: Arc::new(jar),
            timeout: args.fetch.timeout,
            limit: args.fetch.limit,
            per_host: per_host(&args.fetch)?,
            tls: tls::ClientOptions {
                insecure: files.insecure,
                cacert: files.cacert.clone(),
                cert: files.cert.clone(),
                key: files.key.clone(),
                alpn: Vec::new(),
            },
        })
    }
}
