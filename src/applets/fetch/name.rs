//! Names of files that strangers chose: out of a URL, a `Content-Disposition` or a Metalink, made harmless.
//!
//! Whatever comes in, what comes out is one plain name that every file system takes and that leads nowhere else:
//! without separators, controls and signs that turn writing around, not hidden, no device of Windows, and short enough
//! that `.NAME.toolbox` and `NAME.bad` fit beside it. What cannot be made one is no name, and the user is asked.

use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;
use url::Url;

/// Most file systems take 255 bytes; what is put around a name takes some of them.
const LONGEST_BYTES: usize = 200;

/// A longer ending is no ending.
const LONGEST_ENDING_BYTES: usize = 20;

/// How deep a path in a Metalink may be; more is mischief.
const DEEPEST: usize = 32;

/// A name for what a URL leads to: its last part, percent-decoded; `None` where that is empty, as for a folder.
///
/// ```
/// use toolbox::applets::fetch::name::of_url;
/// let name = |url: &str| of_url(&url.parse().unwrap());
/// assert_eq!(name("http://h/a/b%20c.iso?x=1").as_deref(), Some("b c.iso"));
/// assert_eq!(name("http://h/a/..%2f.bashrc").as_deref(), Some("_._.bashrc"));
/// assert_eq!(name("http://h/a/"), None);
/// ```
#[must_use]
pub fn of_url(url: &Url) -> Option<String> {
    let last = url.path().rsplit('/').next()?;
    safe(&percent_decode_str(last).decode_utf8_lossy())
}

/// One harmless name out of any text; `None` where nothing is left. Only the part behind the last separator counts:
/// some servers send whole paths.
///
/// ```
/// use toolbox::applets::fetch::name::of_server;
/// assert_eq!(of_server("C:\\temp\\report.pdf").as_deref(), Some("report.pdf"));
/// assert_eq!(of_server("../../.bashrc").as_deref(), Some("_bashrc"));
/// assert_eq!(of_server("/"), None);
/// ```
#[must_use]
pub fn of_server(text: &str) -> Option<String> {
    safe(text.rsplit(['/', '\\']).find(|part| !part.trim().is_empty())?)
}

/// A relative path out of a Metalink's `name`, each part harmless, none of them leading up (RFC 5854 section 4.1.2.1).
///
/// # Errors
/// An absolute path, `.` and `..`, an empty part, or too many of them.
pub fn of_path(text: &str) -> Result<PathBuf, UnsafePath> {
    let refuse = || UnsafePath(text.to_owned());
    let parts: Vec<&str> = text.split(['/', '\\']).collect();
    if parts.len() > DEEPEST || parts.iter().any(|part| matches!(*part, "" | "." | "..")) {
        return Err(refuse());
    }
    let path: Option<PathBuf> = parts.into_iter().map(safe).collect();
    let path = path.ok_or_else(refuse)?;
    debug_assert!(path.components().all(|part| matches!(part, Component::Normal(_))));
    Ok(path)
}

/// A path that would leave its folder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a plain relative path")]
pub struct UnsafePath(pub String);

/// The `number`th other name for a path that is taken: `a.iso.1`.
#[must_use]
pub fn numbered(path: &Path, number: u32) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{number}"));
    path.with_file_name(name)
}

fn safe(text: &str) -> Option<String> {
    let mut name: String = text.chars().map(|c| if is_harmful(c) { '_' } else { c }).collect();
    // Windows drops both at the end, so that `x.` and `x` would be one file.
    name.truncate(name.trim_end_matches([' ', '.']).len());
    let name = name.trim_start();
    if name.chars().all(|c| matches!(c, '.' | '_' | ' ')) {
        return None;
    }
    // A hidden file is one that somebody else reads: a shell, a server.
    let name = match name.strip_prefix('.') {
        Some(rest) => format!("_{rest}"),
        None => name.to_owned(),
    };
    let name = if is_device(&name) { format!("_{name}") } else { name };
    Some(shortened(&name))
}

/// Separators, what shells and other file systems keep for themselves, controls, and what turns the direction of
/// writing: `exe.gpj` must not look like `jpg.exe`.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Names that are devices on Windows, whatever ending they have.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered = |prefix: &str| {
        let number = stem.strip_prefix(prefix);
        number.is_some_and(|number| matches!(number.chars().next(), Some('0'..='9')) && number.len() == 1)
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

