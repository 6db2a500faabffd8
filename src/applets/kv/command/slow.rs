//! SLOWLOG and LATENCY: what took long, and how long commands take.

use std::fmt::Write as _;

use super::arguments::int;
use super::call::{Call, Outcome};
use super::connection::container;
use super::refusal::Refusal;
use super::table::{self, ADMIN, DANGEROUS, Entry, LOADING, NOSCRIPT, STALE, Spec, command, sub};
use crate::applets::kv::server::slow::Series;
use crate::applets::kv::server::stats::Spread;

const OPERATE: u32 = ADMIN | DANGEROUS | LOADING | STALE;

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("slowlog", -2, container).flags(0).about("2.2.12", "A container for slow log commands.").subs(SLOWLOG),
    command("latency", -2, container).flags(0).about("2.8.13", "A container for latency diagnostics commands.").subs(LATENCY),
];

#[rustfmt::skip]
const SLOWLOG: &[Spec] = &[
    sub("slowlog", "get", -2, slowlog_get).flags(OPERATE).about("2.2.12", "Returns the slow log's entries."),
    sub("slowlog", "len", 2, |call| { call.reply.int(call.server.slow.len() as i64); Ok(()) }).flags(OPERATE).about("2.2.12", "Returns the number of entries in the slow log."),
    sub("slowlog", "reset", 2, |call| { call.server.slow.clear(); call.reply.ok(); Ok(()) }).flags(OPERATE).about("2.2.12", "Clears all entries from the slow log."),
    sub("slowlog", "help", 2, slowlog_help).flags(LOADING | STALE).about("6.2.0", "Show helpful text about the different subcommands."),
];

#[rustfmt::skip]
const LATENCY: &[Spec] = &[
    sub("latency", "latest", 2, latest).flags(OPERATE | NOSCRIPT).about("2.8.13", "Returns the latest latency samples for all events."),
    sub("latency", "history", 3, history).flags(OPERATE | NOSCRIPT).about("2.8.13", "Returns timestamp-latency samples for an event."),
    sub("latency", "reset", -2, reset).flags(OPERATE | NOSCRIPT).about("2.8.13", "Resets the latency data for one or more events."),
    sub("latency", "graph", 3, graph).flags(OPERATE | NOSCRIPT).about("2.8.13", "Returns a latency graph for an event."),
    sub("latency", "doctor", 2, doctor).flags(OPERATE | NOSCRIPT).about("2.8.13", "Returns a human-readable latency analysis report."),
    sub("latency", "histogram", -2, histogram).flags(OPERATE | NOSCRIPT).about("7.0.0", "Returns the cumulative distribution of latencies of a subset or all commands."),
    sub("latency", "help", 2, latency_help).flags(LOADING | STALE).about("2.8.13", "Returns helpful text about the different subcommands."),
];

fn slowlog_get(call: &mut Call) -> Outcome {
    /// What is told without a number.
    const USUAL: i64 = 10;
    if call.args.len() > 3 {
        return Err("ERR wrong number of arguments for 'slowlog|get' command".into());
    }
    let count = match call.args.get(2) {
        None => USUAL,
        Some(word) => {
            int(word).ok().filter(|count| *count >= -1).ok_or("ERR count should be greater than or equal to -1")?
        }
    };
    let entries = call.server.slow.latest(usize::try_from(count).unwrap_or(usize::MAX));
    call.reply.array(entries.len());
    for slow in entries {
        call.reply.array(6);
        call.reply.int(slow.id as i64);
        call.reply.int(slow.time as i64);
        call.reply.int(slow.micros as i64);
        call.reply.array(slow.words.len());
        slow.words.iter().for_each(|word| call.reply.bulk(word));
        call.reply.bulk(slow.address.as_bytes());
        call.reply.bulk(slow.name.as_bytes());
    }
    Ok(())
}

fn slowlog_help(call: &mut Call) -> Outcome {
    super::help::write(
        call,
        &[
            ("GET [<count>]", "Return top <count> entries from the slowlog (default: 10, -1 mean all)."),
            ("LEN", "Return the length of the slowlog."),
            ("RESET", "Reset the slowlog."),
        ],
    );
    Ok(())
}

fn latest(call: &mut Call) -> Outcome {
    let events = call.server.latencies.all();
    call.reply.array(events.len());
    for (event, series) in events {
        let (time, millis) = series.moments.back().copied().unwrap_or_default();
        call.reply.array(4);
        call.reply.bulk(event.as_bytes());
        call.reply.int(time as i64);
        call.reply.int(millis as i64);
        call.reply.int(series.most as i64);
    }
    Ok(())
}

fn series(call: &Call, event: &[u8]) -> Option<Series> {
    call.server.latencies.all().remove(std::str::from_utf8(event).ok()?)
}

