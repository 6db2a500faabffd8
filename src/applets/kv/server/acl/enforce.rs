//! What changed rules mean for those who are connected: whoever has no user any more has to go, and so has whoever
//! listens where its user may not.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::Rules;
use crate::applets::kv::command::glob::{Case, matches};
use crate::applets::kv::server::Server;
use crate::applets::kv::server::client::ClientInfo;
use crate::applets::kv::server::mailbox::Mail;
use crate::applets::kv::server::pubsub::Topic;

impl Rules {
    /// Whether one of the selectors allows to listen to a channel. A pattern must be one of the rules to the letter:
    /// whether it says less than one is hard to tell.
    #[must_use]
    pub fn may_listen(&self, topic: Topic, name: &[u8]) -> bool {
        std::iter::once(&self.root).chain(&self.selectors).any(|selector| {
            let allows = |rule: &Vec<u8>| match topic {
                Topic::Pattern => rule == name,
                Topic::Channel | Topic::Shard => matches(rule, name, Case::Matters),
            };
            selector.all_channels || selector.channels.iter().any(allows)
        })
    }
}

/// Ends the connections that the rules of now forbid.
pub fn enforce(server: &Server) {
    let clients: Vec<_> = server.clients.lock().values().cloned().collect();
    let user = |info: &ClientInfo| server.acl.user(info.user.lock().as_bytes());
    for info in clients.iter().filter(|info| user(info).is_none()) {
        end(server, info);
    }
    for (topic, name, info) in server.pubsub.subscriptions() {
        if user(&info).is_some_and(|user| !user.is_free() && !user.rules().may_listen(topic, &name)) {
            end(server, &info);
        }
    }
}

fn end(server: &Server, info: &Arc<ClientInfo>) {
    if !info.killed.swap(true, Ordering::Relaxed) {
        server.mailboxes[info.worker].post(Mail::Look { client: info.id });
    }
}
