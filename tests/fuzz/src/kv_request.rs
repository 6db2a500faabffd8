//! The reader of requests, against itself with the bytes cut elsewhere, and against what clients write.
//!
//! The first byte chooses the limits (bit 0: of strangers, bit 1: words of at most 64 bytes) and whether the stream is
//! stretched (bit 2: `0xFE n` repeats the byte before it 512·n times, so that lines reach their limit); the second
//! says where the stream is cut; the rest is the stream.

use toolbox::resp::{Limits, Parsed, Parser, command};

/// Tries one input.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    let [control, seed, stream @ ..] = data else { return };
    let limits = match control & 3 {
        0 => Limits::default(),
        1 => Limits::STRANGER,
        _ => Limits::known(64),
    };
    let stream = if control & 4 == 0 { stream.to_vec() } else { stretched(stream) };
    let whole = Reading::of(&stream, &limits, |left| left);
    let mut state = u32::from(*seed);
    let longest = if stream.len() > 10_000 { 9_000 } else { 40 };
    let cut = Reading::of(&stream, &limits, |_| {
        // Any sequence will do that is the same the next time (Numerical Recipes).
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as usize % longest + 1
    });
    assert_eq!(whole, cut, "cut into pieces, the stream reads differently");
    if stream.len() < 10_000 {
        assert_eq!(whole, Reading::of(&stream, &limits, |_| 1), "byte by byte, the stream reads differently");
    }
    whole.written_again();
}

fn stretched(stream: &[u8]) -> Vec<u8> {
    let mut long: Vec<u8> = Vec::new();
    let mut bytes = stream.iter();
    while let Some(byte) = bytes.next() {
        match (byte, long.last()) {
            (0xFE, Some(last)) if long.len() < 1 << 20 => {
                let count = bytes.next().map_or(0, |count| usize::from(*count) * 512);
                long.resize(long.len() + count, *last);
            }
            _ => long.push(*byte),
        }
    }
    long
}

/// The commands of a stream, and why the next one was not read.
#[derive(Debug, PartialEq)]
struct Reading {
    commands: Vec<Vec<Vec<u8>>>,
    complaint: Option<String>,
    /// Bytes of commands.
    used: usize,
}

impl Reading {
    /// Reads `stream` as a connection does, in pieces whose lengths `next` chooses when it is told how much is left.
    fn of(stream: &[u8], limits: &Limits, mut next: impl FnMut(usize) -> usize) -> Self {
        let (mut parser, mut buffer) = (Parser::default(), Vec::new());
        let mut reading = Self { commands: Vec::new(), complaint: None, used: 0 };
        let mut rest = stream;
        while !rest.is_empty() {
            let (piece, behind) = rest.split_at(next(rest.len()).min(rest.len()));
            buffer.extend_from_slice(piece);
            rest = behind;
            loop {
                let used = match parser.parse(&buffer, limits) {
                    Ok(Parsed::Command(used)) => {
                        let args = parser.args(&buffer);
                        assert!(!args.is_empty(), "a command without a name");
                        reading.commands.push(args.iter().map(<[u8]>::to_vec).collect());
                        used
                    }
                    Ok(Parsed::Blank(used)) => used,
                    Ok(Parsed::Partial(missing)) => {
                        assert!(missing > 0, "nothing is missing, and it is not complete");
                        break;
                    }
                    Err(error) => {
                        reading.complaint = Some(error.to_string());
                        return reading;
                    }
                };
                assert!(used > 0 && used <= buffer.len(), "{used} of {} bytes", buffer.len());
                reading.used += used;
                buffer.drain(..used);
                parser.shrink();
            }
        }
        reading
    }

    /// What was read, as a client writes it, reads the same.
    fn written_again(&self) {
        for words in &self.commands {
            let mut bytes = Vec::new();
            command(words, &mut bytes);
            let again = Self::of(&bytes, &Limits::default(), |left| left);
            assert_eq!(again.commands, std::slice::from_ref(words));
            assert_eq!((again.used, again.complaint), (bytes.len(), None));
        }
    }
}
