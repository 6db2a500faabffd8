//! The reader: boxes as their bytes come.

use super::fragment::{self, Pending};
use super::init::{self, Track};
use super::table;
use crate::media::sample::{Kind, MediaError, Sample, Sink};

/// One `moov` or `moof` is not larger, nor one sample.
const LARGEST: u64 = 16 << 20;

/// Reads fragmented MP4, and plain files whose tables stand in front.
#[derive(Debug, Default)]
pub struct Reader {
    state: State,
    /// The head of a box, the box, or the beginning of a sample.
    kept: Vec<u8>,
    /// The place of the next byte.
    position: u64,
    /// Behind the last sample.
    given: u64,
    /// Where the file begins that the next bytes are of: places in tables count from there.
    origin: u64,
    tracks: Vec<Track>,
    /// For each of them, the track of the sink.
    slots: Vec<usize>,
    /// What the tracks of the sink are.
    known: Vec<Kind>,
    /// For each track of the sink, the entry that was described last.
    described: Vec<Option<Vec<u8>>>,
    /// When the next sample of each track is decoded.
    next: Vec<i64>,
    /// The samples of the last fragment, or of the tables, the next one last.
    pending: Vec<Pending>,
    /// Samples whose bytes are not there.
    missing: u64,
    /// Boxes that were not whole at the end of their segment.
    broken: u64,
    others: Vec<String>,
}

#[derive(Debug, Default, Clone, Copy)]
enum State {
    /// The head of a box.
    #[default]
    Head,
    /// A box that is read whole.
    Whole { kind: [u8; 4], start: u64, left: u64 },
    /// A box of media; `None` is to the end.
    Media { left: Option<u64> },
    /// A box that says nothing here.
    Skip { left: Option<u64> },
}

impl Reader {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// Damage that nothing can be read behind; what the sink says.
    pub fn push(&mut self, mut bytes: &[u8], sink: &mut impl Sink) -> Result<(), MediaError> {
        while !bytes.is_empty() {
            let used = match self.state {
                State::Head => self.head(bytes)?,
                State::Whole { kind, start, left } => {
                    let used = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
                    self.kept.extend_from_slice(&bytes[..used]);
                    let left = left - used as u64;
                    self.state = State::Whole { kind, start, left };
                    if left == 0 {
                        self.state = State::Head;
                        let content = std::mem::take(&mut self.kept);
                        self.whole(kind, start, &content, sink)?;
                    }
                    used
                }
                State::Media { left } => {
                    let used = within(bytes, left);
                    self.media(&bytes[..used], sink)?;
                    self.state = shorter(left, used).map_or(State::Head, |left| State::Media { left });
                    if matches!(self.state, State::Head) {
                        // No sample goes on in another box.
                        self.kept.clear();
                    }
                    used
                }
                State::Skip { left } => {
                    let used = within(bytes, left);
                    self.state = shorter(left, used).map_or(State::Head, |left| State::Skip { left });
                    used
                }
            };
            self.position += used as u64;
            bytes = &bytes[used..];
        }
        Ok(())
    }

    /// The next bytes are of another segment: a box that is not whole never will be, and does not take what follows.
    pub fn boundary(&mut self) {
        let whole = matches!(self.state, State::Head) && self.kept.is_empty();
        if !whole {
            self.broken += 1;
            self.missing += self.pending.len() as u64;
            self.pending.clear();
            self.kept.clear();
            self.state = State::Head;
        }
    }

    /// Ends it, and notes what was missing.
    pub fn finish(&mut self, sink: &mut impl Sink) {
        if self.broken > 0 {
            sink.note(&format!("segments end in the middle of a box at {} places", self.broken));
        }
        self.missing += self.pending.len() as u64;
        if self.missing > 0 {
            sink.note(&format!("{} samples are missing", self.missing));
        }
    }

    /// The head of a box: eight bytes, or sixteen.
    fn head(&mut self, bytes: &[u8]) -> Result<usize, MediaError> {
        let long = |kept: &[u8]| kept.get(..4) == Some(&[0, 0, 0, 1][..]);
        let mut used = 0;
        loop {
            let wanted = if long(&self.kept) { 16 } else { 8 };
            let more = (wanted - self.kept.len()).min(bytes.len() - used);
            self.kept.extend_from_slice(&bytes[used..used + more]);
            used += more;
            if self.kept.len() < wanted {
                return Ok(used);
            }
            if wanted == 16 || !long(&self.kept) {
                break;
            }
        }
        let head = std::mem::take(&mut self.kept);
        let number = |bytes: &[u8]| bytes.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
        let size = if head.len() == 16 { number(&head[8..]) } else { number(&head[..4]) };
        let kind = [head[4], head[5], head[6], head[7]];
        let left = match size {
            0 => None,
            size => Some(size.checked_sub(head.len() as u64).ok_or_else(|| damaged(kind))?),
        };
        let start = self.position + used as u64 - head.len() as u64;
        if &kind == b"ftyp" {
            self.origin = start;
        }
        self.state = match (&kind, left) {
            (_, Some(0)) => State::Head,
            (b"moov" | b"moof", Some(left)) if left <= LARGEST => State::Whole { kind, start, left },
            (b"moov" | b"moof", _) => return Err(damaged(kind)),
            (b"mdat", left) => State::Media { left },
            (kind, left) if kind.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ') => State::Skip { left },
            _ => return Err(damaged(kind)),
        };
        Ok(used)
    }

