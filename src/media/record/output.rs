//! Where a recording goes: a file that is whole or has a journal beside it, a device, a pipe.
//!
//! `FILE` is written as `FILE.partial` with the journal `FILE.rip`, and gets its name at the end; an older `FILE` stays
//! until then. What is no regular file is written as it is and cannot be continued.
//!
//! What segments are is said by the bytes of the first: another kind than the name of the file promises is refused before
//! anything is written, and an initialisation waits for the segment behind it, which it must fit.

mod purpose;
mod recorded;

use std::fmt;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use self::purpose::{Purpose, Resume};
pub use self::recorded::Recorded;
use super::Saved;
use super::container::has_movie;
use super::draft::Draft;
use super::event::{Event, Teller};
use super::fault::OutputError;
use super::gap::Gaps;
use super::gauges::Gauges;
use super::journal::{Entry, Past, Place};
use super::layout;
use super::order::{in_order, last_init};
use super::unit::Content;
use crate::kit::fs::FileError;
use crate::media::packing::Packing;

/// Where a recording goes.
pub struct Output {
    place: Where,
    purpose: Purpose,
    /// What its segments may be.
    kinds: Vec<Packing>,
    /// An initialisation, and the segment that it is for, until that comes.
    waiting: Option<(u64, Vec<u8>)>,
    /// The length so far.
    at: u64,
    /// Checksum and length of the last initialisation; `None` where it is not the one of what comes next.
    init: Option<(u32, u64)>,
    /// The same, whatever comes next.
    last_init: Option<(u32, u64)>,
    /// The segment behind a late one, and what decoded that.
    late: Option<(u64, (u32, u64))>,
    past: Past,
    gaps: Gaps,
    /// Segments in it, and how long they play.
    segments: u64,
    duration: Duration,
}

enum Where {
    File(Draft),
    Pipe(Box<dyn Write + Send>),
}

impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output").field("path", &self.path()).field("at", &self.at).finish_non_exhaustive()
    }
}

impl Output {
    /// A file, or a device. `stream` names what is recorded: another stream does not continue it.
    ///
    /// # Errors
    /// It cannot be written; there is a whole file already; what an earlier run left is of another stream.
    pub fn file(path: &Path, stream: &str, resume: Resume) -> Result<Self, OutputError> {
        let fail = |error| OutputError::File(FileError::new("write", path, error));
        match std::fs::metadata(path) {
            Ok(old) if old.is_dir() => return Err(fail(io::ErrorKind::IsADirectory.into())),
            Ok(old) if !old.is_file() => {
                let file = OpenOptions::new().write(true).open(path).map_err(fail)?;
                return Ok(Self::pipe(Box::new(file)));
            }
            // A link to nothing is something as well.
            _ if layout::as_begun(path, resume) == Resume::Continue && std::fs::symlink_metadata(path).is_ok() => {
                layout::tidy(path);
                return Err(OutputError::Exists { path: path.to_owned() });
            }
            _ => {}
        }
        let (draft, past) = Draft::open(path, stream, resume)?;
        let (mut gaps, mut segments, mut duration) = (Gaps::default(), 0, Duration::ZERO);
        let init = last_init(&past.entries).map(|place| (place.crc, place.bytes));
        for entry in &in_order(&past.entries) {
            match entry {
                Entry::Gap(gap) => gaps.add(gap.clone()),
                Entry::Segment { duration_ns, .. } => {
                    segments += 1;
                    duration = duration.saturating_add(Duration::from_nanos(*duration_ns));
                }
                Entry::Init { .. } | Entry::Recording { .. } | Entry::Reached | Entry::Ended | Entry::Made { .. } => {}
            }
        }
        let place = Where::File(draft);
        let (purpose, kinds) = (Purpose::File, Packing::ALL.to_vec());
        let at = past.bytes;
        let waiting = None;
        let (last_init, late) = (init, None);
        Ok(Self { place, purpose, kinds, waiting, at, init, last_init, late, past, gaps, segments, duration })
    }

    /// Anything that takes bytes.
    #[must_use]
    pub fn pipe(writer: Box<dyn Write + Send>) -> Self {
        let (past, gaps) = (Past::default(), Gaps::default());
        let purpose = Purpose::File;
        Self {
            place: Where::Pipe(writer),
            purpose,
            kinds: Packing::ALL.to_vec(),
            waiting: None,
            at: 0,
            init: None,
            last_init: None,
            late: None,
            past,
            gaps,
            segments: 0,
            duration: Duration::ZERO,
        }
    }

