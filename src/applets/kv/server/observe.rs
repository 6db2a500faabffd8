//! What `/metrics` shows, and what `/health/ready` asks.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::client::{ClientInfo, WAITS_NOT};
use super::stats::Counters;
use super::{Server, now_ms};
use crate::applets::kv::command::table;
use crate::applets::kv::persist;
use crate::applets::kv::persist::gate::{LOADING, LOG_FAILED};
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
    prefixes(server, snapshot);
}

fn sum(server: &Server, counter: impl Fn(&Counters) -> &super::stats::Counter) -> u64 {
    server.stats.sum(|counters| counter(counters).get())
}

fn traffic(server: &Server, snapshot: &mut Snapshot) {
    let connected = server.mailboxes.iter().map(|mailbox| mailbox.load()).sum::<usize>();
    let counter = |snapshot: &mut Snapshot, name: &str, help: &str, value| snapshot.counter(name, help, &[], value);
    snapshot.gauge("kv_connections", "Connections that are open.", &[], connected as f64);
    let is_blocked = |info: &ClientInfo| info.blocked.load(Ordering::Relaxed) != WAITS_NOT;
    let blocked = server.clients.lock().values().filter(|info| is_blocked(info)).count();
    snapshot.gauge("kv_connections_blocked", "Connections whose command waits.", &[], blocked as f64);
    let most = server.settings.maxclients.load(Ordering::Relaxed);
    snapshot.gauge("kv_connections_max", "maxclients.", &[], most as f64);
    counter(snapshot, "kv_connections_accepted", "Connections that came.", sum(server, |c| &c.connections));
    let rejected = server.rejected.load(Ordering::Relaxed);
    counter(snapshot, "kv_connections_rejected", "Connections that were turned away.", rejected);
    let evicted = server.evicted_clients.load(Ordering::Relaxed);
    counter(snapshot, "kv_connections_evicted", "Connections closed because of maxmemory-clients.", evicted);
    let buffered = super::buffers::held_bytes(server);
    snapshot.gauge("kv_client_bytes", "Bytes that clients sent in part, or have not taken.", &[], buffered as f64);
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

/// Dumps and the log: whether they run, how the last ones ended, and how old they are.
fn persistence(server: &Server, snapshot: &mut Snapshot) {
    let (persist, state) = (&server.persist, server.persist.state.lock());
    let flag = |is: bool| f64::from(u8::from(is));
    let dirty = server.dirty.load(Ordering::Relaxed);
    let saved = persist.last_save.load(Ordering::Relaxed);
    let age = (now_ms() / 1000).saturating_sub(saved);
    let gate = persist.gate();
    for (name, help, value) in [
        ("kv_loading", "Whether the store is being loaded.", flag(gate & LOADING != 0)),
        ("kv_writes_refused", "Whether writes are refused because of the disk.", flag(disk(server).is_some())),
        ("kv_unsaved_changes", "Changes since the last snapshot.", dirty as f64),
        ("kv_last_save_timestamp_seconds", "When the last snapshot was written, or the server began.", saved as f64),
        ("kv_last_save_age_seconds", "Since the last snapshot was written, or the server began.", age as f64),
        ("kv_log_active", "Whether changes are appended to a log.", flag(state.manifest.is_some())),
        ("kv_log_bytes", "Bytes of the log, its base included.", (state.log_bytes.0 + persist.log.size()) as f64),
        ("kv_log_base_bytes", "Bytes of the log after its last rewrite.", state.log_bytes.1 as f64),
        (
            "kv_log_unwritten_bytes",
            "Bytes appended to the log that are not written yet.",
            persist.log.pending_bytes() as f64,
        ),
        ("kv_log_write_ok", "Whether the log was written the last time.", flag(persist.log.failure().is_none())),
    ] {
        snapshot.gauge(name, help, &[], value);
    }
    for (name, help, counter) in [
        ("kv_log_syncs", "Syncs of the log.", &persist.log.syncs),
        ("kv_log_delayed_syncs", "Syncs of the log, each second, that came a second late.", &persist.log.delayed),
    ] {
        snapshot.counter(name, help, &[], counter.load(Ordering::Relaxed));
    }
    for (task, what) in [(&state.dump, "snapshot"), (&state.rewrite, "log_rewrite")] {
        let labels = [("task", what)];
        let gauge = |snapshot: &mut Snapshot, name: &str, help: &str, value| snapshot.gauge(name, help, &labels, value);
        gauge(snapshot, "kv_disk_task_running", "Whether it runs.", flag(task.since.is_some()));
        gauge(snapshot, "kv_disk_task_ok", "Whether the last one ended well.", flag(task.failure.is_none()));
        gauge(snapshot, "kv_disk_task_failures", "How many failed in a row.", task.failures as f64);
        if let Some(took) = task.took {
            gauge(snapshot, "kv_disk_task_last_seconds", "How long the last one took.", took.as_secs_f64());
        }
        snapshot.counter("kv_disk_tasks", "How many ended well.", &labels, task.count);
    }
}

/// What begins with a prefix that is counted: at most as many labels as there may be prefixes.
fn prefixes(server: &Server, snapshot: &mut Snapshot) {
    for prefix in server.prefixes.table().all() {
        let name = String::from_utf8_lossy(&prefix.name);
        let labels = [("prefix", &*name)];
        let read = |cell: &AtomicU64| cell.load(Ordering::Relaxed);
        for (name, help, value) in [
            ("kv_prefix_keys", "Keys that begin with a prefix.", prefix.keys()),
            ("kv_prefix_bytes", "Bytes of keys that begin with a prefix, and of their values.", prefix.bytes()),
            ("kv_prefix_quota_keys", "How many keys there may be; 0 is no quota.", read(&prefix.most_keys)),
            ("kv_prefix_quota_bytes", "How many bytes there may be; 0 is no quota.", read(&prefix.most_bytes)),
        ] {
            snapshot.gauge(name, help, &labels, value as f64);
        }
        for (name, help, counter) in [
            ("kv_prefix_hits", "Reads that found their key.", &prefix.hits),
            ("kv_prefix_misses", "Reads that did not.", &prefix.misses),
            ("kv_prefix_writes", "Changes of keys.", &prefix.writes),
            ("kv_prefix_refused", "Writes that were over a quota.", &prefix.refused),
            ("kv_prefix_expired", "Keys that expired.", &prefix.expired),
            ("kv_prefix_evicted", "Keys that were evicted.", &prefix.evicted),
        ] {
            snapshot.counter(name, help, &labels, read(counter));
        }
    }
}

/// Why the server wants no work at the moment, for a load balancer; nothing where it does.
#[must_use]
pub fn unready(server: &Server) -> Option<&'static str> {
    if server.persist.gate() & LOADING != 0 { Some("loading") } else { disk(server) }
}

/// Why writes are refused.
fn disk(server: &Server) -> Option<&'static str> {
    let is_log = server.persist.gate() & LOG_FAILED != 0;
    persist::misconf(server).map(|_| if is_log { "the log cannot be written" } else { "the dump cannot be written" })
}
