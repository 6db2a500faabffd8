//! From whole recordings to the file that was asked for: by our own muxer, or by ffmpeg. The recordings are removed when it
//! is there, and stay when it could not be made.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;

use super::error::RipError;
use super::name::Shape;
use super::report::{MovieReport, Part, Report};
use crate::kit::fs::FileError;
use crate::media::mux::{Keep, MuxError, Source, mux, origin_ms};
use crate::media::presentation::Clock;
use crate::media::record::{self, Gauges, OutputError, Saved, discard, layout};
use crate::media::subtitles::{Form, Times, merge};

/// Makes the file that the first of `kept` is named after.
pub(super) async fn make(shape: Shape, kept: &[PathBuf], gauges: Arc<Gauges>) -> Result<MovieReport, RipError> {
    let Some(path) = kept.first() else {
        return Err(MuxError::Nothing { path: PathBuf::new() }.into());
    };
    let sources: Vec<Source> = kept.iter().map(|path| layout(path)).collect::<Result<_, _>>().map_err(output)?;
    let made = match shape {
        Shape::Movie(keep) => native(sources, keep, path, gauges).await?,
        Shape::Foreign | Shape::Copies => ffmpeg(&sources, path).await?,
    };
    kept.iter().try_for_each(|path| discard(path)).map_err(output)?;
    Ok(made)
}

/// Gives the files of a recording their names, once all of them are whole; the main one last, so that whoever sees it
/// sees all.
pub(super) fn settle(kept: &[PathBuf], report: &mut Report) -> Result<(), RipError> {
    kept.iter().rev().try_for_each(|path| record::settle(path)).map_err(output)?;
    if !kept.is_empty() {
        report.become_files();
    }
    Ok(())
}

/// Makes files of subtitles, their times those of the presentation of the main track. Where that is not whole yet, they
/// stay as they are. `clocks` is how each track tells its times.
pub(super) fn subtitles(
    form: Form,
    saved: &[(Part, Saved)],
    clocks: &[Clock],
    report: &mut Report,
) -> Result<(), RipError> {
    let main = match saved.first() {
        Some((_, Saved::Whole(path))) => path.clone(),
        Some((_, Saved::Kept(path))) => path.with_added_extension("partial"),
        _ => return Ok(()),
    };
    for (index, (part, saved)) in saved.iter().enumerate() {
        let (Part::Subtitles, Saved::Kept(path)) = (part, saved) else { continue };
        let fail = |reason| RipError::Subtitles { path: path.clone(), reason };
        let origin = origin_ms(&main).map_err(fail)?;
        let times = match (clocks.first(), clocks.get(index)) {
            (Some(main), Some(text)) => main.times(origin, text),
            _ => Times { origin_ms: origin.unwrap_or(0), ..Times::default() },
        };
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

async fn native(sources: Vec<Source>, keep: Keep, path: &Path, gauges: Arc<Gauges>) -> Result<MovieReport, RipError> {
    let target = path.to_owned();
    let work = move || mux(&sources, keep, &target, &gauges.movie);
    let movie = match tokio::task::spawn_blocking(work).await {
        Ok(movie) => movie?,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => return Err(MuxError::Nothing { path: path.to_owned() }.into()),
        },
    };
    Ok(MovieReport {
        file: path.display().to_string(),
        bytes: movie.bytes,
        duration_ns: u64::try_from(movie.duration.as_nanos()).ok(),
        formats: movie.formats,
        notes: movie.notes,
    })
}

/// What it says is passed on where it fails.
async fn ffmpeg(sources: &[Source], path: &Path) -> Result<MovieReport, RipError> {
    let fail = |reason: String| RipError::Ffmpeg { path: path.to_owned(), reason };
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("mp4");
    // It takes the format from the ending of the name.
    let muxing = path.with_extension(format!("muxing.{extension}"));
    let mut command = tokio::process::Command::new("ffmpeg");
    command.args(["-nostdin", "-v", "error", "-y"]);
    for source in sources {
        command.arg("-i").arg(&source.path);
    }
    for index in 0..sources.len() {
        for kind in ["v", "a"] {
            command.arg("-map").arg(format!("{index}:{kind}?"));
        }
    }
    command.args(["-c", "copy", "-movflags", "+faststart"]).arg(&muxing);
    // One that is stopped takes it along.
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    let output = command.output().await.map_err(|error| fail(error.to_string()))?;
    if !output.status.success() {
        let _ = std::fs::remove_file(&muxing);
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(fail(said.trim().lines().last().unwrap_or("it said nothing").to_owned()));
    }
    std::fs::rename(&muxing, path).map_err(|error| output_of(path, error))?;
    let bytes = std::fs::metadata(path).map_or(0, |data| data.len());
    let (formats, notes) = (Vec::new(), Vec::new());
    Ok(MovieReport { file: path.display().to_string(), bytes, duration_ns: None, formats, notes })
}

fn output_of(path: &Path, error: std::io::Error) -> RipError {
    output(FileError::new("write", path, error))
}
