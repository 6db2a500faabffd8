//! How a download begins: is there an earlier attempt, what does the source say, and which file does it become.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

use tokio::time::timeout;

use super::replaced::Replaced;
use super::{Parts, adopt, record as beside};
use crate::applets::fetch::error::{FetchError, Retry};
use crate::applets::fetch::event::Event;
use crate::applets::fetch::hash::Midstate;
use crate::applets::fetch::map::UNKNOWN;
use crate::applets::fetch::plan::{Earlier, Plan, Target, Workers};
use crate::applets::fetch::source::{Ask, Connection, Facts, Known, Place, Ranges};
use crate::applets::fetch::span::{Span, Spans};
use crate::applets::fetch::state::{Document, FORMAT, Journal, StateError, identity_of, path_of};
use crate::applets::fetch::store::{Durability, Existing, Store};
use crate::kit::random::Random;
use crate::kit::retry::{GaveUp, Policy, Reason, Trouble, retry};
use crate::kit::units::format_utc;

/// The first request of several workers asks for this much: enough to be of use while the others connect, and the
/// connection is free for more when it has come.
const FIRST_BYTES: u64 = 4 << 20;

/// Bytes before the place of an interruption that must be the same, where no strong validator proves it.
const OVERLAP_BYTES: u64 = 64 << 10;

/// A download that has a file, a state, and mostly an answer that is coming in.
#[derive(Debug)]
pub struct Begun {
    pub(in crate::applets::fetch) store: Store,
    pub(super) journal: Journal,
    /// What had the name before.
    pub(super) replaced: Option<Replaced>,
    pub(super) known: Known,
    pub(super) ranges: Ranges,
    pub(super) whole: Span,
    pub(super) done: Spans,
    pub(super) durable: Spans,
    pub(super) midstate: Midstate,
    pub(super) modified: Option<SystemTime>,
    pub(super) connection: Box<dyn Connection>,
    /// The bytes that the answer under way holds; `None` where nothing was asked for.
    pub(super) opened: Option<Span>,
}

impl Begun {
    /// Bytes that an earlier attempt left.
    pub(in crate::applets::fetch) fn resumed_bytes(&self) -> u64 {
        self.done.bytes()
    }
}

/// An earlier attempt, its file locked.
pub(super) struct Found {
    pub(super) store: Store,
    pub(super) state: PathBuf,
    pub(super) document: Document,
    /// Nobody has written to the file since the record was made, and it is to come from where it came from.
    pub(super) untouched: bool,
}

pub(super) async fn begin(plan: &Plan, parts: &Parts) -> Result<Begun, FetchError> {
    let guess = plan.file().map(followed);
    if let Some(guess) = &guess {
        if let Some(found) = earlier(plan, guess)? {
            return resume(plan, parts, found).await;
        }
        if adopt::is_meant(plan, guess) {
            return adopt::adopt(plan, parts, guess).await;
        }
        if matches!(plan.target, Target::File(_)) && !guess.is_file() {
            refuse_foreign(plan, guess)?;
        }
    }
    let mut connection = parts.source.connection();
    let span = Span::new(plan.part.start, first_end(plan, plan.part));
    let newer_than = guess.as_deref().and_then(|guess| there_since(plan, guess));
    let facts = match open(plan, parts, &mut *connection, &Ask { span, known: None, newer_than }).await {
        Err(FetchError::NotModified { url, file }) => {
            return Err(FetchError::NotModified { url, file: guess.unwrap_or(file) });
        }
        answered => answered?,
    };
    let target = plan.file_of(&facts).map(followed).ok_or_else(|| FetchError::Unnamed { url: parts.source.shown() })?;
    expect_size(plan, parts, &facts)?;
    parts.source.offer(&facts);
    // Servers that do not know the condition say when they changed it, and so do those that named the file.
    if let (Some(there), Some(modified)) = (there_since(plan, &target), facts.modified)
        && modified <= there
    {
        return Err(FetchError::NotModified { url: parts.source.shown(), file: target });
    }
    if guess.as_ref() != Some(&target) {
        if let Some(found) = earlier(plan, &target)? {
            return resume(plan, parts, found).await;
        }
        if adopt::is_meant(plan, &target) {
            return adopt::adopt(plan, parts, &target).await;
        }
    }
    if is_the_same(plan, &target, &facts) {
        return Err(FetchError::Present { url: parts.source.shown(), file: target });
    }
    refuse_foreign(plan, &target)?;
    start(plan, &target, connection, facts)
}

/// The file that a link leads to, where there is one: that is written to, and the link stays.
fn followed(path: PathBuf) -> PathBuf {
    let is_link = std::fs::symlink_metadata(&path).is_ok_and(|found| found.file_type().is_symlink());
    if is_link { path.canonicalize().unwrap_or(path) } else { path }
}

