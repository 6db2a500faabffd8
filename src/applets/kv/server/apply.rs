//! What follows from a parameter once it was set: the parts of the server that keep something made from it.

use std::sync::atomic::Ordering;

use super::gate::{FREQUENCY, MEMORY, REPLICAS, TIMED};
use super::{Server, notify};
use crate::applets::kv::persist::keeper;
use crate::applets::kv::store::Held;

/// Limits under which one timed call of sixteen would miss what is looked for, in microseconds.
const FINE_MICROS: i64 = 10_000;

/// Brings the server in line with a parameter.
pub fn apply(server: &Server, name: &str) {
    let text = || server.settings.get(name).unwrap_or_default();
    let number = |name: &str| server.settings.get(name).and_then(|value| value.parse().ok()).unwrap_or(0_i64);
    match name {
        "requirepass" => server.acl.require(&text()),
        "notify-keyspace-events" => server.notify.choose(notify::parse(&text()).unwrap_or(0)),
        "maxmemory" => server.gate.set(MEMORY, server.settings.maxmemory.load(Ordering::Relaxed) > 0),
        "maxmemory-policy" => {
            server.gate.set(FREQUENCY, text().ends_with("lfu"));
            server.evictor.forget();
        }
        "tracking-table-max-keys" => {
            server.tracking.most_keys.store(number(name).try_into().unwrap_or(0), Ordering::Relaxed);
        }
        "min-replicas-to-write" => server.gate.set(REPLICAS, number(name) > 0),
        "client-output-buffer-limit" => {
            server.replication.limit_bytes.store(server.settings.output().replica.hard_bytes, Ordering::Relaxed);
        }
        "slowlog-log-slower-than" | "latency-monitor-threshold" => {
            let slow = number("slowlog-log-slower-than");
            let is_fine = (0..FINE_MICROS).contains(&slow) || number("latency-monitor-threshold") > 0;
            server.gate.set(TIMED, is_fine);
        }
        "rate-limit-client" | "rate-limit-address" | "rate-limit-global" | "rate-limit-burst" => {
            server.rates.reload(server);
        }
        "appendonly" | "appendfsync" | "save" | "dir" | "dbfilename" => keeper::reconfigured(server),
        super::prefixes::PARAMETER => server.prefixes.reload(server),
        "tls-cert-file" | "tls-key-file" | "tls-ca-cert-file" | "tls-auth-clients" => super::doors::reload_tls(server),
        "aclfile" => *server.acl.file.lock() = Some(text()).filter(|path| !path.is_empty()).map(Into::into),
        _ => {}
    }
}

/// Brings it in line with all of them.
pub fn apply_all(server: &Server) {
    for name in [
        "requirepass",
        "notify-keyspace-events",
        "maxmemory",
        "maxmemory-policy",
        "slowlog-log-slower-than",
        "rate-limit-client",
        "aclfile",
        "min-replicas-to-write",
        "tracking-table-max-keys",
        "client-output-buffer-limit",
        super::prefixes::PARAMETER,
    ] {
        apply(server, name);
    }
    super::prefixes::install(server, &mut Held::none(&server.store));
}
