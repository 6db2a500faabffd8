//! HTTP/1.1 and HTTPS as a ranged source (RFC 9110, RFC 9112).
//!
//! ```text
//! connection (redirects, reuse) → wire (one connection) → splice, or buffer → store
//!                    └→ answer (is it what was asked for?)
//! ```
//! A new connection always begins at the URL that the user gave: links that a redirect signs expire, and the next one
//! gets a fresh one. A kept connection goes on where it led.

mod answer;
mod connection;
pub mod identity;
mod splice;
mod wire;

use std::sync::Arc;

use http::HeaderMap;
use url::Url;

use self::connection::HttpConnection;
use self::identity::Identity;
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::limits::Share;
use crate::applets::fetch::source::{Connection, Protocol, Ranged, Source};
use crate::kit::http::Connector;
use crate::kit::net::SafeUrl;

/// How servers are asked.
#[derive(Debug)]
pub struct Options {
    /// Makes the connections.
    pub connector: Connector,
    /// Fields sent with every request to the origin of the URL; other origins get them without credentials.
    pub headers: HeaderMap,
    /// How many redirects in a row are followed.
    pub redirects: u32,
    /// Who asks.
    pub identity: Identity,
}

/// The protocol.
#[derive(Debug, Clone)]
pub struct Http {
    options: Arc<Options>,
}

impl Http {
    /// The protocol with these options.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self { options: Arc::new(options) }
    }
}

impl Protocol for Http {
    fn name(&self) -> &'static str {
        "http"
    }

    fn schemes(&self) -> &'static [&'static str] {
        &["http", "https"]
    }

    fn source(&self, url: &Url, share: &Share) -> Result<Source, FetchError> {
        let url = SafeUrl::try_from(url.clone())
            .map_err(|error| FetchError::Protocol { url: url.scheme().to_owned(), problem: error.to_string() })?;
        Ok(Source::Ranged(Arc::new(HttpFile { options: Arc::clone(&self.options), url, share: share.clone() })))
    }
}

/// A file behind a URL.
#[derive(Debug)]
struct HttpFile {
    options: Arc<Options>,
    url: SafeUrl,
    share: Share,
}

impl Ranged for HttpFile {
    fn shown(&self) -> String {
        self.url.to_string()
    }

    fn connection(&self) -> Box<dyn Connection> {
        Box::new(HttpConnection::new(Arc::clone(&self.options), self.url.clone(), self.share.clone()))
    }
}