    fn whole(&mut self, kind: [u8; 4], start: u64, content: &[u8], sink: &mut impl Sink) -> Result<(), MediaError> {
        self.missing += self.pending.len() as u64;
        self.pending.clear();
        if &kind == b"moov" {
            self.initialise(content, sink)?;
            table::read(content, self.origin, &self.tracks, &mut self.next, &mut self.pending)?;
            if self.pending.iter().any(|sample| sample.at < start + content.len() as u64) {
                return Err(MediaError::unsupported("a plain file whose tables stand behind its media"));
            }
        } else {
            let tracks = &self.tracks;
            let find = |id: u32| {
                let index = tracks.iter().position(|track| track.id == id)?;
                Some((index, tracks[index].defaults))
            };
            fragment::read(content, start, &find, &mut self.next, &mut self.pending)?;
        }
        // They come in the order of their bytes.
        self.pending.sort_by_key(|pending| std::cmp::Reverse(pending.at));
        Ok(())
    }

    fn initialise(&mut self, moov: &[u8], sink: &mut impl Sink) -> Result<(), MediaError> {
        let (tracks, others) = init::read(moov)?;
        for other in others {
            if !self.others.contains(&other) {
                sink.note(&format!("a track of '{}' is left out", other.escape_debug()));
                self.others.push(other);
            }
        }
        let (mut pictures, mut sounds) = (0, 0);
        self.slots.clear();
        for track in &tracks {
            let kind = track.description.kind;
            let number = if kind == Kind::Video { &mut pictures } else { &mut sounds };
            let found = self.known.iter().enumerate().filter(|(_, known)| **known == kind).nth(*number);
            let slot = found.map_or(self.known.len(), |(slot, _)| slot);
            if slot == self.known.len() {
                self.known.push(kind);
                self.described.push(None);
            }
            // Times and edits may have changed with it.
            self.described[slot] = None;
            self.slots.push(slot);
            *number += 1;
        }
        self.next = vec![0; tracks.len()];
        self.tracks = tracks;
        Ok(())
    }

    fn media(&mut self, bytes: &[u8], sink: &mut impl Sink) -> Result<(), MediaError> {
        let end = self.position + bytes.len() as u64;
        while let Some(sample) = self.pending.last().copied() {
            let (from, to) = (sample.at, sample.at + u64::from(sample.size));
            let begun = self.kept.len() as u64;
            if u64::from(sample.size) > LARGEST {
                return Err(MediaError::damaged("a sample of more than 16 MiB"));
            }
            if from + begun < self.position || begun == 0 && from < self.given {
                // Its bytes have passed already, or are another sample's as well.
                self.missing += 1;
                self.pending.pop();
                self.kept.clear();
                continue;
            }
            if from >= end && sample.size > 0 || from > end {
                return Ok(());
            }
            let rest = &bytes[(from + begun - self.position) as usize..];
            let rest = &rest[..rest.len().min((to - from - begun) as usize)];
            if begun + (rest.len() as u64) < u64::from(sample.size) {
                self.kept.extend_from_slice(rest);
                return Ok(());
            }
            self.pending.pop();
            self.given = to;
            if begun == 0 {
                self.give(sample, rest, sink)?;
            } else {
                let mut whole = std::mem::take(&mut self.kept);
                whole.extend_from_slice(rest);
                self.give(sample, &whole, sink)?;
                whole.clear();
                self.kept = whole;
            }
        }
        Ok(())
    }

    fn give(&mut self, sample: Pending, data: &[u8], sink: &mut impl Sink) -> Result<(), MediaError> {
        let (track, slot) = (&self.tracks[sample.track], self.slots[sample.track]);
        let entry = track.entries.get(sample.entry).or(track.entries.first());
        if entry != self.described[slot].as_ref() {
            let entry = entry.cloned().unwrap_or_default();
            sink.describe(
                slot,
                &super::super::sample::Description { entry: entry.clone(), ..track.description.clone() },
            )?;
            self.described[slot] = Some(entry);
        }
        let sample = Sample {
            dts: sample.dts,
            offset: i64::from(sample.offset),
            duration: Some(sample.duration),
            sync: sample.sync,
            data,
        };
        sink.sample(slot, sample)
    }
}

fn damaged(kind: [u8; 4]) -> MediaError {
    MediaError::damaged(format!("a box '{}' that cannot be read", kind.escape_ascii()))
}

fn within(bytes: &[u8], left: Option<u64>) -> usize {
    left.map_or(bytes.len(), |left| bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX)))
}

/// What is left of a box; `None` where it has ended.
#[expect(clippy::option_option, reason = "outside: is there more; inside: how much, where that is known")]
fn shorter(left: Option<u64>, used: usize) -> Option<Option<u64>> {
    match left {
        None => Some(None),
        Some(left) => Some(left - used as u64).filter(|left| *left > 0).map(Some),
    }
}
