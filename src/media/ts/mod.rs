//! Demultiplexes an MPEG-2 transport stream (ISO 13818-1) into samples: H.264, H.265, AAC, AC-3, E-AC-3, MPEG audio.
//!
//! ```text
//! bytes → packets → sections (which streams there are) ─┐
//!                 → PES packets, one stream each ────────┴→ pictures, frames of sound → Sink
//! ```
//!
//! # Invariants
//! - Bytes may come in any pieces: what is found does not depend on them.
//! - What is held is one PES packet and one picture of each stream, at most 16 MiB each.
//! - Damage ends nothing: packets are found again, sections with wrong checksums left out, and it is noted.
//! - Of several programmes the first is taken, and it is noted. Metadata (ID3, SCTE-35) is left out.
//!
//! Streams keep their track when their packets get another number: at a discontinuity the second stream of sound is
//! still the second one.

mod audio;
mod locked;
mod packed;
mod packet;
mod pes;
mod psi;
mod video;

pub use self::locked::unlock;
pub use self::packed::Packed;
pub(in crate::media) use self::packed::tag;

use self::audio::Framer;
use self::packet::{Cutter, PACKET, Packet};
use self::pes::{Assembly, Stamp};
use self::psi::{Coding, Sections, Stream};
use self::video::Assembler;
use super::sample::{Boundary, Kind, MediaError, Sink};

/// More streams than any programme has.
const MOST_STREAMS: usize = 64;

/// Demultiplexes one programme.
#[derive(Debug)]
pub struct Demux {
    cutter: Cutter,
    tables: Tables,
    streams: Vec<Elementary>,
    /// What the tracks given so far are.
    tracks: Vec<Kind>,
}

#[derive(Debug, Default)]
struct Tables {
    association: Sections,
    map: Sections,
    map_pid: Option<u16>,
    programmes: usize,
    known: Vec<Stream>,
}

/// One stream of the programme.
#[derive(Debug)]
struct Elementary {
    pid: u16,
    coding: Coding,
    track: usize,
    assembly: Assembly,
    cut: Cut,
}

#[derive(Debug)]
enum Cut {
    Picture(Box<Assembler>),
    Sound(Box<Framer>),
}

impl Cut {
    fn push(&mut self, packet: &[u8], sink: &mut impl Sink) -> Result<(), MediaError> {
        let Some((stamp, payload)): Option<(Option<Stamp>, _)> = pes::read(packet) else { return Ok(()) };
        match self {
            Self::Picture(assembler) => assembler.push(stamp, payload, sink),
            Self::Sound(framer) => framer.push(stamp, payload, sink),
        }
    }

    fn boundary(&mut self, boundary: Boundary, sink: &mut impl Sink) -> Result<(), MediaError> {
        match self {
            Self::Picture(assembler) => assembler.boundary(boundary, sink),
            Self::Sound(framer) => framer.boundary(boundary, sink),
        }
    }
}

impl Default for Demux {
    fn default() -> Self {
        Self { cutter: Cutter::new(), tables: Tables::default(), streams: Vec::new(), tracks: Vec::new() }
    }
}

impl Demux {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// Streams that cannot be held; what the sink says.
    pub fn push(&mut self, bytes: &[u8], sink: &mut impl Sink) -> Result<(), MediaError> {
        let (tables, streams, tracks) = (&mut self.tables, &mut self.streams, &mut self.tracks);
        self.cutter.push(bytes, |packet| take(packet, tables, streams, tracks, sink))
    }

    /// What follows does not follow at once, or nothing does: what is half is finished, counters begin anew.
    ///
    /// # Errors
    /// What the sink says.
    pub fn boundary(&mut self, boundary: Boundary, sink: &mut impl Sink) -> Result<(), MediaError> {
        let (tables, streams, tracks) = (&mut self.tables, &mut self.streams, &mut self.tracks);
        self.cutter.boundary(|packet| take(packet, tables, streams, tracks, sink))?;
        for stream in streams {
            let cut = &mut stream.cut;
            stream.assembly.finish(&mut |packet| cut.push(packet, sink))?;
            stream.assembly.boundary();
            stream.cut.boundary(boundary, sink)?;
        }
        Ok(())
    }