fn history(call: &mut Call) -> Outcome {
    let moments = series(call, call.args.at(2)).unwrap_or_default().moments;
    call.reply.array(moments.len());
    for (time, millis) in moments {
        call.reply.array(2);
        call.reply.int(time as i64);
        call.reply.int(millis as i64);
    }
    Ok(())
}

fn reset(call: &mut Call) -> Outcome {
    let events = call.args.from(2);
    let unwanted = |event: &str| events.is_empty() || events.iter().any(|word| word == event.as_bytes());
    let forgotten = call.server.latencies.forget(unwanted);
    call.reply.int(forgotten as i64);
    Ok(())
}

/// A row of bars, the highest for the longest.
fn graph(call: &mut Call) -> Outcome {
    const BARS: [&str; 4] = ["_", "o", "O", "#"];
    let event = String::from_utf8_lossy(call.args.at(2)).into_owned();
    let known = series(call, call.args.at(2));
    let series = known.ok_or_else(|| Refusal::err(format!("No samples available for event '{event}'")))?;
    let millis = || series.moments.iter().map(|(_, millis)| *millis);
    let (low, high) = (millis().min().unwrap_or(0), millis().max().unwrap_or(0));
    let bar = |millis: u64| BARS[((millis - low) * 3).checked_div(high - low).unwrap_or(0) as usize];
    let bars: String = millis().map(bar).collect();
    let text = format!(
        "{event} - high {high} ms, low {low} ms (all time high {} ms)\n{}\n{bars}\n",
        series.most,
        "-".repeat(80)
    );
    call.reply.verbatim("txt", text.as_bytes());
    Ok(())
}

fn doctor(call: &mut Call) -> Outcome {
    let events = call.server.latencies.all();
    let is_watching = call.server.settings.get("latency-monitor-threshold").is_some_and(|millis| millis != "0");
    let mut text = match (is_watching, events.is_empty()) {
        (false, true) => "Latency monitoring is disabled. CONFIG SET latency-monitor-threshold <milliseconds> enables \
                          it.\n"
            .to_owned(),
        (true, true) => "No latency spike was observed during the lifetime of this server.\n".to_owned(),
        (_, false) => "Latency spikes were observed:\n\n".to_owned(),
    };
    for (number, (event, series)) in events.iter().enumerate() {
        let sum: u64 = series.moments.iter().map(|(_, millis)| millis).sum();
        let count = series.moments.len().max(1) as u64;
        let _ = writeln!(
            text,
            "{}. {event}: {count} latency spikes (average {}ms), worst all time event {}ms.",
            number + 1,
            sum / count,
            series.most
        );
    }
    if !events.is_empty() {
        text += "\nCheck SLOWLOG to see which commands are too slow to execute.\n";
    }
    call.reply.verbatim("txt", text.as_bytes());
    Ok(())
}

fn histogram(call: &mut Call) -> Outcome {
    let names = call.args.from(2);
    let mut wanted: Vec<Entry> = Vec::new();
    if names.is_empty() {
        wanted.extend(table::all().iter().chain(table::all_subs()));
    }
    for name in names.iter() {
        if let Some(entry) = super::introspection::named(name) {
            wanted.push(entry);
            let subs = table::all_subs().iter().filter(|sub| sub.spec.of == Some(entry.spec.name));
            wanted.extend(subs);
        }
    }
    let spreads: Vec<(Entry, Spread)> = wanted
        .into_iter()
        .map(|entry| (entry, call.server.stats.spread(entry.id)))
        .filter(|(_, spread)| !spread.steps().is_empty())
        .collect();
    call.reply.map(spreads.len());
    for (entry, spread) in spreads {
        call.reply.bulk(entry.spec.full_name().as_bytes());
        call.reply.map(2);
        call.reply.bulk(b"calls");
        call.reply.int(spread.calls as i64);
        call.reply.bulk(b"histogram_usec");
        let steps = spread.steps();
        call.reply.map(steps.len());
        for (micros, count) in steps {
            call.reply.int(micros as i64);
            call.reply.int(count as i64);
        }
    }
    Ok(())
}

fn latency_help(call: &mut Call) -> Outcome {
    super::help::write(
        call,
        &[
            ("DOCTOR", "Return a human readable latency analysis report."),
            ("GRAPH <event>", "Return an ASCII latency graph for the <event> class."),
            ("HISTORY <event>", "Return time-latency samples for the <event> class."),
            ("LATEST", "Return the latest latency samples for all events."),
            ("RESET [<event> ...]", "Reset latency data of one or more <event> classes (default: all)."),
            (
                "HISTOGRAM [COMMAND ...]",
                "Return a cumulative distribution of latencies of the specified commands (default: all).",
            ),
        ],
    );
    Ok(())
}