/// Whether the file that is there has the size and the time of the server's: then it is that one, from an earlier call.
fn is_the_same(plan: &Plan, target: &Path, facts: &Facts) -> bool {
    let seconds = |time: SystemTime| time.duration_since(SystemTime::UNIX_EPOCH).map(|since| since.as_secs()).ok();
    let there = std::fs::metadata(target).ok().filter(std::fs::Metadata::is_file);
    let modified = there.as_ref().and_then(|there| there.modified().ok()).and_then(seconds);
    plan.earlier == Earlier::Continue
        && plan.expected.is_none()
        && plan.part == Span::new(0, UNKNOWN)
        && !path_of(target).exists()
        && there.is_some_and(|there| Some(there.len()) == facts.known.size)
        && modified.is_some()
        && modified == facts.modified.and_then(seconds)
}

/// When the file that is there was modified, where only a newer one is wanted.
fn there_since(plan: &Plan, target: &Path) -> Option<SystemTime> {
    let found =
        std::fs::metadata(target).ok().filter(|_| plan.earlier == Earlier::IfNewer && !path_of(target).exists());
    found.filter(std::fs::Metadata::is_file).and_then(|found| found.modified().ok())
}

/// A list that promised a size promised this very file.
pub(super) fn expect_size(plan: &Plan, parts: &Parts, facts: &Facts) -> Result<(), FetchError> {
    match (plan.size_bytes, facts.known.size) {
        (Some(promised), Some(found)) if promised != found => {
            let what = format!("{promised} bytes were promised, and it has {found}");
            Err(FetchError::Changed { url: parts.source.shown(), what })
        }
        _ => Ok(()),
    }
}

/// An unfinished download at `target` that is to go on. A state whose file is gone is none.
fn earlier(plan: &Plan, target: &Path) -> Result<Option<Found>, FetchError> {
    let state = path_of(target);
    if matches!(plan.earlier, Earlier::Fresh | Earlier::Overwrite) || !state.exists() || !target.exists() {
        return Ok(None);
    }
    let store = Store::open(target, Existing::Continue, plan.part.start)?;
    // Read under the lock: until now its owner may have been at it.
    let Some(mut document) = Document::read(&state)? else { return Ok(None) };
    let other = |what: &str| StateError::Other { path: state.clone(), what: what.to_owned() };
    if document.start != plan.part.start {
        return Err(other("it begins at another byte").into());
    }
    let end = document.size.map_or(plan.part.end, |size| size.min(plan.part.end));
    if document.end.unwrap_or(UNKNOWN) != end {
        return Err(other("it ends at another byte").into());
    }
    // A file that was cut since has lost what it had there.
    let there = Span::new(document.start, document.start.saturating_add(store.bytes()?));
    document.done = document.done.as_slice().iter().map(|span| span.overlap(there)).collect();
    let front = document.done.frontier(document.start) - document.start;
    document.hash = document.hash.filter(|hash| hash.bytes <= front);
    // Of two URLs with one tag, the two files may be two all the same: tags are made of times and sizes.
    let untouched = is_untouched(target, &state) && document.url == bare(plan);
    Ok(Some(Found { store, state, document, untouched }))
}

/// Whether the file was last written to before its record. Who was killed between the two may have, and so may others.
fn is_untouched(target: &Path, state: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let changed = |path: &Path| path.metadata().map(|found| (found.ctime(), found.ctime_nsec())).ok();
    changed(target).zip(changed(state)).is_some_and(|(file, record)| file <= record)
}

fn refuse_foreign(plan: &Plan, target: &Path) -> Result<(), FetchError> {
    let ours = path_of(target).exists();
    let is_free = !matches!(plan.earlier, Earlier::Continue | Earlier::Fresh) || ours || !target.exists();
    if is_free { Ok(()) } else { Err(FetchError::Exists { path: target.to_owned() }) }
}

