//! INFO: the sections that tools read.

use std::fmt::Write as _;
use std::sync::atomic::Ordering;

use super::call::{Call, Outcome};
use super::connection::REDIS_VERSION;
use super::table;

type Section = fn(&mut Call, &mut String);

const SECTIONS: [(&str, Section); 10] = [
    ("Server", server),
    ("Clients", clients),
    ("Memory", memory),
    ("Persistence", persistence),
    ("Stats", stats),
    ("Replication", replication),
    ("CPU", |_, _| {}),
    ("Commandstats", command_stats),
    ("Cluster", |_, text| text.push_str("cluster_enabled:0\r\n")),
    ("Keyspace", keyspace),
];

pub(super) fn info(call: &mut Call) -> Outcome {
    let wanted: Vec<String> =
        call.args.from(1).iter().map(|word| String::from_utf8_lossy(word).to_ascii_lowercase()).collect();
    let asks = |name: &str| wanted.iter().any(|word| word == name);
    let is_default = wanted.is_empty() || asks("default");
    let is_all = asks("all") || asks("everything");
    let mut text = String::new();
    for (name, write) in SECTIONS {
        let is_wanted = is_all || asks(&name.to_ascii_lowercase()) || (is_default && name != "Commandstats");
        if is_wanted {
            if !text.is_empty() {
                text.push_str("\r\n");
            }
            let _ = write!(text, "# {name}\r\n");
            write(call, &mut text);
        }
    }
    call.reply.verbatim("txt", text.as_bytes());
    Ok(())
}

fn line(text: &mut String, name: &str, value: impl std::fmt::Display) {
    let _ = write!(text, "{name}:{value}\r\n");
}

fn server(call: &mut Call, text: &mut String) {
    let uptime = call.server.started.elapsed().as_secs();
    line(text, "redis_version", REDIS_VERSION);
    line(text, "server_name", "toolbox");
    line(text, "toolbox_version", env!("CARGO_PKG_VERSION"));
    line(text, "redis_mode", "standalone");
    line(text, "os", std::env::consts::OS);
    line(text, "arch_bits", 64);
    line(text, "process_id", std::process::id());
    line(text, "run_id", &call.server.run_id);
    line(text, "tcp_port", call.server.port);
    line(text, "server_time_usec", call.keys.now * 1000);
    line(text, "uptime_in_seconds", uptime);
    line(text, "uptime_in_days", uptime / 86400);
    line(text, "hz", 10);
    line(text, "io_threads_active", 0);
}

fn clients(call: &mut Call, text: &mut String) {
    line(text, "connected_clients", call.server.clients.lock().len());
    line(text, "maxclients", call.server.settings.maxclients.load(Ordering::Relaxed));
    line(text, "blocked_clients", 0);
    line(text, "tracking_clients", 0);
    line(text, "clients_in_timeout_table", 0);
}

fn memory(call: &mut Call, text: &mut String) {
    let resident = crate::applets::kv::server::stats::resident_bytes();
    line(text, "used_memory", resident);
    line(text, "used_memory_rss", resident);
    line(text, "used_memory_peak", resident);
    line(text, "maxmemory", call.server.settings.maxmemory.load(Ordering::Relaxed));
    line(text, "maxmemory_policy", call.server.settings.get("maxmemory-policy").unwrap_or_default());
    line(text, "mem_allocator", "mimalloc");
    line(text, "lazyfree_pending_objects", 0);
}

fn persistence(call: &mut Call, text: &mut String) {
    line(text, "loading", 0);
    line(text, "rdb_changes_since_last_save", call.server.dirty.load(Ordering::Relaxed));
    for name in ["rdb_bgsave_in_progress", "aof_enabled", "aof_rewrite_in_progress", "aof_rewrite_scheduled"] {
        line(text, name, 0);
    }
    line(text, "rdb_last_bgsave_status", "ok");
    line(text, "aof_last_bgrewrite_status", "ok");
    line(text, "aof_last_write_status", "ok");
}

fn stats(call: &mut Call, text: &mut String) {
    let stats = &call.server.stats;
    line(text, "total_connections_received", stats.sum(|counters| counters.connections.get()));
    line(text, "total_commands_processed", stats.calls());
    line(text, "total_net_input_bytes", stats.sum(|counters| counters.received_bytes.get()));
    line(text, "total_net_output_bytes", stats.sum(|counters| counters.sent_bytes.get()));
    line(text, "expired_keys", stats.sum(|counters| counters.expired.get()));
    line(text, "evicted_keys", 0);
    line(text, "keyspace_hits", stats.sum(|counters| counters.hits.get()));
    line(text, "keyspace_misses", stats.sum(|counters| counters.misses.get()));
    line(text, "pubsub_channels", 0);
    line(text, "pubsub_patterns", 0);
}

fn replication(call: &mut Call, text: &mut String) {
    line(text, "role", "master");
    line(text, "connected_slaves", 0);
    line(text, "master_replid", &call.server.run_id);
    line(text, "master_repl_offset", 0);
}

fn command_stats(call: &mut Call, text: &mut String) {
    for entry in table::all().iter().chain(table::all_subs()) {
        let of = |counter: fn(&crate::applets::kv::server::stats::CommandCounters) -> u64| {
            call.server.stats.sum(|counters| counter(&counters.commands[entry.id]))
        };
        let (calls, micros) = (of(|c| c.calls.get()), of(|c| c.nanos.get()) / 1000);
        let (rejected, failed) = (of(|c| c.rejected.get()), of(|c| c.failed.get()));
        if calls + rejected > 0 {
            let each = micros as f64 / calls.max(1) as f64;
            let name = format!("cmdstat_{}", entry.spec.full_name());
            let value = format!(
                "calls={calls},usec={micros},usec_per_call={each:.2},rejected_calls={rejected},failed_calls={failed}"
            );
            line(text, &name, value);
        }
    }
}

fn keyspace(call: &mut Call, text: &mut String) {
    for database in 0..call.server.store.databases() {
        let (keys, expires) = if call.keys.held.is_nothing() {
            call.server.store.count(database)
        } else {
            let count = |(keys, expires): (usize, usize), part: &mut crate::applets::kv::store::Part| {
                (keys + part.len(), expires + part.volatile())
            };
            call.keys.held.parts_mut(database).fold((0, 0), count)
        };
        if keys > 0 {
            let value = format!("keys={keys},expires={expires},avg_ttl=0");
            line(text, &format!("db{database}"), value);
        }
    }
}
