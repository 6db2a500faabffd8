//! A book as it would be: its files on one timeline, its chapters, and every value with its source.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::folder::Beside;
use super::order::{Evidence, order, relative};
use super::walk::{Entry, Unit};
use super::{name, walk};
use crate::applets::books::audio::{Audio, Chapter, Essence, tidy};

/// A file and what was read of it.
#[derive(Debug, Clone)]
pub struct ReadFile {
    /// Where.
    pub entry: Entry,
    /// What.
    pub audio: Audio,
}

/// A file of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Where it is.
    pub entry: Entry,
    /// Its hash.
    pub essence: Essence,
    /// The hash that earlier builds made, where that is another.
    pub former: Option<Essence>,
    /// How its sound is coded.
    pub codec: String,
    /// How long it plays.
    pub duration_ms: u64,
    /// Where it begins in the book.
    pub start_ms: u64,
}

/// What a book would be.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The unit it comes from.
    pub unit: PathBuf,
    /// The hash of the hashes of its files: what it is recognised by.
    pub fingerprint: Essence,
    /// What earlier builds recognised it by, where that is another.
    pub former: Option<Essence>,
    /// In order.
    pub parts: Vec<Part>,
    /// Why they are in this order.
    pub order_why: String,
    /// How long it plays.
    pub duration_ms: u64,
    /// On the book's timeline.
    pub chapters: Vec<Chapter>,
    /// Where they come from.
    pub chapter_source: String,
    /// Field, source, value; sources that count for less first.
    pub fields: Vec<(String, &'static str, String)>,
    /// A picture beside it, or the file that has one inside.
    pub cover: Option<PathBuf>,
    /// What lies beside and is about this book alone.
    pub beside: Vec<PathBuf>,
    /// What is odd, in sentences.
    pub notes: Vec<String>,
}

/// Sources from least to most.
pub const SOURCES: [&str; 7] = ["path", "cue", "tags", "nfo", "txt", "opf", "json"];

