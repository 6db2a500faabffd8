//! `{author}/{series}/{seq} - {title}`: where a book is to lie.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::name::safe;
use crate::applets::books::library::accept::FIELDS;

/// What is known of a book, by the names of fields.
pub type Known = BTreeMap<String, String>;

/// A piece of a folder's name.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// As it stands.
    Text(String),
    /// What is known, numbers with zeros in front up to this width.
    Field { name: &'static str, width: usize },
}

/// Folders, each made of text and fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The folder that it begins at; absolute, or to be joined to the folder that is imported.
    start: PathBuf,
    folders: Vec<Vec<Piece>>,
}

impl Template {
    /// Reads a template. One that begins with `/` or `~/` is a place of its own, any other lies below the folder that is
    /// imported. `{{` and `}}` are braces; `{seq:2}` has at least two digits.
    ///
    /// # Errors
    /// A sentence that says what is accepted.
    pub fn parse(text: &str, home: Option<&Path>) -> Result<Self, String> {
        let (start, rest) = match (text.strip_prefix("~/"), text.strip_prefix('/')) {
            (Some(rest), _) => (home.ok_or("no home directory is known, so '~' means nothing")?.to_owned(), rest),
            (_, Some(rest)) => (PathBuf::from("/"), rest),
            _ => (PathBuf::new(), text),
        };
        let mut template = Self { start, folders: Vec::new() };
        for folder in rest.split('/').filter(|folder| !folder.is_empty() && *folder != ".") {
            if folder == ".." {
                return Err("a template leads down, so '..' has no place in it".to_owned());
            }
            let pieces = pieces(folder)?;
            match pieces.as_slice() {
                [Piece::Text(name)] if template.folders.is_empty() => template.start.push(name),
                _ => template.folders.push(pieces),
            }
        }
        let is_title = |piece: &Piece| matches!(piece, Piece::Field { name: "title", .. });
        if !template.folders.iter().flatten().any(is_title) {
            return Err("without {title} all books would lie in one folder".to_owned());
        }
        Ok(template)
    }

    /// Where the folders of books begin, for books that are imported from `folder`.
    #[must_use]
    pub fn root(&self, folder: &Path) -> PathBuf {
        folder.join(&self.start)
    }

    /// Whether it is a place of its own.
    #[must_use]
    pub fn is_absolute(&self) -> bool {
        self.start.is_absolute()
    }

    /// The folder of a book below the root. Folders of which nothing is known are left out, and so is what stands around
    /// an unknown value: `{seq} - {title}` is the title alone.
    #[must_use]
    pub fn folder(&self, known: &Known) -> PathBuf {
        let mut path = PathBuf::new();
        for pieces in &self.folders {
            let name = render(pieces, known);
            if !name.is_empty() {
                path.push(name);
            }
        }
        if path.as_os_str().is_empty() { PathBuf::from("Untitled") } else { path }
    }
}

fn pieces(folder: &str) -> Result<Vec<Piece>, String> {
    let (mut pieces, mut text, mut rest) = (Vec::new(), String::new(), folder);
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if matches!(c, '{' | '}') && rest.starts_with(c) {
            rest = &rest[1..];
            text.push(c);
            continue;
        }
        match c {
            '{' => {
                let (inner, after) = rest.split_once('}').ok_or("a '{' in the template has no '}'")?;
                rest = after;
                if !text.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut text)));
                }
                pieces.push(field(inner)?);
            }
            '}' => return Err("a '}' in the template has no '{'; write '}}' for a brace".to_owned()),
            '\0' => return Err("a path has no NUL".to_owned()),
            c => text.push(c),
        }
    }
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    Ok(pieces)
}

fn field(inner: &str) -> Result<Piece, String> {
    let (name, width) = inner.split_once(':').unwrap_or((inner, "0"));
    let known = FIELDS.iter().find(|field| **field == name.trim().to_lowercase() && **field != "description");
    let name = known.ok_or_else(|| {
        let fields: Vec<&str> = FIELDS.into_iter().filter(|field| *field != "description").collect();
        format!("there is no field '{name}'; there are {}", fields.join(", "))
    })?;
    let width = width.trim().parse().ok().filter(|width| *width <= 9);
    Ok(Piece::Field { name, width: width.ok_or_else(|| format!("'{inner}': a width is a number up to 9"))? })
}

fn render(pieces: &[Piece], known: &Known) -> String {
    let (mut name, mut is_any, mut is_gap) = (String::new(), false, false);
    for piece in pieces {
        match piece {
            Piece::Text(text) => name.push_str(text),
            Piece::Field { name: field, width } => {
                let value = known.get(*field).map(|value| safe(&value.replace("; ", ", "))).unwrap_or_default();
                is_any |= !value.is_empty();
                is_gap |= value.is_empty();
                name.push_str(&padded(value, *width));
            }
        }
    }
    if is_gap {
        if !is_any && pieces.iter().any(|piece| matches!(piece, Piece::Field { .. })) {
            return String::new();
        }
        for brackets in ["()", "[]", "{}"] {
            name = name.replace(brackets, "");
        }
        name = name.trim_matches([' ', '-', '_', '.', ',', '#']).to_owned();
    }
    safe(&name)
}

/// `3` as `03`, `2.5` as `02.5`; what is no number stays as it is.
fn padded(value: String, width: usize) -> String {
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits >= width { value } else { "0".repeat(width - digits) + &value }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(fields: &[(&str, &str)]) -> Known {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn folders_of_books() {
        let all =
            known(&[("author", "A. B.; C"), ("series", "S/T"), ("seq", "3"), ("title", "The: End"), ("year", "1999")]);
        let bare = known(&[("title", "The End")]);
        for (template, full, least) in [
            ("{author}/{series}/{seq} {title}", "A. B., C/S-T/3 The - End", "The End"),
            ("{author}/{seq:2} - {title} ({year})", "A. B., C/03 - The - End (1999)", "The End"),
            ("{title} {{{narrator}}}", "The - End", "The End"),
            ("{author} - {title}/x", "A. B., C - The - End/x", "The End/x"),
        ] {
            let template = Template::parse(template, None).unwrap();
            assert_eq!(template.folder(&all), Path::new(full));
            assert_eq!(template.folder(&bare), Path::new(least));
        }
    }

    #[test]
    fn where_a_template_begins() {
        let home = Path::new("/home/me");
        let root = |text: &str| Template::parse(text, Some(home)).unwrap().root(Path::new("/in"));
        assert_eq!(root("{author}/{title}"), Path::new("/in"));
        assert_eq!(root("Sorted/{title}"), Path::new("/in/Sorted"));
        assert_eq!(root("~/Books/All/{title}"), Path::new("/home/me/Books/All"));
        assert_eq!(root("/srv/{title}"), Path::new("/srv"));
        let evil = known(&[("title", "../../../etc"), ("author", "..")]);
        let template = Template::parse("{author}/{title}", None).unwrap();
        assert_eq!(template.folder(&evil), Path::new("-..-..-etc"));
    }

    #[test]
    fn what_is_no_template_says_so() {
        for (text, part) in [
            ("{author}", "{title}"),
            ("{tilte}", "no field 'tilte'"),
            ("{title", "no '}'"),
            ("title}", "no '{'"),
            ("../{title}", "leads down"),
            ("{title:x}", "a width"),
        ] {
            let error = Template::parse(text, None).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
