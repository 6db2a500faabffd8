//! SUBSCRIBE and its kin, PUBLISH, and PUBSUB. The table of subscriptions and delivery are in `server/pubsub.rs`.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::call::{Call, Outcome};
use super::connection::container;
use super::glob::{Case, matches};
use super::refusal::Refusal;
use super::table::{FAST, LOADING, MAY_REPLICATE, NOSCRIPT, PUBSUB, STALE, Spec, command, sub};
use crate::applets::kv::server::Server;
use crate::applets::kv::server::client::Client;
use crate::applets::kv::server::feed::Reach;
use crate::applets::kv::server::pubsub::Topic;

const LISTEN: u32 = PUBSUB | NOSCRIPT | LOADING | STALE;
const SEND: u32 = PUBSUB | LOADING | STALE | FAST | MAY_REPLICATE;
const LOOK: u32 = PUBSUB | LOADING | STALE;

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("subscribe", -2, |call| subscribe(call, Topic::Channel)).flags(LISTEN).about("2.0.0", "Listens for messages published to channels."),
    command("unsubscribe", -1, |call| unsubscribe(call, Topic::Channel)).flags(LISTEN).about("2.0.0", "Stops listening to messages posted to channels."),
    command("psubscribe", -2, |call| subscribe(call, Topic::Pattern)).flags(LISTEN).about("2.0.0", "Listens for messages published to channels that match one or more patterns."),
    command("punsubscribe", -1, |call| unsubscribe(call, Topic::Pattern)).flags(LISTEN).about("2.0.0", "Stops listening to messages published to channels that match one or more patterns."),
    command("ssubscribe", -2, |call| subscribe(call, Topic::Shard)).flags(LISTEN).about("7.0.0", "Listens for messages published to shard channels."),
    command("sunsubscribe", -1, |call| unsubscribe(call, Topic::Shard)).flags(LISTEN).about("7.0.0", "Stops listening to messages posted to shard channels."),
    command("publish", 3, publish).flags(SEND).about("2.0.0", "Posts a message to a channel."),
    command("spublish", 3, spublish).flags(SEND).about("7.0.0", "Post a message to a shard channel."),
    command("pubsub", -2, container).flags(LOOK).about("2.8.0", "A container for Pub/Sub commands.").subs(SUBS),
];

#[rustfmt::skip]
const SUBS: &[Spec] = &[
    sub("pubsub", "channels", -2, |call| channels(call, Topic::Channel)).flags(LOOK).about("2.8.0", "Returns the active channels."),
    sub("pubsub", "shardchannels", -2, |call| channels(call, Topic::Shard)).flags(LOOK).about("7.0.0", "Returns the active shard channels."),
    sub("pubsub", "numsub", -2, |call| numsub(call, Topic::Channel)).flags(LOOK).about("2.8.0", "Returns a count of subscribers to channels."),
    sub("pubsub", "shardnumsub", -2, |call| numsub(call, Topic::Shard)).flags(LOOK).about("7.0.0", "Returns the count of subscribers of shard channels."),
    sub("pubsub", "numpat", 2, numpat).flags(LOOK).about("2.8.0", "Returns a count of unique pattern subscriptions."),
    sub("pubsub", "help", 2, help).flags(LOADING | STALE).about("6.2.0", "Returns helpful text about the different subcommands."),
];

/// The words of confirmations.
const fn words(topic: Topic) -> (&'static str, &'static str) {
    match topic {
        Topic::Channel => ("subscribe", "unsubscribe"),
        Topic::Pattern => ("psubscribe", "punsubscribe"),
        Topic::Shard => ("ssubscribe", "sunsubscribe"),
    }
}

/// What confirmations count: channels and patterns together, shard channels for themselves.
fn counted(client: &Client, topic: Topic) -> i64 {
    let subscriptions = &client.listens;
    match topic {
        Topic::Shard => subscriptions.shards.len() as i64,
        _ => (subscriptions.channels.len() + subscriptions.patterns.len()) as i64,
    }
}

/// Brings the public half, and the count that restricts RESP2 clients, up to date.
fn note(client: &mut Client) {
    let listens = &client.listens;
    let info = &client.info;
    for (count, cell) in [
        (listens.channels.len(), &info.channels),
        (listens.patterns.len(), &info.patterns),
        (listens.shards.len(), &info.shards),
    ] {
        cell.store(count as u32, Ordering::Relaxed);
    }
    client.subscriptions = listens.channels.len() + listens.patterns.len() + listens.shards.len();
}

fn subscribe(call: &mut Call, topic: Topic) -> Outcome {
    for name in call.args.from(1).iter() {
        if call.client.listens.of(topic).insert(name.into()) {
            call.server.pubsub.subscribe(topic, name, &call.client.info);
        }
        call.reply.push(3);
        call.reply.bulk(words(topic).0.as_bytes());
        call.reply.bulk(name);
        call.reply.int(counted(call.client, topic));
    }
    note(call.client);
    Ok(())
}

