//! What lies beside the sound: `metadata.json`, OPF, NFO, `desc.txt`, `reader.txt`, cue sheets and covers.

use std::path::{Path, PathBuf};

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

use super::walk::Entry;
use crate::applets::books::audio::Chapter;

/// What is read of a file that lies beside: more is nobody's description.
const LARGEST: u64 = 4 << 20;

/// What folders say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// Field, source, value; sources that count for less first.
    pub fields: Vec<(String, &'static str, String)>,
    /// Of `metadata.json` or a cue sheet.
    pub chapters: Vec<Chapter>,
    /// Where the chapters come from.
    pub chapter_source: &'static str,
    /// The picture to show.
    pub cover: Option<PathBuf>,
    /// What could not be read, in sentences.
    pub notes: Vec<String>,
}

/// Reads everything beside; what is broken is told and left out.
#[must_use]
pub fn read(beside: &[Entry]) -> Beside {
    let mut read = Beside { cover: cover(beside), ..Beside::default() };
    let mut ranked: Vec<(u8, &Entry)> = beside.iter().filter_map(|entry| Some((rank(&entry.path)?, entry))).collect();
    ranked.sort();
    for (rank, entry) in ranked {
        if entry.size > LARGEST {
            read.notes.push(format!("{} is too large to be a description", entry.path.display()));
            continue;
        }
        let Ok(bytes) = std::fs::read(&entry.path) else {
            read.notes.push(format!("{} cannot be read", entry.path.display()));
            continue;
        };
        let text = decode(&bytes);
        match rank {
            0 => nfo(&text, &mut read),
            1 => plain(&entry.path, &text, &mut read),
            2 => opf(&text, &mut read),
            3 => json(&entry.path, &text, &mut read),
            _ => cue(&text, &mut read),
        }
    }
    read
}

/// Which kind a file is; later kinds count for more.
fn rank(path: &Path) -> Option<u8> {
    let name = path.file_name()?.to_str()?.to_lowercase();
    match path.extension()?.to_str()?.to_lowercase().as_str() {
        "nfo" => Some(0),
        "txt" if matches!(name.as_str(), "desc.txt" | "description.txt" | "reader.txt" | "narrator.txt") => Some(1),
        "opf" => Some(2),
        "json" if name == "metadata.json" => Some(3),
        "cue" => Some(4),
        _ => None,
    }
}

/// UTF-8, UTF-16 behind a mark, or Latin 1.
fn decode(bytes: &[u8]) -> String {
    let units = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        [0xff, 0xfe, rest @ ..] => units(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => units(rest, u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        },
    }
}

fn add(read: &mut Beside, name: &str, source: &'static str, value: &str) {
    let value = value.trim();
    if !value.is_empty() {
        read.fields.push((name.to_owned(), source, value.to_owned()));
    }
}

fn plain(path: &Path, text: &str, read: &mut Beside) {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_lowercase();
    let is_reader = name.starts_with("reader") || name.starts_with("narrator");
    let (field, text) = if is_reader { ("narrator", text.lines().next().unwrap_or("")) } else { ("description", text) };
    add(read, field, "txt", text);
}

/// `Title: …` lines, as ripping programs write them.
fn nfo(text: &str, read: &mut Beside) {
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim().eq_ignore_ascii_case("book description") || line.trim().eq_ignore_ascii_case("description:") {
            let rest: Vec<&str> = lines.by_ref().skip_while(|line| line.trim().trim_matches('=').is_empty()).collect();
            add(read, "description", "nfo", &rest.join("\n"));
            return;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let field = match name.trim().trim_matches('.').to_lowercase().as_str() {
            "title" => "title",
            "author" | "author(s)" => "author",
            "read by" | "narrator" | "narrated by" | "reader" => "narrator",
            "series name" | "series" => "series",
            "position in series" => "seq",
            "publisher" => "publisher",
            "copyright" | "year" | "release date" => "year",
            "genre" => "genre",
            "asin" => "asin",
            "isbn" => "isbn",
            "language" => "language",
            _ => continue,
        };
        add(read, field, "nfo", value);
    }
}

