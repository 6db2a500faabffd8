//! Which server `kv cli` and `kv bench` speak to, as one types it.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueHint};

use crate::kit::args::TlsArgs;
use crate::kit::env::Env;
use crate::kit::error::Failure;
use crate::kit::tls;
use crate::kit::units::parse_duration;
use crate::resp::{ClientOptions, Place, Target};

/// The server and who one is to it.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Server options")]
pub struct ReachArgs {
    /// The server: `redis://[user[:password]@]host[:port][/database]`, `rediss://…` with TLS, `unix:///path`
    #[arg(short = 'u', long, value_name = "URL", value_parser = target, default_value = "redis://127.0.0.1:6379")]
    #[arg(hide_default_value = true, value_hint = ValueHint::Url)]
    url: Target,

    /// Its host, in place of that in --url [default: 127.0.0.1]
    #[arg(long, value_name = "HOST", value_hint = ValueHint::Hostname)]
    host: Option<String>,

    /// Its port, in place of that in --url [default: 6379]
    #[arg(short = 'p', long, value_name = "PORT")]
    port: Option<u16>,

    /// Its socket file, in place of host and port
    #[arg(short = 's', long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["host", "port"])]
    socket: Option<PathBuf>,

    /// The user of the password
    #[arg(long, value_name = "NAME")]
    user: Option<String>,

    /// The password is the first line of FILE; the variable `REDISCLI_AUTH` may hold it as well
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    password_file: Option<PathBuf>,

    /// How long connecting may take
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, default_value = "10s")]
    timeout: Duration,

    /// How TLS is set up
    #[command(flatten)]
    tls: TlsArgs,
}

/// Reads a URL of a server.
///
/// # Errors
/// A sentence that says what to write.
pub fn target(text: &str) -> Result<Target, String> {
    text.parse().map_err(|error: crate::resp::TargetError| error.to_string())
}

impl ReachArgs {
    /// The server that was meant.
    ///
    /// # Errors
    /// The file with the password cannot be read; certificates for a server without TLS.
    pub fn target(&self) -> Result<Target, Failure> {
        let mut target = self.url.clone();
        if let Place::Tcp(host, port) = &mut target.place {
            if let Some(typed) = &self.host {
                host.clone_from(typed);
            }
            *port = self.port.unwrap_or(*port);
        }
        if let Some(path) = &self.socket {
            target.place = Place::Unix(path.clone());
        }
        if let Some(path) = &self.password_file {
            let text = crate::kit::fs::read_to_string(path).map_err(Failure::operation)?;
            target.password = text.lines().next().map(str::to_owned);
        }
        if target.password.is_none() {
            target.password = Env::process().get("REDISCLI_AUTH").map(str::to_owned);
        }
        if self.tls.cacert.is_some() && !target.tls {
            let hint = "TLS is written -u rediss://HOST:PORT";
            return Err(Failure::usage("--cacert is for TLS, and the server is named without it").hint(hint));
        }
        if self.user.is_some() {
            target.user.clone_from(&self.user);
        }
        Ok(target)
    }

    /// How to connect.
    #[must_use]
    pub fn options(&self) -> ClientOptions {
        let TlsArgs { insecure, cacert, cert, key } = self.tls.clone();
        ClientOptions {
            connect_timeout: Some(self.timeout),
            tls: tls::ClientOptions { insecure, cacert, cert, key, alpn: Vec::new() },
            resp3: false,
        }
    }
}
