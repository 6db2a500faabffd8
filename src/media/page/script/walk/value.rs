//! A value that has been read whole: a reference, something with references in it, a fact about others, or nothing.

use super::super::{Beside, Found, LONGEST_URL, Nested, Piece, may_nest, may_refer, place};
use super::{MOST_FOUND, MOST_OBJECTS, Part, Walk, cut};

/// Names whose values are remembered.
const MOST_VARIABLES: usize = 2_000;

impl Walk<'_> {
    /// The value is whole.
    pub(super) fn flush(&mut self) {
        let expression = std::mem::take(&mut self.expression);
        match &expression.pieces[..] {
            [] | [Part::Name(_)] => {}
            [Part::Number(number)] if !expression.cut => self.note(number),
            [Part::Text(text)] => {
                if !expression.cut {
                    self.note(text);
                }
                self.judge(text, expression.at, expression.cut);
            }
            pieces if pieces.iter().any(|piece| matches!(piece, Part::Text(_))) => {
                let pieces: Vec<Piece> = pieces
                    .iter()
                    .map(|piece| match piece {
                        Part::Text(text) => Piece::Text(text.to_string()),
                        Part::Number(number) => Piece::Text((*number).to_owned()),
                        Part::Name(name) => Piece::Name(name.clone()),
                    })
                    .collect();
                let looks = pieces
                    .iter()
                    .any(|piece| matches!(piece, Piece::Text(text) if text.contains('/') || text.contains('.')));
                let length: usize =
                    pieces.iter().map(|piece| if let Piece::Text(text) = piece { text.len() } else { 0 }).sum();
                if looks && length <= LONGEST_URL {
                    self.found(pieces, expression.at, expression.cut);
                }
            }
            _ => {}
        }
    }

    /// A string: a reference, something with references in it, or nothing.
    fn judge(&mut self, text: &str, at: usize, cut: bool) {
        if may_nest(text) {
            if self.out.nested.len() < MOST_FOUND {
                let (key, path) = (cut_of(&self.key), self.path());
                self.out.nested.push(Nested { text: text.to_owned(), key, path, at });
            }
        } else if may_refer(text) {
            self.found(vec![Piece::Text(text.to_owned())], at, cut);
        }
    }

    fn found(&mut self, pieces: Vec<Piece>, at: usize, cut: bool) {
        if self.out.found.len() >= MOST_FOUND {
            return;
        }
        let call = self.frames.iter().rev().find(|frame| frame.bracket != b'[' || !frame.name.is_empty());
        let call = call.filter(|frame| frame.bracket == b'(').map(|frame| frame.name.clone());
        let (path, object) = (self.path(), self.object());
        self.out.found.push(Found { pieces, key: cut_of(&self.key), path, call, object, at, cut });
    }

    fn path(&self) -> Vec<String> {
        self.frames.iter().filter(|frame| !frame.name.is_empty()).map(|frame| frame.name.clone()).collect()
    }

    /// The number of the innermost object.
    fn object(&mut self) -> Option<usize> {
        let innermost = self.frames.iter().rposition(|frame| frame.bracket == b'{')?;
        let mut parent = None;
        for frame in self.frames[..=innermost].iter_mut().filter(|frame| frame.bracket == b'{') {
            if frame.object.is_none() {
                if self.out.objects.len() >= MOST_OBJECTS {
                    return parent;
                }
                self.out.objects.push(Beside { parent, ..Beside::default() });
                frame.object = Some(self.out.objects.len() - 1);
            }
            parent = frame.object;
        }
        parent
    }

    /// Remembers a simple value: as what stands beside others, and under its name.
    fn note(&mut self, value: &str) {
        const LONGEST: usize = 200;
        if self.key.is_empty() || value.is_empty() || value.len() > LONGEST {
            return;
        }
        let key = self.key.rsplit('.').next().unwrap_or_default().to_owned();
        if let Some(place) = place(&key)
            && let Some(object) = self.object()
        {
            let value = value.to_owned();
            place(&mut self.out.objects[object]).get_or_insert(value);
        }
        if self.out.variables.len() < MOST_VARIABLES {
            self.out.variables.entry(key).or_insert_with(|| value.to_owned());
        }
    }
}

/// The last name of a chain.
fn cut_of(key: &str) -> String {
    key.rsplit('.').next().map(cut).unwrap_or_default()
}
