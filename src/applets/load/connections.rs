//! The connections of one user: the one it speaks on, and those to other servers that its steps or redirects lead to.
//!
//! As a browser would, a user keeps a connection to each server it deals with; it speaks on one at a time.

use std::cell::RefCell;
use std::rc::Rc;

use super::lane::Lane;
use super::plan::Protocol;
use super::trace;
use super::user::Crew;
use super::wire::http2::{Http2Wire, Solo};
use super::wire::hyper1::Hyper1Wire;
use super::wire::raw::RawWire;
use super::wire::{FaultKind, WireFault};
use crate::kit::http::Stream;
use crate::kit::net::{Origin, Scheme};

/// Servers that a user keeps connections to beside the one it speaks with; redirects could lead to any number.
const MOST_PARKED: usize = 8;

/// A connection of any protocol.
#[derive(Debug)]
pub(super) enum Wire {
    Raw(RawWire),
    Hyper(Hyper1Wire),
    Solo(Box<Solo>),
    Http2(Rc<Http2Wire>),
}

impl Wire {
    /// Whether another request may be sent on it.
    fn is_reusable(&self) -> bool {
        match self {
            Self::Raw(wire) => wire.is_reusable(),
            Self::Hyper(wire) => wire.is_reusable(),
            Self::Solo(wire) => wire.is_reusable(),
            Self::Http2(wire) => wire.is_reusable(),
        }
    }
}

/// The HTTP/2 connections that several users share; the one who finds one missing opens it while the others wait.
#[derive(Debug, Default)]
pub(super) struct SharedWires {
    wires: RefCell<Vec<(Origin, Rc<Http2Wire>)>>,
    opening: tokio::sync::Mutex<()>,
}

/// What a user holds.
#[derive(Debug)]
pub(super) struct Connections {
    lane: Rc<Lane>,
    crew: Rc<Crew>,
    shared: Rc<SharedWires>,
    /// The connection at hand and where it leads.
    pub(super) current: Option<(Origin, Wire)>,
    /// Those to other servers, the longest unused first.
    parked: Vec<(Origin, Wire)>,
    /// What it is done for, in the log.
    pub(super) entry: Option<trace::Entry>,
}

impl Connections {
    pub(super) fn new(lane: &Rc<Lane>, crew: &Rc<Crew>, shared: &Rc<SharedWires>) -> Self {
        let (lane, crew, shared) = (Rc::clone(lane), Rc::clone(crew), Rc::clone(shared));
        Self { lane, crew, shared, current: None, parked: Vec::new(), entry: None }
    }

    /// Whether the connection at hand leads to `origin` and may be used again.
    pub(super) fn leads_to(&self, origin: &Origin) -> bool {
        self.current.as_ref().is_some_and(|(to, wire)| wire.is_reusable() && to == origin)
    }

    /// Whether the connection at hand may be used again, wherever it leads.
    pub(super) fn is_usable(&self) -> bool {
        self.current.as_ref().is_some_and(|(_, wire)| wire.is_reusable())
    }

    /// Takes a connection to `origin` in hand, opened if need be.
    pub(super) async fn reach(&mut self, origin: &Origin) -> Result<&mut Wire, WireFault> {
        if !self.leads_to(origin) && !self.unpark(origin) {
            let wire = self.open(origin).await?;
            self.current = Some((origin.clone(), wire));
        }
        match &mut self.current {
            Some((_, wire)) => Ok(wire),
            None => Err(WireFault::new(FaultKind::Connect, "no connection")),
        }
    }

    /// Puts the connection at hand aside if it may be used again, and takes up the one to `origin`, if there is one.
    fn unpark(&mut self, origin: &Origin) -> bool {
        match self.current.take() {
            Some((to, wire)) if to != *origin && wire.is_reusable() => {
                if self.parked.len() == MOST_PARKED {
                    let (to, oldest) = self.parked.remove(0);
                    self.let_go(&to, &oldest);
                }
                self.parked.push((to, wire));
            }
            Some((to, wire)) => self.let_go(&to, &wire),
            None => {}
        }
        let Some(place) = self.parked.iter().position(|(to, _)| to == origin) else { return false };
        let (to, wire) = self.parked.remove(place);
        if !wire.is_reusable() {
            self.let_go(&to, &wire);
            return false;
        }
        self.current = Some((to, wire));
        true
    }

