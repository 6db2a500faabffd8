//! Which proxy is asked for what: as a flag says, else as the usual variables of the environment do.

use super::connector::{ConnectorOptions, PlainProxy};
use super::no_proxy::NoProxy;
use super::proxy::{Proxy, ProxyError};
use crate::kit::env::Env;

/// The proxies of one client.
#[derive(Debug, Clone, Default)]
pub struct Proxies {
    proxy: Option<Proxy>,
    plain: PlainProxy,
    past: NoProxy,
}

/// What names a proxy and is none.
#[derive(Debug, thiserror::Error)]
#[error("{named}: {reason}")]
pub struct ProxiesError {
    /// The flag, or the variable.
    pub named: &'static str,
    /// What is wrong with it.
    pub reason: ProxyError,
}

impl Proxies {
    /// `flag` is that of `--proxy`, for everything; without, `https_proxy`, `http_proxy` and `all_proxy` count, in small
    /// letters before large ones, as in curl. `past` names who is asked directly; without, `no_proxy` does.
    ///
    /// # Errors
    /// One of them is no proxy.
    ///
    /// ```
    /// use toolbox::kit::{env::Env, http::{ConnectorOptions, Proxies}};
    /// let env = Env::of([("all_proxy", "http://proxy:3128"), ("no_proxy", "localhost")]);
    /// let mut options = ConnectorOptions::default();
    /// Proxies::of(None, None, &env)?.apply(&mut options);
    /// assert!(options.proxy.is_some() && options.no_proxy.matches("localhost"));
    /// # Ok::<(), toolbox::kit::http::ProxiesError>(())
    /// ```
    pub fn of(flag: Option<&str>, past: Option<&str>, env: &Env) -> Result<Self, ProxiesError> {
        let (proxy, plain) = if let Some(text) = flag {
            (Some(named("--proxy", text)?), PlainProxy::Same)
        } else {
            let plain = from_env(env, &["http_proxy", "HTTP_PROXY"])?;
            let plain = plain.map_or(PlainProxy::Direct, PlainProxy::Other);
            (from_env(env, &["https_proxy", "HTTPS_PROXY"])?, plain)
        };
        let past = past.or_else(|| env.get("no_proxy")).or_else(|| env.get("NO_PROXY"));
        Ok(Self { proxy, plain, past: past.map(NoProxy::parse).unwrap_or_default() })
    }

    /// Makes connections go through them.
    pub fn apply(self, options: &mut ConnectorOptions) {
        options.proxy = self.proxy;
        options.plain_proxy = self.plain;
        options.no_proxy = self.past;
    }
}

/// The proxy that a variable names, or the one for everything.
fn from_env(env: &Env, names: &[&'static str]) -> Result<Option<Proxy>, ProxiesError> {
    let all = ["all_proxy", "ALL_PROXY"];
    let found = names.iter().chain(&all).find_map(|name| env.get(name).map(|value| (*name, value)));
    found.map(|(name, value)| named(name, value)).transpose()
}

fn named(named: &'static str, text: &str) -> Result<Proxy, ProxiesError> {
    text.parse().map_err(|reason| ProxiesError { named, reason })
}
