//! Addresses with places for numbers and times (ISO/IEC 23009-1 section 5.3.9.4.4).

use std::fmt::Write as _;

/// Wider numbers mean nothing.
const WIDEST: usize = 64;

/// An address with identifiers between dollar signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    RepresentationId,
    Number(usize),
    Time(usize),
    Bandwidth(usize),
}

/// What is put in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Values<'a> {
    pub(super) id: &'a str,
    pub(super) bandwidth: u64,
    pub(super) number: u64,
    pub(super) time: u64,
}

impl Template {
    /// Reads one; the error says what is wrong with it.
    ///
    /// ```
    /// use toolbox::media::dash::Template;
    /// assert!(Template::read("$RepresentationID$/$Number%05d$.m4s").is_ok());
    /// assert!(Template::read("$Nonsense$.m4s").is_err());
    /// ```
    ///
    /// # Errors
    /// A dollar sign without its other half, an identifier that the standard does not have, a format that is none.
    pub fn read(text: &str) -> Result<Self, String> {
        let (mut parts, mut rest) = (Vec::new(), text);
        while let Some((before, after)) = rest.split_once('$') {
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            let (name, after) = after.split_once('$').ok_or("a dollar sign without its other half")?;
            parts.push(part(name)?);
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Ok(Self { parts })
    }

    /// Whether segments are told apart by their times.
    #[must_use]
    pub fn has_time(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Time(_)))
    }

    /// Whether it gives each segment another address.
    #[must_use]
    pub fn varies(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Time(_) | Part::Number(_)))
    }

    /// The address of one segment.
    pub(super) fn fill(&self, values: Values<'_>) -> String {
        let mut text = String::new();
        for part in &self.parts {
            // Writing to a string cannot fail.
            let _ = match part {
                Part::Text(part) => text.write_str(part),
                Part::RepresentationId => text.write_str(values.id),
                Part::Number(width) => write!(text, "{:0width$}", values.number),
                Part::Time(width) => write!(text, "{:0width$}", values.time),
                Part::Bandwidth(width) => write!(text, "{:0width$}", values.bandwidth),
            };
        }
        text
    }
}

fn part(name: &str) -> Result<Part, String> {
    let (identifier, format) = match name.split_once('%') {
        Some((identifier, format)) => (identifier, Some(format)),
        None => (name, None),
    };
    let width = match format {
        None => 1,
        Some(format) => width(format).ok_or_else(|| format!("the format %{format} is not %0Nd"))?,
    };
    match identifier {
        "" if format.is_none() => Ok(Part::Text("$".to_owned())),
        "RepresentationID" if format.is_none() => Ok(Part::RepresentationId),
        "Number" => Ok(Part::Number(width)),
        "Time" => Ok(Part::Time(width)),
        "Bandwidth" => Ok(Part::Bandwidth(width)),
        other => Err(format!("the identifier ${other}$ is not known")),
    }
}

/// `0Nd`; the zero may be missing.
fn width(format: &str) -> Option<usize> {
    let digits = format.strip_suffix(['d', 'i', 'u'])?;
    if digits.is_empty() {
        return Some(1);
    }
    let fine = digits.bytes().all(|byte| byte.is_ascii_digit());
    if fine { digits.parse().ok().filter(|width| *width <= WIDEST) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VALUES: Values<'_> = Values { id: "v1", bandwidth: 800_000, number: 7, time: 180_180 };

    #[test]
    fn identifiers_are_filled_in() {
        for (text, filled) in [
            ("$RepresentationID$/$Number$.m4s", "v1/7.m4s"),
            ("seg-$Number%05d$.m4s", "seg-00007.m4s"),
            ("$Time$_$Bandwidth%08d$", "180180_00800000"),
            ("cost$$$Number%d$$$", "cost$7$"),
            ("plain.mp4", "plain.mp4"),
            ("", ""),
        ] {
            assert_eq!(Template::read(text).unwrap().fill(VALUES), filled, "{text}");
        }
    }

    #[test]
    fn what_the_standard_does_not_have_is_refused() {
        for text in ["$", "a$Number", "$number$", "$SubNumber$", "$Number%5x$", "$Number%0$", "$RepresentationID%05d$"]
        {
            assert!(Template::read(text).is_err(), "{text}");
        }
        assert!(Template::read("$Number%099999999999d$").is_err());
    }

    proptest! {
        #[test]
        fn text_without_identifiers_stays(text in "[^$]{0,40}") {
            prop_assert_eq!(Template::read(&text).unwrap().fill(VALUES), text);
        }

        #[test]
        fn no_text_panics(text: String, near in "([$%0-9d]|Number|Time){0,12}") {
            let _ = (Template::read(&text), Template::read(&near).map(|template| template.fill(VALUES)));
        }
    }
}
