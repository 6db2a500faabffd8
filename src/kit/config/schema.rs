//! What a program accepts, as far as configuration needs to know: sections, their keys and how many values each takes.

/// How many values a key takes, and how they may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// On or off.
    Switch,
    /// A number of times; a truth value counts as 0 or 1.
    Count,
    /// One value.
    One,
    /// Any number of values, as a list or one by one. With a separator a table is accepted as well: `key: value`
    /// becomes the value `key<separator>value`.
    Many {
        /// What stands between the key and the value of a table's entry, such as `": "` for HTTP headers.
        separator: Option<&'static str>,
    },
}

/// A key that a section accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// What the program calls it.
    pub id: String,
    /// What users may call it, the proper name first. Underscores in files count as hyphens.
    pub names: Vec<String>,
    /// How many values it takes.
    pub shape: Shape,
}

/// A table of keys and of further sections; an applet is a section and so is a verb of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// What users may call it, the proper name first.
    pub names: Vec<String>,
    /// The keys it accepts itself.
    pub keys: Vec<Key>,
    /// The sections within it.
    pub sections: Vec<Section>,
}

impl Section {
    /// The proper name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }

    pub(super) fn section(&self, name: &str) -> Option<&Self> {
        self.sections.iter().find(|section| section.names.iter().any(|known| same(known, name)))
    }

    pub(super) fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.answers_to(name))
    }
}

impl Key {
    /// The proper name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }

    pub(super) fn answers_to(&self, name: &str) -> bool {
        self.names.iter().any(|known| same(known, name))
    }
}

/// Whether a written name means a known one.
fn same(known: &str, written: &str) -> bool {
    known.len() == written.len()
        && known
            .bytes()
            .zip(written.bytes())
            .all(|(known, written)| known == written || known == b'-' && written == b'_')
}

/// The known name that was probably meant: at most one mistake in three letters.
///
/// ```
/// use toolbox::kit::config::nearest;
/// assert_eq!(nearest("raet", ["rate", "requests"].into_iter()), Some("rate"));
/// ```
pub fn nearest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.replace('_', "-").to_lowercase();
    known
        .map(|name| (strsim::damerau_levenshtein(&written, name), name))
        .filter(|(mistakes, name)| {
            mistakes * 3 <= name.len().max(written.len()) || name.starts_with(&*written) && written.len() > 2
        })
        .min_by_key(|(mistakes, _)| *mistakes)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_near() {
        let known = ["rate", "requests", "connections", "connect-timeout", "duration"];
        let cases = [
            ("raet", Some("rate")),
            ("Rate", Some("rate")),
            ("conections", Some("connections")),
            ("connect_timeot", Some("connect-timeout")),
            ("conn", Some("connections")),
            ("colour", None),
            ("x", None),
        ];
        for (written, expected) in cases {
            assert_eq!(nearest(written, known.into_iter()), expected, "{written}");
        }
    }
}