/// Cut in the middle: the beginning and the ending are what a name is recognised by.
fn shortened(name: &str) -> String {
    if name.len() <= LONGEST_BYTES {
        return name.to_owned();
    }
    let ending = name.rfind('.').map(|dot| &name[dot..]).filter(|ending| ending.len() <= LONGEST_ENDING_BYTES);
    let ending = ending.unwrap_or_default();
    let front = &name[..name.floor_char_boundary(LONGEST_BYTES - ending.len())];
    format!("{}{ending}", front.trim_end_matches([' ', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn from_url(text: &str) -> Option<String> {
        of_url(&Url::parse(text).unwrap())
    }

    #[test]
    fn the_last_part_of_a_url_is_its_name() {
        for (url, expected) in [
            ("http://h/debian.iso", Some("debian.iso")),
            ("http://h/a/b/c.tar.gz?token=1#f", Some("c.tar.gz")),
            ("http://h/na%C3%AFve", Some("na\u{ef}ve")),
            ("http://h/%FFx", Some("\u{fffd}x")),
            ("http://h/a%00b", Some("a_b")),
            ("http://h/x/..%2f..%2fetc%2fpasswd", Some("_._.._etc_passwd")),
            ("http://h/%2e%2e", None),
            ("http://h/", None),
            ("http://h", None),
            ("http://h/a/?file=x", None),
        ] {
            assert_eq!(from_url(url).as_deref(), expected, "{url}");
        }
    }

    #[test]
    fn what_a_server_says_leads_nowhere_else() {
        for (text, expected) in [
            ("a.txt", Some("a.txt")),
            ("/etc/passwd", Some("passwd")),
            ("..\\..\\boot.ini", Some("boot.ini")),
            ("folder/", Some("folder")),
            (".ssh", Some("_ssh")),
            ("..", None),
            (" . ", None),
            ("", None),
            ("???", None),
            ("con", Some("_con")),
            ("NUL.tar.gz", Some("_NUL.tar.gz")),
            ("COM1", Some("_COM1")),
            ("COM10", Some("COM10")),
            ("concert.mp3", Some("concert.mp3")),
            ("what: a \"name\"?.txt", Some("what_ a _name__.txt")),
            ("trailing. . ", Some("trailing")),
            ("photo\u{202e}gpj.exe", Some("photo_gpj.exe")),
            ("line\nbreak", Some("line_break")),
        ] {
            assert_eq!(of_server(text).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let long = format!("{}.tar.zst", "\u{e4}".repeat(300));
        let name = of_server(&long).unwrap();
        assert!(name.len() <= LONGEST_BYTES && name.ends_with("\u{e4}.zst"), "{name}");
        let name = of_server(&format!("a.{}", "x".repeat(400))).unwrap();
        assert_eq!(name.len(), LONGEST_BYTES);
    }

    #[test]
    fn paths_stay_below_their_folder() {
        assert_eq!(of_path("a/b c/d.txt"), Ok(PathBuf::from("a/b c/d.txt")));
        for wrong in ["", "/a", "a//b", "../a", "a/../b", "a/.", "a\\..\\b", "a/", &"a/".repeat(40)] {
            assert_eq!(of_path(wrong), Err(UnsafePath(wrong.to_owned())));
        }
        assert_eq!(of_path(".git/config"), Ok(PathBuf::from("_git/config")));
    }

    #[test]
    fn other_names_are_counted() {
        assert_eq!(numbered(Path::new("dir/a.tar.gz"), 2), Path::new("dir/a.tar.gz.2"));
    }

    proptest! {
        #[test]
        fn every_name_is_one_plain_component(text: String) {
            for name in [of_server(&text), safe(&text)].into_iter().flatten() {
                let parts: Vec<Component<'_>> = Path::new(&name).components().collect();
                prop_assert_eq!(parts.len(), 1);
                prop_assert!(matches!(parts[0], Component::Normal(_)));
                prop_assert!(name.len() <= LONGEST_BYTES && !name.starts_with('.') && !name.contains(['/', '\\', '\0']));
                prop_assert_eq!(of_server(&name), Some(name.clone()), "made safe again it stays the same");
            }
        }

        #[test]
        fn paths_never_lead_up(text in "(\\.|\\.\\.|/|\\\\|a| |:|\u{202e}){0,12}") {
            if let Ok(path) = of_path(&text) {
                prop_assert!(path.components().all(|part| matches!(part, Component::Normal(_))), "{}", path.display());
            }
        }
    }
}
