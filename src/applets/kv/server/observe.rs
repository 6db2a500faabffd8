//! What `/metrics` shows.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::Server;
use super::stats::Counters;
use crate::applets::kv::command::table;
use crate::kit::metrics::{Registry, Snapshot};

/// Has the metrics of a server shown by a registry.
pub fn register(server: &Arc<Server>, registry: &Registry) {
    let server = Arc::clone(server);
    registry.register(Arc::new(move |snapshot: &mut Snapshot| collect(&server, snapshot)));
}

fn collect(server: &Server, snapshot: &mut Snapshot) {
    traffic(server, snapshot);
    commands(server, snapshot);
    keys(server, snapshot);
    persistence(server, snapshot);
}

fn sum(server: &Server, counter: impl Fn(&Counters) -> &super::stats::Counter) -> u64 {
    server.stats.sum(|counters| counter(counters).get())
}

fn traffic(server: &Server, snapshot: &mut Snapshot) {
    let connected = server.mailboxes.iter().map(|mailbox| mailbox.load()).sum::<usize>();
    let counter = |snapshot: &mut Snapshot, name: &str, help: &str, value| snapshot.counter(name, help, &[], value);
    snapshot.gauge("kv_connections", "Connections that are open.", &[], connected as f64);
    counter(snapshot, "kv_connections_accepted", "Connections that came.", sum(server, |c| &c.connections));
    let rejected = server.rejected.load(Ordering::Relaxed);
    counter(snapshot, "kv_connections_rejected", "Connections that were turned away.", rejected);
    counter(snapshot, "kv_received_bytes", "Bytes from clients.", sum(server, |c| &c.received_bytes));
    counter(snapshot, "kv_sent_bytes", "Bytes to clients.", sum(server, |c| &c.sent_bytes));
    for (limit, value) in [
        ("client", sum(server, |c| &c.refused_client)),
        ("address", sum(server, |c| &c.refused_address)),
        ("global", sum(server, |c| &c.refused_global)),
    ] {
        let help = "Commands refused because of a rate limit.";
        snapshot.counter("kv_rate_limited", help, &[("limit", limit)], value);
    }
    snapshot.gauge("kv_uptime_seconds", "Since the server started.", &[], server.started.elapsed().as_secs_f64());
}

fn commands(server: &Server, snapshot: &mut Snapshot) {
    for entry in table::all().iter().chain(table::all_subs()) {
        let of = |counter: fn(&super::stats::CommandCounters) -> &super::stats::Counter| {
            server.stats.sum(|counters| counter(&counters.commands[entry.id]).get())
        };
        let (calls, rejected, failed) = (of(|c| &c.calls), of(|c| &c.rejected), of(|c| &c.failed));
        if calls + rejected == 0 {
            continue;
        }
        let name = entry.spec.full_name();
        let labels = [("command", name.as_str())];
        snapshot.counter("kv_commands", "Commands carried out.", &labels, calls);
        for (outcome, count) in [("rejected", rejected), ("failed", failed)] {
            let labels = [("command", name.as_str()), ("outcome", outcome)];
            snapshot.counter("kv_command_errors", "Commands that ended in an error.", &labels, count);
        }
    }
    for (kind, count) in server.stats.errors() {
        snapshot.counter("kv_errors", "Error replies by their first word.", &[("kind", &kind)], count);
    }
    let help = "How long commands took; of brief ones, one of sixteen is measured.";
    snapshot.histogram("kv_command_duration_seconds", help, &[], &server.stats.durations());
}

fn keys(server: &Server, snapshot: &mut Snapshot) {
    for database in 0..server.store.databases() {
        let (keys, volatile) = server.store.count(database);
        if keys == 0 {
            continue;
        }
        let name = database.to_string();
        let labels = [("database", name.as_str())];
        snapshot.gauge("kv_keys", "Keys.", &labels, keys as f64);
        snapshot.gauge("kv_keys_expiring", "Keys with a time to expire.", &labels, volatile as f64);
        let bytes = server.store.database_bytes(database);
        snapshot.gauge("kv_database_bytes", "Bytes of keys and values.", &labels, bytes as f64);
    }
    snapshot.gauge("kv_used_bytes", "Bytes in use, as maxmemory counts them.", &[], server.used_bytes() as f64);
    let most = server.settings.maxmemory.load(Ordering::Relaxed);
    snapshot.gauge("kv_max_bytes", "maxmemory; 0 is no limit.", &[], most as f64);
    let resident = super::stats::resident_bytes();
    snapshot.gauge("kv_resident_bytes", "Memory of the process.", &[], resident as f64);
    for (name, help, value) in [
        ("kv_expired_keys", "Keys that expired.", sum(server, |c| &c.expired)),
        ("kv_evicted_keys", "Keys that were evicted.", sum(server, |c| &c.evicted)),
        ("kv_hits", "Looks at keys that were there.", sum(server, |c| &c.hits)),
        ("kv_misses", "Looks at keys that were not.", sum(server, |c| &c.misses)),
    ] {
        snapshot.counter(name, help, &[], value);
    }
}

fn persistence(server: &Server, snapshot: &mut Snapshot) {
    let dirty = server.dirty.load(Ordering::Relaxed);
    snapshot.gauge("kv_unsaved_changes", "Changes since the last snapshot.", &[], dirty as f64);
    let appends = f64::from(u8::from(server.feed.is_active()));
    snapshot.gauge("kv_log_active", "Whether changes are appended to a log.", &[], appends);
}