    /// What becomes of it when it is whole; a pipe has no choice.
    #[must_use]
    pub fn for_purpose(self, purpose: Purpose) -> Self {
        Self { purpose, ..self }
    }

    /// What its segments may be; what is not known may be anything. Without this they may be of all kinds.
    #[must_use]
    pub fn of_kinds(self, kinds: Vec<Packing>) -> Self {
        Self { kinds, ..self }
    }

    /// The file, where it is one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.place {
            Where::File(draft) => Some(draft.path()),
            Where::Pipe(_) => None,
        }
    }

    /// Its length.
    pub(super) const fn bytes(&self) -> u64 {
        self.at
    }

    /// How many segments are in it.
    pub(super) const fn segments(&self) -> u64 {
        self.segments
    }

    /// How long its segments play.
    pub(super) const fn duration(&self) -> Duration {
        self.duration
    }

    /// What is missing in it.
    pub(super) const fn gaps(&self) -> &Gaps {
        &self.gaps
    }

    pub(super) fn put(&mut self, content: &Content, events: &Teller, gauges: &Gauges) -> Result<(), OutputError> {
        match content {
            Content::Init { before, body } => {
                self.put_waiting(events)?;
                if body.is_empty() {
                    // What comes next is not decoded by the last one.
                    self.init = None;
                } else {
                    self.waiting = Some((*before, body.clone()));
                }
                Ok(())
            }
            &Content::Segment { sequence, name, timeline, duration, ref body, ref init, took, tries, late, .. } => {
                self.fits(body)?;
                match init {
                    Some(init) if late => self.put_late(sequence, init)?,
                    Some(init) => self.waiting = Some((sequence, Vec::clone(init))),
                    None => {}
                }
                self.begin(sequence, body, events)?;
                let place = self.append(body)?;
                let duration_ns = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
                self.note(&Entry::Segment { sequence, name, duration_ns, timeline, late, place })?;
                if late {
                    // How long it plays was counted with its gap.
                    self.gaps.close(sequence);
                    gauges.missing.sub(1);
                } else {
                    gauges.done_ns.add(duration_ns);
                }
                self.segments += 1;
                self.duration = self.duration.saturating_add(duration);
                gauges.segments.add(1);
                gauges.written_bytes.add(place.bytes);
                events.send(Event::Segment { sequence, bytes: place.bytes, took, tries });
                Ok(())
            }
            Content::StillMissing => Ok(()),
            Content::Gap(gap) => {
                if self.segments > 0 {
                    self.put_waiting(events)?;
                }
                if !self.waits() {
                    self.note(&Entry::Gap(gap.clone()))?;
                }
                gauges.missing.add(gap.count);
                gauges.done_ns.add(gap.duration_ns);
                self.gaps.add(gap.clone());
                events.send(Event::Gap(gap.clone()));
                Ok(())
            }
        }
    }

    /// What must be before the segment at `sequence`: an initialisation; and at the beginning, that it is what it must be.
    fn begin(&mut self, sequence: u64, body: &[u8], events: &Teller) -> Result<(), OutputError> {
        let kind = Packing::seen(body);
        if let Some(found) = kind.filter(|kind| self.segments == 0 && !self.kinds.contains(kind)) {
            let path = self.path().map_or_else(|| PathBuf::from("-"), Path::to_owned);
            return Err(OutputError::OtherKind { path, found });
        }
        self.take_place()?;
        if let Some((before, init)) = self.waiting.take() {
            match (Packing::seen(&init), kind) {
                (Some(of), Some(kind)) if of != kind => {
                    let what = format!(
                        "it is {}, and its initialisation, which is {}, was left out",
                        kind.words(),
                        of.words()
                    );
                    events.send(Event::Odd { sequence, what });
                }
                _ => self.put_init(before, &init, events)?,
            }
        }
        let has_none = self.init.is_none() && self.late.is_none();
        let bare = self.segments == 0 && has_none && kind == Some(Packing::Boxes);
        if bare && has_movie(body) == Some(false) { Err(OutputError::NoInit) } else { Ok(()) }
    }

    /// Writes an initialisation whose segment did not come: it may come later.
    fn put_waiting(&mut self, events: &Teller) -> Result<(), OutputError> {
        let Some((before, init)) = self.waiting.take() else { return Ok(()) };
        self.take_place()?;
        self.put_init(before, &init, events)
    }

    /// Whether what it is to replace is still there: nothing has come yet.
    #[must_use]
    pub const fn waits(&self) -> bool {
        matches!(&self.place, Where::File(draft) if draft.waits())
    }

    /// Takes the place of what is to be replaced; what was missing until then is noted.
    fn take_place(&mut self) -> Result<(), OutputError> {
        let Where::File(draft) = &mut self.place else { return Ok(()) };
        if !draft.waits() {
            return Ok(());
        }
        draft.begin()?;
        self.gaps.all().iter().try_for_each(|gap| draft.note(&Entry::Gap(gap.clone())))
    }

    /// Refuses what no movie can be made of, before any of it is recorded.
    fn fits(&self, body: &[u8]) -> Result<(), OutputError> {
        let (Where::File(draft), Purpose::Movie, 0) = (&self.place, self.purpose, self.segments) else {
            return Ok(());
        };
        match crate::media::mux::foreign(body) {
            Some(what) => Err(OutputError::Foreign { path: draft.path().to_owned(), what }),
            None => Ok(()),
        }
    }

    /// Writes an initialisation unless the last one was the same: packagers repeat it at every discontinuity.
    fn put_init(&mut self, before: u64, body: &[u8], events: &Teller) -> Result<(), OutputError> {
        self.fits(body)?;
        let this = told(body);
        if self.init == Some(this) {
            return Ok(());
        }
        self.init = Some(this);
        if self.last_init.replace(this).is_some_and(|last| last != this) {
            events.send(Event::InitChanged { sequence: before });
        }
        let place = self.append(body)?;
        self.note(&Entry::Init { place, before })
    }

    /// Writes what decodes a late segment, which will stand elsewhere, unless the one before it in the stream just
    /// brought it.
    fn put_late(&mut self, sequence: u64, init: &[u8]) -> Result<(), OutputError> {
        let this = told(init);
        if self.late.replace((sequence.saturating_add(1), this)) == Some((sequence, this)) {
            return Ok(());
        }
        self.take_place()?;
        let place = self.append(init)?;
        self.note(&Entry::Init { place, before: sequence })
    }

    fn append(&mut self, body: &[u8]) -> Result<Place, OutputError> {
        let crc = match &mut self.place {
            Where::File(draft) => {
                draft.write(body)?;
                crc32fast::hash(body)
            }
            Where::Pipe(writer) => {
                writer.write_all(body).map_err(|error| match error.kind() {
                    io::ErrorKind::BrokenPipe => OutputError::Gone,
                    _ => OutputError::Pipe(error),
                })?;
                // Nobody will ask for it.
                0
            }
        };
        let place = Place { at: self.at, bytes: body.len() as u64, crc };
        self.at += place.bytes;
        Ok(place)
    }

    fn note(&mut self, entry: &Entry) -> Result<(), OutputError> {
        match &mut self.place {
            Where::File(draft) => draft.note(entry),
            Where::Pipe(_) => Ok(()),
        }
    }

    /// Gives the file its name and removes the journal; or says in it that nothing is to be added.
    pub(super) fn commit(self) -> Result<Saved, OutputError> {
        match self.place {
            Where::File(mut draft) if self.purpose != Purpose::File => {
                if !self.past.entries.contains(&Entry::Ended) {
                    draft.note(&Entry::Ended)?;
                }
                Ok(Saved::Kept(draft.path().to_owned()))
            }
            Where::File(draft) => Ok(Saved::Whole(draft.name()?)),
            Where::Pipe(mut writer) => {
                writer.flush().map_err(OutputError::Pipe)?;
                Ok(Saved::Nothing)
            }
        }
    }

    /// Notes that everything was asked for.
    pub(super) fn reach(&mut self) -> Result<(), OutputError> {
        if self.waits() { Ok(()) } else { self.note(&Entry::Reached) }
    }

    /// Leaves the file to be continued; removes it where no segment is in it.
    pub(super) fn leave(self) -> Option<PathBuf> {
        let Where::File(draft) = self.place else { return None };
        draft.leave()
    }
}

/// Checksum and length, which tell an initialisation.
fn told(init: &[u8]) -> (u32, u64) {
    (crc32fast::hash(init), init.len() as u64)
}
