//! Commands per second: for each client, for each address, and for everybody. Off by default; who is over its limit
//! gets one fixed error and keeps its connection.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};
use parking_lot::RwLock;

use super::Server;
use super::gate::RATES;
use crate::applets::kv::command::Refusal;
use crate::applets::kv::command::dispatch::Turn;

/// What a client may still ask for, and by which limits it was counted.
#[derive(Debug)]
pub struct Allowance {
    limits: Arc<Limits>,
    own: Option<DefaultDirectRateLimiter>,
}

/// The limits as they are now.
#[derive(Debug, Default)]
pub struct Limits {
    client: Option<Quota>,
    addresses: Option<DefaultKeyedRateLimiter<IpAddr>>,
    global: Option<DefaultDirectRateLimiter>,
}

/// The limits, replaced as a whole by CONFIG SET.
#[derive(Debug, Default)]
pub struct Rates(RwLock<Arc<Limits>>);

impl Rates {
    /// Reads the parameters again.
    pub fn reload(&self, server: &Server) {
        let number =
            |name: &str| server.settings.get(name).and_then(|value| value.parse().ok()).and_then(NonZeroU32::new);
        let burst = number("rate-limit-burst");
        let quota = |name: &str| {
            number(name).map(|rate| {
                let quota = Quota::per_second(rate);
                burst.map_or(quota, |burst| quota.allow_burst(burst))
            })
        };
        let limits = Limits {
            client: quota("rate-limit-client"),
            addresses: quota("rate-limit-address").map(RateLimiter::keyed),
            global: quota("rate-limit-global").map(RateLimiter::direct),
        };
        let is_on = limits.client.is_some() || limits.addresses.is_some() || limits.global.is_some();
        *self.0.write() = Arc::new(limits);
        server.gate.set(RATES, is_on);
    }

    fn limits(&self) -> Arc<Limits> {
        Arc::clone(&self.0.read())
    }

    /// Forgets addresses that have been quiet; once in a while.
    pub fn tidy(&self) {
        if let Some(addresses) = &self.limits().addresses {
            addresses.retain_recent();
        }
    }
}

/// Counts a command.
///
/// # Errors
/// Somebody is over a limit.
pub fn check(turn: &mut Turn) -> Result<(), Refusal> {
    const REFUSED: &str = "ERR rate limit exceeded";
    let limits = turn.server.rates.limits();
    let address = turn.client.info.peer.map(|peer| peer.ip());
    let is_stale = |allowance: &Allowance| !Arc::ptr_eq(&allowance.limits, &limits);
    if turn.client.allowance.as_deref().is_none_or(is_stale) {
        let own = limits.client.map(RateLimiter::direct);
        turn.client.allowance = Some(Box::new(Allowance { limits: Arc::clone(&limits), own }));
    }
    let own = turn.client.allowance.as_ref().and_then(|allowance| allowance.own.as_ref());
    if own.is_some_and(|own| own.check().is_err()) {
        turn.counters.refused_client.add(1);
        return Err(REFUSED.into());
    }
    if let (Some(addresses), Some(address)) = (&limits.addresses, address)
        && addresses.check_key(&address).is_err()
    {
        turn.counters.refused_address.add(1);
        return Err(REFUSED.into());
    }
    if limits.global.as_ref().is_some_and(|global| global.check().is_err()) {
        turn.counters.refused_global.add(1);
        return Err(REFUSED.into());
    }
    Ok(())
}
