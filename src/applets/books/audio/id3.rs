//! ID3 tags, versions 2.2 to 2.4 (id3.org), with chapters (CHAP), and version 1 at the end of a file.

use std::io;

use super::chapters::Chapter;
use super::source::{Source, number};
use super::tags::Tags;
use super::{Cover, LARGEST_PART, MOST_CHAPTERS, Picture, overdrive};

/// The most frames that are read of one tag.
const MOST_FRAMES: usize = 200_000;

/// Frames larger than this that are no pictures are not text anybody wrote.
const LARGEST_TEXT: usize = 4 << 20;

/// What a tag says, and where it ends.
#[derive(Debug, Default)]
pub(super) struct Tag {
    /// Where what follows the tag begins.
    pub(super) end: u64,
    pub(super) tags: Tags,
    pub(super) chapters: Vec<Chapter>,
    pub(super) chapter_source: &'static str,
    pub(super) picture: Option<Picture>,
}

/// How frames of a version look.
#[derive(Debug, Clone, Copy)]
struct Layout {
    version: u8,
    /// Bytes of a frame's name, of its size, and of its flags.
    name: usize,
    size: usize,
    flags: usize,
}

/// Reads the tags at `start`, one after another; none where there is no tag.
pub(super) fn read<S: Source + ?Sized>(source: &S, start: u64, cover: Cover) -> io::Result<Option<Tag>> {
    /// Files with more than one tag exist; with more than this, nobody meant them.
    const MOST_TAGS: usize = 8;
    let mut found: Option<Tag> = None;
    let mut at = start;
    for _ in 0..MOST_TAGS {
        let Some(head) = source.array::<10>(at)? else { break };
        let Some(size) = size(&head) else { break };
        let body = source.take(at + 10, size.min(LARGEST_PART))?;
        let footer = if head[3] >= 4 && head[5] & 0x10 != 0 { 10 } else { 0 };
        at = at + 10 + size as u64 + footer;
        let tag = found.get_or_insert_with(Tag::default);
        tag.end = at;
        frames(&head, body, cover, tag);
    }
    Ok(found)
}

/// The size of a tag's body, where `head` begins one.
fn size(head: &[u8; 10]) -> Option<usize> {
    let is_tag =
        head.starts_with(b"ID3") && (2..=4).contains(&head[3]) && head[6..].iter().all(|byte| byte & 0x80 == 0);
    is_tag.then(|| syncsafe(&head[6..]))
}

/// Seven bits of each byte.
fn syncsafe(bytes: &[u8]) -> usize {
    bytes.iter().take(4).fold(0, |size, byte| size << 7 | usize::from(byte & 0x7f))
}

fn frames(head: &[u8; 10], mut body: Vec<u8>, cover: Cover, tag: &mut Tag) {
    let layout = match head[3] {
        2 => Layout { version: 2, name: 3, size: 3, flags: 0 },
        version => Layout { version, name: 4, size: 4, flags: 2 },
    };
    if head[5] & 0x80 != 0 && layout.version < 4 {
        body = resynchronised(&body);
    }
    let mut at = 0;
    if head[5] & 0x40 != 0 {
        at = match layout.version {
            3 => number(&body, 0, 4).unwrap_or(0) as usize + 4,
            4 => body.get(..4).map_or(0, syncsafe),
            _ => 0,
        };
    }
    let mut left = MOST_FRAMES;
    walk(body.get(at..).unwrap_or_default(), layout, &mut left, &mut |name, frame| {
        if let Err(dropped) = take(name, frame, layout, cover, tag) {
            tracing::debug!(name, dropped, "ID3 frame left out");
        }
    });
}

/// Calls `each` with every frame's name and contents.
fn walk(body: &[u8], layout: Layout, left: &mut usize, each: &mut dyn FnMut(&str, &[u8])) {
    let head = layout.name + layout.size + layout.flags;
    let mut at = 0;
    while let Some(frame) = body.get(at..at + head) {
        if *left == 0 || !frame[..layout.name].iter().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) {
            return;
        }
        *left -= 1;
        let name = std::str::from_utf8(&frame[..layout.name]).unwrap_or_default();
        let plain = number(frame, layout.name, layout.size).unwrap_or(0) as usize;
        // iTunes wrote sizes of version 2.4 as plain numbers; what makes the next frame begin where one does is right.
        let size = match layout.version {
            4 if plain > 0x7f && !fits(body, at + head, syncsafe(&frame[4..8])) && fits(body, at + head, plain) => {
                plain
            }
            4 => syncsafe(&frame[4..8]),
            _ => plain,
        };
        let flags = if layout.flags == 2 { number(frame, layout.name + layout.size, 2).unwrap_or(0) } else { 0 };
        let end = (at + head).saturating_add(size).min(body.len());
        let contents = &body[at + head..end];
        at = end;
        // Compressed and locked frames are left out.
        match layout.version {
            3 if flags & 0xc0 != 0 => {}
            4 if flags & 0x0c != 0 => {}
            4 => {
                let contents = if flags & 1 != 0 { contents.get(4..).unwrap_or_default() } else { contents };
                if flags & 2 != 0 { each(name, &resynchronised(contents)) } else { each(name, contents) }
            }
            _ => each(name, contents),
        }
    }
}