/// OPF (Dublin Core, and Calibre's `meta` for series). Entities beyond XML's own are not known, so none can grow.
fn opf(text: &str, read: &mut Beside) {
    let mut reader = Reader::from_str(text);
    let (mut element, mut role, mut scheme, mut value) = (String::new(), String::new(), String::new(), String::new());
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => return read.notes.push(format!("the OPF file is broken: {error}")),
        };
        match event {
            Event::Start(start) | Event::Empty(start) => {
                element = start.local_name().as_ref().to_lowercase();
                (role, scheme) = (String::new(), String::new());
                value.clear();
                let (mut name, mut content) = (String::new(), String::new());
                for attribute in start.attributes().flatten() {
                    let text = attribute.value.into_owned();
                    match attribute.key.local_name().as_ref() {
                        "role" => role = text,
                        "scheme" => scheme = text.to_lowercase(),
                        "name" => name = text,
                        "content" => content = text,
                        _ => {}
                    }
                }
                match name.as_str() {
                    "calibre:series" => add(read, "series", "opf", &content),
                    "calibre:series_index" => add(read, "seq", "opf", content.trim_end_matches(".0")),
                    _ => {}
                }
            }
            Event::Text(text) => value.push_str(&text),
            Event::CData(text) => value.push_str(&text),
            Event::GeneralRef(name) => value.push_str(match name.as_ref() {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "apos" => "'",
                "quot" => "\"",
                _ => "",
            }),
            Event::End(_) => {
                let field = match (element.as_str(), role.as_str(), scheme.as_str()) {
                    ("title", ..) => "title",
                    ("creator" | "contributor", "nrt", _) => "narrator",
                    ("creator", ..) => "author",
                    ("publisher", ..) => "publisher",
                    ("date", ..) => "year",
                    ("language", ..) => "language",
                    ("subject", ..) => "genre",
                    ("description", ..) => "description",
                    ("identifier", _, "isbn") => "isbn",
                    ("identifier", _, "asin" | "amazon" | "mobi-asin" | "audible") => "asin",
                    _ => "",
                };
                if !field.is_empty() {
                    let text = if field == "description" { without_markup(&value) } else { value.clone() };
                    add(read, field, "opf", &text);
                }
                element.clear();
                value.clear();
            }
            Event::Eof => return,
            _ => {}
        }
    }
}

/// Text without `<…>`.
fn without_markup(text: &str) -> String {
    let (mut plain, mut inside) = (String::new(), false);
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => plain.push(c),
            _ => {}
        }
    }
    plain
}

/// The `metadata.json` that audiobook servers write.
fn json(path: &Path, text: &str, read: &mut Beside) {
    let document: Value = match serde_json::from_str(text) {
        Ok(document) => document,
        Err(error) => return read.notes.push(format!("{} is broken: {error}", path.display())),
    };
    let inner = document.get("metadata").filter(|inner| inner.is_object()).unwrap_or(&document);
    let texts = |value: &Value| -> Vec<String> {
        let text = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Object(object) => object.get("name").and_then(Value::as_str).map(str::to_owned),
            _ => None,
        };
        match value {
            Value::Array(list) => list.iter().take(64).filter_map(text).collect(),
            value => text(value).into_iter().collect(),
        }
    };
    let names = [
        ("title", "title"),
        ("subtitle", "subtitle"),
        ("authors", "author"),
        ("author", "author"),
        ("narrators", "narrator"),
        ("narrator", "narrator"),
        ("genres", "genre"),
        ("publishedYear", "year"),
        ("year", "year"),
        ("publisher", "publisher"),
        ("description", "description"),
        ("isbn", "isbn"),
        ("asin", "asin"),
        ("language", "language"),
    ];
    for (key, field) in names {
        if let Some(value) = inner.get(key) {
            add(read, field, "json", &texts(value).join("; "));
        }
    }
    if let Some(series) = inner.get("series").and_then(|series| texts(series).into_iter().next()) {
        let (name, seq) = series.rsplit_once('#').map_or((series.as_str(), ""), |(name, seq)| (name, seq));
        add(read, "series", "json", name);
        add(read, "seq", "json", seq);
    }
    let chapters = document.get("chapters").or_else(|| inner.get("chapters")).and_then(Value::as_array);
    let chapter = |chapter: &Value| {
        let start = chapter.get("start")?.as_f64().filter(|start| (0.0..1e9).contains(start))?;
        let title = chapter.get("title").and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(Chapter { start_ms: (start * 1000.0).round() as u64, title })
    };
    let chapters: Vec<Chapter> = chapters.into_iter().flatten().filter_map(chapter).collect();
    if !chapters.is_empty() {
        (read.chapters, read.chapter_source) = (chapters, "json");
    }
}

