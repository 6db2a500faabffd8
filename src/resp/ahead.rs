//! A glance at the commands that wait in a buffer: their first words, before any of them is carried out.
//!
//! For hints alone (which keys will be wanted soon): it stops at whatever is unusual and checks nothing, so it never
//! takes the place of [`Parser`](super::Parser).

/// Commands of more words are not looked into.
const MOST_WORDS: usize = 8;
/// Digits of a length that is looked behind.
const MOST_DIGITS: usize = 7;

/// The words behind the name of each whole command of a buffer, up to two of each; empty where there are fewer.
///
/// ```
/// use toolbox::resp::Ahead;
/// let mut ahead = Ahead::new(b"*2\r\n$3\r\nGET\r\n$1\r\nk\r\n*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n");
/// assert_eq!(ahead.next(), Some([&b"k"[..], b""]));
/// assert_eq!(ahead.next(), None, "it is not whole");
/// ```
#[derive(Debug, Clone)]
pub struct Ahead<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Ahead<'a> {
    /// Looks at a buffer whose first command starts at its front.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// How many bytes the commands were that it has told of.
    #[must_use]
    pub const fn passed(&self) -> usize {
        self.at
    }

    /// The number of a header, and where what follows starts.
    #[inline]
    fn number(&self, mark: u8, at: usize) -> Option<(usize, usize)> {
        if *self.bytes.get(at)? != mark {
            return None;
        }
        let mut number = 0;
        for nth in 1..=MOST_DIGITS + 1 {
            match *self.bytes.get(at + nth)? {
                digit @ b'0'..=b'9' if nth <= MOST_DIGITS => number = number * 10 + usize::from(digit - b'0'),
                b'\r' => return Some((number, at + nth + 2)),
                _ => return None,
            }
        }
        None
    }
}

impl<'a> Iterator for Ahead<'a> {
    type Item = [&'a [u8]; 2];

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (count, mut at) = self.number(b'*', self.at).filter(|(count, _)| (1..=MOST_WORDS).contains(count))?;
        let mut words = [&[][..]; 2];
        for nth in 0..count {
            let (length, start) = self.number(b'$', at)?;
            let word = self.bytes.get(start..start + length)?;
            at = start + length + 2;
            if let Some(place) = nth.checked_sub(1).and_then(|nth| words.get_mut(nth)) {
                *place = word;
            }
        }
        if at > self.bytes.len() {
            return None;
        }
        self.at = at;
        Some(words)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::resp::{Limits, Parsed, Parser};

    #[test]
    fn it_stops_at_what_is_unusual() {
        for unusual in ["PING\r\n", "*0\r\n", "*-1\r\n", "*9\r\n", "*1\r\n$x\r\n", "*1\r\n$12345678\r\n", "", "*", "*2"]
        {
            assert_eq!(Ahead::new(unusual.as_bytes()).next(), None, "{unusual}");
        }
        let mut ahead =
            Ahead::new(b"*1\r\n$4\r\nPING\r\n*4\r\n$4\r\nHSET\r\n$1\r\nh\r\n$1\r\nf\r\n$1\r\nv\r\nGET k\r\n");
        assert_eq!(ahead.next(), Some([&b""[..], b""]));
        assert_eq!(ahead.next(), Some([&b"h"[..], b"f"]));
        assert_eq!((ahead.next(), ahead.passed()), (None, 49));
    }

    proptest! {
        #[test]
        fn it_sees_what_the_parser_reads(commands in prop::collection::vec(prop::collection::vec("[a-z\r\n]{0,5}", 1..5), 0..8), cut in 0_usize..200) {
            let mut bytes = Vec::new();
            for words in &commands {
                bytes.extend(format!("*{}\r\n", words.len()).bytes());
                for word in words {
                    bytes.extend(format!("${}\r\n{word}\r\n", word.len()).bytes());
                }
            }
            bytes.truncate(cut);
            let (mut ahead, mut parser, mut used) = (Ahead::new(&bytes), Parser::default(), 0);
            while let Ok(Parsed::Command(length)) = parser.parse(&bytes[used..], &Limits::default()) {
                let args = parser.args(&bytes[used..]);
                let word = |at: usize| if at < args.len() { args.at(at) } else { b"" };
                prop_assert_eq!(ahead.next(), Some([word(1), word(2)]));
                used += length;
                prop_assert_eq!(ahead.passed(), used);
            }
            prop_assert_eq!(ahead.next(), None);
        }

        #[test]
        fn no_bytes_break_it(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut ahead = Ahead::new(&bytes);
            while ahead.next().is_some() {}
            prop_assert!(ahead.passed() <= bytes.len());
        }
    }
}
