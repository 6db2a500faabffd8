//! Whether the files of a folder are one book, or one each.

use super::proposal::ReadFile;

/// A file that plays this long is hardly a chapter.
const WHOLE_BOOK_MS: u64 = 40 * 60 * 1000;

/// Whether files that lie loose are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the root of the library, where anything may lie.
    Root,
    /// In a folder of their own.
    Folder,
}

/// Indices of the files of each book.
#[must_use]
pub fn group(files: &[ReadFile], place: Place) -> Vec<Vec<usize>> {
    let all = || vec![(0..files.len()).collect()];
    if files.len() < 2 {
        return all();
    }
    let album = |file: &ReadFile| file.audio.tags.get("album").map(str::to_lowercase);
    let mut albums: Vec<(Option<String>, Vec<usize>)> = Vec::new();
    for (index, file) in files.iter().enumerate() {
        let album = album(file);
        match albums.iter_mut().find(|(known, _)| *known == album && (album.is_some() || place == Place::Folder)) {
            Some((_, members)) => members.push(index),
            None => albums.push((album, vec![index])),
        }
    }
    if place == Place::Root {
        return albums.into_iter().map(|(_, members)| members).collect();
    }
    // Several whole books in the folder of their author: each has an album of its own, and none is a chapter.
    let are_books = albums.len() == files.len()
        && files.iter().all(|file| album(file).is_some() && file.audio.duration_ms >= WHOLE_BOOK_MS);
    if are_books { (0..files.len()).map(|index| vec![index]).collect() } else { all() }
}
