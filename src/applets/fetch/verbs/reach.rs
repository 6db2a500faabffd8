//! How servers are reached, by whom, and how fast: the flags that every verb shares which asks one.

use std::net::IpAddr;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use clap::builder::ValueHint;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::limits::file::{LimitFile, Watching};
use crate::applets::fetch::limits::{Budgets, Rates};
use crate::applets::fetch::protocol::http::identity::Identity;
use crate::applets::fetch::protocol::http::{Http, Options, Version};
use crate::applets::fetch::protocol::{self, stream};
use crate::applets::fetch::source::Registry;
use crate::kit::args::{HttpArg, TlsArgs, parse_limit};
use crate::kit::env::Env;
use crate::kit::error::Failure;
use crate::kit::fs;
use crate::kit::http::auth::Credentials;
use crate::kit::http::cookies::{GivenError, Jar};
use crate::kit::http::netrc::Netrc;
use crate::kit::http::{Connector, ConnectorOptions, Proxies};
use crate::kit::net::{Override, Prefer, Resolver};
use crate::kit::term::Term;
use crate::kit::tls;
use crate::kit::units::parse_duration;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);

/// As many redirects in a row as browsers follow, or half of it: more are a loop.
const REDIRECTS: u32 = 10;

/// What `--netrc` alone means.
const HOME_NETRC: &str = "~/.netrc";

/// The flags.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Connection options")]
pub struct ReachArgs {
    /// Header to send, 'Name: value'; repeat for more
    #[arg(short = 'H', long = "header", value_name = "HEADER", value_parser = parse_header)]
    pub headers: Vec<(HeaderName, HeaderValue)>,

    /// User name and password, for Basic and Digest
    #[arg(short = 'u', long, value_name = "NAME:PASSWORD")]
    pub user: Option<Credentials>,

    /// Take user names and passwords by host from FILE [default: ~/.netrc]
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = HOME_NETRC)]
    #[arg(value_hint = ValueHint::FilePath)]
    pub netrc: Option<PathBuf>,

    /// Cookies to send: a cookies.txt, or 'name=value; name=value'
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub cookies: Option<String>,

    /// User-Agent to send [default: toolbox-fetch/VERSION]
    #[arg(long, value_name = "TEXT")]
    pub user_agent: Option<HeaderValue>,

    /// Go through this proxy (http, https, socks5, socks5h, socks4 or socks4a)
    #[arg(short = 'x', long, value_name = "URL")]
    pub proxy: Option<String>,

    /// Go past the proxy for these hosts
    #[arg(long, value_name = "HOST,…")]
    pub no_proxy: Option<String>,

    /// Take IP as the address of HOST
    #[arg(long, value_name = "HOST:PORT:IP")]
    pub resolve: Vec<Override>,

    /// Local address to connect from; repeat to use several in turn
    #[arg(long, value_name = "IP")]
    pub bind: Vec<IpAddr>,

    /// Give up on a connection attempt after this long [default: 10s]
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    pub connect_timeout: Option<Duration>,

    /// Bytes per second, of everything together
    #[arg(long, value_name = "SIZE", value_parser = parse_limit)]
    #[arg(visible_alias = "limit-rate", aliases = ["rate-limit", "max-bandwidth"])]
    pub limit: Option<NonZeroU64>,

    /// Bytes per second, of all downloads from one host
    #[arg(long, value_name = "SIZE", value_parser = parse_limit)]
    pub limit_host: Option<NonZeroU64>,

    /// Bytes per second, of each download
    #[arg(long, value_name = "SIZE", value_parser = parse_limit)]
    pub limit_download: Option<NonZeroU64>,

    /// Protocol version [default: 1.1, and 2 where a server has no other]
    #[arg(long, value_enum, value_name = "VERSION")]
    pub http: Option<HttpArg>,

    /// Take the three limits from this file as well, and again whenever it changes: `5MB`, or lines of limit=5MB
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub limit_file: Option<PathBuf>,

    /// How TLS is set up
    #[command(flatten)]
    pub tls: TlsArgs,
}

