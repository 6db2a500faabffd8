//! Who a client is and how it is spoken to: PING, ECHO, AUTH, HELLO, SELECT, QUIT, RESET, CLIENT.

use std::sync::atomic::Ordering;

use super::arguments::{int, is};
use super::call::{Call, Outcome};
use super::refusal::Refusal;
use super::table::{
    ALLOW_BUSY, FAST, LOADING, NO_AUTH, NO_MULTI, NOSCRIPT, SKIP_MONITOR, SKIP_SLOWLOG, STALE, Spec, command,
};
use crate::applets::kv::server::client::Hears;
use crate::resp::Dialect;

/// The version of Redis whose behaviour this server has.
pub const REDIS_VERSION: &str = "7.0.15";

const FREE: u32 = NOSCRIPT | LOADING | STALE | FAST | NO_AUTH | ALLOW_BUSY;
const OWN: u32 = NOSCRIPT | LOADING | STALE;

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("ping", -1, ping).flags(FAST).about("1.0.0", "Returns the server's liveliness response."),
    command("echo", 2, echo).flags(LOADING | STALE | FAST).about("1.0.0", "Returns the given string."),
    command("auth", -2, auth).flags(FREE | SKIP_MONITOR | SKIP_SLOWLOG).about("1.0.0", "Authenticates the connection."),
    command("hello", -1, hello).flags(FREE).about("6.0.0", "Handshakes with the Redis server."),
    command("select", 2, select).flags(LOADING | STALE | FAST).about("1.0.0", "Changes the selected database."),
    command("quit", -1, quit).flags(FREE | NO_MULTI).about("1.0.0", "Closes the connection."),
    command("reset", 1, reset).flags(FREE | NO_MULTI).about("6.2.0", "Resets the connection."),
    command("client", -2, container).flags(OWN).about("2.4.0", "A container for client connection commands.").subs(super::client::SUBS),
];

/// The function of a container: the dispatcher finds its subcommand first, or there is none.
pub(super) fn container(call: &mut Call) -> Outcome {
    Err(Refusal::err(format!("wrong number of arguments for '{}' command", call.spec.name)))
}

fn ping(call: &mut Call) -> Outcome {
    let text = call.args.get(1);
    if call.args.len() > 2 {
        return container(call);
    }
    if call.client.subscriptions > 0 && call.client.dialect == Dialect::Resp2 {
        call.reply.array(2);
        call.reply.bulk(b"pong");
        call.reply.bulk(text.unwrap_or_default());
        return Ok(());
    }
    match text {
        Some(text) => call.reply.bulk(text),
        None => call.reply.simple("PONG"),
    }
    Ok(())
}

fn echo(call: &mut Call) -> Outcome {
    call.reply.bulk(call.args.at(1));
    Ok(())
}

/// Has the client become a user, where the password is right.
fn authenticate(call: &mut Call, name: &[u8], password: &[u8]) -> Outcome {
    let Some(user) = call.server.acl.authenticate(name, password) else {
        super::rights::note(call.server, &call.client.info, "auth", "toplevel", "AUTH", &String::from_utf8_lossy(name));
        return Err("WRONGPASS invalid username-password pair or user is disabled.".into());
    };
    call.client.become_user(user);
    Ok(())
}

fn auth(call: &mut Call) -> Outcome {
    let args = call.args;
    match args.len() {
        2 => {
            if call.server.acl.default_user().rules().is_open {
                return Err(
                    "ERR AUTH <password> called without any password configured for the default user. Are you \
                            sure your configuration is correct?"
                        .into(),
                );
            }
            authenticate(call, b"default", args.at(1))?;
        }
        3 => authenticate(call, args.at(1), args.at(2))?,
        _ => return Err(Refusal::Syntax),
    }
    call.reply.ok();
    Ok(())
}

fn hello(call: &mut Call) -> Outcome {
    let args = call.args;
    let mut dialect = call.client.dialect;
    if let Some(version) = args.get(1) {
        let version = int(version).map_err(|_| "ERR Protocol version is not an integer or out of range")?;
        dialect = match version {
            2 => Dialect::Resp2,
            3 => Dialect::Resp3,
            _ => return Err("NOPROTO unsupported protocol version".into()),
        };
    }
    let (mut at, mut name) = (2, None);
    while let Some(word) = args.get(at) {
        if is(word, "auth") && at + 2 < args.len() {
            authenticate(call, args.at(at + 1), args.at(at + 2))?;
            at += 3;
        } else if is(word, "setname") && at + 1 < args.len() {
            name = Some(args.at(at + 1));
            at += 2;
        } else {
            let word = String::from_utf8_lossy(word);
            return Err(Refusal::err(format!("Syntax error in HELLO option '{word}'")));
        }
    }
    if !call.client.is_known {
        return Err("NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH \
                    <user> <pass> option can be used to authenticate the client and select the RESP protocol version at \
                    the same time"
            .into());
    }
    if let Some(name) = name {
        super::client::rename(call, name)?;
    }
    (call.client.dialect, call.reply.dialect) = (dialect, dialect);
    call.client.info.is_resp3.store(dialect == Dialect::Resp3, Ordering::Relaxed);
    let reply = &mut *call.reply;
    reply.map(7);
    for (key, value) in [("server", "redis"), ("version", REDIS_VERSION)] {
        reply.bulk(key.as_bytes());
        reply.bulk(value.as_bytes());
    }
    reply.bulk(b"proto");
    reply.int(if dialect == Dialect::Resp3 { 3 } else { 2 });
    reply.bulk(b"id");
    reply.int(call.client.info.id as i64);
    for (key, value) in [("mode", "standalone"), ("role", "master")] {
        reply.bulk(key.as_bytes());
        reply.bulk(value.as_bytes());
    }
    reply.bulk(b"modules");
    reply.array(0);
    Ok(())
}

/// A database by its number.
///
/// # Errors
/// No number, or no such database.
pub(super) fn database(call: &Call, word: &[u8]) -> Result<u32, Refusal> {
    let index = int(word)?;
    u32::try_from(index)
        .ok()
        .filter(|index| *index < call.server.store.databases())
        .ok_or_else(|| "ERR DB index is out of range".into())
}

fn select(call: &mut Call) -> Outcome {
    let database = database(call, call.args.at(1))?;
    call.client.database = database;
    call.client.info.database.store(database, Ordering::Relaxed);
    call.reply.ok();
    Ok(())
}

fn quit(call: &mut Call) -> Outcome {
    call.client.is_leaving = true;
    call.reply.ok();
    Ok(())
}

fn reset(call: &mut Call) -> Outcome {
    call.client.transaction = None;
    super::dispatch::unwatch(call.server, call.client);
    super::pubsub::leave(call.server, call.client);
    super::monitor::leave(call.server, &call.client.info);
    call.server.tracking.leave(call.server, &call.client.info);
    let client = &mut *call.client;
    (client.follows, client.is_caching) = (super::client::Follows::Nothing, false);
    (client.database, client.hears, client.is_untouching) = (0, Hears::On, false);
    (client.dialect, call.reply.dialect) = (Dialect::Resp2, Dialect::Resp2);
    client.info.is_resp3.store(false, Ordering::Relaxed);
    client.info.database.store(0, Ordering::Relaxed);
    client.info.queued.store(-1, Ordering::Relaxed);
    client.info.is_kept.store(false, Ordering::Relaxed);
    let user = call.server.acl.default_user();
    let is_open = user.rules().is_open && user.rules().is_on;
    client.become_user(user);
    client.is_known = is_open;
    client.info.name.lock().clear();
    call.reply.simple("RESET");
    Ok(())
}