/// Whether a frame, padding or the end follows at `at + size`.
fn fits(body: &[u8], at: usize, size: usize) -> bool {
    match at.checked_add(size) {
        Some(end) if end == body.len() => true,
        Some(end) => body
            .get(end..end + 4)
            .is_some_and(|next| next == [0; 4] || next.iter().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())),
        None => false,
    }
}

/// Undoes unsynchronisation: FF 00 was FF.
fn resynchronised(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut previous = 0;
    for byte in bytes {
        if !(previous == 0xff && *byte == 0) {
            plain.push(*byte);
        }
        previous = *byte;
    }
    plain
}

/// Takes one frame over; the reason where it is left out.
fn take(name: &str, frame: &[u8], layout: Layout, cover: Cover, tag: &mut Tag) -> Result<(), &'static str> {
    match name {
        "CHAP" => return chapter(frame, layout, tag),
        "APIC" | "PIC" => {
            if cover == Cover::Read && tag.picture.is_none() {
                tag.picture = picture(frame, layout);
            }
            return Ok(());
        }
        _ if frame.len() > LARGEST_TEXT => return Err("it is larger than any text"),
        _ => {}
    }
    let (coding, rest) = frame.split_first().ok_or("it is empty")?;
    match name {
        "TXXX" | "TXX" => {
            let (description, value) = split(*coding, rest);
            let value = text(*coding, value);
            if description == "OverDrive MediaMarkers" {
                (tag.chapters, tag.chapter_source) = (overdrive::read(&value), "overdrive");
            } else {
                tag.tags.add(&description, &value);
            }
        }
        "COMM" | "COM" => {
            let (description, value) = split(*coding, rest.get(3..).unwrap_or_default());
            // Programs keep their own numbers in comments with a description.
            if description.is_empty() {
                tag.tags.add(name, &text(*coding, value));
            }
        }
        _ if name.starts_with('T') || name == "MVNM" || name == "MVIN" || name == "GRP1" => {
            tag.tags.add(name, &text(*coding, rest));
        }
        _ => {}
    }
    Ok(())
}

/// CHAP: an element's name, start and end in milliseconds, two offsets, and frames of its own (ID3v2 Chapter Frame
/// Addendum).
fn chapter(frame: &[u8], layout: Layout, tag: &mut Tag) -> Result<(), &'static str> {
    if tag.chapters.len() >= MOST_CHAPTERS {
        return Err("there are too many chapters");
    }
    let name = frame.iter().position(|byte| *byte == 0).ok_or("it has no name")?;
    let start_ms = number(frame, name + 1, 4).ok_or("it ends before its start")?;
    let mut title = String::new();
    let mut left = 16;
    walk(frame.get(name + 17..).unwrap_or_default(), layout, &mut left, &mut |name, frame| {
        if let ("TIT2", Some((coding, rest))) = (name, frame.split_first()) {
            title = text(*coding, rest);
        }
    });
    let title = title.split('\0').next().unwrap_or_default().trim().to_owned();
    if tag.chapter_source != "overdrive" {
        tag.chapters.push(Chapter { start_ms, title });
        tag.chapter_source = "id3";
    }
    Ok(())
}

fn picture(frame: &[u8], layout: Layout) -> Option<Picture> {
    let (coding, rest) = frame.split_first()?;
    let (mime, rest) = if layout.version == 2 {
        let mime = if rest.starts_with(b"PNG") { "image/png" } else { "image/jpeg" };
        (mime.to_owned(), rest.get(3..)?)
    } else {
        let end = rest.iter().position(|byte| *byte == 0)?;
        (String::from_utf8_lossy(&rest[..end]).into_owned(), rest.get(end + 1..)?)
    };
    // A byte of its kind, a description.
    let rest = rest.get(1..)?;
    let bytes = behind_terminator(*coding, rest)?;
    (!bytes.is_empty()).then(|| Picture { mime, bytes: bytes.to_vec() })
}

/// Where a text that ends in a NUL of its coding ends.
fn terminator(coding: u8, bytes: &[u8]) -> Option<(usize, usize)> {
    if matches!(coding, 1 | 2) {
        let end = bytes.chunks_exact(2).position(|pair| pair == [0, 0])? * 2;
        Some((end, end + 2))
    } else {
        let end = bytes.iter().position(|byte| *byte == 0)?;
        Some((end, end + 1))
    }
}

