//! How replicas ask: SYNC, PSYNC, REPLCONF. Whoever asks receives a dump and then every effect; see
//! [`replication`](crate::applets::kv::server::replication).

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::arguments::is;
use super::call::{Call, Outcome};
use super::refusal::Refusal;
use super::table::{ADMIN, ALLOW_BUSY, DANGEROUS, LOADING, NO_MULTI, NOSCRIPT, STALE, Spec, command};
use crate::applets::kv::server::replication::{Handshake, Replica};

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("sync", 1, |call| follow(call, Handshake::Sync)).flags(ADMIN | NOSCRIPT | NO_MULTI | DANGEROUS).about("1.0.0", "An internal command used in replication."),
    command("psync", -3, |call| follow(call, Handshake::Psync)).flags(ADMIN | NOSCRIPT | NO_MULTI | DANGEROUS).about("2.8.0", "An internal command used in replication."),
    command("replconf", -1, replconf).flags(ADMIN | NOSCRIPT | LOADING | STALE | ALLOW_BUSY | DANGEROUS).about("3.0.0", "An internal command for configuring the replication stream."),
];

/// Whatever of the stream a replica has, it receives a dump: none of the stream is kept.
fn follow(call: &mut Call, handshake: Handshake) -> Outcome {
    if let Some(transaction) = &mut call.client.transaction {
        transaction.is_broken = true;
        return Err("ERR Command not allowed inside a transaction".into());
    }
    if call.client.replica.is_some() {
        return Ok(());
    }
    let replica = Arc::new(Replica::new(Arc::clone(&call.client.info), handshake, call.client.replica_port));
    call.client.info.is_replica.store(true, Ordering::Relaxed);
    call.client.replica = Some(Arc::clone(&replica));
    call.server.replication.want(replica);
    call.server.persist.state.lock().is_handover_wanted = true;
    call.server.persist.nudge();
    Ok(())
}

fn replconf(call: &mut Call) -> Outcome {
    let words = call.args.from(1);
    if !words.len().is_multiple_of(2) {
        return Err(Refusal::Syntax);
    }
    for at in (0..words.len()).step_by(2) {
        let (option, value) = (words.at(at), words.at(at + 1));
        let number = || std::str::from_utf8(value).ok().and_then(|digits| digits.parse::<u64>().ok());
        if is(option, "ack") {
            // No reply: it would stand in the stream.
            if let (Some(replica), Some(offset)) = (&call.client.replica, number()) {
                replica.acknowledge(offset, call.keys.now);
            }
            return Ok(());
        }
        if is(option, "getack") {
            // For masters to say, and this is one.
            return Ok(());
        }
        if is(option, "listening-port") {
            let port = number().and_then(|port| u16::try_from(port).ok());
            call.client.replica_port = port.ok_or(Refusal::NotInteger)?;
        } else if !is(option, "ip-address") && !is(option, "capa") && !is(option, "version") {
            let option = String::from_utf8_lossy(option);
            return Err(Refusal::err(format!("Unrecognized REPLCONF option: {option}")));
        }
    }
    call.reply.ok();
    Ok(())
}