    /// Ends it, and notes what was damaged.
    ///
    /// # Errors
    /// What the sink says.
    pub fn finish(&mut self, sink: &mut impl Sink) -> Result<(), MediaError> {
        self.boundary(Boundary::Timeline, sink)?;
        let lost: u64 = self.streams.iter().map(|stream| stream.assembly.lost).sum();
        if lost > 0 {
            sink.note(&format!("packets of the transport stream are missing at {lost} places"));
        }
        if self.cutter.skipped > 0 {
            sink.note(&format!("{} bytes of the transport stream are in no packet", self.cutter.skipped));
        }
        for stream in &self.streams {
            match &stream.cut {
                Cut::Picture(assembler) if assembler.unusable > 0 => {
                    sink.note(&format!("{} pictures before the first parameter sets are left out", assembler.unusable));
                }
                Cut::Sound(framer) if framer.skipped > 0 => {
                    sink.note(&format!("{} bytes of sound are in no frame", framer.skipped));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn take(
    packet: &[u8; PACKET],
    tables: &mut Tables,
    streams: &mut Vec<Elementary>,
    tracks: &mut Vec<Kind>,
    sink: &mut impl Sink,
) -> Result<(), MediaError> {
    let Some(packet) = Packet::read(packet) else { return Ok(()) };
    if let Some(stream) = streams.iter_mut().find(|stream| stream.pid == packet.pid) {
        let cut = &mut stream.cut;
        return stream.assembly.push(&packet, |whole| cut.push(whole, sink));
    }
    if packet.pid == 0 {
        let mut found = None;
        tables.association.push(packet.start, packet.payload, |section| found = psi::association(section).or(found));
        if let Some((pid, programmes)) = found {
            if programmes > 1 && programmes != tables.programmes {
                sink.note(&format!("the first of {programmes} programmes is taken"));
            }
            (tables.map_pid, tables.programmes) = (Some(pid), programmes);
        }
    } else if Some(packet.pid) == tables.map_pid {
        let mut found = None;
        tables.map.push(packet.start, packet.payload, |section| found = psi::map(section).or(found.take()));
        if let Some(map) = found.filter(|map| *map != tables.known) {
            change(&map, streams, tracks, sink)?;
            tables.known = map;
        }
    }
    Ok(())
}

/// Another map holds: streams that stay go on, those that are gone are finished, new ones take the place of gone ones.
fn change(
    map: &[Stream],
    streams: &mut Vec<Elementary>,
    tracks: &mut Vec<Kind>,
    sink: &mut impl Sink,
) -> Result<(), MediaError> {
    let mut old = std::mem::take(streams);
    let (mut pictures, mut sounds) = (0, 0);
    for stream in map.iter().take(MOST_STREAMS) {
        let kind = match stream.coding {
            Coding::Picture(_) => Kind::Video,
            Coding::Sound(_) => Kind::Audio,
            Coding::Foreign(what) => return Err(MediaError::unsupported(what)),
            Coding::Data => continue,
        };
        let number = if kind == Kind::Video { &mut pictures } else { &mut sounds };
        let track = track(tracks, kind, *number);
        *number += 1;
        let same = |old: &Elementary| old.pid == stream.pid && old.coding == stream.coding && old.track == track;
        if let Some(at) = old.iter().position(same) {
            streams.push(old.swap_remove(at));
            continue;
        }
        let cut = match stream.coding {
            Coding::Picture(picture) => Cut::Picture(Box::new(Assembler::new(picture, track))),
            Coding::Sound(sound) => Cut::Sound(Box::new(Framer::new(sound, track, stream.language))),
            Coding::Foreign(_) | Coding::Data => continue,
        };
        let assembly = Assembly::default();
        streams.push(Elementary { pid: stream.pid, coding: stream.coding, track, assembly, cut });
    }
    for mut gone in old {
        let cut = &mut gone.cut;
        gone.assembly.finish(&mut |packet| cut.push(packet, sink))?;
        gone.cut.boundary(Boundary::Timeline, sink)?;
    }
    Ok(())
}

/// The track that is the `number`th of its kind.
fn track(tracks: &mut Vec<Kind>, kind: Kind, number: usize) -> usize {
    let found = tracks.iter().enumerate().filter(|(_, known)| **known == kind).nth(number);
    if let Some((track, _)) = found {
        return track;
    }
    tracks.push(kind);
    tracks.len() - 1
}

#[cfg(test)]
pub(super) mod tests;
