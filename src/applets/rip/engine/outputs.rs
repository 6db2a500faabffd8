//! Where each track goes and what becomes of it: by the name that was asked for, and by what the segments are.
//!
//! What they are is guessed before the first has come. A guess that would make no other file than the truth is as good as
//! it: so an output takes all kinds that lead to the same names, and where the first segment is of another one, everything
//! is begun anew with what was seen. Nothing was written then.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Selected, SelectedTrack};
use crate::applets::rip::error::RipError;
use crate::applets::rip::event::Chosen;
use crate::applets::rip::listing::VariantRow;
use crate::applets::rip::name::{self, Field, Shape, Wish};
use crate::applets::rip::plan::{Container, Plan, Target};
use crate::applets::rip::report::Part;
use crate::kit::fs::FileError;
use crate::media::packing::Packing;
use crate::media::presentation::Basis;
use crate::media::record::{Output, OutputError, Purpose};

/// What is made of tracks of certain kinds.
#[derive(Debug, PartialEq, Eq)]
struct Names {
    shape: Shape,
    /// Of each track; of a pipe any.
    paths: Vec<PathBuf>,
}

/// Where tracks go.
pub(super) struct Opened<'a> {
    pub(super) shape: Shape,
    pub(super) outputs: Vec<Output>,
    /// What was asked for.
    pub(super) wish: Wish<'a>,
}

/// Opens where each track goes, and says what becomes of them; a name that promises what cannot be is refused.
pub(super) fn open<'a>(
    plan: &'a Plan,
    selected: &mut Selected,
    mut pipe: Option<Box<dyn Write + Send>>,
) -> Result<Opened<'a>, RipError> {
    let wish = wish(plan, selected, pipe.is_some());
    let (mut kinds, mut guessed) = (Vec::new(), false);
    for (index, track) in selected.tracks.iter().enumerate() {
        let seen = plan.seen.get(index).copied().flatten();
        guessed |= index == 0 && seen.is_none() && track.opened.basis == Basis::Guessed;
        kinds.push(seen.unwrap_or(track.opened.packing));
    }
    let mut names = names(plan, selected, wish, &kinds);
    if let (Err(_), true) = (&names, guessed) {
        // Perhaps they are something else: the first will tell.
        let mut others = Packing::ALL.into_iter().map(|kind| [&[kind], &kinds[1..]].concat());
        if let Some((others, found)) =
            others.find_map(|kinds| Some((self::names(plan, selected, wish, &kinds).ok()?, kinds)))
        {
            (names, kinds) = (Ok(others), found);
        }
    }
    let names = names?;
    let main = kinds.first().copied().unwrap_or(wish.segments);
    if let Some(segments) = (Wish { segments: main, ..wish }).unknown_ending().filter(|_| names.shape == Shape::Copies)
    {
        let file = names.paths.first().map(|path| path.display().to_string()).unwrap_or_default();
        selected.notes.push(format!(
            "the ending of {file} names no format known here: it will hold the segments as they come, {segments}; .mp4, .m4a \
             and .ts say what it is to be, or --container"
        ));
    }
    if let Target::File(path) = &plan.target
        && is_folder(path)
    {
        std::fs::create_dir_all(path).map_err(|error| OutputError::from(FileError::new("make", path, error)))?;
    }
    if let (Target::Template(_), Some(folder)) = (&plan.target, names.paths.first().and_then(|path| path.parent())) {
        let fail = |error| RipError::from(OutputError::from(FileError::new("make", folder, error)));
        std::fs::create_dir_all(folder).map_err(fail)?;
    }
    // What begins elsewhere is another recording; a live stream has no beginning.
    let stream = |track: &SelectedTrack| match plan.settings.from {
        Some(from) if !track.opened.track.media.is_live() => format!("{} {from:?}", track.opened.stream),
        _ => track.opened.stream.clone(),
    };
    let purpose = match names.shape {
        Shape::Copies if wish.tracks > 1 => Purpose::Part,
        Shape::Copies => Purpose::File,
        Shape::Movie(_) => Purpose::Movie,
        Shape::Foreign => Purpose::Foreign,
    };
    let mut outputs = Vec::new();
    for (index, track) in selected.tracks.iter().enumerate() {
        if track.part == Part::Subtitles {
            let output = Output::file(&names.paths[index], &stream(track), plan.resume)?;
            outputs.push(output.for_purpose(Purpose::Foreign));
            continue;
        }
        let alike = |kind: &Packing| {
            let mut kinds = kinds.clone();
            kinds[index] = *kind;
            self::names(plan, selected, wish, &kinds).is_ok_and(|other| other == names)
        };
        let kinds = Packing::ALL.into_iter().filter(alike).collect();
        let output = match pipe.take() {
            Some(pipe) => Output::pipe(pipe),
            None => Output::file(&names.paths[index], &stream(track), plan.resume)?,
        };
        outputs.push(output.for_purpose(purpose).of_kinds(kinds));
    }
    Ok(Opened { shape: names.shape, outputs, wish })
}

/// A folder, or a name that says so: it is made.
pub(super) fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

