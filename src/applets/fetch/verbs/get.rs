//! `fetch get URL`: what was typed, what it means, and the way through the engine.

use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use clap::builder::ValueHint;
use http::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::applets::fetch::checksum::{Algorithm, Checksum, ChecksumError};
use crate::applets::fetch::engine::{self, Parts, Progress};
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::limits::{Budgets, Rates};
use crate::applets::fetch::map::UNKNOWN;
use crate::applets::fetch::plan::{Earlier, HOST_CEILING, Hash, Plan, Target, Workers};
use crate::applets::fetch::protocol::{self, http as over_http};
use crate::applets::fetch::report::Report;
use crate::applets::fetch::source::Source;
use crate::applets::fetch::span::Span;
use crate::applets::fetch::view::View;
use crate::kit::args::TlsArgs;
use crate::kit::error::Failure;
use crate::kit::event::Sink;
use crate::kit::exit::Exit;
use crate::kit::http::{Connector, ConnectorOptions};
use crate::kit::session::Session;
use crate::kit::tls;
use crate::kit::units::{parse_bytes, parse_duration};

const EXAMPLES: &str = "\
Examples:
  # the name from the server or the URL, into the current folder
  fetch get https://example.org/image.iso

  # over eight connections, and only what has this hash
  fetch get -w 8 https://example.org/image.iso --sha256 9f86d081884c7d65…

  # start over, whatever is there of an earlier attempt
  fetch get --fresh https://example.org/image.iso

  # the report for a program
  fetch get --json https://example.org/image.iso | jq -r .sha256";

/// Events on their way to the view: more than a busy second of retries.
const EVENTS: usize = 64;

/// The flags of `fetch get`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct GetArgs {
    /// What to download
    #[arg(value_name = "URL", required = true, value_hint = ValueHint::Url)]
    pub url: Option<String>,

    /// Connections at once, or auto: one, and more while they pay
    #[arg(short, long, value_name = "N|auto", value_parser = parse_workers, default_value = "auto")]
    #[arg(visible_alias = "concurrency")]
    pub workers: Workers,

    /// The first byte that is wanted
    #[arg(long, value_name = "BYTES", value_parser = parse_bytes_of)]
    pub range_start: Option<u64>,

    /// The byte behind the last one that is wanted
    #[arg(long, value_name = "BYTES", value_parser = parse_bytes_of)]
    pub range_end: Option<u64>,

    /// Start over, whatever is there of an earlier attempt
    #[arg(long)]
    pub fresh: bool,

    /// Replace a file that has the name
    #[arg(long)]
    pub overwrite: bool,

    /// The file must have this SHA-256
    #[arg(long, value_name = "HEX", value_parser = parse_sha256, conflicts_with = "hash")]
    pub sha256: Option<Checksum>,

    /// The file must have this hash
    #[arg(long, value_name = "ALGORITHM:HEX")]
    pub hash: Option<Checksum>,

    /// Do not compute SHA-256 of what is not to be compared
    #[arg(long, conflicts_with_all = ["sha256", "hash"])]
    pub no_hash: bool,

    /// Header to send, 'Name: value'; repeat for more
    #[arg(short = 'H', long = "header", value_name = "HEADER", value_parser = parse_header)]
    pub headers: Vec<(HeaderName, HeaderValue)>,

    /// Give up on a connection when nothing comes for this long [default: 20s]
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    pub timeout: Option<Duration>,

    /// Try again this often without a byte of progress [default: 9]
    #[arg(long, value_name = "N")]
    pub retries: Option<u32>,

    /// The protocol, where not the scheme of the URL decides
    #[arg(long, value_name = "NAME")]
    pub protocol: Option<String>,

    /// How TLS is set up
    #[command(flatten)]
    pub tls: TlsArgs,
}

impl GetArgs {
    /// Downloads.
    ///
    /// # Errors
    /// [`FetchError`], with a hint.
    pub async fn run(self, session: &Session) -> Result<Exit, Failure> {
        let plan = self.plan(session)?;
        let http = over_http::Http::new(self.http_options()?);
        let registry = protocol::registry(http);
        let source = registry
            .find(&plan.url, plan.protocol.as_deref())?
            .source(&plan.url, &Budgets::new(Rates::default()).download())?;
        let Source::Ranged(source) = source else {
            return Err(Failure::usage("this protocol records; nothing here can yet"));
        };
        let (events, feed) = Sink::channel(EVENTS);
        let progress = Arc::new(Progress::default());
        let label = plan.target.file(&plan.url, None);
        let label = label.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let view = View::start(&session.term, label, Arc::clone(&progress), feed);
        let parts = Parts { source, progress, events, stop: session.shutdown.token() };
        let outcome = engine::execute(&plan, &parts).await;
        drop(parts);
        view.finish().await;
        conclude(outcome, session)
    }

