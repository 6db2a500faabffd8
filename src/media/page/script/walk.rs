//! The walk itself: tokens, open brackets, and the value that is being read.

mod value;

use std::borrow::Cow;

use memchr::memmem;

use super::Script;
use crate::media::page::unescape;

/// Deeper brackets are counted, not named.
const DEEPEST: usize = 48;

/// A page has a few streams; what comes behind so many strings that look like references is not its own.
pub(super) const MOST_FOUND: usize = 10_000;

/// Objects whose names are remembered.
pub(super) const MOST_OBJECTS: usize = 20_000;

/// Parts of one expression.
const MOST_PARTS: usize = 12;

/// A name is cut here.
const LONGEST_NAME: usize = 80;

/// Where a regular expression that has not ended is none.
const LONGEST_PATTERN: usize = 200;

/// Templates that do not end within this length are none; after some of them no backtick is a template's.
const LONGEST_TEMPLATE: usize = 64 << 10;
const UNENDED_TEMPLATES: usize = 16;

/// Walks over a script, or JSON.
pub(in crate::media::page) fn walk(text: &str) -> Script {
    let mut walk = Walk {
        text,
        at: 0,
        frames: Vec::new(),
        deeper: 0,
        chain: String::new(),
        dotted: false,
        key: String::new(),
        expression: Expression::default(),
        before: b';',
        unended: 0,
        out: Script::default(),
    };
    while walk.step() {}
    walk.flush();
    walk.out
}

/// An open bracket.
#[derive(Debug)]
struct Frame {
    bracket: u8,
    /// What stood in front of it.
    name: String,
    /// Its number among [`Script::objects`], once something in it is worth it.
    object: Option<usize>,
    /// `?` whose `:` has not come.
    conditions: u8,
    /// What was being assigned outside.
    key: String,
}

/// A value as it is read.
#[derive(Debug, Default)]
struct Expression<'a> {
    pieces: Vec<Part<'a>>,
    at: usize,
    /// The last token was `+`.
    joined: bool,
    cut: bool,
}

#[derive(Debug)]
enum Part<'a> {
    Text(Cow<'a, str>),
    Number(&'a str),
    Name(String),
}

struct Walk<'a> {
    text: &'a str,
    at: usize,
    frames: Vec<Frame>,
    /// Brackets that are open beyond the frames.
    deeper: usize,
    /// `a.b.c` as it is read.
    chain: String,
    /// The last token was a dot.
    dotted: bool,
    /// What the value that is read is called.
    key: String,
    expression: Expression<'a>,
    /// What the last token was: `v` a value.
    before: u8,
    /// Templates that had no end.
    unended: usize,
    out: Script,
}

