//! From whole recordings to the file that was asked for: by our own muxer, or by ffmpeg. The recordings are removed when it
//! is there, and stay when it could not be made.

use std::ffi::OsString;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::error::RipError;
use super::name::Shape;
use super::report::{Ending, MovieReport, Part, Report};
use crate::kit::fs::FileError;
use crate::media::mux::{Keep, MuxError, Source, mux, origin_ms};
use crate::media::packing::Packing;
use crate::media::presentation::Clock;
use crate::media::record::{self, Gauges, OutputError, Resume, Saved, discard, layout};
use crate::media::subtitles::{Form, Times, merge};

/// How a file is made.
#[derive(Debug)]
pub(super) struct Making {
    /// What becomes of a file that is there.
    pub(super) resume: Resume,
    /// Told how far it is.
    pub(super) gauges: Arc<Gauges>,
    /// Ends it, the recording kept; a stop that came before ended the recording, and not this.
    pub(super) stop: CancellationToken,
}

/// Makes the file that the first of `kept` is named after; `languages` are those of their sounds.
pub(super) async fn make(
    shape: Shape,
    kept: &[PathBuf],
    languages: &[Option<[u8; 3]>],
    Making { resume, gauges, stop }: Making,
) -> Result<MovieReport, RipError> {
    let Some(path) = kept.first() else {
        return Err(MuxError::Nothing { path: PathBuf::new() }.into());
    };
    let mut sources: Vec<Source> = kept.iter().map(|path| layout(path)).collect::<Result<_, _>>().map_err(output)?;
    for (source, language) in sources.iter_mut().zip(languages) {
        source.language = *language;
    }
    let (file, made) = match shape {
        Shape::Movie(keep) => native(sources, keep, path, (gauges, stop)).await?,
        Shape::Foreign | Shape::Copies => ffmpeg((&sources, languages), path, &stop).await?,
    };
    record::put(&file, path, resume)?;
    // The journal of the main one goes last: it tells that the movie is made.
    kept.iter().rev().try_for_each(|path| discard(path)).map_err(output)?;
    Ok(made)
}

/// Gives the files of a recording their names, once all of them are whole; the main one last, so that whoever sees it
/// sees all.
pub(super) fn settle(kept: &[PathBuf], resume: Resume, report: &mut Report) -> Result<(), RipError> {
    kept.iter().rev().try_for_each(|path| record::settle(path, resume))?;
    if !kept.is_empty() {
        report.become_files();
    }
    Ok(())
}

/// When a recording begins.
#[derive(Debug, Clone, Copy)]
pub(super) enum Begin {
    /// Its main track is not whole.
    Open,
    /// When the presentation begins.
    At {
        /// Milliseconds of the time of its media; `None` where that tells no time.
        origin_ms: Option<i64>,
        /// How long before its main track another one begins, milliseconds.
        lead_ms: i64,
    },
}

/// When a recording begins: its main track, and of a movie the earliest of all.
pub(super) fn origin(shape: Shape, saved: &[(usize, Part, Saved)], clocks: &[Clock]) -> Result<Begin, RipError> {
    let (mut main, mut earliest) = (None, None);
    // Times of a manifest are told by each track for itself.
    let joined = shape != Shape::Copies && clocks.iter().all(Clock::is_of_media);
    let media = saved.iter().filter(|(_, part, _)| *part != Part::Subtitles);
    for (index, (_, _, saved)) in media.take(if joined { usize::MAX } else { 1 }).enumerate() {
        let path = match saved {
            Saved::Whole(path) => path.clone(),
            Saved::Kept(path) => path.with_added_extension("partial"),
            _ if index == 0 => return Ok(Begin::Open),
            _ => continue,
        };
        let begin = origin_ms(&path).map_err(|reason| RipError::Subtitles { path: path.clone(), reason })?;
        main = if index == 0 { begin } else { main };
        earliest = [earliest, begin].into_iter().flatten().min();
    }
    let lead_ms = main.zip(earliest).map_or(0, |(main, earliest)| main.saturating_sub(earliest));
    Ok(if media_is_there(saved) { Begin::At { origin_ms: earliest, lead_ms } } else { Begin::Open })
}

fn media_is_there(saved: &[(usize, Part, Saved)]) -> bool {
    saved.first().is_some_and(|(_, part, _)| *part != Part::Subtitles)
}

