//! `maxmemory-clients`: when what clients sent and what they have not taken together takes too much, those who hold most
//! are let go. Looked at once a second, and never those that CLIENT NO-EVICT keeps, nor
//! replicas.

use std::cmp::Reverse;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::Server;
use super::client::ClientInfo;
use super::mailbox::Mail;
use super::settings;

/// The limit in bytes; 0 is none. A share (`5%`) is one of `maxmemory`.
#[must_use]
pub fn limit(server: &Server) -> u64 {
    let text = server.settings.get("maxmemory-clients").unwrap_or_default();
    match text.strip_suffix('%').map(str::parse::<u64>) {
        Some(share) => server.settings.maxmemory.load(Ordering::Relaxed) / 100 * share.unwrap_or(0),
        None => settings::memory(&text).unwrap_or(0),
    }
}

/// Bytes that clients hold.
#[must_use]
pub fn held_bytes(server: &Server) -> u64 {
    server.clients.lock().values().map(|info| of(info)).sum()
}

fn of(info: &ClientInfo) -> u64 {
    (info.unsent.load(Ordering::Relaxed) + info.received.load(Ordering::Relaxed)) as u64
}

/// Lets clients go until the others are within the limit.
pub fn keep_within(server: &Server) {
    let limit = limit(server);
    if limit == 0 {
        return;
    }
    let mut clients: Vec<(u64, Arc<ClientInfo>)> = {
        let clients = server.clients.lock();
        clients.values().map(|info| (of(info), Arc::clone(info))).filter(|(bytes, _)| *bytes > 0).collect()
    };
    let mut held: u64 = clients.iter().map(|(bytes, _)| bytes).sum();
    clients.sort_by_key(|(bytes, _)| Reverse(*bytes));
    for (bytes, info) in clients {
        if held <= limit {
            return;
        }
        let is_kept = info.is_kept.load(Ordering::Relaxed) || info.is_replica.load(Ordering::Relaxed);
        if is_kept || info.killed.swap(true, Ordering::Relaxed) {
            continue;
        }
        tracing::warn!(client = info.id, bytes, limit, "clients hold too much memory: connection closed");
        server.evicted_clients.fetch_add(1, Ordering::Relaxed);
        server.mailboxes[info.worker].post(Mail::Look { client: info.id });
        held -= bytes;
    }
}