fn unsubscribe(call: &mut Call, topic: Topic) -> Outcome {
    let named: Vec<Box<[u8]>> = if call.args.len() > 1 {
        call.args.from(1).iter().map(Box::from).collect()
    } else {
        call.client.listens.of(topic).iter().cloned().collect()
    };
    let word = words(topic).1.as_bytes();
    if named.is_empty() {
        call.reply.push(3);
        call.reply.bulk(word);
        call.reply.null();
        call.reply.int(counted(call.client, topic));
    }
    for name in named {
        if call.client.listens.of(topic).remove(&name) {
            call.server.pubsub.unsubscribe(topic, &name, call.client.info.id);
        }
        call.reply.push(3);
        call.reply.bulk(word);
        call.reply.bulk(&name);
        call.reply.int(counted(call.client, topic));
    }
    note(call.client);
    Ok(())
}

/// Ends every subscription of a client: RESET, and the end of its connection.
pub fn leave(server: &Server, client: &mut Client) {
    let id = client.info.id;
    for topic in [Topic::Channel, Topic::Pattern, Topic::Shard] {
        for name in std::mem::take(client.listens.of(topic)) {
            server.pubsub.unsubscribe(topic, &name, id);
        }
    }
    note(client);
}

fn publish(call: &mut Call) -> Outcome {
    let receivers = call.server.pubsub.publish(call.server, call.args.at(1), call.args.at(2));
    pass_on(call);
    call.reply.int(receivers as i64);
    Ok(())
}

/// Has the listeners of replicas hear it too.
fn pass_on(call: &Call) {
    if call.server.replication.is_active() {
        call.server.feed.append_for(Reach::Replicas, call.keys.database, call.args.iter());
    }
}

fn spublish(call: &mut Call) -> Outcome {
    let receivers = call.server.pubsub.publish_shard(call.server, call.args.at(1), call.args.at(2));
    pass_on(call);
    call.reply.int(receivers as i64);
    Ok(())
}

fn channels(call: &mut Call, topic: Topic) -> Outcome {
    if call.args.len() > 3 {
        return Err(Refusal::err(format!(
            "Unknown subcommand or wrong number of arguments for '{}'. Try PUBSUB HELP.",
            String::from_utf8_lossy(call.args.at(1))
        )));
    }
    let pattern = call.args.get(2);
    let wanted = |name: &[u8]| pattern.is_none_or(|pattern| matches(pattern, name, Case::Matters));
    let names = call.server.pubsub.names(topic, wanted);
    call.reply.array(names.len());
    for name in &names {
        call.reply.bulk(name);
    }
    Ok(())
}

fn numsub(call: &mut Call, topic: Topic) -> Outcome {
    let names = call.args.from(2);
    call.reply.array(names.len() * 2);
    for name in names.iter() {
        call.reply.bulk(name);
        call.reply.int(call.server.pubsub.listeners(topic, name) as i64);
    }
    Ok(())
}

fn numpat(call: &mut Call) -> Outcome {
    call.reply.int(call.server.pubsub.count(Topic::Pattern) as i64);
    Ok(())
}

fn help(call: &mut Call) -> Outcome {
    super::help::write(
        call,
        &[
            ("CHANNELS [<pattern>]", "Return the currently active channels matching a <pattern> (default: '*')."),
            ("NUMPAT", "Return number of subscriptions to patterns."),
            (
                "NUMSUB [<channel> ...]",
                "Return the number of subscribers for the specified channels, excluding pattern subscriptions (default: no channels).",
            ),
            (
                "SHARDCHANNELS [<pattern>]",
                "Return the currently active shard level channels matching a <pattern> (default: '*').",
            ),
            (
                "SHARDNUMSUB [<shardchannel> ...]",
                "Return the number of subscribers for the specified shard level channel(s).",
            ),
        ],
    );
    Ok(())
}

/// What a client listens to.
#[derive(Debug, Default)]
pub struct Listens {
    /// Channels.
    pub channels: std::collections::BTreeSet<Box<[u8]>>,
    /// Patterns.
    pub patterns: std::collections::BTreeSet<Box<[u8]>>,
    /// Shard channels.
    pub shards: std::collections::BTreeSet<Box<[u8]>>,
}

impl Listens {
    /// The names of one kind.
    pub const fn of(&mut self, topic: Topic) -> &mut std::collections::BTreeSet<Box<[u8]>> {
        match topic {
            Topic::Channel => &mut self.channels,
            Topic::Pattern => &mut self.patterns,
            Topic::Shard => &mut self.shards,
        }
    }

    /// Whether a message for this name still has a listener.
    #[must_use]
    pub fn hears(&self, topic: Topic, name: &Arc<[u8]>) -> bool {
        match topic {
            Topic::Channel => self.channels.contains(&name[..]),
            Topic::Pattern => self.patterns.contains(&name[..]),
            Topic::Shard => self.shards.contains(&name[..]),
        }
    }
}