/// Makes files of subtitles, their times those of the presentation that begins at `origin`. Where the main track is not
/// whole yet, they stay as they are. `clocks` is how each track tells its times.
pub(super) fn subtitles(
    form: Form,
    origin: Begin,
    saved: &[(usize, Part, Saved)],
    clocks: &[Clock],
    report: &mut Report,
) -> Result<(), RipError> {
    let Begin::At { origin_ms, lead_ms } = origin else { return Ok(()) };
    // A stream that is live may tell its times by a clock of its own.
    let main = report.tracks.first().filter(|main| main.end == Ending::Limit && !main.live);
    let end_ms = main.map(|main| lead_ms.saturating_add_unsigned((main.duration_ns + main.missing_ns) / 1_000_000));
    for (index, (_, part, saved)) in saved.iter().enumerate() {
        let (Part::Subtitles, Saved::Kept(path)) = (part, saved) else { continue };
        let fail = |reason| RipError::Subtitles { path: path.clone(), reason };
        let times = match (clocks.first(), clocks.get(index)) {
            (Some(main), Some(text)) => main.times((origin_ms, lead_ms), text),
            _ => Times { origin_ms: origin_ms.unwrap_or(0), ..Times::default() },
        };
        let times = Times { end_ms, ..times };
        let source = layout(path).map_err(output)?;
        let (_, bytes) = merge(&source, form, &times, path).map_err(fail)?;
        discard(path).map_err(output)?;
        report.become_subtitles(index, bytes);
    }
    Ok(())
}

fn output(error: FileError) -> RipError {
    OutputError::from(error).into()
}

/// A file that is made, and what is told of it.
type Made = (PathBuf, MovieReport);

/// Until a stop comes that is still to come.
async fn later(stop: &CancellationToken) {
    if stop.is_cancelled() { std::future::pending().await } else { stop.cancelled().await }
}

async fn native(
    sources: Vec<Source>,
    keep: Keep,
    path: &Path,
    (gauges, stop): (Arc<Gauges>, CancellationToken),
) -> Result<Made, RipError> {
    let (target, shared) = (path.to_owned(), Arc::clone(&gauges));
    let mut work = tokio::task::spawn_blocking(move || mux(&sources, keep, &target, &shared.movie));
    let done = tokio::select! {
        done = &mut work => done,
        () = later(&stop) => {
            gauges.movie.stop();
            work.await
        }
    };
    let movie = match done {
        Ok(movie) => movie?,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => return Err(MuxError::Nothing { path: path.to_owned() }.into()),
        },
    };
    let report = MovieReport {
        file: path.display().to_string(),
        bytes: movie.bytes,
        duration_ns: u64::try_from(movie.duration.as_nanos()).ok(),
        formats: movie.formats,
        notes: movie.notes,
    };
    Ok((movie.file, report))
}

/// What it says is passed on where it fails.
async fn ffmpeg(
    (sources, languages): (&[Source], &[Option<[u8; 3]>]),
    path: &Path,
    stop: &CancellationToken,
) -> Result<Made, RipError> {
    let fail = |reason: String| RipError::Ffmpeg { path: path.to_owned(), reason };
    let mut command = tokio::process::Command::new("ffmpeg");
    command.args(["-nostdin", "-v", "error", "-y"]);
    for source in sources {
        // What a server sent is opened as what it is and nothing else: as a list it could name any file of this machine.
        let format = format_of(&source.path)?;
        if is_folded(source, format) {
            return Err(RipError::Folded { path: path.to_owned() });
        }
        command.args(["-protocol_whitelist", "file", "-f", format, "-i"]).arg(named(&source.path));
    }
    let mut number = 0;
    let is_told = languages.iter().any(Option::is_some);
    for (index, source) in sources.iter().enumerate() {
        for kind in ["v", "a"] {
            command.arg("-map").arg(format!("{index}:{kind}?"));
        }
        // Sounds are counted over all sources.
        for _ in 0..if is_told { sounds_in(&source.path).await? } else { 0 } {
            if let Some(language) = languages.get(index).copied().flatten() {
                let language = String::from_utf8_lossy(&language).into_owned();
                command.arg(format!("-metadata:s:a:{number}")).arg(format!("language={language}"));
            }
            number += 1;
        }
    }
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("mp4");
    let muxing = free_name(path, extension)?;
    command.args(["-c", "copy", "-movflags", "+faststart"]).arg(named(&muxing));
    // One that is stopped takes it along.
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    let output = tokio::select! {
        output = command.output() => output.map_err(|error| fail(not_run(&error)))?,
        () = later(stop) => {
            let _ = std::fs::remove_file(&muxing);
            return Err(MuxError::Stopped.into());
        }
    };
    if !output.status.success() {
        let _ = std::fs::remove_file(&muxing);
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(fail(cause(&said)));
    }
    let bytes = std::fs::metadata(&muxing).map_or(0, |data| data.len());
    let (formats, notes) = (Vec::new(), Vec::new());
    Ok((muxing, MovieReport { file: path.display().to_string(), bytes, duration_ns: None, formats, notes }))
}

