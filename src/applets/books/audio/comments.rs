//! Vorbis comments, as FLAC, Vorbis and Opus have them: `NAME=value`, and chapters as `CHAPTER001=00:01:02.500` with
//! `CHAPTER001NAME=…`.

use std::collections::BTreeMap;

use base64::Engine as _;

use super::chapters::{Chapter, clock};
use super::source::{little, number};
use super::tags::Tags;
use super::{Cover, MOST_CHAPTERS, Picture};

/// What the comments of a file say.
#[derive(Debug, Default)]
pub(super) struct Comments {
    pub(super) tags: Tags,
    pub(super) chapters: Vec<Chapter>,
    pub(super) picture: Option<Picture>,
}

/// Reads a comment block: vendor, count, and as many comments, each after its little-endian length.
pub(super) fn read(bytes: &[u8], cover: Cover) -> Comments {
    let mut comments = Comments::default();
    let mut chapters: BTreeMap<u32, (Option<u64>, String)> = BTreeMap::new();
    let Some(vendor) = little(bytes, 0, 4) else { return comments };
    let mut at = 8 + vendor as usize;
    let count = little(bytes, at.saturating_sub(4), 4).unwrap_or(0);
    for _ in 0..count {
        let Some(length) = little(bytes, at, 4) else { break };
        let Some(comment) = bytes.get(at + 4..at + 4 + length as usize) else { break };
        at += 4 + length as usize;
        let Some(split) = comment.iter().position(|byte| *byte == b'=') else { continue };
        let name = String::from_utf8_lossy(&comment[..split]).to_uppercase();
        let value = &comment[split + 1..];
        if let Some(rest) = name.strip_prefix("CHAPTER") {
            let digits: String = rest.chars().take_while(char::is_ascii_digit).take(9).collect();
            let Ok(index) = digits.parse::<u32>() else { continue };
            let value = String::from_utf8_lossy(value);
            if chapters.len() < MOST_CHAPTERS {
                let chapter = chapters.entry(index).or_default();
                match &rest[digits.len()..] {
                    "" => chapter.0 = clock(&value),
                    "NAME" => value.trim().clone_into(&mut chapter.1),
                    _ => {}
                }
            }
        } else if name == "METADATA_BLOCK_PICTURE" {
            if cover == Cover::Read {
                let block = base64::engine::general_purpose::STANDARD.decode(value).unwrap_or_default();
                comments.picture = comments.picture.or_else(|| picture(&block));
            }
        } else {
            comments.tags.add(&name, &String::from_utf8_lossy(value));
        }
    }
    let chapters = chapters.into_values();
    comments.chapters = chapters.filter_map(|(start, title)| Some(Chapter { start_ms: start?, title })).collect();
    comments
}

/// The PICTURE block of FLAC: type, MIME type, description, four numbers, and the picture.
pub(super) fn picture(block: &[u8]) -> Option<Picture> {
    let mime_length = number(block, 4, 4)? as usize;
    let mime = block.get(8..8_usize.checked_add(mime_length)?)?;
    let at = 8 + mime_length;
    let text_length = number(block, at, 4)? as usize;
    let at = at.checked_add(4)?.checked_add(text_length)?.checked_add(16)?;
    let length = number(block, at, 4)? as usize;
    let bytes = block.get(at + 4..(at + 4).checked_add(length)?)?;
    Some(Picture { mime: String::from_utf8_lossy(mime).into_owned(), bytes: bytes.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(comments: &[&str]) -> Vec<u8> {
        let mut bytes = vec![0; 4];
        bytes.extend((comments.len() as u32).to_le_bytes());
        for comment in comments {
            bytes.extend((comment.len() as u32).to_le_bytes());
            bytes.extend(comment.as_bytes());
        }
        bytes
    }

    #[test]
    fn chapters_in_either_case_and_without_names() {
        let bytes = block(&["chapter002=00:01:00.5", "CHAPTER001=00:00:00.000", "Chapter001Name=Opening", "title=T"]);
        let read = read(&bytes, Cover::Skip);
        let expected = [(0, "Opening"), (60_500, "")];
        let expected = expected.map(|(start_ms, title)| Chapter { start_ms, title: title.to_owned() });
        assert_eq!(read.chapters, expected);
        assert_eq!(read.tags.get("title"), Some("T"));
    }

    #[test]
    fn a_count_that_lies_ends_with_the_block() {
        let mut bytes = block(&["TITLE=x"]);
        bytes[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(read(&bytes, Cover::Skip).tags.get("title"), Some("x"));
        assert!(read(&[255; 9], Cover::Skip).chapters.is_empty());
    }
}
