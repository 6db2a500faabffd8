//! CLIENT: what is known of connections, and what can be done to them.

mod kill;
mod list;
mod pause;
mod tracking;

pub(super) use self::kill::end;
pub(in crate::applets::kv) use self::list::describe;
pub use self::tracking::{Follows, remember};

use std::sync::atomic::Ordering;

use super::arguments::{int, is};
use super::call::{Call, Outcome};
use super::refusal::Refusal;
use super::table::{ADMIN, DANGEROUS, LOADING, NOSCRIPT, STALE, Spec, sub};
use crate::applets::kv::server::client::{BLOCKED, Hears};
use crate::applets::kv::server::mailbox::Mail;

const OWN: u32 = NOSCRIPT | LOADING | STALE;
const OTHERS: u32 = OWN | ADMIN | DANGEROUS;

/// The rows of the subcommands.
#[rustfmt::skip]
pub(super) const SUBS: &[Spec] = &[
    sub("client", "id", 2, |call| { call.reply.int(call.client.info.id as i64); Ok(()) }).flags(OWN).about("5.0.0", "Returns the unique client ID of the connection."),
    sub("client", "getname", 2, getname).flags(OWN).about("2.6.9", "Returns the name of the connection."),
    sub("client", "setname", 3, setname).flags(OWN).about("2.6.9", "Sets the connection name."),
    sub("client", "getredir", 2, tracking::getredir).flags(OWN).about("6.0.0", "Returns the client ID to which the connection's tracking notifications are redirected."),
    sub("client", "tracking", -3, tracking::tracking).flags(OWN).about("6.0.0", "Controls server-assisted client-side caching for the connection."),
    sub("client", "caching", 3, tracking::caching).flags(OWN).about("6.0.0", "Instructs the server whether to track the keys in the next request."),
    sub("client", "trackinginfo", 2, tracking::trackinginfo).flags(OWN).about("6.2.0", "Returns information about server-assisted client-side caching for the connection."),
    sub("client", "list", -2, list::list).flags(OTHERS).about("2.4.0", "Lists open connections."),
    sub("client", "info", 2, list::info).flags(OWN).about("6.2.0", "Returns information about the connection."),
    sub("client", "kill", -3, kill::kill).flags(OTHERS).about("2.4.0", "Terminates open connections."),
    sub("client", "reply", 3, reply).flags(OWN).about("3.2.0", "Instructs the server whether to reply to commands."),
    sub("client", "no-evict", 3, no_evict).flags(OTHERS).about("7.0.0", "Sets the client eviction mode of the connection."),
    sub("client", "pause", -3, pause::pause).flags(OTHERS).about("3.0.0", "Suspends commands processing."),
    sub("client", "unpause", 2, pause::unpause).flags(OTHERS).about("6.2.0", "Resumes processing commands from paused clients."),
    sub("client", "unblock", -3, unblock).flags(OTHERS).about("5.0.0", "Unblocks a client blocked by a blocking command from a different connection."),
    sub("client", "help", 2, help).flags(LOADING | STALE).about("5.0.0", "Returns helpful text about the different subcommands."),
];

fn getname(call: &mut Call) -> Outcome {
    let name = call.client.info.name.lock().clone();
    if name.is_empty() {
        call.reply.null();
    } else {
        call.reply.bulk(name.as_bytes());
    }
    Ok(())
}

/// Names the connection: CLIENT SETNAME and HELLO.
///
/// # Errors
/// A name that would break lines of CLIENT LIST.
pub(super) fn rename(call: &mut Call, name: &[u8]) -> Outcome {
    let printable = |byte: &u8| (b'!'..=b'~').contains(byte);
    if !name.iter().all(printable) {
        return Err("ERR Client names cannot contain spaces, newlines or special characters.".into());
    }
    *call.client.info.name.lock() = String::from_utf8_lossy(name).into_owned();
    Ok(())
}

fn setname(call: &mut Call) -> Outcome {
    rename(call, call.args.at(2))?;
    call.reply.ok();
    Ok(())
}

fn reply(call: &mut Call) -> Outcome {
    let word = call.args.at(2);
    call.client.hears = match () {
        () if is(word, "on") => {
            call.reply.ok();
            Hears::On
        }
        () if is(word, "off") => Hears::Off,
        () if is(word, "skip") => {
            if call.client.hears == Hears::Off {
                Hears::Off
            } else {
                Hears::SkipNext
            }
        }
        () => return Err(Refusal::Syntax),
    };
    Ok(())
}

fn no_evict(call: &mut Call) -> Outcome {
    let word = call.args.at(2);
    let is_on = is(word, "on");
    if !is_on && !is(word, "off") {
        return Err(Refusal::Syntax);
    }
    call.client.info.is_kept.store(is_on, Ordering::Relaxed);
    call.reply.ok();
    Ok(())
}

fn unblock(call: &mut Call) -> Outcome {
    let args = call.args;
    if args.len() > 4 {
        return Err("ERR wrong number of arguments for 'client|unblock' command".into());
    }
    let is_error = match args.get(3) {
        None => false,
        Some(word) if is(word, "timeout") => false,
        Some(word) if is(word, "error") => true,
        Some(_) => return Err("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR".into()),
    };
    let id = int(args.at(2))?;
    let info = u64::try_from(id).ok().and_then(|id| call.server.clients.lock().get(&id).cloned());
    let blocked = info.filter(|info| info.blocked.load(Ordering::Relaxed) == BLOCKED);
    if let Some(info) = &blocked {
        call.server.mailboxes[info.worker].post(Mail::Unblock {
            client: info.id,
            ticket: info.ticket.load(Ordering::Acquire),
            is_error,
        });
    }
    call.reply.flag(blocked.is_some());
    Ok(())
}

fn help(call: &mut Call) -> Outcome {
    super::help::write(
        call,
        &[
            ("CACHING (YES|NO)", "Enable/disable tracking of the keys for next command in OPTIN/OPTOUT modes."),
            ("GETNAME", "Return the name of the current connection."),
            ("GETREDIR", "Return the client ID we are redirecting to when tracking is enabled."),
            ("ID", "Return the ID of the current connection."),
            ("INFO", "Return information about the current client connection."),
            ("KILL <ip:port>", "Kill connection made from <ip:port>."),
            (
                "KILL <option> <value> [<option> <value> [...]]",
                "Kill connections by ADDR, LADDR, TYPE, USER, SKIPME, ID.",
            ),
            (
                "LIST [options ...]",
                "Return information about client connections: TYPE (NORMAL|MASTER|REPLICA|PUBSUB), ID <id> ...",
            ),
            ("NO-EVICT (ON|OFF)", "Protect current client connection from eviction."),
            ("PAUSE <timeout> [WRITE|ALL]", "Suspend all, or just write, clients for <timeout> milliseconds."),
            ("REPLY (ON|OFF|SKIP)", "Control the replies sent to the current connection."),
            ("SETNAME <name>", "Assign the name <name> to the current connection."),
            (
                "TRACKING (ON|OFF) [REDIRECT <id>] [BCAST] [PREFIX <prefix> [...]] [OPTIN] [OPTOUT] [NOLOOP]",
                "Control server assisted client side caching.",
            ),
            ("TRACKINGINFO", "Report tracking status for the current connection."),
            ("UNBLOCK <clientid> [TIMEOUT|ERROR]", "Unblock the specified blocked client."),
            ("UNPAUSE", "Stop the current client pause, resuming traffic."),
        ],
    );
    Ok(())
}
