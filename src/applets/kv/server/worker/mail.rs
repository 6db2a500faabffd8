//! Letters of other threads, and the last of them: to drain.

use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::Worker;
use crate::applets::kv::server::connection::Connection;
use crate::applets::kv::server::desk::{Event, Next};
use crate::applets::kv::server::mailbox::Mail;
use crate::applets::kv::server::transport::Transport;

impl Worker {
    /// Does what letters say; the new connections among them are left to the caller.
    pub(super) fn read_mail(&mut self) -> Vec<(Transport, Option<SocketAddr>)> {
        let mut sockets = Vec::new();
        for mail in self.mailbox.take() {
            match mail {
                Mail::Socket(stream, peer) => sockets.push((stream, peer)),
                Mail::Push { client, bytes } => {
                    self.with_client(client, |connection, desk| {
                        connection.client.info.posted.fetch_sub(bytes.len(), Ordering::Relaxed);
                        connection.push(desk, &bytes)
                    });
                }
                Mail::Message { client, topic, name, bytes } => self.with_client(client, |connection, desk| {
                    connection.client.info.posted.fetch_sub(bytes.len(), Ordering::Relaxed);
                    if connection.client.listens.hears(topic, &name) {
                        connection.push(desk, &bytes)
                    } else {
                        Next::Wait
                    }
                }),
                Mail::Unblock { client, ticket, is_error } => {
                    let mut is_still = false;
                    self.with_client(client, |connection, desk| {
                        let next = connection.unblock(desk, ticket, is_error);
                        is_still = connection.client.waiting.as_ref().is_some_and(|waiter| {
                            // Who serves it has posted its reply by then.
                            waiter.ticket == ticket && !waiter.is_over()
                        });
                        next
                    });
                    if is_still {
                        // Somebody looks at this moment whether there is something for it, perhaps in vain.
                        self.mailbox.post(Mail::Unblock { client, ticket, is_error });
                    }
                }
                Mail::Resume => {
                    for token in 0..self.connections.len() {
                        self.with(token, Connection::resume_held_back);
                    }
                }
                Mail::Served { client, ticket, bytes } => self.with_client(client, |connection, desk| {
                    let is_that = connection.client.waiting.as_ref().is_some_and(|waiter| waiter.ticket == ticket);
                    // Whoever served it took something out in its name.
                    connection.client.has_written |= is_that;
                    if is_that { connection.served(desk, &bytes) } else { Next::Wait }
                }),
                Mail::Due { client, ticket, at } => self.plan_look(client, ticket, at),
                Mail::Look { client } => self.with_client(client, |connection, _| {
                    if connection.client.info.killed.load(Ordering::Relaxed) { Next::Close } else { Next::Wait }
                }),
                Mail::Stream { client } => self.with_client(client, Connection::stream),
                // The loop looks before it waits.
                Mail::Durable => {}
                Mail::Drain => {
                    self.drains_until = Instant::now().checked_add(self.patience());
                    for token in 0..self.connections.len() {
                        self.with(token, |connection, desk| {
                            connection.client.is_leaving = true;
                            connection.turn(desk, Event::Other)
                        });
                    }
                }
            }
        }
        sockets
    }

    /// How long clients may take for their last replies (`shutdown-timeout`).
    fn patience(&self) -> Duration {
        let seconds = self.server.settings.get("shutdown-timeout").and_then(|text| text.parse().ok());
        // A year is as good as for ever, and an instant that far ahead exists.
        Duration::from_secs(seconds.unwrap_or(10_u64).min(31_536_000))
    }

    /// Leaves those who have not taken their last replies in time.
    pub(super) fn end_drain(&mut self) {
        if self.drains_until.is_none_or(|until| Instant::now() < until) {
            return;
        }
        if !self.tokens.is_empty() {
            tracing::warn!(clients = self.tokens.len(), "clients that do not take their replies are left");
        }
        for token in 0..self.connections.len() {
            self.close(token);
        }
    }
}
