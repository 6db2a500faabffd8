//! Who listens to which channel, and the delivery of messages.
//!
//! A message is made once for each dialect and posted to the worker of each subscriber, which drops it where the client
//! has left the channel meanwhile: a RESP2 client would take it for the reply to its next command. All locks are
//! leaves: keyspace events are published under the locks of stripes.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use parking_lot::RwLock;

use super::Server;
use super::client::ClientInfo;
use super::mailbox::Mail;
use crate::applets::kv::command::glob::{Case, matches};
use crate::resp::{Dialect, Reply};

/// Subscribers by number.
type Listeners = BTreeMap<u64, Arc<ClientInfo>>;

/// What a client subscribes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// A channel by its name.
    Channel,
    /// Every channel whose name matches.
    Pattern,
    /// A shard channel: a world of its own.
    Shard,
}

/// Every subscription.
#[derive(Debug, Default)]
pub struct Pubsub {
    channels: Table,
    patterns: Table,
    shards: Table,
}

/// Listeners by name. Written by whoever subscribes or leaves.
#[derive(Debug, Default)]
struct Table(RwLock<HashMap<Box<[u8]>, Listeners>>);

impl Table {
    fn add(&self, name: &[u8], info: &Arc<ClientInfo>) {
        self.0.write().entry(name.into()).or_default().insert(info.id, Arc::clone(info));
    }

    fn remove(&self, name: &[u8], client: u64) {
        let mut table = self.0.write();
        if let Some(listeners) = table.get_mut(name) {
            listeners.remove(&client);
            if listeners.is_empty() {
                table.remove(name);
            }
        }
    }
}

/// A message in both dialects, made when first needed.
struct Letter<'m> {
    words: &'m [&'m [u8]],
    made: [Option<Arc<[u8]>>; 2],
}

impl<'m> Letter<'m> {
    const fn new(words: &'m [&'m [u8]]) -> Self {
        Self { words, made: [None, None] }
    }

    fn bytes(&mut self, dialect: Dialect) -> Arc<[u8]> {
        let words = self.words;
        let make = || {
            let mut reply = Reply::new(dialect);
            reply.push(words.len());
            for word in words {
                reply.bulk(word);
            }
            Arc::from(reply.bytes())
        };
        Arc::clone(self.made[usize::from(dialect == Dialect::Resp3)].get_or_insert_with(make))
    }
}

impl Pubsub {
    fn table(&self, topic: Topic) -> &Table {
        match topic {
            Topic::Channel => &self.channels,
            Topic::Pattern => &self.patterns,
            Topic::Shard => &self.shards,
        }
    }

    /// Has a client listen.
    pub fn subscribe(&self, topic: Topic, name: &[u8], info: &Arc<ClientInfo>) {
        self.table(topic).add(name, info);
    }

    /// Has a client listen no longer.
    pub fn unsubscribe(&self, topic: Topic, name: &[u8], client: u64) {
        self.table(topic).remove(name, client);
    }

    /// Sends a message to a channel; how many receive it.
    pub fn publish(&self, server: &Server, channel: &[u8], message: &[u8]) -> usize {
        let mut receivers = 0;
        if let Some(listeners) = self.channels.0.read().get(channel) {
            let words: [&[u8]; 3] = [b"message", channel, message];
            receivers += deliver(server, Topic::Channel, channel, listeners, &words);
        }
        let patterns = self.patterns.0.read();
        for (pattern, listeners) in patterns.iter().filter(|(pattern, _)| matches(pattern, channel, Case::Matters)) {
            let words: [&[u8]; 4] = [b"pmessage", pattern, channel, message];
            receivers += deliver(server, Topic::Pattern, pattern, listeners, &words);
        }
        receivers
    }

    /// Sends a message to a shard channel; how many receive it.
    pub fn publish_shard(&self, server: &Server, channel: &[u8], message: &[u8]) -> usize {
        let shards = self.shards.0.read();
        let words: [&[u8]; 3] = [b"smessage", channel, message];
        shards.get(channel).map_or(0, |listeners| deliver(server, Topic::Shard, channel, listeners, &words))
    }

    /// The names that `wanted` picks.
    #[must_use]
    pub fn names(&self, topic: Topic, wanted: impl Fn(&[u8]) -> bool) -> Vec<Box<[u8]>> {
        self.table(topic).0.read().keys().filter(|name| wanted(name)).cloned().collect()
    }

    /// Who listens to what.
    #[must_use]
    pub fn subscriptions(&self) -> Vec<(Topic, Box<[u8]>, Arc<ClientInfo>)> {
        let mut all = Vec::new();
        for topic in [Topic::Channel, Topic::Pattern, Topic::Shard] {
            for (name, listeners) in self.table(topic).0.read().iter() {
                all.extend(listeners.values().map(|info| (topic, name.clone(), Arc::clone(info))));
            }
        }
        all
    }

    /// How many names somebody listens to.
    #[must_use]
    pub fn count(&self, topic: Topic) -> usize {
        self.table(topic).0.read().len()
    }

    /// How many listen to a name.
    #[must_use]
    pub fn listeners(&self, topic: Topic, name: &[u8]) -> usize {
        self.table(topic).0.read().get(name).map_or(0, BTreeMap::len)
    }
}

fn deliver(server: &Server, topic: Topic, name: &[u8], listeners: &Listeners, words: &[&[u8]]) -> usize {
    let mut letter = Letter::new(words);
    let name: Arc<[u8]> = Arc::from(name);
    for (client, info) in listeners {
        let dialect = if info.is_resp3.load(Ordering::Relaxed) { Dialect::Resp3 } else { Dialect::Resp2 };
        let bytes = letter.bytes(dialect);
        let count = bytes.len();
        let mail = Mail::Message { client: *client, topic, name: Arc::clone(&name), bytes };
        server.mailboxes[info.worker].post_to(server, info, count, mail);
    }
    listeners.len()
}
