//! Files of checksums: the lines of `sha256sum` and its kin, those of BSD, and a lone sum without a name.
//!
//! ```text
//! 9f86…0a08  name          two spaces, or a space and `*` for binary (coreutils)
//! \9f86…0a08  a\nb         a backslash in front: the name holds escapes
//! SHA256 (name) = 9f86…    BSD, and `--tag` of coreutils
//! 9f86…0a08                nothing else in the file
//! ```
//!
//! Comments begin with `#`, and empty lines are skipped. Signed files (`-----BEGIN PGP`) are read up to the signature,
//! which is not checked.

use super::{Algorithm, Checksum, ChecksumError};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is a sum of, as it stands there; `None` for a lone sum.
    pub name: Option<String>,
    /// The sum.
    pub checksum: Checksum,
}

/// The checksums of many files, in their order.
///
/// ```
/// use toolbox::applets::fetch::checksum::file::ChecksumFile;
/// let sums: ChecksumFile = "900150983cd24fb0d6963f7d28e17f72 *iso/debian.iso\n".parse()?;
/// assert_eq!(sums.find("debian.iso")?.unwrap().algorithm().name(), "md5");
/// assert_eq!(sums.find("other.iso")?, None);
/// # Ok::<(), toolbox::applets::fetch::checksum::file::FileError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChecksumFile(Vec<Entry>);

/// What is wrong with a file of checksums.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// A line that is none of the forms.
    #[error("line {0} is not a line of checksums; write `HEX  NAME` or `SHA256 (NAME) = HEX`")]
    Line(usize),
    /// A line whose sum cannot be one.
    #[error("line {line}: {problem}")]
    Sum {
        /// From 1.
        line: usize,
        /// What is wrong with the sum.
        problem: ChecksumError,
    },
    /// A sum without a name beside others: which file is it of?
    #[error("line {0} has no name, and the file has other lines")]
    Lone(usize),
    /// The same name in several folders, with different sums.
    #[error("there are several files called `{0}` in it, with different checksums")]
    Ambiguous(String),
    /// Nothing in it.
    #[error("there is no checksum in it")]
    Empty,
}

impl ChecksumFile {
    /// The lines, in their order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// The sum of a file: of its very name, else of the one path that ends with it, else the lone sum; the strongest
    /// where there are several.
    ///
    /// # Errors
    /// Files of the same name in different folders have different sums.
    pub fn find(&self, name: &str) -> Result<Option<Checksum>, FileError> {
        let exact = |entry: &&Entry| entry.name.as_deref().is_some_and(|known| clean(known) == clean(name));
        if let Some(found) = strongest(self.0.iter().filter(exact)) {
            return Ok(Some(found));
        }
        let last = |text: &str| text.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let wanted = last(name);
        let alike: Vec<&Entry> =
            self.0.iter().filter(|e| e.name.as_deref().is_some_and(|n| last(n) == wanted)).collect();
        for algorithm in Algorithm::ALL {
            let mut sums = alike.iter().map(|entry| &entry.checksum).filter(|sum| sum.algorithm() == algorithm);
            if let Some(first) = sums.next()
                && sums.any(|other| other != first)
            {
                return Err(FileError::Ambiguous(wanted));
            }
        }
        let lone = self.0.iter().filter(|entry| entry.name.is_none());
        Ok(strongest(alike.into_iter().chain(lone)))
    }
}

fn strongest<'a>(entries: impl Iterator<Item = &'a Entry>) -> Option<Checksum> {
    entries.map(|entry| &entry.checksum).max_by_key(|sum| sum.algorithm()).cloned()
}

/// `./name` is `name`.
fn clean(name: &str) -> &str {
    name.trim_start_matches("./")
}

impl std::str::FromStr for ChecksumFile {
    type Err = FileError;

    fn from_str(text: &str) -> Result<Self, FileError> {
        let mut entries: Vec<(usize, Entry)> = Vec::new();
        let mut in_armor = false;
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim_end();
            match line {
                "-----BEGIN PGP SIGNED MESSAGE-----" => in_armor = true,
                "-----BEGIN PGP SIGNATURE-----" => break,
                // The armour's own head, up to an empty line.
                _ if in_armor && line.starts_with("Hash: ") => {}
                "" => in_armor = false,
                _ if line.starts_with('#') => {}
                _ => entries.push((index + 1, read_line(line, index + 1)?)),
            }
        }
        if entries.is_empty() {
            return Err(FileError::Empty);
        }
        let lone = entries.iter().find(|(_, entry)| entry.name.is_none()).map(|(line, _)| *line);
        if let Some(line) = lone.filter(|_| entries.len() > 1) {
            return Err(FileError::Lone(line));
        }
        Ok(Self(entries.into_iter().map(|(_, entry)| entry).collect()))
    }
}

fn read_line(line: &str, number: usize) -> Result<Entry, FileError> {
    let sum =
        |result: Result<Checksum, ChecksumError>| result.map_err(|problem| FileError::Sum { line: number, problem });
    let (escaped, plain) = match line.strip_prefix('\\') {
        Some(rest) => (true, rest),
        None => (false, line),
    };
    let named = |name: &str| Some(if escaped { unescape(name) } else { name.to_owned() });
    if let Some((algorithm, name, hex)) = tagged(plain) {
        let algorithm = algorithm.parse();
        let algorithm = algorithm.map_err(|problem| FileError::Sum { line: number, problem })?;
        return Ok(Entry { name: named(name), checksum: sum(Checksum::from_hex(algorithm, hex))? });
    }
    let (hex, name) = match plain.split_once([' ', '\t']) {
        // The second of the two signs before a name tells binary from text, which is all the same here.
        Some((hex, rest)) => (hex, named(rest.strip_prefix([' ', '*', '\t']).unwrap_or(rest).trim_start())),
        None => (plain, None),
    };
    if !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(FileError::Line(number));
    }
    let checksum = Checksum::from_digits(hex).map_err(|_| FileError::Line(number))?;
    Ok(Entry { name: name.filter(|name| !name.is_empty()), checksum })
}