    /// What the words mean.
    fn plan(&self, session: &Session) -> Result<Plan, Failure> {
        let text = self.url.as_deref().unwrap_or_default();
        let url = Url::parse(text).map_err(|error| unreadable(text, error))?;
        let part = Span { start: self.range_start.unwrap_or(0), end: self.range_end.unwrap_or(UNKNOWN) };
        if part.end <= part.start {
            return Err(Failure::usage("--range-end must lie behind --range-start"));
        }
        let defaults = Plan::new(url, Target::of(session.output.as_deref()));
        Ok(Plan {
            part,
            protocol: self.protocol.clone(),
            workers: self.workers,
            earlier: match (self.overwrite, self.fresh) {
                (true, _) => Earlier::Overwrite,
                (false, true) => Earlier::Fresh,
                (false, false) => Earlier::Continue,
            },
            hash: if self.no_hash { Hash::None } else { Hash::Sha256 },
            expected: self.sha256.clone().or_else(|| self.hash.clone()),
            stall: self.timeout.unwrap_or(defaults.stall),
            tries: self.retries.map_or(defaults.tries, |retries| retries.saturating_add(1)),
            ..defaults
        })
    }

    fn http_options(&self) -> Result<over_http::Options, Failure> {
        let TlsArgs { insecure, cacert, cert, key } = self.tls.clone();
        let alpn = vec![b"http/1.1".to_vec()];
        let tls =
            tls::client_config(&tls::ClientOptions { insecure, cacert, cert, key, alpn }).map_err(FetchError::Tls)?;
        let connect_timeout = Some(Duration::from_secs(10));
        let connector =
            Connector::new(ConnectorOptions { tls: Some(tls), connect_timeout, ..ConnectorOptions::default() });
        let headers: HeaderMap = self.headers.iter().cloned().collect();
        Ok(over_http::Options { connector, headers, redirects: 10, identity: over_http::identity::Identity::default() })
    }
}

fn conclude(outcome: Result<Report, FetchError>, session: &Session) -> Result<Exit, Failure> {
    match (outcome, session.shutdown.interrupted()) {
        (Ok(report), interrupted) => {
            session.term.emit(&report)?;
            Ok(interrupted
                .filter(|_| report.ending == crate::applets::fetch::report::Ending::Stopped)
                .unwrap_or(Exit::Done))
        }
        (Err(FetchError::Cancelled), Some(interrupted)) => Ok(interrupted),
        (Err(error), _) => Err(error.into()),
    }
}

fn unreadable(text: &str, error: url::ParseError) -> Failure {
    let failure = Failure::usage(format!("`{}` is not a URL: {error}", crate::kit::net::mask_userinfo(text)));
    if text.contains("://") { failure } else { failure.hint(format!("write http://{text}")) }
}

fn parse_workers(text: &str) -> Result<Workers, String> {
    /// More connections to one file are an attack on its server.
    const MOST: usize = 64;
    if text == "auto" {
        return Ok(Workers::Auto(HOST_CEILING));
    }
    let count = text.parse().ok().filter(|count| (1..=MOST).contains(count));
    count.map(Workers::Fixed).ok_or_else(|| format!("write a number from 1 to {MOST}, or auto"))
}

fn parse_sha256(text: &str) -> Result<Checksum, ChecksumError> {
    // Copied out of a line that names the algorithm.
    if text.contains([':', '=']) { text.parse() } else { Checksum::from_hex(Algorithm::Sha256, text) }
}

fn parse_bytes_of(text: &str) -> Result<u64, String> {
    parse_bytes(text).map_err(|error| error.to_string())
}

fn parse_header(text: &str) -> Result<(HeaderName, HeaderValue), String> {
    let (name, value) = text.split_once(':').ok_or("write it as 'Name: value'")?;
    let name =
        HeaderName::from_bytes(name.trim().as_bytes()).map_err(|_| format!("`{name}` is no name of a header"))?;
    let value = HeaderValue::from_str(value.trim()).map_err(|_| "a header has no control characters")?;
    Ok((name, value))
}
