//! Who a client is and how it is spoken to: PING, ECHO, AUTH, HELLO, SELECT, QUIT, RESET, CLIENT.

use std::sync::atomic::Ordering;

use super::arguments::{int, is};
use super::call::{Call, Outcome};
use super::refusal::Refusal;
use super::table::{ADMIN, ALLOW_BUSY, FAST, LOADING, NO_AUTH, NO_MULTI, NOSCRIPT, STALE, Spec, command, sub};
use crate::applets::kv::server::client::{ClientInfo, Hears};
use crate::applets::kv::server::mailbox::Mail;
use crate::resp::{Args, Dialect};

/// The version of Redis whose behaviour this server has.
pub const REDIS_VERSION: &str = "7.0.15";

const FREE: u32 = NOSCRIPT | LOADING | STALE | FAST | NO_AUTH | ALLOW_BUSY;
const OWN: u32 = NOSCRIPT | LOADING | STALE;

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("ping", -1, ping).flags(FAST).about("1.0.0", "Returns the server's liveliness response."),
    command("echo", 2, echo).flags(LOADING | STALE | FAST).about("1.0.0", "Returns the given string."),
    command("auth", -2, auth).flags(FREE).about("1.0.0", "Authenticates the connection."),
    command("hello", -1, hello).flags(FREE).about("6.0.0", "Handshakes with the Redis server."),
    command("select", 2, select).flags(LOADING | STALE | FAST).about("1.0.0", "Changes the selected database."),
    command("quit", -1, quit).flags(FREE | NO_MULTI).about("1.0.0", "Closes the connection."),
    command("reset", 1, reset).flags(FREE | NO_MULTI).about("6.2.0", "Resets the connection."),
    command("client", -2, container).flags(OWN).about("2.4.0", "A container for client connection commands.").subs(CLIENT),
];