fn wish<'a>(plan: &'a Plan, selected: &Selected, is_piped: bool) -> Wish<'a> {
    let named = match &plan.target {
        Target::File(path) if !is_folder(path) => Some(path.as_path()),
        Target::Stdout => Some(Path::new("-")),
        Target::Template(template) => template.promised(),
        Target::File(_) | Target::Named => None,
    };
    let device = |path: &Path| std::fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir());
    Wish {
        container: plan.container,
        remux: plan.remux,
        path: named,
        flows: is_piped || named.is_some_and(device),
        segments: Packing::Packets,
        tracks: selected.tracks.iter().filter(|track| track.part != Part::Subtitles).count(),
    }
}

/// What a field of a name means.
fn value(plan: &Plan, selected: &Selected, field: Field, extension: &str) -> String {
    let variant = selected.variant.as_ref();
    let named = || {
        let path = name::from_url(&plan.url, "");
        path.to_str().map(|path| path.trim_end_matches('.').to_owned()).unwrap_or_default()
    };
    let began = plan.began.to_string();
    let (date, time) = began.split_once('T').unwrap_or((&began, ""));
    match field {
        Field::Title => plan.title.clone().unwrap_or_else(named),
        Field::Name => named(),
        Field::Quality => variant.map_or_else(String::new, |variant| variant.quality.clone()),
        Field::Resolution => {
            variant.and_then(|variant| variant.resolution).map_or_else(String::new, |it| it.to_string())
        }
        Field::Bandwidth => variant.map_or_else(String::new, |variant| variant.bandwidth_bps.to_string()),
        Field::Host => plan.url.host_str().unwrap_or_default().replace('.', "-"),
        Field::Date => date.to_owned(),
        Field::Time => time.get(..8).unwrap_or_default().replace(':', "-"),
        Field::Ext => extension.to_owned(),
    }
}

/// What is made of tracks of these kinds.
fn names(plan: &Plan, selected: &Selected, wish: Wish<'_>, kinds: &[Packing]) -> Result<Names, RipError> {
    let Some(main) = kinds.first().copied() else { return Ok(Names { shape: Shape::Copies, paths: Vec::new() }) };
    // A movie holds no `WebM`.
    let movie = plan.container != Container::Auto || wish.path.is_none();
    let clusters = movie && kinds.contains(&Packing::Clusters);
    let shape = Wish { segments: if clusters { Packing::Clusters } else { main }, ..wish }.shape()?;
    let own = || {
        let extension = name::extension(shape, plan.container, main);
        let titled = plan.title.as_deref().and_then(|title| name::from_title(title, extension));
        titled.unwrap_or_else(|| name::from_url(&plan.url, extension))
    };
    let main = match &plan.target {
        Target::File(path) if is_folder(path) => path.join(own()),
        Target::File(path) => path.clone(),
        Target::Named => own(),
        Target::Template(template) => {
            let extension = name::extension(shape, plan.container, main);
            template.fill(|field| value(plan, selected, field, extension))
        }
        Target::Stdout => PathBuf::from("-"),
    };
    let mut paths = Vec::new();
    let mut texts: Vec<PathBuf> = Vec::new();
    let mut sounds: Vec<PathBuf> = Vec::new();
    let several = selected.tracks.iter().filter(|track| track.part == Part::Audio).count() > 1;
    for (index, (track, kind)) in selected.tracks.iter().zip(kinds).enumerate() {
        if track.part == Part::Subtitles {
            let path = name::subtitles(&main, &track.label, plan.sub_form, &texts);
            paths.push(path.clone());
            texts.push(path);
            continue;
        }
        let label = if several { track.label.as_str() } else { "audio" };
        let path = match (index, shape) {
            (0, _) => main.clone(),
            (_, Shape::Copies) => name::beside(&main, label, *kind, &sounds),
            _ if sounds.is_empty() => main.with_added_extension("audio"),
            _ => main.with_added_extension(format!("audio{}", sounds.len() + 1)),
        };
        if index > 0 {
            sounds.push(path.clone());
        }
        paths.push(path);
    }
    Ok(Names { shape, paths })
}

pub(super) fn chosen(plan: &Plan, selected: &Selected, shape: Shape, outputs: &[Output]) -> Chosen {
    // Of all tracks one file will be made.
    let joined = |track: &SelectedTrack| shape != Shape::Copies && track.part == Part::Audio;
    let files = outputs.iter().zip(&selected.tracks).filter(|(_, track)| !joined(track)).map(|(output, _)| output);
    let file = |output: &Output| match (output.path(), &plan.target) {
        (Some(path), _) => path.display().to_string(),
        // A device.
        (None, Target::File(path)) => path.display().to_string(),
        (None, _) => "-".to_owned(),
    };
    Chosen {
        files: files.map(file).collect(),
        tracks: outputs.len(),
        quality: selected.variant.as_ref().map_or_else(String::new, VariantRow::text),
        live: selected.tracks.iter().any(|selected| selected.opened.track.media.is_live()),
        segments: selected.tracks.iter().map(|selected| selected.opened.track.media.segments.len() as u64).sum(),
        recorded: outputs.first().map_or(0, |output| output.recorded().count() as u64),
        missing: outputs.iter().map(|output| output.recorded().missing()).sum(),
        measured_bps: selected.measured_bps,
        oddities: selected.tracks.iter().map(|selected| selected.opened.oddities).sum::<usize>() + selected.oddities,
        notes: selected.notes.clone(),
    }
}