/// `ALGO (name) = hex`; the name may hold parentheses.
fn tagged(line: &str) -> Option<(&str, &str, &str)> {
    let (algorithm, rest) = line.split_once(" (")?;
    let (name, hex) = rest.rsplit_once(") = ")?;
    (!algorithm.contains(' ')).then_some((algorithm, name, hex))
}

fn unescape(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut chars = name.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n') => plain.push('\n'),
                Some('r') => plain.push('\r'),
                Some(other) => plain.push(other),
                None => plain.push('\\'),
            },
            (c, false) => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ABC: &str = "900150983cd24fb0d6963f7d28e17f72";
    const EMPTY: &str = "d41d8cd98f00b204e9800998ecf8427e";
    const ABC_SHA1: &str = "a9993e364706816aba3e25717850c26c9cd0d89d";

    fn find(text: &str, name: &str) -> Result<Option<String>, FileError> {
        let file: ChecksumFile = text.parse()?;
        Ok(file.find(name)?.map(|sum| sum.hex()))
    }

    #[test]
    fn every_form_of_line_is_read() {
        for line in [
            format!("{ABC}  a.iso"),
            format!("{ABC} *a.iso"),
            format!("{}  a.iso", ABC.to_uppercase()),
            format!("{ABC}\ta.iso"),
            format!("{ABC}  ./a.iso"),
            format!("{ABC}  deep/folder/a.iso"),
            format!("MD5 (a.iso) = {ABC}"),
            format!("md5 (x/a.iso) = {ABC}"),
            format!("\u{feff}# made by hand\r\n\r\n{EMPTY}  b.iso\r\n{ABC}  a.iso\r\n"),
            format!(
                "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{ABC}  a.iso\n-----BEGIN PGP SIGNATURE-----\nxyz"
            ),
            ABC.to_owned(),
        ] {
            assert_eq!(find(&line, "a.iso"), Ok(Some(ABC.to_owned())), "{line}");
        }
        assert_eq!(find(&format!("{ABC}  a.iso"), "b.iso"), Ok(None));
        assert_eq!(find(&format!("MD5 (a (1) = b.iso) = {ABC}"), "a (1) = b.iso"), Ok(Some(ABC.to_owned())));
        assert_eq!(find(&format!("\\{ABC}  a\\nb\\\\c"), "a\nb\\c"), Ok(Some(ABC.to_owned())));
        assert_eq!(find(&format!("{ABC}   two words "), "two words"), Ok(Some(ABC.to_owned())));
    }

    #[test]
    fn the_very_name_counts_more_and_the_strongest_most() {
        let two = format!("{EMPTY}  x/a\n{ABC}  a\n");
        assert_eq!(find(&two, "a"), Ok(Some(ABC.to_owned())));
        assert_eq!(find(&two, "x/a"), Ok(Some(EMPTY.to_owned())));
        let both = format!("MD5 (a) = {ABC}\nSHA1 (a) = {ABC_SHA1}\n");
        assert_eq!(find(&both, "a"), Ok(Some(ABC_SHA1.to_owned())));
        let twice = format!("{EMPTY}  x/a\n{ABC}  y/a\n");
        assert_eq!(find(&twice, "a"), Err(FileError::Ambiguous("a".into())));
        assert_eq!(find(&format!("{ABC}  x/a\n{ABC}  y/a\n"), "a"), Ok(Some(ABC.to_owned())));
    }

    #[test]
    fn what_is_no_checksum_is_named() {
        for (text, error) in [
            ("", FileError::Empty),
            ("# nothing\n", FileError::Empty),
            ("<html>\n", FileError::Line(1)),
            ("abc  name", FileError::Line(1)),
            ("\n0123  name", FileError::Line(2)),
        ] {
            assert_eq!(text.parse::<ChecksumFile>(), Err(error), "{text}");
        }
        assert_eq!(format!("{ABC}\n{ABC}  a").parse::<ChecksumFile>(), Err(FileError::Lone(1)));
        let wrong = format!("SHA256 (a) = {ABC}").parse::<ChecksumFile>().unwrap_err();
        assert_eq!(wrong.to_string(), "line 1: a sha256 sum has 64 hexadecimal digits, not 32");
        let wrong = format!("BLAKE3 (a) = {ABC}").parse::<ChecksumFile>().unwrap_err().to_string();
        assert_eq!(wrong, "line 1: `BLAKE3` is not an algorithm; use md5, sha1, sha256, sha384 or sha512");
    }

    proptest! {
        #[test]
        fn what_coreutils_writes_is_read_back(name in "[^\r\n/\\\\]{1,30}") {
            prop_assume!(name.trim() == name && name != "." && !name.starts_with('*'));
            let text = format!("{ABC}  {name}\n{EMPTY}  other\u{0}\n");
            prop_assert_eq!(find(&text, &name), Ok(Some(ABC.to_owned())));
        }

        #[test]
        fn no_text_panics(text: String) {
            if let Ok(file) = text.parse::<ChecksumFile>() {
                let _ = file.find("a");
            }
        }
    }
}