impl ReachArgs {
    /// The protocols as these flags want them.
    ///
    /// # Errors
    /// A file that cannot be read, a proxy that is none, TLS that cannot be set up.
    pub fn registry(&self, env: &Env) -> Result<Registry, Failure> {
        let mut headers: HeaderMap = self.headers.iter().cloned().collect();
        if let Some(agent) = &self.user_agent {
            headers.insert(http::header::USER_AGENT, agent.clone());
        }
        let jar = Jar::default();
        if let Some(cookies) = &self.cookies {
            let field = jar.take(cookies).map_err(|error| match error {
                GivenError::Value | GivenError::Neither => Failure::usage(format!("--cookies: {error}")),
                error => Failure::usage(error),
            })?;
            headers.extend(field.map(|field| (http::header::COOKIE, field)));
        }
        let identity = Arc::new(Identity::new(self.user.clone(), self.netrc(env)?, jar));
        let connector = self.connector(env)?;
        let version = match self.http {
            None => Version::Auto,
            Some(HttpArg::Http1) => Version::Http1,
            Some(HttpArg::Http2) => Version::Http2,
        };
        let streams =
            stream::Options { connector: connector.clone(), headers: headers.clone(), identity: Arc::clone(&identity) };
        let http = Options { connector: Connector::new(connector), headers, redirects: REDIRECTS, identity, version };
        Ok(protocol::registry(Http::new(http), streams))
    }

    /// The budgets as these flags want them; what comes with them keeps them in step with the file of limits.
    ///
    /// # Errors
    /// A file of limits that cannot be read or understood.
    pub fn budgets(&self, term: &Term) -> Result<(Budgets, Option<Watching>), Failure> {
        let rates = Rates { whole: self.limit, host: self.limit_host, download: self.limit_download };
        let Some(path) = &self.limit_file else { return Ok((Budgets::new(rates), None)) };
        let file = LimitFile::new(path.clone(), rates);
        let term = term.clone();
        let (budgets, watching) = file.follow(move |text| term.note(text)).map_err(Failure::usage)?;
        Ok((budgets, Some(watching)))
    }

    fn netrc(&self, env: &Env) -> Result<Netrc, Failure> {
        let path = match &self.netrc {
            None => return Ok(Netrc::default()),
            Some(path) if path != Path::new(HOME_NETRC) => path.clone(),
            Some(_) => env.home().ok_or_else(|| Failure::usage("--netrc: there is no home directory"))?.join(".netrc"),
        };
        let text = fs::read_to_string(&path).map_err(Failure::usage)?;
        text.parse().map_err(|error| Failure::usage(format!("{}: {error}", path.display())))
    }

    fn connector(&self, env: &Env) -> Result<ConnectorOptions, Failure> {
        let TlsArgs { insecure, cacert, cert, key } = self.tls.clone();
        let alpn = vec![b"http/1.1".to_vec()];
        let tls =
            tls::client_config(&tls::ClientOptions { insecure, cacert, cert, key, alpn }).map_err(FetchError::Tls)?;
        let proxies = Proxies::of(self.proxy.as_deref(), self.no_proxy.as_deref(), env).map_err(Failure::usage)?;
        let mut options = ConnectorOptions {
            resolver: Resolver::new(Prefer::default(), self.resolve.clone()),
            connect_timeout: Some(self.connect_timeout.unwrap_or(CONNECT)),
            tls: Some(tls),
            source: self.bind.clone(),
            ..ConnectorOptions::default()
        };
        proxies.apply(&mut options);
        Ok(options)
    }
}

fn parse_header(text: &str) -> Result<(HeaderName, HeaderValue), String> {
    let (name, value) = text.split_once(':').ok_or("write it as 'Name: value'")?;
    let name =
        HeaderName::from_bytes(name.trim().as_bytes()).map_err(|_| format!("`{name}` is no name of a header"))?;
    let value = HeaderValue::from_str(value.trim()).map_err(|_| "a header has no control characters")?;
    Ok((name, value))
}
