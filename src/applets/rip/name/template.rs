//! Names with fields: `{title} {quality}.{ext}`. What is put in comes from strangers and is made harmless: it is a part of
//! one name, never a folder, never a way up, never hidden.

use std::path::{Path, PathBuf};

use super::clean;

/// File systems take 255 bytes, and endings of ours follow.
const LONGEST_BYTES: usize = 200;

/// Names that are devices on Windows, whatever ending they have.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A name with fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// As it was typed.
    text: PathBuf,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field(Field),
}

/// What a name may have of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// What the page calls it; else the name of the playlist.
    Title,
    /// The name of the playlist, without its ending.
    Name,
    /// `1080p`, `audio`.
    Quality,
    /// `1920x1080`.
    Resolution,
    /// Bits per second.
    Bandwidth,
    /// Where the playlist is.
    Host,
    /// The day it is recorded, `2026-11-27`, UTC.
    Date,
    /// The time of that day, `21-30-00`, UTC.
    Time,
    /// How the name of such a file ends.
    Ext,
}

impl Field {
    const ALL: [(&str, Self); 9] = [
        ("title", Self::Title),
        ("name", Self::Name),
        ("quality", Self::Quality),
        ("resolution", Self::Resolution),
        ("bandwidth", Self::Bandwidth),
        ("host", Self::Host),
        ("date", Self::Date),
        ("time", Self::Time),
        ("ext", Self::Ext),
    ];
}

/// A template that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A brace without the other.
    #[error("a brace stands alone; {{{{ and }}}} are braces themselves")]
    Brace,
    /// A field that is not known.
    #[error("{{{name}}} is no field; there are {}", Field::ALL.map(|(name, _)| format!("{{{name}}}")).join(", "))]
    Field {
        /// What stands in the braces.
        name: String,
    },
}

impl Template {
    /// Reads it; `None` where the text has no braces and is a plain name.
    ///
    /// # Errors
    /// See [`TemplateError`].
    pub fn read(text: &str) -> Result<Option<Self>, TemplateError> {
        if !text.contains(['{', '}']) {
            return Ok(None);
        }
        let (mut pieces, mut plain, mut rest) = (Vec::new(), String::new(), text);
        while let Some(at) = rest.find(['{', '}']) {
            let (before, found) = rest.split_at(at);
            plain.push_str(before);
            if found.starts_with("{{") || found.starts_with("}}") {
                plain.push_str(&found[..1]);
                rest = &found[2..];
                continue;
            }
            let (name, behind) =
                found.strip_prefix('{').and_then(|field| field.split_once('}')).ok_or(TemplateError::Brace)?;
            let known = Field::ALL.iter().find(|(known, _)| *known == name);
            let (_, field) = known.ok_or_else(|| TemplateError::Field { name: name.to_owned() })?;
            pieces.extend([Piece::Text(std::mem::take(&mut plain)), Piece::Field(*field)]);
            rest = behind;
        }
        plain.push_str(rest);
        pieces.push(Piece::Text(plain));
        Ok(Some(Self { text: text.into(), pieces }))
    }

    /// The name as it was typed, where that says what the file is; not where its ending is ours to say.
    #[must_use]
    pub fn promised(&self) -> Option<&Path> {
        let ours = self.pieces.contains(&Piece::Field(Field::Ext));
        (!ours).then_some(&self.text)
    }

    /// The name with what `value` says of each field.
    #[must_use]
    pub fn fill(&self, value: impl Fn(Field) -> String) -> PathBuf {
        let mut name = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => name.push_str(text),
                Piece::Field(field) => {
                    let value = clean(&value(*field), '_');
                    name.push_str(if value.is_empty() { "unknown" } else { &value });
                }
            }
        }
        // What the user typed may lead anywhere; only the last part is a name.
        let path = PathBuf::from(name);
        let Some(last) = path.file_name().and_then(|last| last.to_str()) else { return path };
        path.with_file_name(fitting(last))
    }
}

/// No device, and short enough; the ending stays.
fn fitting(name: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').map_or((name, String::new()), |(stem, end)| (stem, format!(".{end}")));
    let device = stem.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |word: &str| device.strip_prefix(word).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']));
    let stem = if DEVICES.contains(&device.as_str()) || numbered("com") || numbered("lpt") {
        format!("_{stem}")
    } else {
        stem.to_owned()
    };
    let room = LONGEST_BYTES.saturating_sub(ending.len());
    let mut end = stem.len().min(room);
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{ending}", &stem[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn filled(text: &str, title: &str) -> String {
        let fill = |field| match field {
            Field::Title => title.to_owned(),
            Field::Ext => "mp4".to_owned(),
            Field::Quality => String::new(),
            _ => "x".to_owned(),
        };
        Template::read(text).unwrap().unwrap().fill(fill).to_str().unwrap().to_owned()
    }

    #[test]
    fn fields_are_filled_and_braces_are_braces() {
        for (text, title, name) in [
            ("{title}.{ext}", "A film", "A film.mp4"),
            ("films/{title} ({date}).ts", "A film", "films/A film (x).ts"),
            ("{{{title}}}.ts", "a", "{a}.ts"),
            ("{title}-{quality}.ts", "a", "a-unknown.ts"),
        ] {
            assert_eq!(filled(text, title), name);
        }
        assert_eq!(Template::read("x.ts"), Ok(None));
        for text in ["{title", "title}", "{}", "{tilte}.ts", "{title!r}"] {
            assert!(Template::read(text).is_err(), "{text}");
        }
        let error = Template::read("{tilte}").unwrap_err().to_string();
        assert!(error.starts_with("{tilte} is no field; there are {title}, {name}"), "{error}");
    }

    #[test]
    fn what_strangers_say_leads_nowhere() {
        for (title, name) in [
            ("../../etc/passwd", "______etc_passwd.mp4"),
            ("/etc/passwd", "_etc_passwd.mp4"),
            ("..", "__.mp4"),
            (".bashrc", "_bashrc.mp4"),
            ("-rf", "rf.mp4"),
            ("a\0b\nc\u{1b}[31m", "a_b_c_[31m.mp4"),
            ("{ext}", "_ext_.mp4"),
            ("CON", "_CON.mp4"),
            ("com1", "_com1.mp4"),
            ("", "unknown.mp4"),
        ] {
            assert_eq!(filled("{title}.{ext}", title), name, "{title}");
        }
        let long = filled("{title}{title}.{ext}", &"長".repeat(500));
        assert!(long.len() <= LONGEST_BYTES && long.ends_with("長.mp4"), "{long}");
    }

    proptest! {
        #[test]
        fn a_value_is_a_part_of_one_name(title: String) {
            let name = filled("out/{title}.ts", &title);
            let path = Path::new(&name);
            prop_assert_eq!(path.parent(), Some(Path::new("out")));
            prop_assert!(path.components().count() == 2 && !name["out/".len()..].starts_with('.'));
            prop_assert!(path.extension().is_some_and(|end| end == "ts") && !name.chars().any(char::is_control));
        }
    }
}
