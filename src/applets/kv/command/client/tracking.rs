//! CLIENT TRACKING, CACHING, TRACKINGINFO and GETREDIR: what is remembered of what a client reads, and who is told.

use std::sync::atomic::Ordering;

use crate::applets::kv::command::arguments::{int, is};
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::dispatch::Turn;
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::command::table::Entry;
use crate::applets::kv::server::client::Client;
use crate::applets::kv::server::tracking::{BROADCAST, BROKEN, Wish};
use crate::resp::Args;

/// Which of the keys that a client reads are remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follows {
    /// None.
    Nothing,
    /// All.
    All,
    /// Those of a command behind CLIENT CACHING YES.
    OptIn,
    /// All but those of a command behind CLIENT CACHING NO.
    OptOut,
}

/// Remembers the keys of a command that read them; their stripes are held.
#[cold]
pub fn remember(turn: &Turn, entry: &Entry, args: Args) {
    let Client { follows, is_caching, info, .. } = &*turn.client;
    let is_wanted = match follows {
        Follows::Nothing => false,
        Follows::All => true,
        Follows::OptIn => *is_caching,
        Follows::OptOut => !*is_caching,
    };
    if is_wanted && info.tracking.load(Ordering::Relaxed) & BROADCAST == 0 {
        let mut indexes = Vec::new();
        entry.spec.keys.find(args, &mut indexes);
        turn.server.tracking.remember(info.id, indexes.into_iter().map(|index| args.at(index)));
    }
}

#[derive(Default)]
struct Options {
    wish: Wish,
    opts_in: bool,
    opts_out: bool,
}

fn options(call: &Call) -> Result<Options, Refusal> {
    let (words, mut options, mut at) = (call.args.from(3), Options::default(), 0);
    let wish = &mut options.wish;
    while let Some(word) = words.get(at) {
        let next = words.get(at + 1);
        at += 1;
        match next {
            Some(id) if is(word, "redirect") => {
                if wish.redirect != 0 {
                    return Err("ERR A client can only redirect to a single other client".into());
                }
                let id = u64::try_from(int(id)?).unwrap_or(0);
                if !call.server.clients.lock().contains_key(&id) {
                    return Err("ERR The client ID you want redirect to does not exist".into());
                }
                wish.redirect = id;
                at += 1;
            }
            Some(prefix) if is(word, "prefix") => {
                wish.prefixes.push(prefix.into());
                at += 1;
            }
            _ if is(word, "bcast") => wish.is_broadcast = true,
            _ if is(word, "optin") => options.opts_in = true,
            _ if is(word, "optout") => options.opts_out = true,
            _ if is(word, "noloop") => wish.spares_own = true,
            _ => return Err(Refusal::Syntax),
        }
    }
    Ok(options)
}

/// Whether a client may follow like this, as it follows now.
fn check(call: &Call, options: &Options) -> Outcome {
    let Options { wish, opts_in, opts_out } = options;
    let (follows, before) = (call.client.follows, call.server.tracking.wish_of(call.client.info.id));
    if !wish.is_broadcast && !wish.prefixes.is_empty() {
        return Err("ERR PREFIX option requires BCAST mode to be enabled".into());
    }
    if before.as_ref().is_some_and(|before| before.is_broadcast != wish.is_broadcast) {
        return Err("ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then \
                    re-enabling it with a different mode."
            .into());
    }
    if wish.is_broadcast && (*opts_in || *opts_out) {
        return Err("ERR OPTIN and OPTOUT are not compatible with BCAST".into());
    }
    if *opts_in && *opts_out {
        return Err("ERR You can't specify both OPTIN mode and OPTOUT mode".into());
    }
    if (*opts_in && follows == Follows::OptOut) || (*opts_out && follows == Follows::OptIn) {
        return Err("ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then \
                    re-enabling it with a different mode."
            .into());
    }
    let overlap = |one: &[u8], other: &[u8]| one.starts_with(other) || other.starts_with(one);
    let refuse = |prefix: &[u8], what: &str, other: &[u8]| {
        Err(Refusal::err(format!(
            "Prefix '{}' overlaps with {what} prefix '{}'. Prefixes for a single client must not overlap.",
            String::from_utf8_lossy(prefix),
            String::from_utf8_lossy(other)
        )))
    };
    let known = before.map(|before| before.prefixes).unwrap_or_default();
    for (at, prefix) in wish.prefixes.iter().enumerate() {
        if let Some(other) = known.iter().find(|known| overlap(prefix, known)) {
            return refuse(prefix, "an existing", other);
        }
        if let Some(other) = wish.prefixes[at + 1..].iter().find(|other| overlap(prefix, other)) {
            return refuse(prefix, "another provided", other);
        }
    }
    Ok(())
}