/// Goes on where an earlier attempt ended.
pub(super) async fn resume(plan: &Plan, parts: &Parts, found: Found) -> Result<Begun, FetchError> {
    let Found { store, state, document, untouched } = found;
    beside::check(plan, store.path())?;
    let whole = Span::new(document.start, document.end.unwrap_or(UNKNOWN));
    let known = Known { size: document.size, etag: document.etag, last_modified: document.last_modified };
    parts.source.recall(&document.places, &known);
    let mut connection = parts.source.connection();
    let mut done = document.done;
    // What others may have written has to be read again.
    let mut midstate = document.hash.filter(|_| untouched).unwrap_or_default();
    let (mut ranges, mut opened) = (Ranges::Yes, None);
    let mut modified = known.last_modified.as_deref().and_then(|date| httpdate::parse_http_date(date).ok());
    let gap = done.gaps(whole).next();
    if let Some(gap) = gap {
        let ask =
            Ask { span: Span::new(gap.start, first_end(plan, gap)), known: Some(known.clone()), newer_than: None };
        // Both the file and the source are what they were: shown by a tag, else by bytes that are the same.
        let mut proven = untouched && known.strong_etag().is_some();
        let answered = loop {
            if !proven {
                match overlap(plan, parts, &mut *connection, &store, (&known, &done, gap)).await {
                    // The next request finds out as well, and knows what to do.
                    Err(FetchError::NoRanges { .. }) => {}
                    compared => compared?,
                }
            }
            match open(plan, parts, &mut *connection, &ask).await {
                Ok(facts) if proven && facts.known.strong_etag() != known.strong_etag() => proven = false,
                answered => break answered,
            }
        };
        let facts = match answered {
            Err(FetchError::NoRanges { url }) => {
                let reason = "the server sends the whole file or nothing".to_owned();
                tracing::info!(url, reason, "starting over");
                parts.events.send(Event::StartedOver { reason });
                (done, midstate) = (Spans::default(), Midstate::default());
                let ask = Ask { span: Span::new(whole.start, UNKNOWN), known: Some(known.clone()), newer_than: None };
                open(plan, parts, &mut *connection, &ask).await?
            }
            answered => answered?,
        };
        parts.source.offer(&facts);
        (ranges, opened, modified) = (facts.ranges, Some(facts.span), facts.modified.or(modified));
    }
    if done.bytes() > 0 {
        parts.events.send(Event::Resumed { path: store.path().to_owned(), done_bytes: done.bytes() });
    }
    let durable: Spans =
        document.durable.as_slice().iter().copied().filter(|span| done.count(*span) == span.bytes()).collect();
    let record = record(plan, store.path(), whole, &known);
    let record = Document { done: done.clone(), durable: durable.clone(), hash: Some(midstate.clone()), ..record };
    let journal = Journal::create(&state, record, Durability::Disk)?;
    let replaced = Replaced::left(store.path());
    Ok(Begun { store, journal, replaced, known, ranges, whole, done, durable, midstate, modified, connection, opened })
}

/// Compares bytes that are there with the source: the last ones before the gap, else the first ones behind it.
pub(super) async fn overlap(
    plan: &Plan,
    parts: &Parts,
    connection: &mut dyn Connection,
    store: &Store,
    (known, done, gap): (&Known, &Spans, Span),
) -> Result<(), FetchError> {
    let before = done.as_slice().iter().rev().find(|span| span.end <= gap.start);
    let span = match (before, done.as_slice().first()) {
        (Some(before), _) => Span::new(before.start.max(before.end.saturating_sub(OVERLAP_BYTES)), before.end),
        (None, Some(behind)) => Span::new(behind.start, behind.end.min(behind.start + OVERLAP_BYTES)),
        (None, None) => return Ok(()),
    };
    open(plan, parts, connection, &Ask { span, known: Some(known.clone()), newer_than: None }).await?;
    let (mut theirs, mut ours) = (Vec::new(), vec![0; span.bytes() as usize]);
    while (theirs.len() as u64) < span.bytes() {
        let most = span.bytes() - theirs.len() as u64;
        let received = tokio::select! {
            received = timeout(plan.stall, connection.receive(Place::Memory(&mut theirs), most)) => received,
            () = parts.stop.cancelled() => return Err(FetchError::Cancelled),
        };
        if received.map_err(|_| FetchError::Stalled { url: parts.source.shown(), after: plan.stall })?? == 0 {
            break;
        }
    }
    store.read(span.start, &mut ours)?;
    if theirs == ours {
        return Ok(());
    }
    let what = format!("bytes {span} are not what they were");
    Err(FetchError::Changed { url: parts.source.shown(), what })
}

/// A record that is not one of ours is not replaced, and one of ours gives away no file but its own.
fn refuse_stray(plan: &Plan, target: &Path, state: &Path) -> Result<(), FetchError> {
    let identity = match Document::read(state) {
        Err(error @ StateError::Foreign { .. }) => return Err(error.into()),
        read => read.ok().flatten().and_then(|document| document.identity.clone()),
    };
    let is_meant = matches!(plan.earlier, Earlier::Overwrite | Earlier::IfNewer);
    if !is_meant && identity.is_some() && target.exists() && identity_of(target) != identity {
        return Err(FetchError::Exists { path: target.to_owned() });
    }
    Ok(())
}