/// How many sounds ffmpeg sees in a recording.
async fn sounds_in(path: &Path) -> Result<usize, RipError> {
    let mut command = tokio::process::Command::new("ffmpeg");
    command.args(["-nostdin", "-hide_banner", "-protocol_whitelist", "file", "-f", format_of(path)?, "-i"]);
    command.arg(named(path)).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    let fail = |error: io::Error| RipError::Ffmpeg { path: path.to_owned(), reason: not_run(&error) };
    // That it is told to make nothing is an error to it; what it says before is what counts.
    let said = command.output().await.map_err(fail)?.stderr;
    let said = String::from_utf8_lossy(&said);
    Ok(said.lines().filter(|line| line.trim_start().starts_with("Stream #") && line.contains(": Audio:")).count())
}

/// Whether its time begins anew within it in a way that ffmpeg lays over what was before.
fn is_folded(source: &Source, format: &str) -> bool {
    let mut timelines = source.stretches.iter().map(|stretch| stretch.timeline);
    let first = timelines.next();
    format == Packing::Boxes.format() && timelines.any(|timeline| Some(timeline) != first)
}

/// An empty file beside `path` of a name that nobody has; the format is taken from its ending.
fn free_name(path: &Path, extension: &str) -> Result<PathBuf, RipError> {
    /// What kills left behind; more of it is looked at by people.
    const MOST: u32 = 100;
    let mut number = 1;
    loop {
        let middle = if number == 1 { "muxing".to_owned() } else { format!("muxing{number}") };
        let muxing = path.with_extension(format!("{middle}.{extension}"));
        match std::fs::File::create_new(&muxing) {
            Ok(_) => return Ok(muxing),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < MOST => number += 1,
            Err(error) => return Err(output_of(&muxing, error)),
        }
    }
}

/// With the protocol in front, a name is a name: whatever it begins with, and colons in it or not.
fn named(path: &Path) -> OsString {
    let mut named = OsString::from("file:");
    named.push(path);
    named
}

/// By the first bytes of a recording, what ffmpeg calls its format.
fn format_of(path: &Path) -> Result<&'static str, RipError> {
    let mut begin = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(8 << 10).read_to_end(&mut begin));
    read.map_err(|error| output(FileError::new("read", path, error)))?;
    match Packing::seen(&begin) {
        Some(kind) => Ok(kind.format()),
        None => Err(RipError::Ffmpeg {
            path: path.to_owned(),
            reason: "what was recorded is nothing that is known here".to_owned(),
        }),
    }
}

/// Whether what makes the file is there; before anything is recorded.
pub(super) async fn ready(shape: Shape, path: &Path) -> Result<(), RipError> {
    if shape != Shape::Foreign {
        return Ok(());
    }
    let mut command = tokio::process::Command::new("ffmpeg");
    command.arg("-version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    let fail = |error: io::Error| RipError::NoFfmpeg { path: path.to_owned(), reason: not_run(&error) };
    command.status().await.map(|_| ()).map_err(fail)
}

fn not_run(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::NotFound {
        return "ffmpeg is not installed, or not in PATH".to_owned();
    }
    error.to_string()
}

/// The first line that says more than that it failed: those behind it are of what follows from that.
fn cause(said: &str) -> String {
    const LONGEST: usize = 300;
    let lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
    // `[mp4 @ 0x55d0c8c0] ` is of no use to anybody.
    let plain = |line: &str| match line.split_once("] ") {
        Some((place, words)) if place.starts_with('[') && place.contains(" @ ") => words.to_owned(),
        _ => line.to_owned(),
    };
    let mut told: Vec<String> = lines.map(plain).collect();
    told.dedup();
    told.truncate(2);
    let told: String = told.join("; ").chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    if told.is_empty() { "it said nothing".to_owned() } else { told }
}

fn output_of(path: &Path, error: io::Error) -> RipError {
    output(FileError::new("write", path, error))
}
