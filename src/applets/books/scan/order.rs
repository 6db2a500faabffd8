//! In which order files are played: candidates are judged by evidence, and the reason is kept.

use std::cmp::Ordering;
use std::path::Path;

/// What is known of a file before its place is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// From the root, with `/`.
    pub path: String,
    /// What its tags say.
    pub disc: Option<u32>,
    /// What its tags say.
    pub track: Option<u32>,
}

/// An order: indices of the files, and why it is this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The first file's index first.
    pub indices: Vec<usize>,
    /// A sentence.
    pub why: String,
}

/// Chooses. Tags win where every file has a number and none stands twice; then names, read as people read numbers.
#[must_use]
pub fn order(files: &[Evidence]) -> Order {
    let natural_order = sorted(files, |a, b| natural(&a.path, &b.path));
    if files.len() < 2 {
        return Order { indices: natural_order, why: "there is one file".to_owned() };
    }
    let tags = |file: &Evidence| (file.disc.unwrap_or(0), file.track);
    let numbered = files.iter().filter(|file| file.track.is_some()).count();
    let keys: std::collections::BTreeSet<_> = files.iter().map(tags).collect();
    let total = files.len();
    if numbered == total && keys.len() == total {
        let indices = sorted(files, |a, b| tags(a).cmp(&tags(b)));
        let has_discs = files.iter().any(|file| file.disc.is_some());
        let what = if has_discs { "disc and track numbers of the tags" } else { "track numbers of the tags" };
        let agree = if indices == natural_order { "; names say the same" } else { "; names would say otherwise" };
        return Order { indices, why: format!("{what}: all {total} files have one and none stands twice{agree}") };
    }
    // Tracks that begin anew on each disc, where the folders tell the disc.
    let by_folder = |file: &Evidence| (folder(&file.path).to_owned(), file.track);
    let keys: std::collections::BTreeSet<_> = files.iter().map(by_folder).collect();
    if numbered == total && keys.len() == total {
        let indices = sorted(files, |a, b| natural(folder(&a.path), folder(&b.path)).then(a.track.cmp(&b.track)));
        return Order { indices, why: "folders by name, track numbers of the tags within each".to_owned() };
    }
    let reason = if numbered == 0 {
        "tags have no track numbers".to_owned()
    } else if numbered < total {
        format!("only {numbered} of {total} files have a track number")
    } else {
        "track numbers stand twice".to_owned()
    };
    Order { indices: natural_order, why: format!("names, with numbers as numbers: {reason}") }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn sorted(files: &[Evidence], compare: impl Fn(&Evidence, &Evidence) -> Ordering) -> Vec<usize> {
    let mut indices: Vec<usize> = (0..files.len()).collect();
    indices.sort_by(|a, b| compare(&files[*a], &files[*b]).then_with(|| natural(&files[*a].path, &files[*b].path)));
    indices
}

/// Compares as people do: 2 before 10, case and separators aside; a folder's files before its folders'.
#[must_use]
pub fn natural(one: &str, other: &str) -> Ordering {
    let (mut a_rest, mut b_rest) = (one.chars().peekable(), other.chars().peekable());
    loop {
        let (Some(x), Some(y)) = (a_rest.peek().copied(), b_rest.peek().copied()) else {
            return a_rest.count().cmp(&b_rest.count()).then_with(|| one.cmp(other));
        };
        if x.is_ascii_digit() && y.is_ascii_digit() {
            let number = |rest: &mut std::iter::Peekable<std::str::Chars<'_>>| {
                let mut digits = String::new();
                while let Some(digit) = rest.next_if(char::is_ascii_digit) {
                    digits.push(digit);
                }
                digits.trim_start_matches('0').to_owned()
            };
            let (x, y) = (number(&mut a_rest), number(&mut b_rest));
            match x.len().cmp(&y.len()).then_with(|| x.cmp(&y)) {
                Ordering::Equal => continue,
                unlike => return unlike,
            }
        }
        let fold = |c: char| match c {
            '_' | '-' | '.' => ' ',
            c => c.to_lowercase().next().unwrap_or(c),
        };
        match fold(x).cmp(&fold(y)) {
            Ordering::Equal => {
                a_rest.next();
                b_rest.next();
            }
            unlike => return unlike,
        }
    }
}

/// A path from a root, with `/`.
#[must_use]
pub fn relative(path: &Path, root: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, disc: Option<u32>, track: Option<u32>) -> Evidence {
        Evidence { path: path.to_owned(), disc, track }
    }

    fn paths(files: &[Evidence]) -> (Vec<&str>, String) {
        let order = order(files);
        (order.indices.into_iter().map(|index| files[index].path.as_str()).collect(), order.why)
    }

    #[test]
    fn discs_are_not_mixed_111222_is_not_121212() {
        let files = [
            file("CD2/01.mp3", None, Some(1)),
            file("CD1/02.mp3", None, Some(2)),
            file("CD2/02.mp3", None, Some(2)),
            file("CD1/01.mp3", None, Some(1)),
        ];
        let (order, why) = paths(&files);
        assert_eq!(order, ["CD1/01.mp3", "CD1/02.mp3", "CD2/01.mp3", "CD2/02.mp3"]);
        assert!(why.starts_with("folders by name"), "{why}");
    }

    #[test]
    fn tags_win_where_they_are_complete() {
        let files = [file("b.mp3", Some(1), Some(1)), file("a.mp3", Some(1), Some(2)), file("c.mp3", Some(2), Some(1))];
        let (order, why) = paths(&files);
        assert_eq!(order, ["b.mp3", "a.mp3", "c.mp3"]);
        assert!(why.contains("names would say otherwise"), "{why}");
    }

    #[test]
    fn names_are_read_as_people_read_them() {
        let files = [
            file("Chapter 10.mp3", None, None),
            file("chapter_2.mp3", None, Some(1)),
            file("Chapter 1.mp3", None, None),
        ];
        let (order, why) = paths(&files);
        assert_eq!(order, ["Chapter 1.mp3", "chapter_2.mp3", "Chapter 10.mp3"]);
        assert!(why.contains("only 1 of 3"), "{why}");
        assert_eq!(natural("a00000000000000000000000000000000000002", "a10"), Ordering::Less);
    }
}