impl<'a> Walk<'a> {
    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// One token; false at the end.
    fn step(&mut self) -> bool {
        let Some(byte) = self.byte(0) else { return false };
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
            b'"' | b'\'' => self.string(byte),
            b'`' => self.template(),
            b'/' => self.slash(),
            b'{' | b'[' | b'(' => self.open(byte),
            b'}' | b']' | b')' => self.close(byte),
            b',' | b';' => self.separator(byte),
            b':' => self.colon(),
            b'=' => self.equals(),
            b'+' => {
                self.expression.joined = true;
                self.sign(byte);
            }
            b'?' => self.condition(),
            b'.' => {
                (self.dotted, self.at) = (true, self.at + 1);
            }
            b'0'..=b'9' => self.number(),
            byte if is_name(byte) => self.word(),
            b'\\' => {
                self.at = (self.at + 2).min(self.text.len());
                while !self.text.is_char_boundary(self.at) {
                    self.at += 1;
                }
            }
            byte => {
                self.flush();
                self.chain.clear();
                self.sign(byte);
            }
        }
        true
    }

    fn sign(&mut self, byte: u8) {
        (self.before, self.dotted) = (byte, false);
        self.at += 1;
    }

    /// A string that ends on its line.
    fn string(&mut self, quote: u8) {
        let (bytes, from) = (self.text.as_bytes(), self.at + 1);
        let mut at = from;
        loop {
            match memchr::memchr3(quote, b'\\', b'\n', &bytes[at..]) {
                Some(length) if bytes[at + length] == quote => {
                    at += length;
                    break;
                }
                Some(length) if bytes[at + length] == b'\\' => {
                    at = (at + length + 2).min(bytes.len());
                    // Half a character is nobody's escape.
                    while !self.text.is_char_boundary(at) {
                        at += 1;
                    }
                }
                // No string: what else the line holds cannot be told.
                Some(length) => {
                    self.lost(at + length);
                    return;
                }
                None => {
                    self.lost(bytes.len());
                    return;
                }
            }
        }
        let text = unescape::script(&self.text[from..at]);
        self.at = at + 1;
        self.push(Part::Text(text), from);
    }

    fn lost(&mut self, at: usize) {
        self.flush();
        self.chain.clear();
        (self.at, self.before) = (at, b';');
    }

    /// A template: text with `${name}` in it.
    fn template(&mut self) {
        let bytes = self.text.as_bytes();
        let from = self.at + 1;
        let most = (from + LONGEST_TEMPLATE).min(bytes.len());
        let (mut at, mut piece) = (from, from);
        let mut pieces = Vec::new();
        if self.unended >= UNENDED_TEMPLATES {
            self.sign(b'`');
            return;
        }
        loop {
            let Some(length) = memchr::memchr3(b'`', b'\\', b'$', &bytes[at..most]) else {
                self.unended += 1;
                self.sign(b'`');
                return;
            };
            at += length;
            match bytes[at] {
                b'`' => break,
                b'$' if bytes.get(at + 1) == Some(&b'{') => {
                    let Some(end) = memchr::memchr(b'}', &bytes[at..most]) else {
                        self.unended += 1;
                        self.sign(b'`');
                        return;
                    };
                    pieces.push(Part::Text(unescape::script(&self.text[piece..at])));
                    pieces.push(Part::Name(self.text[at + 2..at + end].trim().chars().take(LONGEST_NAME).collect()));
                    at += end + 1;
                    piece = at;
                }
                b'\\' => {
                    at = (at + 2).min(most);
                    while !self.text.is_char_boundary(at) {
                        at += 1;
                    }
                }
                _ => at += 1,
            }
        }
        pieces.push(Part::Text(unescape::script(&self.text[piece..at])));
        self.at = at + 1;
        for piece in pieces {
            self.push(piece, from);
            self.expression.joined = true;
        }
        self.expression.joined = false;
    }

    /// A comment, a regular expression, or a division.
    fn slash(&mut self) {
        let (from, bytes) = (self.at, self.text.as_bytes());
        match self.byte(1) {
            Some(b'/') => {
                let end = memchr::memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |length| from + length);
                self.comment(from, end);
            }
            Some(b'*') => {
                let end = memmem::find(&bytes[from + 2..], b"*/").map_or(bytes.len(), |length| from + length + 4);
                self.comment(from, end);
            }
            _ if self.before != b'v' => match pattern_end(&bytes[from..bytes.len().min(from + LONGEST_PATTERN)]) {
                Some(length) => {
                    self.flush();
                    (self.at, self.before, self.dotted) = (from + length, b'v', false);
                }
                None => self.sign(b'/'),
            },
            _ => {
                self.flush();
                self.sign(b'/');
            }
        }
    }

    fn comment(&mut self, from: usize, end: usize) {
        self.at = end;
        let text = &self.text.as_bytes()[from..end];
        let mentions = [&b".m3u8"[..], b".mpd", b".ism"].iter().any(|sign| memmem::find(text, sign).is_some());
        if mentions && self.out.comments.len() < MOST_FOUND {
            self.out.comments.push((from, end));
        }
    }

    fn word(&mut self) {
        let (from, bytes) = (self.at, self.text.as_bytes());
        let length = bytes[from..].iter().take_while(|byte| is_name(**byte) || byte.is_ascii_digit()).count();
        self.at += length;
        let word = &self.text[from..from + length];
        let dotted = std::mem::take(&mut self.dotted);
        if !dotted && KEYWORDS.contains(&word) {
            self.flush();
            self.chain.clear();
            self.before = b';';
            return;
        }
        if !dotted {
            self.chain.clear();
        } else if !self.chain.is_empty() {
            self.chain.push('.');
        }
        if self.chain.len() < LONGEST_NAME {
            self.chain.extend(word.chars().take(LONGEST_NAME));
        }
        let name = self.chain.clone();
        match self.expression.pieces.last_mut() {
            Some(Part::Name(last)) if dotted => *last = name,
            _ => self.push(Part::Name(name), from),
        }
        self.before = b'v';
    }

    fn number(&mut self) {
        let (from, bytes) = (self.at, self.text.as_bytes());
        let length = bytes[from..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'.').count();
        self.at += length;
        self.push(Part::Number(&self.text[from..from + length]), from);
    }

    fn push(&mut self, part: Part<'a>, at: usize) {
        let joined = std::mem::take(&mut self.expression.joined);
        if !joined && !self.expression.pieces.is_empty() {
            self.flush();
        }
        let expression = &mut self.expression;
        if expression.pieces.is_empty() {
            (expression.at, expression.cut) = (at, joined);
        }
        if expression.pieces.len() < MOST_PARTS {
            expression.pieces.push(part);
        }
        (self.before, self.dotted) = (b'v', false);
    }

    fn open(&mut self, bracket: u8) {
        let name = match bracket {
            b'(' => std::mem::take(&mut self.chain),
            _ => self.key.clone(),
        };
        // The name of a call is no value.
        if let Some(Part::Name(_)) = self.expression.pieces.last() {
            self.expression.pieces.pop();
            self.expression.cut = true;
        }
        self.flush();
        self.chain.clear();
        if self.frames.len() < DEEPEST {
            let key = if bracket == b'(' { self.key.clone() } else { std::mem::take(&mut self.key) };
            self.frames.push(Frame { bracket, name, object: None, conditions: 0, key });
        } else {
            self.deeper += 1;
        }
        self.sign(bracket);
    }

    fn close(&mut self, bracket: u8) {
        self.flush();
        self.chain.clear();
        if self.deeper > 0 {
            self.deeper -= 1;
        } else {
            let opens = match bracket {
                b')' => b'(',
                b']' => b'[',
                _ => b'{',
            };
            // One that nothing has opened is walked past; those that were not closed are closed with what is around them.
            if let Some(at) = self.frames.iter().rposition(|frame| frame.bracket == opens) {
                let frame = self.frames.drain(at..).next();
                if let Some(frame) = frame {
                    self.key = frame.key;
                    if bracket == b')' {
                        self.chain = frame.name;
                    }
                }
            }
        }
        self.sign(bracket);
        self.before = b'v';
    }

    fn separator(&mut self, sign: u8) {
        self.flush();
        self.key.clear();
        self.chain.clear();
        if let Some(frame) = self.frames.last_mut() {
            frame.conditions = 0;
        }
        self.sign(sign);
    }

    fn condition(&mut self) {
        match self.byte(1) {
            Some(b'.') => self.at += 1,
            Some(b'?') => {
                self.flush();
                self.sign(b'?');
                self.at += 1;
            }
            _ => {
                self.expression.pieces.clear();
                if let Some(frame) = self.frames.last_mut() {
                    frame.conditions = frame.conditions.saturating_add(1);
                }
                self.sign(b'?');
            }
        }
    }

    fn colon(&mut self) {
        let frame = self.frames.last_mut();
        match frame {
            Some(frame) if frame.conditions > 0 => {
                frame.conditions -= 1;
                self.flush();
            }
            Some(frame) if frame.bracket == b'{' => match &self.expression.pieces[..] {
                [Part::Text(key)] if !self.expression.cut => self.key = cut(key),
                [Part::Number(key)] => self.key = cut(key),
                [Part::Name(key)] => self.key = cut(key),
                _ => self.flush(),
            },
            _ => self.flush(),
        }
        self.expression = Expression::default();
        self.chain.clear();
        self.sign(b':');
    }

    fn equals(&mut self) {
        if let Some(b'=' | b'>') = self.byte(1) {
            // A comparison, or an arrow.
            self.flush();
            self.sign(b'=');
            while let Some(b'=' | b'>') = self.byte(0) {
                self.at += 1;
            }
        } else {
            self.expression = Expression::default();
            self.key = std::mem::take(&mut self.chain);
            self.sign(b'=');
        }
        self.chain.clear();
    }
}

/// Words that are no names.
const KEYWORDS: [&str; 26] = [
    "var",
    "let",
    "const",
    "return",
    "new",
    "typeof",
    "function",
    "if",
    "else",
    "case",
    "in",
    "of",
    "await",
    "async",
    "void",
    "delete",
    "throw",
    "true",
    "false",
    "null",
    "undefined",
    "export",
    "default",
    "import",
    "from",
    "do",
];

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$' | b'@') || byte >= 0x80
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST_NAME).collect()
}

/// The length of a regular expression that `bytes` begin with.
fn pattern_end(bytes: &[u8]) -> Option<usize> {
    let (mut at, mut class) = (1, false);
    loop {
        match bytes.get(at)? {
            b'\n' => return None,
            b'\\' => at += 1,
            b'[' => class = true,
            b']' => class = false,
            b'/' if !class => return (at > 1).then_some(at + 1),
            _ => {}
        }
        at += 1;
    }
}
