//! Keys out of the bytes that a terminal sends: letters, and the sequences of its arrows (ECMA-48, 5.4).

use super::view::Key;

/// A sequence that is longer is none of a keyboard's.
const LONGEST: usize = 32;

/// What was typed and is not understood yet.
#[derive(Debug, Default)]
pub(super) struct Typed(Vec<u8>);

impl Typed {
    /// Takes in bytes; what they mean, as far as it is known. A sequence may come in parts.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Vec<Key> {
        self.0.extend_from_slice(bytes);
        let (mut keys, mut at) = (Vec::new(), 0);
        while let Some((length, key)) = next(&self.0[at..]) {
            keys.extend(key);
            at += length;
        }
        self.0.drain(..at);
        if self.0.len() > LONGEST {
            self.0.clear();
        }
        keys
    }

    /// Nothing more comes for a while: an escape that stands alone is the key of that name.
    pub(super) fn rest(&mut self) -> Option<Key> {
        let is_escape = self.0 == [0x1b];
        self.0.clear();
        is_escape.then_some(Key::Quit)
    }

    /// Whether more is to come.
    pub(super) fn is_waiting(&self) -> bool {
        !self.0.is_empty()
    }
}

/// The first key and how many bytes it has; none where it is not whole.
fn next(bytes: &[u8]) -> Option<(usize, Option<Key>)> {
    match bytes {
        [] | [0x1b] | [0x1b, b'O'] => None,
        [0x1b, b'O', last, ..] => Some((3, arrow(*last))),
        [0x1b, b'[', rest @ ..] => {
            let end = rest.iter().position(|byte| (0x40..=0x7e).contains(byte))?;
            Some((end + 3, arrow(rest[end])))
        }
        // With Alt held down.
        [0x1b, letter, ..] => Some((2, plain(*letter))),
        [letter, ..] => Some((1, plain(*letter))),
    }
}

const fn arrow(last: u8) -> Option<Key> {
    Some(match last {
        b'A' => Key::Seek(60),
        b'B' => Key::Seek(-60),
        b'C' => Key::Seek(15),
        b'D' => Key::Seek(-15),
        _ => return None,
    })
}

const fn plain(letter: u8) -> Option<Key> {
    Some(match letter {
        // Ctrl-C and Ctrl-D, which are bytes while the terminal is raw.
        3 | 4 | b'q' => Key::Quit,
        b' ' => Key::Pause,
        b']' | b'+' => Key::Faster,
        b'[' | b'-' => Key::Slower,
        b'=' | b'0' => Key::Normal,
        b'n' => Key::Next,
        b'p' => Key::Previous,
        b'm' => Key::Mark,
        b'u' => Key::Undo,
        b's' => Key::Sleep,
        b'?' | b'h' => Key::Help,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_arrows_in_whatever_parts_they_come() {
        let mut typed = Typed::default();
        assert_eq!(typed.take(b" m\x1b[C\x1bOD"), [Key::Pause, Key::Mark, Key::Seek(15), Key::Seek(-15)]);
        assert_eq!(typed.take(b"\x1b"), []);
        assert!(typed.is_waiting());
        assert_eq!(typed.take(b"[1;5"), []);
        assert_eq!(typed.take(b"Bq"), [Key::Seek(-60), Key::Quit]);
        assert!(!typed.is_waiting());
        assert_eq!(typed.take("é\x1b[15~x".as_bytes()), []);
        assert_eq!(typed.take(&[3]), [Key::Quit]);
    }

    #[test]
    fn an_escape_alone_quits_and_what_never_ends_is_let_go() {
        let mut typed = Typed::default();
        assert_eq!(typed.take(b"\x1b"), []);
        assert_eq!(typed.rest(), Some(Key::Quit));
        assert_eq!(typed.take(b"\x1b["), []);
        assert_eq!(typed.rest(), None);
        assert_eq!(typed.take(&[b"\x1b[", &[b'1'; 100][..]].concat()), []);
        assert!(!typed.is_waiting());
    }
}