/// A cue sheet: what it says before its first `TRACK` is about the book. Of one for a single file, `TITLE` of each `TRACK` and
/// its `INDEX 01 mm:ss:ff`, with 75 frames a second, are the chapters.
fn cue(text: &str, read: &mut Beside) {
    let (mut chapters, mut title, mut in_track, mut files) = (Vec::new(), String::new(), false, 0);
    for line in text.lines().map(str::trim) {
        // Letters of ASCII keep their places when they become capitals.
        let upper = line.to_ascii_uppercase();
        let rest = |name: &str| {
            let rest = line.get(name.len()..).filter(|_| upper.starts_with(name))?;
            Some(rest.trim().trim_matches('"').to_owned())
        };
        if upper.starts_with("FILE ") {
            files += 1;
        } else if upper.starts_with("TRACK ") {
            (in_track, title) = (true, String::new());
        } else if let Some(named) = rest("TITLE ").filter(|_| in_track) {
            title = named;
        } else if let Some(at) = rest("INDEX 01 ").filter(|_| in_track) {
            let parts: Vec<u64> = at.split(':').filter_map(|part| part.parse().ok()).collect();
            if let [minutes, seconds, frames] = parts[..] {
                let start_ms = minutes.saturating_mul(60_000) + seconds.min(60) * 1000 + frames.min(75) * 1000 / 75;
                chapters.push(Chapter { start_ms, title: std::mem::take(&mut title) });
            }
        } else if !in_track {
            for (name, field) in
                [("TITLE ", "title"), ("PERFORMER ", "author"), ("REM DATE ", "year"), ("REM GENRE ", "genre")]
            {
                if let Some(value) = rest(name) {
                    add(read, field, "cue", &value);
                }
            }
        }
    }
    if files <= 1 && !chapters.is_empty() && read.chapters.is_empty() {
        (read.chapters, read.chapter_source) = (chapters, "cue");
    }
}

/// `cover`, `folder`, `front`, else the only picture there is.
fn cover(beside: &[Entry]) -> Option<PathBuf> {
    let pictures: Vec<&Path> = beside
        .iter()
        .map(|entry| entry.path.as_path())
        .filter(|path| {
            path.extension()
                .and_then(|e| e.to_str())
                .is_some_and(|e| matches!(e.to_lowercase().as_str(), "jpg" | "jpeg" | "png"))
        })
        .collect();
    let named = |name: &str| {
        pictures.iter().find(|path| {
            path.file_stem().and_then(|stem| stem.to_str()).is_some_and(|stem| stem.eq_ignore_ascii_case(name))
        })
    };
    let only = if let [only] = pictures[..] { Some(only) } else { None };
    ["cover", "folder", "front"].into_iter().find_map(named).copied().or(only).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(read: &Beside) -> Vec<String> {
        read.fields.iter().map(|(name, _, value)| format!("{name}={value}")).collect()
    }

    #[test]
    fn opf_with_roles_and_without_entities_of_its_own() {
        let text = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'boom'>]><package><metadata xmlns:dc='d' xmlns:opf='o'>\
            <dc:title>Tom &amp; Ann&a;</dc:title><dc:creator opf:role='aut'>A</dc:creator><dc:creator opf:role='nrt'>N</dc:creator>\
            <dc:date>2001-02-03</dc:date><dc:identifier opf:scheme='ISBN'>978</dc:identifier>\
            <dc:description>&lt;b&gt;x&lt;/b&gt; y</dc:description>\
            <meta name='calibre:series' content='S'/><meta name='calibre:series_index' content='2.0'/></metadata></package>";
        let mut read = Beside::default();
        opf(text, &mut read);
        let expected = [
            "title=Tom & Ann",
            "author=A",
            "narrator=N",
            "year=2001-02-03",
            "isbn=978",
            "description=x y",
            "series=S",
            "seq=2",
        ];
        assert_eq!(told(&read), expected);
    }

    #[test]
    fn json_with_series_and_chapters() {
        let text = r#"{"title":"T","authors":["A","B"],"series":["S #3"],"chapters":[{"id":0,"start":0,"end":61.5,"title":"One"},{"start":61.5,"title":"Two"}]}"#;
        let mut read = Beside::default();
        json(Path::new("metadata.json"), text, &mut read);
        assert_eq!(told(&read), ["title=T", "author=A; B", "series=S", "seq=3"]);
        assert_eq!(read.chapters.iter().map(|chapter| chapter.start_ms).collect::<Vec<_>>(), [0, 61_500]);
        json(Path::new("m.json"), "{", &mut read);
        assert!(read.notes[0].starts_with("m.json is broken"));
    }

    #[test]
    fn cue_and_nfo() {
        let mut read = Beside::default();
        cue(
            "TITLE \"Album\"\nFILE \"a.mp3\" MP3\n TRACK 01 AUDIO\n  TITLE \"One\"\n  INDEX 01 00:00:00\n TRACK 02 AUDIO\n  INDEX 01 61:02:37\n",
            &mut read,
        );
        assert_eq!(
            read.chapters,
            [Chapter { start_ms: 0, title: "One".into() }, Chapter { start_ms: 3_662_493, title: String::new() }]
        );
        nfo("Title:  The T\nRead By: N\nBook Description\n================\nLong\nstory", &mut read);
        assert_eq!(told(&read), ["title=Album", "title=The T", "narrator=N", "description=Long\nstory"]);
    }
}
