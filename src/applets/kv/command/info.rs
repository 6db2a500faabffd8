//! INFO: the sections that tools read.

use std::fmt::Write as _;
use std::sync::atomic::Ordering;

use super::call::{Call, Outcome};
use super::connection::REDIS_VERSION;
use super::table;
use crate::applets::kv::server::client::{ClientInfo, WAITS_NOT};
use crate::applets::kv::server::pubsub::Topic;
use crate::applets::kv::server::replication::Described;
use crate::applets::kv::server::stats::Counters;

type Section = fn(&mut Call, &mut String);

const SECTIONS: [(&str, Section); 13] = [
    ("Server", server),
    ("Clients", clients),
    ("Memory", memory),
    ("Persistence", super::persist::info),
    ("Stats", stats),
    ("Replication", replication),
    ("CPU", cpu),
    ("Modules", |_, _| {}),
    ("Commandstats", command_stats),
    ("Errorstats", error_stats),
    ("Latencystats", latency_stats),
    ("Cluster", |_, text| text.push_str("cluster_enabled:0\r\n")),
    ("Keyspace", keyspace),
];

/// Sections that are told only when they are asked for, or everything is.
const ON_DEMAND: [&str; 2] = ["Commandstats", "Latencystats"];

pub(super) fn info(call: &mut Call) -> Outcome {
    let wanted: Vec<String> =
        call.args.from(1).iter().map(|word| String::from_utf8_lossy(word).to_ascii_lowercase()).collect();
    let asks = |name: &str| wanted.iter().any(|word| word == name);
    let is_default = wanted.is_empty() || asks("default");
    let is_all = asks("all") || asks("everything");
    let mut text = String::new();
    for (name, write) in SECTIONS {
        let is_wanted = is_all || asks(&name.to_ascii_lowercase()) || (is_default && !ON_DEMAND.contains(&name));
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

pub(super) fn line(text: &mut String, name: &str, value: impl std::fmt::Display) {
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
    line(text, "lru_clock", (call.keys.now / 1000) & 0xff_ffff);
    let executable = crate::kit::env::executable().unwrap_or_default();
    line(text, "executable", executable.display());
    let file = call.server.sources.lock().file.clone().unwrap_or_default();
    line(text, "config_file", std::path::absolute(&file).unwrap_or_default().display());
    line(text, "io_threads_active", 0);
}

fn clients(call: &mut Call, text: &mut String) {
    line(text, "connected_clients", call.server.clients.lock().len());
    line(text, "maxclients", call.server.settings.maxclients.load(Ordering::Relaxed));
    let blocked = |info: &ClientInfo| info.blocked.load(Ordering::Relaxed) != WAITS_NOT;
    let blocked = call.server.clients.lock().values().filter(|info| blocked(info)).count();
    line(text, "cluster_connections", 0);
    line(text, "client_recent_max_input_buffer", 0);
    line(text, "client_recent_max_output_buffer", 0);
    line(text, "blocked_clients", blocked);
    line(text, "tracking_clients", call.server.tracking.counts().clients);
    line(text, "clients_in_timeout_table", 0);
}

fn memory(call: &mut Call, text: &mut String) {
    let resident = crate::applets::kv::server::stats::resident_bytes();
    let (used, peak, most) =
        (call.server.used_bytes(), call.server.peak_bytes(), call.server.settings.maxmemory.load(Ordering::Relaxed));
    let data = call.server.store.used_bytes();
    let share = |part: u64, whole: u64| format!("{:.2}%", part as f64 * 100.0 / whole.max(1) as f64);
    for (name, bytes) in [("used_memory", used), ("used_memory_rss", resident), ("used_memory_peak", peak)] {
        line(text, name, bytes);
        line(text, &format!("{name}_human"), human(bytes));
    }
    let machine = crate::applets::kv::server::stats::machine_bytes();
    line(text, "total_system_memory", machine);
    line(text, "total_system_memory_human", human(machine));
    line(text, "used_memory_peak_perc", share(used, peak));
    line(text, "used_memory_overhead", used - data);
    line(text, "used_memory_startup", used - data);
    line(text, "used_memory_dataset", data);
    line(text, "used_memory_dataset_perc", share(data, used));
    line(text, "used_memory_lua", 0);
    line(text, "used_memory_scripts", 0);
    line(text, "number_of_cached_scripts", 0);
    line(text, "number_of_functions", 0);
    line(text, "number_of_libraries", 0);
    line(text, "maxmemory", most);
    line(text, "maxmemory_human", human(most));
    line(text, "maxmemory_policy", call.server.settings.get("maxmemory-policy").unwrap_or_default());
    line(text, "mem_fragmentation_ratio", format!("{:.2}", resident as f64 / used as f64));
    line(text, "mem_fragmentation_bytes", resident as i64 - used as i64);
    line(text, "mem_not_counted_for_evict", 0);
    line(text, "mem_clients_slaves", 0);
    let unsent = |info: &ClientInfo| info.unsent.load(Ordering::Relaxed);
    line(text, "mem_clients_normal", call.server.clients.lock().values().map(|info| unsent(info)).sum::<usize>());
    line(text, "mem_allocator", "mimalloc");
    line(text, "active_defrag_running", 0);
    line(text, "lazyfree_pending_objects", 0);
    line(text, "lazyfreed_objects", 0);
}

/// Bytes as Redis writes them for people: `1.16M`.
fn human(bytes: u64) -> String {
    if bytes < 1024 {
        return format!("{bytes}B");
    }
    let power = (bytes.ilog2() / 10).min(5);
    format!("{:.2}{}", bytes as f64 / f64::from(power * 10).exp2(), ["", "K", "M", "G", "T", "P"][power as usize])
}

fn stats(call: &mut Call, text: &mut String) {
    let stats = &call.server.stats;
    line(text, "total_connections_received", stats.sum(|counters| counters.connections.get()));
    line(text, "total_commands_processed", stats.calls());
    let pulse = {
        let mut pulse = call.server.pulse.lock();
        pulse.sample(stats, std::time::Instant::now());
        pulse.rates()
    };
    line(text, "instantaneous_ops_per_sec", pulse.commands.round() as u64);
    line(text, "instantaneous_input_kbps", format!("{:.2}", pulse.received_bytes / 1024.0));
    line(text, "instantaneous_output_kbps", format!("{:.2}", pulse.sent_bytes / 1024.0));
    line(text, "total_net_input_bytes", stats.sum(|counters| counters.received_bytes.get()));
    line(text, "total_net_output_bytes", stats.sum(|counters| counters.sent_bytes.get()));
    line(text, "expired_keys", stats.sum(|counters| counters.expired.get()));
    line(text, "evicted_keys", stats.sum(|counters| counters.evicted.get()));
    line(text, "evicted_clients", call.server.evicted_clients.load(Ordering::Relaxed));
    line(text, "rejected_connections", call.server.rejected.load(Ordering::Relaxed));
    line(text, "expired_stale_perc", "0.00");
    line(text, "expired_time_cap_reached_count", 0);
    line(text, "keyspace_hits", stats.sum(|counters| counters.hits.get()));
    line(text, "keyspace_misses", stats.sum(|counters| counters.misses.get()));
    line(text, "pubsub_channels", call.server.pubsub.count(Topic::Channel));
    line(text, "pubsub_patterns", call.server.pubsub.count(Topic::Pattern));
    line(text, "pubsubshard_channels", call.server.pubsub.count(Topic::Shard));
    line(text, "latest_fork_usec", 0);
    line(text, "total_forks", 0);
    let tracked = call.server.tracking.counts();
    line(text, "tracking_total_keys", tracked.keys);
    line(text, "tracking_total_items", tracked.items);
    line(text, "tracking_total_prefixes", tracked.prefixes);
    line(text, "unexpected_error_replies", 0);
    line(text, "total_error_replies", stats.errors().values().sum::<u64>());
    let limited = |c: &Counters| c.refused_client.get() + c.refused_address.get() + c.refused_global.get();
    line(text, "rate_limited_commands", stats.sum(limited));
}

fn replication(call: &mut Call, text: &mut String) {
    line(text, "role", "master");
    let replicas = call.server.replication.describe(call.keys.now);
    line(text, "connected_slaves", replicas.len());
    for (number, replica) in replicas.iter().enumerate() {
        let Described { ip, port, state, offset, lag } = replica;
        line(text, &format!("slave{number}"), format!("ip={ip},port={port},state={state},offset={offset},lag={lag}"));
    }
    line(text, "master_failover_state", "no-failover");
    line(text, "master_replid", &call.server.run_id);
    line(text, "master_replid2", "0".repeat(40));
    line(text, "master_repl_offset", call.server.replication.offset());
    line(text, "second_repl_offset", -1);
    line(text, "repl_backlog_active", 0);
    line(text, "repl_backlog_size", call.server.settings.get("repl-backlog-size").unwrap_or_default());
    line(text, "repl_backlog_first_byte_offset", 0);
    line(text, "repl_backlog_histlen", 0);
}

fn cpu(_call: &mut Call, text: &mut String) {
    /// Ticks of `/proc` in a second, on every system this runs on.
    const TICKS: f64 = 100.0;
    // Fields 14 and 15; the second, a name in parentheses, may hold spaces.
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let seconds = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or(0.0) / TICKS;
    line(text, "used_cpu_sys", format!("{:.6}", seconds(12)));
    line(text, "used_cpu_user", format!("{:.6}", seconds(11)));
    line(text, "used_cpu_sys_children", "0.000000");
    line(text, "used_cpu_user_children", "0.000000");
}

fn error_stats(call: &mut Call, text: &mut String) {
    for (code, count) in call.server.stats.errors() {
        line(text, &format!("errorstat_{code}"), format!("count={count}"));
    }
}

fn latency_stats(call: &mut Call, text: &mut String) {
    let shares = call.server.settings.get("latency-tracking-info-percentiles").unwrap_or_default();
    for entry in table::all().iter().chain(table::all_subs()) {
        let spread = call.server.stats.spread(entry.id);
        if spread.steps().is_empty() {
            continue;
        }
        let of = |share: &str| {
            let micros = spread.percentile(share.parse::<f64>().unwrap_or(0.0) / 100.0);
            format!("p{share}={micros}.000")
        };
        let values: Vec<String> = shares.split_whitespace().map(of).collect();
        line(text, &format!("latency_percentiles_usec_{}", entry.spec.full_name()), values.join(","));
    }
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