pub(super) fn tracking(call: &mut Call) -> Outcome {
    let options = options(call)?;
    let word = call.args.at(2);
    if is(word, "on") {
        check(call, &options)?;
        call.client.follows = match &options {
            Options { opts_in: true, .. } => Follows::OptIn,
            Options { opts_out: true, .. } => Follows::OptOut,
            _ => Follows::All,
        };
        call.server.tracking.follow(call.server, &call.client.info, options.wish);
    } else if is(word, "off") {
        call.server.tracking.leave(call.server, &call.client.info);
        call.client.follows = Follows::Nothing;
    } else {
        return Err(Refusal::Syntax);
    }
    call.reply.ok();
    Ok(())
}

pub(super) fn caching(call: &mut Call) -> Outcome {
    let word = call.args.at(2);
    if call.client.follows == Follows::Nothing {
        return Err(
            "ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode \
                    enabled"
                .into(),
        );
    }
    match (is(word, "yes"), is(word, "no")) {
        (true, _) if call.client.follows != Follows::OptIn => {
            return Err("ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.".into());
        }
        (_, true) if call.client.follows != Follows::OptOut => {
            return Err("ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.".into());
        }
        (false, false) => return Err(Refusal::Syntax),
        _ => {}
    }
    call.client.is_caching = true;
    call.reply.ok();
    Ok(())
}

pub(super) fn getredir(call: &mut Call) -> Outcome {
    call.reply.int(call.client.info.redirect.load(Ordering::Relaxed));
    Ok(())
}

pub(super) fn trackinginfo(call: &mut Call) -> Outcome {
    let client = &*call.client;
    let wish = call.server.tracking.wish_of(client.info.id);
    let bits = client.info.tracking.load(Ordering::Relaxed);
    let flags: Vec<&str> = [
        (wish.is_none(), "off"),
        (wish.is_some(), "on"),
        (bits & BROADCAST != 0, "bcast"),
        (client.follows == Follows::OptIn, "optin"),
        (client.follows == Follows::OptIn && client.is_caching, "caching-yes"),
        (client.follows == Follows::OptOut, "optout"),
        (client.follows == Follows::OptOut && client.is_caching, "caching-no"),
        (wish.as_ref().is_some_and(|wish| wish.spares_own), "noloop"),
        (bits & BROKEN != 0, "broken_redirect"),
    ]
    .into_iter()
    .filter_map(|(is_set, name)| is_set.then_some(name))
    .collect();
    let prefixes = wish.map(|wish| wish.prefixes).unwrap_or_default();
    let redirect = client.info.redirect.load(Ordering::Relaxed);
    let reply = &mut *call.reply;
    reply.map(3);
    reply.bulk(b"flags");
    reply.set(flags.len());
    for flag in &flags {
        reply.bulk(flag.as_bytes());
    }
    reply.bulk(b"redirect");
    reply.int(redirect);
    reply.bulk(b"prefixes");
    reply.array(prefixes.len());
    for prefix in &prefixes {
        reply.bulk(prefix);
    }
    Ok(())
}
