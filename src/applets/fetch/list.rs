//! Lists of downloads (`-i LIST`): a URL on each line, and what is special about it on indented lines below.
//!
//! ```text
//! # a comment
//! http://h.example/a.iso
//! http://h.example/b.iso    http://mirror.example/b.iso
//!   out=other.iso
//!   dir=images
//!   checksum=sha256:9f86d0…
//! ```
//!
//! Several URLs of one file stand on one line, with white space between. The options are those of aria2's lists that
//! mean something here; any other is an error, because to ignore it would surprise.

use std::path::{Component, Path, PathBuf};

use super::checksum::{Checksum, ChecksumError};

/// One download of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands, from 1.
    pub line: usize,
    /// As they were typed, at least one: the first is the source, the others are mirrors.
    pub urls: Vec<String>,
    /// `out`: the name of the file.
    pub name: Option<PathBuf>,
    /// `dir`: the folder it goes to.
    pub folder: Option<PathBuf>,
    /// `checksum`: what it must come to.
    pub checksum: Option<Checksum>,
}

/// What is wrong with a list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// An option before any URL.
    #[error("line {0}: it is indented like an option, and no URL stands above it")]
    NoUrl(usize),
    /// Indented, and no option.
    #[error("line {line}: `{text}` is not an option; write out=NAME, dir=FOLDER or checksum=ALGO:HEX")]
    Option {
        /// From 1.
        line: usize,
        /// What stands there.
        text: String,
    },
    /// The same option twice for one URL.
    #[error("line {line}: `{name}` is given twice for one URL")]
    Twice {
        /// From 1.
        line: usize,
        /// The option.
        name: &'static str,
    },
    /// A name that leads out of the folder, or is none: lists come from strangers too.
    #[error("line {line}: out={text} is no name below the folder; dir= says which folder")]
    Outside {
        /// From 1.
        line: usize,
        /// What stands there.
        text: String,
    },
    /// A checksum that is none.
    #[error("line {line}: {problem}")]
    Checksum {
        /// From 1.
        line: usize,
        /// What is wrong.
        problem: ChecksumError,
    },
    /// Nothing in it.
    #[error("there is no URL in it")]
    Empty,
}

/// Reads a list.
///
/// # Errors
/// The first line that cannot be understood, or no URL at all.
///
/// ```
/// let list = toolbox::applets::fetch::list::read("http://h/a\n  out=b\n\nhttp://h/c\n")?;
/// assert_eq!((list.len(), list[0].name.as_deref()), (2, Some("b".as_ref())));
/// # Ok::<(), toolbox::applets::fetch::list::ListError>(())
/// ```
pub fn read(text: &str) -> Result<Vec<Entry>, ListError> {
    let mut entries: Vec<Entry> = Vec::new();
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let number = index + 1;
        let plain = line.trim();
        if plain.is_empty() || plain.starts_with('#') {
            continue;
        }
        if line.starts_with([' ', '\t']) {
            let entry = entries.last_mut().ok_or(ListError::NoUrl(number))?;
            set(entry, plain, number)?;
            continue;
        }
        let urls = plain.split_whitespace().map(str::to_owned).collect();
        entries.push(Entry { line: number, urls, name: None, folder: None, checksum: None });
    }
    if entries.is_empty() { Err(ListError::Empty) } else { Ok(entries) }
}

fn set(entry: &mut Entry, option: &str, line: usize) -> Result<(), ListError> {
    let unknown = || ListError::Option { line, text: option.to_owned() };
    let (name, value) = option.split_once('=').ok_or_else(unknown)?;
    let (name, value) = (name.trim(), value.trim());
    if value.is_empty() {
        return Err(unknown());
    }
    let (name, taken) = match name {
        "out" => {
            let parts: Vec<Component<'_>> = Path::new(value).components().collect();
            let is_below = parts.iter().all(|part| matches!(part, Component::Normal(_)));
            if !is_below || value.ends_with('/') || value.contains(char::is_control) {
                return Err(ListError::Outside { line, text: value.escape_debug().to_string() });
            }
            ("out", entry.name.replace(value.into()).is_some())
        }
        "dir" => ("dir", entry.folder.replace(value.into()).is_some()),
        "checksum" => {
            let checksum = value.parse().map_err(|problem| ListError::Checksum { line, problem })?;
            ("checksum", entry.checksum.replace(checksum).is_some())
        }
        _ => return Err(unknown()),
    };
    if taken { Err(ListError::Twice { line, name }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MD5: &str = "900150983cd24fb0d6963f7d28e17f72";

    #[test]
    fn names_stay_below_their_folder() {
        for wrong in ["../x", "a/../../x", "/etc/passwd", "..", "a/", "a\0b"] {
            let found = read(&format!("http://h/a\n out={wrong}\n"));
            assert!(matches!(found, Err(ListError::Outside { line: 2, .. })), "{wrong:?}: {found:?}");
        }
        assert_eq!(
            read("http://h/a\n out=deep/er/x y.iso").unwrap()[0].name.as_deref(),
            Some(Path::new("deep/er/x y.iso"))
        );
    }

    #[test]
    fn urls_and_their_options_are_read() {
        let text = format!(
            "\u{feff}# all of them\r\n\r\nhttp://h/a \t http://mirror/a\r\n\tout=x y\r\n # why\r\n  dir = deep/er\r\n\
             \u{20}checksum=md5={MD5}\r\nhttp://h/b#part\r\n"
        );
        let list = read(&text).unwrap();
        assert_eq!(
            list[0],
            Entry {
                line: 3,
                urls: vec!["http://h/a".into(), "http://mirror/a".into()],
                name: Some("x y".into()),
                folder: Some("deep/er".into()),
                checksum: Some(format!("md5:{MD5}").parse().unwrap()),
            }
        );
        assert_eq!((list.len(), list[1].line, list[1].urls[0].as_str()), (2, 8, "http://h/b#part"));
    }

    #[test]
    fn what_cannot_be_understood_is_named() {
        for (text, says) in [
            ("", "there is no URL in it"),
            ("# nothing\n", "there is no URL in it"),
            ("  out=a\nhttp://h/", "line 1: it is indented like an option, and no URL stands above it"),
            (
                "http://h/\n split=5",
                "line 2: `split=5` is not an option; write out=NAME, dir=FOLDER or checksum=ALGO:HEX",
            ),
            ("http://h/\n out=", "line 2: `out=` is not an option; write out=NAME, dir=FOLDER or checksum=ALGO:HEX"),
            ("http://h/\n out", "line 2: `out` is not an option; write out=NAME, dir=FOLDER or checksum=ALGO:HEX"),
            ("http://h/\n out=a\n out=b", "line 3: `out` is given twice for one URL"),
            ("http://h/\n checksum=md5:0", "line 2: a md5 sum has 32 hexadecimal digits, not 1"),
        ] {
            assert_eq!(read(text).unwrap_err().to_string(), says);
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_and_every_entry_has_a_url(text in "(http://h|out=a|dir=b|checksum=|#| |\t|\n|\r|x){0,40}") {
            if let Ok(list) = read(&text) {
                prop_assert!(!list.is_empty() && list.iter().all(|entry| !entry.urls.is_empty()));
            }
        }
    }
}
