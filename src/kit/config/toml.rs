//! TOML into the common tree.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::{ConfigError, Entry, Node, Place, Value};

pub(super) fn parse(text: &str, file: &Arc<Path>) -> Result<Node, ConfigError> {
    let lines = Lines { file, text };
    let document = DeTable::parse(text).map_err(|error| ConfigError::Syntax {
        place: lines.place(error.span().unwrap_or_default()),
        message: error.message().to_owned(),
    })?;
    Ok(Node { place: lines.place(0..0), value: lines.table(document.get_ref())? })
}

struct Lines<'a> {
    file: &'a Arc<Path>,
    text: &'a str,
}

impl Lines<'_> {
    fn place(&self, span: Range<usize>) -> Place {
        let before = &self.text[..span.start.min(self.text.len())];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Place {
            file: Arc::clone(self.file),
            line: before.matches('\n').count() as u32 + 1,
            column: before[line_start..].chars().count() as u32 + 1,
        }
    }

    fn table(&self, table: &DeTable<'_>) -> Result<Value, ConfigError> {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
            let key: (&std::borrow::Cow<'_, str>, _) = (key.get_ref(), key.span());
            Ok(Entry { key: key.0.to_string(), place: self.place(key.1), node: self.node(value)? })
        };
        entries.into_iter().map(entry).collect::<Result<_, _>>().map(Value::Table)
    }

    fn node(&self, value: &toml::Spanned<DeValue<'_>>) -> Result<Node, ConfigError> {
        let place = self.place(value.span());
        let value = match value.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Boolean(value) => Value::Bool(*value),
            DeValue::Integer(digits) if digits.radix() == 10 => Value::Number(digits.as_str().to_owned()),
            DeValue::Integer(digits) => match i64::from_str_radix(digits.as_str(), digits.radix()) {
                Ok(value) => Value::Number(value.to_string()),
                Err(error) => return Err(ConfigError::Syntax { place, message: error.to_string() }),
            },
            DeValue::Float(digits) => Value::Number(digits.as_str().to_owned()),
            DeValue::Datetime(datetime) => Value::Text(datetime.to_string()),
            DeValue::Array(items) => Value::List(items.iter().map(|item| self.node(item)).collect::<Result<_, _>>()?),
            DeValue::Table(table) => self.table(table)?,
        };
        Ok(Node { place, value })
    }
}
