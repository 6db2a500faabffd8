//! What is odd about a playlist, and where.

use std::fmt;

/// So many are kept; the rest of a text that is wrong all over is counted.
const MOST: usize = 100;

/// What a playlist says of itself is repeated, but not at any length.
const LONGEST: usize = 300;

/// One oddity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The line, from 1.
    pub line: usize,
    /// What is odd and what was made of it.
    pub message: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

/// All oddities of one text; the first hundred in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    told: Vec<Diagnostic>,
    more: usize,
}

impl Diagnostics {
    pub(in crate::media) fn add(&mut self, line: usize, message: impl Into<String>) {
        if self.told.len() < MOST {
            let mut message: String = message.into();
            if let Some((end, _)) = message.char_indices().nth(LONGEST) {
                message.truncate(end);
                message.push('…');
            }
            self.told.push(Diagnostic { line, message });
        } else {
            self.more += 1;
        }
    }

    /// The first hundred, in the order in which they were found.
    #[must_use]
    pub fn told(&self) -> &[Diagnostic] {
        &self.told
    }

    /// How many there are beyond those.
    #[must_use]
    pub const fn more(&self) -> usize {
        self.more
    }

    /// Whether nothing was odd.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.told.is_empty()
    }
}