fn behind_terminator(coding: u8, bytes: &[u8]) -> Option<&[u8]> {
    bytes.get(terminator(coding, bytes)?.1..)
}

/// A description, and the bytes behind it.
fn split(coding: u8, bytes: &[u8]) -> (String, &[u8]) {
    match terminator(coding, bytes) {
        Some((end, next)) => (text(coding, &bytes[..end]), bytes.get(next..).unwrap_or_default()),
        None => (String::new(), bytes),
    }
}

/// Text in one of the four codings.
fn text(coding: u8, bytes: &[u8]) -> String {
    let text = match coding {
        1 | 2 => utf16(coding, bytes),
        3 => String::from_utf8_lossy(bytes).into_owned(),
        // Latin 1 is what it says; UTF-8 is what many wrote.
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        },
    };
    text.trim_end_matches('\0').to_owned()
}

fn utf16(coding: u8, bytes: &[u8]) -> String {
    let (little, bytes) = match bytes {
        [0xff, 0xfe, rest @ ..] => (true, rest),
        [0xfe, 0xff, rest @ ..] => (false, rest),
        _ => (coding == 1, bytes),
    };
    let units = bytes.chunks_exact(2).map(|pair| {
        if little { u16::from_le_bytes([pair[0], pair[1]]) } else { u16::from_be_bytes([pair[0], pair[1]]) }
    });
    // A second value may begin with a mark of its own.
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).filter(|c| *c != '\u{feff}').collect()
}

/// The tag of version 1 in the last 128 bytes, where there is one.
pub(super) fn version_one<S: Source + ?Sized>(source: &S) -> io::Result<Option<Tags>> {
    let Some(tag) = source.array::<128>(source.len().saturating_sub(128))? else { return Ok(None) };
    if !tag.starts_with(b"TAG") {
        return Ok(None);
    }
    let mut tags = Tags::default();
    for (name, from, to) in [("TIT2", 3, 33), ("TPE1", 33, 63), ("TALB", 63, 93), ("TYER", 93, 97)] {
        let value = tag[from..to].split(|byte| *byte == 0).next().unwrap_or_default();
        tags.add(name, &text(0, value));
    }
    if tag[125] == 0 && tag[126] != 0 {
        tags.add("TRCK", &tag[126].to_string());
    }
    Ok(Some(tags))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(name: &str, contents: &[u8]) -> Vec<u8> {
        [name.as_bytes(), &(contents.len() as u32).to_be_bytes(), &[0, 0], contents].concat()
    }

    fn tag(version: u8, flags: u8, body: &[u8]) -> Vec<u8> {
        let size = body.len();
        let size = [21, 14, 7, 0].map(|shift| (size >> shift & 0x7f) as u8);
        [&b"ID3"[..], &[version, 0, flags], &size, body].concat()
    }

    #[test]
    fn texts_in_every_coding() {
        let body = [
            frame("TIT2", b"\x01\xff\xfeA\0\xe9\0"),
            frame("TALB", b"\x02\0B\0\xe9"),
            frame("TPE1", b"\x03C\xc3\xa9"),
            frame("TCOM", b"\x00D\xe9"),
            frame("TXXX", b"\x00NARRATOR\0Ann"),
        ]
        .concat();
        let read = read(&tag(3, 0, &body)[..], 0, Cover::Skip).unwrap().unwrap();
        let values = ["title", "album", "artist", "composer", "narrator"].map(|name| read.tags.get(name).unwrap());
        assert_eq!(values, ["Aé", "Bé", "Cé", "Dé", "Ann"]);
        assert_eq!(read.end, 10 + body.len() as u64);
    }

    #[test]
    fn chapters_with_their_titles() {
        let inner = frame("TIT2", b"\x03Opening");
        let body = frame("CHAP", &[&b"ch0\0\0\0\x03\xe8\0\0\x07\xd0"[..], &[255; 8], &inner].concat());
        let read = read(&tag(3, 0, &body)[..], 0, Cover::Skip).unwrap().unwrap();
        assert_eq!(read.chapters, [Chapter { start_ms: 1000, title: "Opening".to_owned() }]);
    }

    #[test]
    fn sizes_that_lie_end_with_the_tag() {
        let mut body = frame("TIT2", b"\x03x");
        body[4..8].copy_from_slice(&[255; 4]);
        let read = read(&tag(3, 0, &body)[..], 0, Cover::Skip).unwrap().unwrap();
        assert_eq!(read.tags.get("title"), Some("x"));
    }
}
