//! CLIENT LIST and INFO: a line of fields for each connection.

use std::sync::atomic::Ordering;

use super::kill::{Class, class};
use crate::applets::kv::command::arguments::{int, is};
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::command::table;
use crate::applets::kv::server::client::{ClientInfo, WAITS_NOT};
use crate::applets::kv::server::now_ms;
use crate::applets::kv::server::tracking::{BROADCAST, BROKEN, ON};

/// The length of a command as it is sent: what stands in the query buffer while it runs.
fn query_bytes(call: &Call) -> usize {
    let digits = |number: usize| number.checked_ilog10().unwrap_or(0) as usize + 1;
    let word = |word: &[u8]| 1 + digits(word.len()) + 2 + word.len() + 2;
    1 + digits(call.args.len()) + 2 + call.args.iter().map(word).sum::<usize>()
}

fn flags(info: &ClientInfo) -> String {
    let listens = [&info.channels, &info.patterns, &info.shards].iter().any(|count| count.load(Ordering::Relaxed) > 0);
    let tracking = info.tracking.load(Ordering::Relaxed);
    let letters = [
        (info.is_replica.load(Ordering::Relaxed), 'S'),
        (tracking & ON != 0, 't'),
        (tracking & BROKEN != 0, 'R'),
        (tracking & BROADCAST != 0, 'B'),
        (info.is_monitor.load(Ordering::Relaxed), 'O'),
        (listens, 'P'),
        (info.queued.load(Ordering::Relaxed) >= 0, 'x'),
        (info.blocked.load(Ordering::Relaxed) != WAITS_NOT, 'b'),
        (info.killed.load(Ordering::Relaxed), 'A'),
        (info.peer.is_none(), 'U'),
        (info.is_kept.load(Ordering::Relaxed), 'e'),
    ];
    let flags: String = letters.iter().filter(|(is_set, _)| *is_set).map(|(_, letter)| letter).collect();
    if flags.is_empty() { "N".to_owned() } else { flags }
}

/// A line of CLIENT LIST; `query` is what stands in the query buffer.
pub(in crate::applets::kv) fn describe(info: &ClientInfo, query: usize) -> String {
    let idle = now_ms().saturating_sub(info.last_active.load(Ordering::Relaxed)) / 1000;
    let number = info.last_command.load(Ordering::Relaxed) as usize;
    let command = table::by_id(number).map_or_else(|| "NULL".to_owned(), |entry| entry.spec.full_name());
    let unsent = info.unsent.load(Ordering::Relaxed);
    let count = |cell: &std::sync::atomic::AtomicU32| cell.load(Ordering::Relaxed);
    let free = if query > 0 { 65536_usize.saturating_sub(query) } else { 0 };
    format!(
        "id={} addr={} laddr={} fd={} name={} age={} idle={idle} flags={} db={} sub={} psub={} ssub={} multi={} \
         qbuf={query} qbuf-free={free} argv-mem={} multi-mem=0 rbs=1024 rbp=0 obl={unsent} oll=0 omem={unsent} \
         tot-mem={} events={} cmd={command} user={} redir={} resp={}\n",
        info.id,
        info.address(),
        info.local_address(),
        info.descriptor,
        info.name.lock(),
        info.since.elapsed().as_secs(),
        flags(info),
        count(&info.database),
        count(&info.channels),
        count(&info.patterns),
        count(&info.shards),
        info.queued.load(Ordering::Relaxed),
        query.saturating_sub(16),
        1800 + query + unsent,
        if unsent > 0 { "rw" } else { "r" },
        info.user.lock(),
        info.redirect.load(Ordering::Relaxed),
        if info.is_resp3.load(Ordering::Relaxed) { 3 } else { 2 },
    )
}

pub(super) fn list(call: &mut Call) -> Outcome {
    let args = call.args;
    let mut wanted: Box<dyn Fn(&ClientInfo) -> bool> = Box::new(|_| true);
    if let Some(option) = args.get(2) {
        if is(option, "type") && args.len() == 4 {
            let kind = class(args.at(3))?;
            wanted = Box::new(move |info| Class::of(info) == kind);
        } else if is(option, "id") && args.len() > 3 {
            let ids = args.from(3).iter().map(|word| int(word).map_err(|_| Refusal::from("ERR Invalid client ID")));
            let ids = ids.collect::<Result<Vec<_>, _>>()?;
            wanted = Box::new(move |info| ids.contains(&(info.id as i64)));
        } else {
            return Err(Refusal::Syntax);
        }
    }
    let query = query_bytes(call);
    let own = call.client.info.id;
    let clients = call.server.clients.lock();
    let picked = clients.values().filter(|info| wanted(info));
    let text: String = picked.map(|info| describe(info, if info.id == own { query } else { 0 })).collect();
    drop(clients);
    call.reply.verbatim("txt", text.as_bytes());
    Ok(())
}

pub(super) fn info(call: &mut Call) -> Outcome {
    let text = describe(&call.client.info, query_bytes(call));
    call.reply.verbatim("txt", text.as_bytes());
    Ok(())
}
