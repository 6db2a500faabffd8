//! How each server is configured and started, and what it must be recognised as.

mod datagrams;
mod lines;
mod stores;
mod web;

use toolbox::applets::scan::service::{Answer, Transport};

use super::Peer;
use crate::scan_daemons::Launch;

pub(super) fn peers() -> Vec<Peer> {
    [web::peers(), lines::peers(), stores::peers(), datagrams::peers()].into_iter().flatten().collect()
}

/// A server over TCP, named after its program.
fn tcp(program: &'static [&'static str], launch: Launch, expected: (&'static str, Option<&'static str>)) -> Peer {
    let further = |_: &Answer| true;
    Peer { name: program[0], programs: program, transport: Transport::Tcp, launch, expected, version: &[], further }
}

fn udp(program: &'static [&'static str], launch: Launch, expected: (&'static str, Option<&'static str>)) -> Peer {
    Peer { transport: Transport::Udp, ..tcp(program, launch, expected) }
}