impl Proposal {
    /// Puts files together.
    #[must_use]
    pub fn new(unit: &Unit, files: &[&ReadFile], beside: &Beside) -> Self {
        let evidence: Vec<Evidence> = files
            .iter()
            .map(|file| Evidence {
                path: relative(&file.entry.path, &unit.path),
                disc: file.audio.tags.number("disc").filter(|disc| *disc > 0),
                track: file.audio.tags.number("track").filter(|track| *track > 0),
            })
            .collect();
        let order = order(&evidence);
        let files: Vec<&ReadFile> = order.indices.iter().map(|index| files[*index]).collect();
        let (mut parts, mut start_ms) = (Vec::new(), 0);
        for file in &files {
            let (essence, duration_ms) = (file.audio.essence, file.audio.duration_ms);
            let codec = file.audio.codec.name().to_owned();
            let former = file.audio.former;
            parts.push(Part { entry: file.entry.clone(), essence, former, codec, duration_ms, start_ms });
            start_ms += duration_ms;
        }
        let (chapters, chapter_source) = chapters(&files, &parts, beside, start_ms);
        let path_fields = name::read(&folders(unit, &files).iter().map(String::as_str).collect::<Vec<_>>());
        let mut fields: Vec<(String, &'static str, String)> =
            path_fields.into_iter().map(|(name, value)| (name.to_owned(), "path", value)).collect();
        fields.extend(tag_fields(&files));
        fields.extend(beside.fields.iter().cloned());
        fields.sort_by_key(|(_, source, _)| SOURCES.iter().position(|known| known == source));
        let mut notes: Vec<String> = files
            .iter()
            .flat_map(|file| file.audio.notes.iter().map(|note| format!("{}: {note}", file.entry.path.display())))
            .collect();
        notes.extend(beside.notes.iter().cloned());
        let cover = beside.cover.clone();
        Self {
            unit: unit.path.clone(),
            fingerprint: fingerprint(parts.iter().map(|part| part.essence)),
            former: parts
                .iter()
                .any(|part| part.former.is_some())
                .then(|| fingerprint(parts.iter().map(|part| part.former.unwrap_or(part.essence)))),
            parts,
            order_why: order.why,
            duration_ms: start_ms,
            chapters,
            chapter_source,
            fields,
            cover,
            beside: Vec::new(),
            notes,
        }
    }
}

/// Of the files' hashes in an order that names have no part in, so that a renamed file leaves it as it is.
fn fingerprint(hashes: impl Iterator<Item = Essence>) -> Essence {
    let mut hashes: Vec<Essence> = hashes.collect();
    if let [only] = hashes[..] {
        return only;
    }
    hashes.sort_unstable();
    Essence::of("book", hashes.iter().map(|hash| &hash.0[..]))
}

/// The folders from the root to the book, discs left out, the file's own name where it lies in the root.
fn folders(unit: &Unit, files: &[&ReadFile]) -> Vec<String> {
    let below = unit.path.strip_prefix(&unit.root).unwrap_or(Path::new(""));
    let mut folders: Vec<String> = below.components().map(|part| name::words(part.as_os_str())).collect();
    let is_file = unit.path.is_file() || files.len() == 1 && unit.audio.len() > 1;
    if is_file || folders.is_empty() {
        let stem = if unit.path == unit.root && files.len() > 1 {
            unit.path.file_name()
        } else {
            files.first().and_then(|file| file.entry.path.file_stem())
        };
        if unit.path.is_file() {
            folders.pop();
        }
        folders.extend(stem.map(name::words));
    }
    // The folder that was imported is all that says what this is a part of.
    if let [only] = &folders[..]
        && name::is_part(only)
        && !is_file
    {
        folders.splice(0..0, unit.root.file_name().map(name::words));
    }
    if folders.len() > 1 && folders.last().is_some_and(|last| walk::is_disc(last)) {
        folders.pop();
    }
    folders
}

/// What tags say, as far as all files agree or the first one says it.
fn tag_fields(files: &[&ReadFile]) -> Vec<(String, &'static str, String)> {
    let mut fields = Vec::new();
    let Some(first) = files.first() else { return fields };
    let tags = &first.audio.tags;
    let mut add = |name: &str, value: Option<String>| {
        fields.extend(value.filter(|value| !value.is_empty()).map(|value| (name.to_owned(), "tags", value)));
    };
    let title = tags.get("album").map(str::to_owned);
    // The title of a chapter is not that of the book.
    let lone = if files.len() == 1 { tags.get("title").map(str::to_owned) } else { None };
    add("title", title.or(lone));
    let author = tags.all("artist").filter(|artist| !is_nobody(artist)).or_else(|| tags.all("albumartist"));
    add("author", author);
    let narrator = tags.all("narrator").or_else(|| tags.all("composer")).or_else(|| tags.all("performer"));
    add("narrator", narrator.filter(|narrator| Some(narrator) != tags.all("artist").as_ref()));
    add("subtitle", tags.get("subtitle").map(str::to_owned));
    let (series, seq) = series(tags);
    add("series", series);
    add("seq", seq);
    add("year", tags.get("date").map(str::to_owned));
    add("genre", tags.all("genre"));
    let description = tags.get("description").or_else(|| tags.get("comment"));
    add("description", description.map(str::to_owned));
    for name in ["publisher", "language", "asin", "isbn"] {
        add(name, tags.get(name).map(str::to_owned));
    }
    fields
}

fn is_nobody(artist: &str) -> bool {
    matches!(artist.to_lowercase().as_str(), "unknown" | "unknown artist" | "various" | "various artists")
}

/// A series of its own tag, or of a grouping `Name #2`.
fn series(tags: &crate::applets::books::audio::Tags) -> (Option<String>, Option<String>) {
    if let Some(series) = tags.get("series") {
        return (Some(series.to_owned()), tags.get("seq").map(str::to_owned));
    }
    let Some((name, seq)) = tags.get("grouping").and_then(|grouping| grouping.rsplit_once('#')) else {
        return (None, None);
    };
    (Some(name.trim().trim_end_matches(',').to_owned()), Some(seq.trim().to_owned()))
}

/// Chapters on the book's timeline.
fn chapters(files: &[&ReadFile], parts: &[Part], beside: &Beside, duration_ms: u64) -> (Vec<Chapter>, String) {
    let folder = tidy(beside.chapters.clone(), duration_ms);
    let is_whole = beside.chapter_source == "json" || files.len() == 1;
    if let [only] = files {
        // What is in the file was made with it; a cue sheet beside it is for files that say nothing.
        let own = &only.audio.chapters;
        if beside.chapter_source != "json" && own.len() > 1 || folder.is_empty() {
            return (own.clone(), only.audio.chapter_source.to_owned());
        }
    }
    if !folder.is_empty() && is_whole {
        return (folder, beside.chapter_source.to_owned());
    }
    // Files that all carry the list of the whole book: it is used once.
    let first = files.first().map(|file| &file.audio.chapters);
    let (mut merged, mut sources) = (Vec::new(), BTreeSet::new());
    let is_shared = files.len() > 1
        && first.is_some_and(|first| first.len() > 1 && files.iter().all(|file| &file.audio.chapters == first))
        && parts.iter().any(|part| first.and_then(|f| f.last()).is_some_and(|last| last.start_ms > part.duration_ms));
    if is_shared {
        return (tidy(first.cloned().unwrap_or_default(), duration_ms), "the list that all files share".to_owned());
    }
    for (file, part) in files.iter().zip(parts) {
        if file.audio.chapters.len() > 1 || file.audio.chapter_source == "overdrive" {
            sources.insert(file.audio.chapter_source);
            merged.extend(
                file.audio.chapters.iter().map(|chapter| Chapter {
                    start_ms: chapter.start_ms + part.start_ms,
                    title: chapter.title.clone(),
                }),
            );
        } else {
            sources.insert("files");
            let stem = part.entry.path.file_stem().map(name::words).unwrap_or_default();
            let own = file.audio.chapters.first().map(|chapter| chapter.title.clone());
            let title = own.filter(|title| !title.is_empty());
            let title = title.or_else(|| file.audio.tags.get("title").map(str::to_owned));
            merged.push(Chapter { start_ms: part.start_ms, title: title.unwrap_or(stem) });
        }
    }
    (tidy(merged, duration_ms), sources.into_iter().collect::<Vec<_>>().join(", "))
}
