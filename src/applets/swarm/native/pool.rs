//! Connections that are free: those of one player, or, pooled, those of all players of a thread. A connection of HTTP/1.1
//! is taken for one exchange and given back; one of HTTP/2 is shared by as many exchanges as it may carry.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::courier::AskError;
use super::player::Crew;
use super::stage::lock;
use super::wire::{Wire, WireError};
use crate::applets::swarm::args::{Connections, HttpVersion};
use crate::kit::http::http2::Http2;
use crate::kit::net::Origin;

/// Servers that a player keeps connections to.
const MOST_FREE: usize = 6;

/// The same for all players of a thread.
const MOST_POOLED: usize = 4096;

/// Exchanges at a time on one connection of HTTP/2: what servers allow at least (RFC 9113, section 6.5.2).
const MOST_STREAMS: usize = 100;

/// What HTTP/2 below TLS reads at once.
const READ_AHEAD_BYTES: usize = 16 << 10;

/// See the module.
#[derive(Default)]
pub(super) struct Pool {
    free: RefCell<Vec<(Origin, Wire)>>,
    /// Connections to one server that are kept while nobody uses them.
    keep: Cell<usize>,
    most: usize,
    shared: RefCell<Vec<(Origin, Rc<Shared>)>>,
    /// Held while a shared connection is made: who comes meanwhile will want that one.
    making: tokio::sync::Mutex<()>,
}

/// A connection of HTTP/2.
#[derive(Debug)]
struct Shared {
    http2: Http2,
    streams: Cell<usize>,
}

/// A connection for one exchange.
pub(super) enum Line {
    /// HTTP/1.1: nobody else has it.
    Own(Wire),
    /// HTTP/2: others have it as well.
    Stream(Stream),
}

/// A place on a shared connection, until it is dropped.
pub(super) struct Stream(Rc<Shared>);

impl Stream {
    pub(super) fn http2(&self) -> &Http2 {
        &self.0.http2
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.0.streams.set(self.0.streams.get() - 1);
    }
}

impl Pool {
    /// For one player.
    pub(super) fn own() -> Self {
        Self { keep: Cell::new(1), most: MOST_FREE, ..Self::default() }
    }

    /// For all players of a thread.
    pub(super) fn common() -> Self {
        Self { keep: Cell::new(MOST_POOLED), most: MOST_POOLED, ..Self::default() }
    }

    /// So many exchanges with one server will often go on at a time.
    pub(super) fn expect(&self, exchanges: usize) {
        self.keep.set(self.keep.get().max(exchanges));
    }

    /// Closes what nobody uses.
    pub(super) fn clear(&self) {
        self.free.borrow_mut().clear();
        self.shared.borrow_mut().clear();
    }

    /// A connection to a server: a free one, or a new one.
    pub(super) async fn take(&self, crew: &Crew, origin: &Origin) -> Result<Line, AskError> {
        if crew.hall.plan.native.http == HttpVersion::Two {
            return self.stream(crew, origin).await.map(Line::Stream);
        }
        let free = {
            let mut free = self.free.borrow_mut();
            free.iter().rposition(|(known, _)| known == origin).map(|place| free.swap_remove(place).1)
        };
        if let Some(wire) = free {
            return Ok(Line::Own(wire));
        }
        let connected = crew.hall.connector.connect(origin).await?;
        lock(&crew.figures).connections += 1;
        Ok(Line::Own(Wire::new(connected.stream).map_err(|error| WireError::of(&error))?))
    }

    /// Takes a connection back.
    pub(super) fn give(&self, origin: &Origin, line: Line) {
        let Line::Own(wire) = line else { return };
        if !wire.is_reusable() {
            return;
        }
        let mut free = self.free.borrow_mut();
        if free.iter().filter(|(known, _)| known == origin).count() >= self.keep.get() {
            return;
        }
        if free.len() >= self.most {
            free.swap_remove(0);
        }
        free.push((origin.clone(), wire));
    }

    async fn stream(&self, crew: &Crew, origin: &Origin) -> Result<Stream, AskError> {
        if let Some(stream) = self.room(origin) {
            return Ok(stream);
        }
        let _making = self.making.lock().await;
        if let Some(stream) = self.room(origin) {
            return Ok(stream);
        }
        let connected = crew.hall.connector.connect_http2(origin).await?;
        let http2 = Http2::over(connected.stream, READ_AHEAD_BYTES).await.map_err(WireError::Http2)?;
        lock(&crew.figures).connections += 1;
        let shared = Rc::new(Shared { http2, streams: Cell::new(1) });
        self.shared.borrow_mut().push((origin.clone(), Rc::clone(&shared)));
        Ok(Stream(shared))
    }

    /// A place on a connection that is there.
    fn room(&self, origin: &Origin) -> Option<Stream> {
        let mut all = self.shared.borrow_mut();
        all.retain(|(_, shared)| !shared.http2.is_closed());
        let fits = |shared: &Shared| shared.streams.get() < MOST_STREAMS;
        let (_, shared) = all.iter().find(|(known, shared)| known == origin && fits(shared))?;
        shared.streams.set(shared.streams.get() + 1);
        Some(Stream(Rc::clone(shared)))
    }
}

impl Crew {
    /// Where a player of this thread finds its connections.
    pub(super) fn pool(&self) -> Rc<Pool> {
        match self.hall.plan.native.connections {
            Connections::PerClient => Rc::new(Pool::own()),
            Connections::Pooled => Rc::clone(&self.pool),
        }
    }
}
