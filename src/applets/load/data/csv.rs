//! Comma-separated values, RFC 4180: records of cells, the first one the names; `"` quotes a cell, `""` is a quote.
//!
//! Beyond the RFC: lines may end in LF alone, empty lines are skipped, and a quote inside a bare cell is a character.

use super::{Cell, Flaw, Rows};

pub(super) fn rows(text: &str, separator: char) -> Result<Rows, Flaw> {
    let mut reader = Reader { rest: text, line: 1, separator };
    let (line, columns) = reader.record()?.ok_or_else(|| (1, "the header line is missing".to_owned()))?;
    for (index, name) in columns.iter().enumerate() {
        if name.trim().is_empty() {
            return Err((line, format!("column {} has no name", index + 1)));
        }
        if columns[..index].contains(name) {
            return Err((line, format!("two columns are called `{name}`")));
        }
    }
    let mut all = Vec::new();
    while let Some((line, cells)) = reader.record()? {
        if cells.len() != columns.len() {
            let (found, wanted) = (cells.len(), columns.len());
            return Err((line, format!("{found} cells here, but {wanted} names in the header")));
        }
        all.extend(cells.into_iter().map(|cell| Cell::Text(cell.into())));
    }
    Ok((columns, all))
}

struct Reader<'a> {
    rest: &'a str,
    /// The line `rest` begins in.
    line: usize,
    separator: char,
}

impl Reader<'_> {
    /// The next record and the line it begins in.
    fn record(&mut self) -> Result<Option<(usize, Vec<String>)>, Flaw> {
        while self.take_line_end() {}
        if self.rest.is_empty() {
            return Ok(None);
        }
        let line = self.line;
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell()?);
            if let Some(after) = self.rest.strip_prefix(self.separator) {
                self.rest = after;
            } else if self.rest.is_empty() || self.take_line_end() {
                return Ok(Some((line, cells)));
            } else {
                return Err((self.line, "a quoted cell must end at its closing quote".to_owned()));
            }
        }
    }

    fn cell(&mut self) -> Result<String, Flaw> {
        let Some(mut quoted) = self.rest.strip_prefix('"') else {
            let end = self.rest.find([self.separator, '\n']).unwrap_or(self.rest.len());
            let (cell, rest) = self.rest.split_at(end);
            // The carriage return belongs to the line end.
            let (cell, rest) = match cell.strip_suffix('\r') {
                Some(bare) if !rest.starts_with(self.separator) => (bare, &self.rest[end - 1..]),
                _ => (cell, rest),
            };
            self.rest = rest;
            return Ok(cell.to_owned());
        };
        let opened = self.line;
        let mut cell = String::new();
        loop {
            let end = quoted.find('"').ok_or_else(|| (opened, "this quote is not closed".to_owned()))?;
            cell.push_str(&quoted[..end]);
            self.line += quoted[..end].matches('\n').count();
            quoted = &quoted[end + 1..];
            let Some(after) = quoted.strip_prefix('"') else {
                self.rest = quoted;
                return Ok(cell);
            };
            cell.push('"');
            quoted = after;
        }
    }

    fn take_line_end(&mut self) -> bool {
        let after = self.rest.strip_prefix("\r\n").or_else(|| self.rest.strip_prefix('\n'));
        // A last line may end in a carriage return alone.
        let after = after.or_else(|| self.rest.strip_prefix('\r').filter(|after| after.is_empty()));
        if let Some(after) = after {
            self.rest = after;
            self.line += 1;
        }
        after.is_some()
    }
}