/// Makes the file and the state of a download that has just been answered.
fn start(plan: &Plan, target: &Path, connection: Box<dyn Connection>, facts: Facts) -> Result<Begun, FetchError> {
    beside::check(plan, target)?;
    let state = path_of(target);
    refuse_stray(plan, target, &state)?;
    let existing = match plan.earlier {
        Earlier::Overwrite | Earlier::IfNewer => Existing::Empty,
        // One with bytes in it was adopted before.
        Earlier::Adopt => Existing::Continue,
        // A power cut may have left nothing of the record but its name.
        Earlier::Fresh | Earlier::Continue if state.exists() => Existing::Empty,
        Earlier::Fresh | Earlier::Continue => Existing::Refuse,
    };
    let replaced = match existing {
        Existing::Empty if !state.exists() => Replaced::put_aside(target)?,
        // What an earlier call put aside is still the old one.
        Existing::Empty => Replaced::left(target),
        Existing::Refuse | Existing::Continue => None,
    };
    let existed = target.exists();
    let store = Store::open(target, existing, plan.part.start)?;
    if let Some(replaced) = &replaced {
        replaced.pass_mode_on(target);
    }
    let end = facts.known.size.map_or(plan.part.end, |size| size.min(plan.part.end));
    let whole = Span::new(plan.part.start, end);
    let document = record(plan, target, whole, &facts.known);
    let made = Journal::create(&state, document, Durability::Process).map_err(FetchError::from).and_then(|journal| {
        let room = if end == UNKNOWN { Ok(()) } else { store.allocate(whole.bytes(), plan.allocation) };
        room.map(|()| journal)
    });
    let journal = match made {
        Ok(journal) => journal,
        Err(error) => {
            if !existed {
                // What was made in vain; the error is what matters.
                let _ = (std::fs::remove_file(target), std::fs::remove_file(&state));
            }
            if let Some(replaced) = replaced {
                replaced.put_back(target)?;
                // It would be the record of a file that is gone.
                let _ = std::fs::remove_file(&state);
            }
            return Err(error);
        }
    };
    let (ranges, modified, opened) = (facts.ranges, facts.modified, Some(facts.span));
    let (done, durable, midstate) = (Spans::default(), Spans::default(), Midstate::default());
    let known = facts.known;
    Ok(Begun { store, journal, replaced, known, ranges, whole, done, durable, midstate, modified, connection, opened })
}

/// The URL without the user's secrets.
fn bare(plan: &Plan) -> String {
    let mut url = plan.url.clone();
    // Neither fails for a URL with a host, and what has none has no password.
    let _ = (url.set_username(""), url.set_password(None));
    url.into()
}

/// The state of a download that has nothing yet.
pub(super) fn record(plan: &Plan, target: &Path, whole: Span, known: &Known) -> Document {
    Document {
        format: FORMAT,
        url: bare(plan),
        file: target.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        start: whole.start,
        end: (whole.end != UNKNOWN).then_some(whole.end),
        size: known.size,
        identity: identity_of(target),
        etag: known.etag.clone(),
        last_modified: known.last_modified.clone(),
        places: Vec::new(),
        done: Spans::default(),
        durable: Spans::default(),
        boot: String::new(),
        hash: None,
        updated: format_utc(SystemTime::now()),
    }
}

/// Where the first request of a gap ends.
fn first_end(plan: &Plan, gap: Span) -> u64 {
    let end = match plan.workers {
        Workers::Fixed(count) if count > 1 => gap.end.min(gap.start.saturating_add(FIRST_BYTES)),
        _ => gap.end,
    };
    plan.range_end(gap.start, end)
}

/// How the first answer is tried for: as every later one, see `worker`.
pub(super) fn policy(plan: &Plan) -> Policy {
    Policy {
        tries: plan.tries,
        first: Duration::from_millis(500),
        longest: Duration::from_mins(1),
        ..Policy::default()
    }
}

/// Asks until there is an answer, no hope, or a stop.
pub(super) async fn open(
    plan: &Plan,
    parts: &Parts,
    connection: &mut dyn Connection,
    ask: &Ask,
) -> Result<Facts, FetchError> {
    let attempt = async |number| {
        parts.progress.retries.fetch_add(u64::from(number > 1), Ordering::Relaxed);
        let answered = timeout(plan.stall + parts.source.patience(), connection.open(ask)).await;
        let answered =
            answered.unwrap_or_else(|_| Err(FetchError::Stalled { url: parts.source.shown(), after: plan.stall }));
        answered.map_err(|error| match error.retry() {
            _ if error.most_tries().is_some_and(|most| number >= most) => Trouble::Lasting(error),
            _ if error.is_nobody() && number >= plan.first_tries => Trouble::Lasting(error),
            Retry::Never => Trouble::Lasting(error),
            Retry::Backoff => Trouble::passing(error),
            Retry::After(after) => Trouble::Passing { error, after: Some(after) },
        })
    };
    tokio::select! {
        biased;
        () = parts.stop.cancelled() => Err(FetchError::Cancelled),
        result = retry(policy(plan), Random::from_system(), &parts.stop, attempt) => result.map_err(|gave_up| match gave_up {
            GaveUp { reason: Reason::Cancelled, .. } => FetchError::Cancelled,
            GaveUp { error, .. } => error,
        }),
    }
}