    async fn open(&self, origin: &Origin) -> Result<Wire, WireFault> {
        let plan = &self.crew.plan;
        Ok(match plan.route.protocol {
            Protocol::Http2 if plan.shape.streams > 1 => Wire::Http2(self.open_shared(origin).await?),
            Protocol::Http2 => Wire::Solo(Box::new(Solo::open(self.connect_to(origin).await?).await?)),
            Protocol::Hyper => Wire::Hyper(Hyper1Wire::open(self.connect_to(origin).await?).await?),
            Protocol::Raw => Wire::Raw(RawWire::new(self.connect_to(origin).await?)?),
        })
    }

    /// A fresh connection, written down.
    async fn connect_to(&self, origin: &Origin) -> Result<Stream, WireFault> {
        let connected = self.crew.connector.connect(origin).await.map_err(|error| {
            let fault = WireFault::from(error);
            if trace::is_on() {
                trace::not_connected(&self.crew.plan, self.entry, origin, &fault);
            }
            fault
        })?;
        if trace::is_on() {
            trace::connected(self.entry, origin, &connected.phases);
        }
        let wants_http2 = self.crew.plan.route.protocol == Protocol::Http2;
        if wants_http2 && origin.scheme == Scheme::Https && connected.alpn.as_deref() != Some(b"h2") {
            return Err(WireFault::new(FaultKind::Protocol, "the server does not offer HTTP/2 (ALPN); try --http 1.1"));
        }
        self.lane.recorder.borrow_mut().connected(&connected.phases);
        Ok(connected.stream)
    }

    /// The connection that this user's streams share, opened if need be.
    async fn open_shared(&self, origin: &Origin) -> Result<Rc<Http2Wire>, WireFault> {
        let _opening = self.shared.opening.lock().await;
        self.shared.wires.borrow_mut().retain(|(_, wire)| wire.is_reusable());
        let open = self.shared.wires.borrow().iter().find(|(to, _)| to == origin).map(|(_, wire)| Rc::clone(wire));
        if let Some(wire) = open {
            return Ok(wire);
        }
        let wire = Rc::new(Http2Wire::open(self.connect_to(origin).await?).await?);
        self.shared.wires.borrow_mut().push((origin.clone(), Rc::clone(&wire)));
        Ok(wire)
    }

    /// A request sent at `since` got no reply in time: an HTTP/2 connection on which nothing was heard is dead.
    pub(super) fn give_up(&self, since: u64) {
        match &self.current {
            Some((_, Wire::Http2(wire))) => wire.give_up(since),
            Some((_, Wire::Solo(wire))) => wire.give_up(since),
            _ => {}
        }
    }

    /// Whether the connection is as good as before: a fault beside the wire, or of one stream among many.
    pub(super) fn survives(&self, fault: &WireFault) -> bool {
        match &self.current {
            _ if matches!(fault.kind, FaultKind::Redirects | FaultKind::Template) => true,
            Some((_, wire @ (Wire::Solo(_) | Wire::Http2(_)))) => wire.is_reusable(),
            _ => false,
        }
    }

    /// Lets go of the connection at hand, also where others share it.
    pub(super) fn hang_up(&mut self) {
        if let Some((to, wire)) = self.current.take() {
            if let Wire::Http2(wire) = &wire {
                self.shared.wires.borrow_mut().retain(|(_, shared)| !Rc::ptr_eq(shared, wire));
            }
            self.let_go(&to, &wire);
        }
    }

    /// Lets go of all, for no request.
    pub(super) fn close(&mut self) {
        self.entry = None;
        let parked = std::mem::take(&mut self.parked);
        for (to, wire) in self.current.take().into_iter().chain(parked) {
            self.let_go(&to, &wire);
        }
    }

    /// Closes a connection, and asks the kernel first how it fared; of one that several share, the last one does.
    fn let_go(&self, to: &Origin, wire: &Wire) {
        if trace::is_on() {
            trace::let_go(self.entry, to);
        }
        let resent = match wire {
            Wire::Raw(wire) => wire.retransmits(),
            Wire::Hyper(wire) => wire.retransmits(),
            Wire::Solo(wire) => wire.retransmits(),
            Wire::Http2(wire) => self.leave(wire),
        };
        self.lane.recorder.borrow_mut().page().retransmits += u64::from(resent);
    }

    /// Lets go of a shared connection, which closes when nobody else holds it.
    fn leave(&self, wire: &Rc<Http2Wire>) -> u32 {
        let mut wires = self.shared.wires.borrow_mut();
        let listed = wires.iter().position(|(_, shared)| Rc::ptr_eq(shared, wire));
        if Rc::strong_count(wire) > 1 + usize::from(listed.is_some()) {
            return 0;
        }
        if let Some(place) = listed {
            wires.remove(place);
        }
        wire.retransmits()
    }
}
