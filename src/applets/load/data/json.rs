//! JSON objects, in an array or one after the other, with the line each begins in.

use serde_json::{Map, Value};

use super::{Cell, Flaw, Rows};

/// How the objects stand in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    /// `[{…}, {…}]`
    Array,
    /// Nothing but white space between them.
    Lines,
}

/// The line it begins in, and its members.
type Object = (usize, Map<String, Value>);

pub(super) fn rows(text: &str, framing: Framing) -> Result<Rows, Flaw> {
    let mut columns: Vec<String> = Vec::new();
    let mut cells: Vec<Cell> = Vec::new();
    for_each_object(text, framing, &mut |(line, mut object)| {
        if cells.is_empty() {
            columns = object.keys().cloned().collect();
        }
        for name in &columns {
            let missing = || (line, format!("no `{name}` here, unlike in the first row; write null if that is meant"));
            cells.push(object.remove(name).ok_or_else(missing)?.into());
        }
        match object.keys().next() {
            None => Ok(()),
            Some(name) => Err((line, format!("`{name}` is not in the first row; every row needs the same members"))),
        }
    })?;
    Ok((columns, cells))
}

/// Hands over one object after the other, so that only one at a time takes the room of a tree.
fn for_each_object(text: &str, framing: Framing, take: &mut dyn FnMut(Object) -> Result<(), Flaw>) -> Result<(), Flaw> {
    let mut reader = Reader { text, at: 0, line: 1, counted: 0 };
    let mut first = true;
    reader.skip_space();
    if framing == Framing::Array && !reader.take(b'[') {
        return Err((reader.line(), "expected an array of objects: [{…}, {…}]".to_owned()));
    }
    loop {
        reader.skip_space();
        match framing {
            Framing::Lines if reader.at == text.len() => return Ok(()),
            Framing::Array if first && reader.take(b']') => break,
            _ => take(reader.object()?)?,
        }
        first = false;
        reader.skip_space();
        if framing == Framing::Array && !reader.take(b',') {
            if reader.take(b']') {
                break;
            }
            return Err((reader.line(), "expected `,` or `]`".to_owned()));
        }
    }
    reader.skip_space();
    if reader.at < text.len() {
        return Err((reader.line(), "nothing may follow the array".to_owned()));
    }
    Ok(())
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The line of `counted`, so that lines are counted once and not from the start each time.
    line: usize,
    counted: usize,
}

impl Reader<'_> {
    fn line(&mut self) -> usize {
        self.line += self.text[self.counted..self.at].matches('\n').count();
        self.counted = self.at;
        self.line
    }

    fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.text.as_bytes().get(self.at) == Some(&byte);
        self.at += usize::from(found);
        found
    }

    fn object(&mut self) -> Result<Object, Flaw> {
        let line = self.line();
        let mut values = serde_json::Deserializer::from_str(&self.text[self.at..]).into_iter::<Value>();
        match values.next() {
            Some(Ok(Value::Object(object))) => {
                self.at += values.byte_offset();
                Ok((line, object))
            }
            Some(Err(error)) => {
                // The library counts from where it began, and names its line in the message.
                let message = error.to_string();
                let message = message.split(" at line ").next().unwrap_or_default();
                Err((line + error.line().saturating_sub(1), message.to_owned()))
            }
            Some(Ok(_)) | None => Err((line, "expected an object: {\"name\": value}".to_owned())),
        }
    }
}
