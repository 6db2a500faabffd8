//! The reader of append-only logs, against what servers write; and that of their manifests.
//!
//! A first byte `m` makes the rest a manifest; anything else is a file of commands.

use toolbox::applets::kv::persist::commands::{Commands, Fault};
use toolbox::applets::kv::persist::manifest::Manifest;
use toolbox::applets::kv::persist::source::Source;
use toolbox::resp::command;

/// Tries one input.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    if let Some(text) = data.strip_prefix(b"m") {
        if let Ok(text) = std::str::from_utf8(text) {
            manifest(text);
        }
        return;
    }
    let (commands, fault) = read(data);
    match fault {
        Some(Fault::Truncated(at) | Fault::Corrupt(at, _)) => assert!(at < data.len() as u64, "{at}"),
        Some(Fault::Io(error)) => panic!("{error}"),
        None => {}
    }
    let mut again = Vec::new();
    for (at, words) in &commands {
        assert!(!words.is_empty() && *at < data.len() as u64);
        command(words, &mut again);
    }
    let (back, fault) = read(&again);
    assert!(fault.is_none(), "{fault:?}");
    assert!(back.iter().map(|(_, words)| words).eq(commands.iter().map(|(_, words)| words)));
    // Cut off anywhere, it ends within a command or behind one: it is never taken for another.
    for end in (0..again.len()).step_by(7) {
        let (front, fault) = read(&again[..end]);
        assert!(matches!(fault, None | Some(Fault::Truncated(_))), "{fault:?}");
        assert!(commands.starts_with_words(&front));
    }
}

type Read = Vec<(u64, Vec<Vec<u8>>)>;

/// Whether other commands are the first of these.
trait StartsWith {
    fn starts_with_words(&self, front: &Read) -> bool;
}

impl StartsWith for Read {
    fn starts_with_words(&self, front: &Read) -> bool {
        front.len() <= self.len() && front.iter().zip(self).all(|(a, b)| a.1 == b.1)
    }
}

/// The commands of a file with where each starts, and what is wrong with the next.
fn read(bytes: &[u8]) -> (Read, Option<Fault>) {
    let mut commands = Commands::new(Source::new(bytes));
    let mut found = Vec::new();
    loop {
        match commands.next() {
            Ok(Some(command)) => {
                found.push((command.offset, command.args().iter().map(<[u8]>::to_vec).collect()));
            }
            Ok(None) => return (found, None),
            Err(fault) => return (found, Some(fault)),
        }
    }
}

fn manifest(text: &str) {
    match Manifest::parse(text) {
        Ok(read) => {
            let all = read.base.iter().chain(&read.increments);
            assert!(all.clone().all(|file| !file.name.is_empty() && !file.name.contains('/')), "{read:?}");
            assert!(read.increments.is_sorted_by(|a, b| a.sequence < b.sequence), "{read:?}");
            let _ = (read.next_base(), read.next_increment());
            // History is not written again: its files are gone by then.
            let again = Manifest { history: Vec::new(), ..read };
            assert_eq!(Manifest::parse(&again.format()).as_ref(), Ok(&again), "{}", again.format());
        }
        Err((line, what)) => {
            assert!((1..=text.lines().count()).contains(&line) && !what.is_empty(), "line {line}: {what}");
        }
    }
}