#[rustfmt::skip]
const CLIENT: &[Spec] = &[
    sub("client", "id", 2, |call| { call.reply.int(call.client.info.id as i64); Ok(()) }).flags(OWN).about("5.0.0", "Returns the unique client ID of the connection."),
    sub("client", "getname", 2, getname).flags(OWN).about("2.6.9", "Returns the name of the connection."),
    sub("client", "setname", 3, setname).flags(OWN).about("2.6.9", "Sets the connection name."),
    sub("client", "list", -2, list).flags(OWN | ADMIN).about("2.4.0", "Lists open connections."),
    sub("client", "info", 2, info).flags(OWN).about("6.2.0", "Returns information about the connection."),
    sub("client", "kill", -3, kill).flags(OWN | ADMIN).about("2.4.0", "Terminates open connections."),
    sub("client", "reply", 3, reply).flags(OWN).about("3.2.0", "Instructs the server whether to reply to commands."),
    sub("client", "no-evict", 3, no_evict).flags(OWN | ADMIN).about("7.0.0", "Sets the client eviction mode of the connection."),
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

/// Checks a password in time that does not depend on where it is wrong.
fn authenticate(call: &mut Call, user: &[u8], password: &[u8]) -> Outcome {
    let wanted = call.server.settings.get("requirepass").unwrap_or_default();
    let differs = wanted.bytes().zip(password).fold(0, |differs, (a, b)| differs | (a ^ b));
    let is_right = wanted.is_empty() || (wanted.len() == password.len() && differs == 0);
    if user != b"default" || !is_right {
        return Err("WRONGPASS invalid username-password pair or user is disabled.".into());
    }
    call.client.is_known = true;
    Ok(())
}

fn auth(call: &mut Call) -> Outcome {
    let args = call.args;
    match args.len() {
        2 => {
            if call.server.settings.get("requirepass").is_none_or(|password| password.is_empty()) {
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
        rename(call, name)?;
    }
    (call.client.dialect, call.reply.dialect) = (dialect, dialect);
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
    let client = &mut *call.client;
    (client.database, client.hears, client.is_untouching) = (0, Hears::On, false);
    (client.dialect, call.reply.dialect) = (Dialect::Resp2, Dialect::Resp2);
    client.is_known = call.server.settings.get("requirepass").is_none_or(|password| password.is_empty());
    client.info.name.lock().clear();
    call.reply.simple("RESET");
    Ok(())
}

fn getname(call: &mut Call) -> Outcome {
    let name = call.client.info.name.lock().clone();
    if name.is_empty() {
        call.reply.null()
    } else {
        call.reply.bulk(name.as_bytes())
    }
    Ok(())
}

fn rename(call: &mut Call, name: &[u8]) -> Outcome {
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

/// A line of CLIENT LIST.
fn describe(info: &ClientInfo) -> String {
    let address = |address: Option<std::net::SocketAddr>| address.map_or_else(|| "?:0".to_owned(), |a| a.to_string());
    let idle = crate::applets::kv::server::now_ms().saturating_sub(info.last_active.load(Ordering::Relaxed)) / 1000;
    format!(
        "id={} addr={} laddr={} fd=0 name={} age={} idle={idle} flags=N db={} sub=0 psub=0 ssub=0 multi=-1 qbuf=0 \
         qbuf-free=0 argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0 oll=0 omem=0 tot-mem=0 events=r cmd=client|list \
         user=default redir=-1 resp=2\n",
        info.id,
        address(info.peer),
        address(info.local),
        info.name.lock(),
        info.since.elapsed().as_secs(),
        info.database.load(Ordering::Relaxed),
    )
}

fn list(call: &mut Call) -> Outcome {
    let text: String = call.server.clients.lock().values().map(|info| describe(info)).collect();
    call.reply.verbatim("txt", text.as_bytes());
    Ok(())
}

fn info(call: &mut Call) -> Outcome {
    let text = describe(&call.client.info);
    call.reply.verbatim("txt", text.as_bytes());
    Ok(())
}

fn kill(call: &mut Call) -> Outcome {
    let args = call.args;
    let (is_old, words) = (args.len() == 3, args.from(2));
    let own = call.client.info.id;
    let clients: Vec<_> = call.server.clients.lock().values().cloned().collect();
    let picked: Vec<_> =
        clients.iter().filter(|info| is_old || info.id != own).filter(|info| picks(words, info)).collect();
    if !is_old && !words.len().is_multiple_of(2) {
        return Err(Refusal::Syntax);
    }
    for info in &picked {
        info.killed.store(true, Ordering::Relaxed);
        if info.id == own {
            call.client.is_leaving = true;
        } else {
            call.server.mailboxes[info.worker].post(Mail::Look { client: info.id });
        }
    }
    match (is_old, picked.is_empty()) {
        (true, true) => return Err("ERR No such client".into()),
        (true, false) => call.reply.ok(),
        (false, _) => call.reply.int(picked.len() as i64),
    }
    Ok(())
}

fn picks(words: Args, info: &ClientInfo) -> bool {
    let same = |address: Option<std::net::SocketAddr>, word: &[u8]| {
        address.is_some_and(|address| address.to_string().as_bytes() == word)
    };
    if words.len() == 1 {
        return same(info.peer, words.at(0));
    }
    (0..words.len() / 2).all(|at| {
        let (option, value) = (words.at(at * 2), words.at(at * 2 + 1));
        match () {
            () if is(option, "id") => int(value) == Ok(info.id as i64),
            () if is(option, "addr") => same(info.peer, value),
            () if is(option, "laddr") => same(info.local, value),
            () if is(option, "type") => is(value, "normal"),
            () if is(option, "user") => value == b"default",
            () => is(option, "skipme"),
        }
    })
}

fn reply(call: &mut Call) -> Outcome {
    let word = call.args.at(2);
    call.client.hears = match () {
        () if is(word, "on") => {
            call.reply.ok();
            Hears::On
        }
        () if is(word, "off") => Hears::Off,
        () if is(word, "skip") => Hears::SkipNext,
        () => return Err(Refusal::Syntax),
    };
    Ok(())
}

fn no_evict(call: &mut Call) -> Outcome {
    if !is(call.args.at(2), "on") && !is(call.args.at(2), "off") {
        return Err(Refusal::Syntax);
    }
    call.reply.ok();
    Ok(())
}
