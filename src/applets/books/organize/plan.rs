//! What goes where, and what cannot: decided before anything is touched.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::act::is_twin;
use super::template::{Known, Template};
use crate::applets::books::library::book::fold;
use crate::applets::books::scan::Proposal;
use crate::applets::books::scan::walk::is_audio;
use crate::applets::books::view::{lossy, lossy_pairs};

/// What is done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// It gets a twin.
    Copy,
    /// It is renamed; to another disk it is copied, compared and then removed.
    Move,
    /// It gets a second name; to another disk it is copied.
    Link,
}

impl How {
    /// As it is written.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Move => "move",
            Self::Link => "link",
        }
    }

    /// As [`name`](Self::name) writes it.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Copy, Self::Move, Self::Link].into_iter().find(|how| how.name() == name)
    }
}

/// Whether a book can go where it belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It can.
    Ready,
    /// It is there.
    InPlace,
    /// Something is in its way.
    Blocked,
}

/// A book and its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrangement {
    /// What it is called.
    pub title: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// Its folder.
    #[serde(serialize_with = "lossy")]
    pub folder: PathBuf,
    /// Whether it can go there.
    pub state: State,
    /// What is in its way.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub problem: Option<String>,
    /// Each file, and what it will be; those that are in place are not among them.
    #[serde(serialize_with = "lossy_pairs")]
    pub files: Vec<(PathBuf, PathBuf)>,
}

/// Plans for books that were found in one folder, each with what is known of it: a template is filled with that.
#[must_use]
pub fn plan(
    template: &Template,
    root: &Path,
    how: Option<How>,
    books: &[(Proposal, Known)],
    claimed: &mut BTreeSet<String>,
) -> Vec<Arrangement> {
    let mut planned = Vec::with_capacity(books.len());
    for (book, known) in books {
        let folder = root.join(template.folder(known));
        let sources = book.parts.iter().map(|part| &part.entry.path).chain(&book.beside);
        let all: Vec<(PathBuf, PathBuf)> =
            sources.map(|source| (source.clone(), folder.join(below(source, book)))).collect();
        // What was copied or linked before needs not be again.
        let is_there = |from: &Path, to: &Path| matches!(how, Some(How::Copy | How::Link)) && is_twin(from, to);
        let mut files: Vec<(PathBuf, PathBuf)> = all.iter().filter(|(from, to)| from != to).cloned().collect();
        files.retain(|(from, to)| !is_there(from, to));
        let problem = (!files.is_empty()).then(|| problem(&folder, &all, &files, how, claimed)).flatten();
        let state = match (&problem, files.is_empty()) {
            (Some(_), _) => State::Blocked,
            (None, true) => State::InPlace,
            (None, false) => State::Ready,
        };
        // Names that differ in their letters' size alone are one name to some disks.
        claimed.insert(fold(&folder.to_string_lossy()));
        let title = known.get("title").cloned().unwrap_or_else(|| "Untitled".to_owned());
        planned.push(Arrangement { title, author: known.get("author").cloned(), folder, state, problem, files });
    }
    planned
}

/// The path of a file in its book: what lies in a disc's folder stays in it.
fn below<'a>(source: &'a Path, book: &Proposal) -> &'a Path {
    let name = Path::new(source.file_name().unwrap_or_default());
    match source.strip_prefix(&book.unit) {
        Ok(below) if !below.as_os_str().is_empty() => below,
        _ => name,
    }
}

fn problem(
    folder: &Path,
    all: &[(PathBuf, PathBuf)],
    files: &[(PathBuf, PathBuf)],
    how: Option<How>,
    claimed: &BTreeSet<String>,
) -> Option<String> {
    if claimed.contains(&fold(&folder.to_string_lossy())) {
        return Some(format!("another book goes to {} as well", folder.display()));
    }
    let mut names = BTreeSet::new();
    for (_, to) in all {
        if !names.insert(fold(&to.to_string_lossy())) {
            return Some(format!("two of its files would be {}", to.display()));
        }
    }
    for (from, to) in files {
        if fs::symlink_metadata(to).is_ok() {
            return Some(format!("{} is there already", to.display()));
        }
        if how == Some(How::Move) && fs::symlink_metadata(from).is_ok_and(|found| found.is_symlink()) {
            return Some(format!("{} is a symbolic link, which would lead elsewhere", from.display()));
        }
    }
    let own: BTreeSet<&Path> = all.iter().flat_map(|(from, to)| [from.as_path(), to.as_path()]).collect();
    let others = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut others = others.filter(|path| is_audio(path) && !own.contains(path.as_path()));
    others.next().map(|other| format!("{} is no part of it, and lies where it would", other.display()))
}
