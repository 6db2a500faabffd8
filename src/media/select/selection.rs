//! The grammar of `--select`: what is wanted of pictures, sound and subtitles.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::quality::{bits, order};

/// What is wanted of each kind of track; what is not named is chosen as if nothing had been said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Selection {
    text: String,
    /// Pictures: each plan is one choice.
    pub(super) video: Option<Wish>,
    /// Sound.
    pub(super) audio: Option<Wish>,
    /// Subtitles.
    pub(super) subtitles: Option<Wish>,
}

/// What is wanted of one kind of track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wish {
    /// Nothing.
    Nothing,
    /// The first of these that there is.
    Plans(Vec<Vec<Choosing>>),
}

/// One choice: of what fulfils all terms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Choosing {
    pub(super) pick: Pick,
    pub(super) terms: Vec<Term>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Pick {
    #[default]
    Best,
    Worst,
    All,
}

/// What a track must fulfil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Term {
    Number(Number, Ordering, u64),
    Text {
        name: Text,
        test: Test,
        value: String,
    },
    Default,
    Forced,
    /// A language, or a name where there is none.
    Word(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    Height,
    Bandwidth,
    FrameRate,
    Channels,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    Language,
    Codec,
    Name,
    Group,
    Role,
    Range,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Test {
    Is,
    IsNot,
    Has,
}

/// A selection that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no selection: {problem}; write such as 'v=<=720p,codec=avc1/worst a=en+fr s=all'")]
pub struct SelectionError {
    text: String,
    problem: String,
}

impl FromStr for Selection {
    type Err = SelectionError;

    fn from_str(text: &str) -> Result<Self, SelectionError> {
        let fail = |problem: String| SelectionError { text: text.to_owned(), problem };
        let mut selection = Self { text: text.trim().to_owned(), ..Self::default() };
        let tracks = split(text, &[' ', ';', '\t']).map_err(fail)?;
        if tracks.is_empty() {
            return Err(fail("it is empty".to_owned()));
        }
        for track in tracks {
            let (name, wish) =
                track.split_once('=').ok_or_else(|| fail(format!("`{track}` names no track with v=, a= or s=")))?;
            let (place, most) = match name {
                "v" | "video" => (&mut selection.video, 1),
                "a" | "audio" => (&mut selection.audio, usize::MAX),
                "s" | "subs" | "subtitles" => (&mut selection.subtitles, usize::MAX),
                _ => return Err(fail(format!("`{name}` is none of v, a and s"))),
            };
            if place.is_some() {
                return Err(fail(format!("{name}= stands there twice")));
            }
            *place = Some(read(wish, most).map_err(fail)?);
        }
        let nothing = |wish: &Option<Wish>| *wish == Some(Wish::Nothing);
        if nothing(&selection.video) && nothing(&selection.audio) {
            return Err(fail("neither picture nor sound is wanted".to_owned()));
        }
        Ok(selection)
    }
}

impl TryFrom<String> for Selection {
    type Error = SelectionError;

    fn try_from(text: String) -> Result<Self, SelectionError> {
        if text.is_empty() { Ok(Self::default()) } else { text.parse() }
    }
}

impl From<Selection> for String {
    fn from(selection: Selection) -> Self {
        selection.text
    }
}

impl fmt::Display for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Selection {
    /// Of each rendition the sound alone.
    #[must_use]
    pub fn sound_alone() -> Self {
        Self { text: "v=none".to_owned(), video: Some(Wish::Nothing), ..Self::default() }
    }

    /// Whether it says something about pictures.
    #[must_use]
    pub const fn names_video(&self) -> bool {
        self.video.is_some()
    }

    /// Whether it says something about subtitles.
    #[must_use]
    pub const fn names_subtitles(&self) -> bool {
        self.subtitles.is_some()
    }

    /// Whether it wants some.
    #[must_use]
    pub fn wants_subtitles(&self) -> bool {
        self.subtitles.as_ref().is_some_and(|wish| *wish != Wish::Nothing)
    }

    /// Whether no sound is wanted.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.audio == Some(Wish::Nothing)
    }

    /// Whether no picture is wanted.
    #[must_use]
    pub fn is_sound_alone(&self) -> bool {
        self.video == Some(Wish::Nothing)
    }
}

/// Parts of a text between these signs, where those are in no quotes; empty ones are left out.
fn split<'a>(text: &'a str, signs: &[char]) -> Result<Vec<&'a str>, String> {
    let (mut parts, mut from, mut quoted) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            c if !quoted && signs.contains(&c) => {
                parts.push(&text[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    if quoted {
        return Err("a quote is not closed".to_owned());
    }
    parts.push(&text[from..]);
    parts.retain(|part| !part.trim().is_empty());
    Ok(parts)
}

fn read(text: &str, most: usize) -> Result<Wish, String> {
    if text == "none" {
        return Ok(Wish::Nothing);
    }
    let mut plans = Vec::new();
    for plan in split(text, &['/'])? {
        let choices: Result<Vec<Choosing>, String> = split(plan, &['+'])?.into_iter().map(choosing).collect();
        let choices = choices?;
        if choices.len() > most || (most == 1 && choices.iter().any(|choice| choice.pick == Pick::All)) {
            return Err("a recording has one picture".to_owned());
        }
        plans.push(choices);
    }
    if plans.is_empty() {
        return Err("nothing stands behind a sign of equality".to_owned());
    }
    Ok(Wish::Plans(plans))
}

fn choosing(text: &str) -> Result<Choosing, String> {
    let mut choosing = Choosing::default();
    for term in split(text, &[','])? {
        match term.trim() {
            "best" => choosing.pick = Pick::Best,
            "worst" => choosing.pick = Pick::Worst,
            "all" => choosing.pick = Pick::All,
            term => choosing.terms.push(self::term(term)?),
        }
    }
    Ok(choosing)
}

fn term(text: &str) -> Result<Term, String> {
    let unknown = || format!("`{text}` is no term");
    match text {
        "default" => return Ok(Term::Default),
        "forced" => return Ok(Term::Forced),
        _ => {}
    }
    // A height stands alone: `720p`, `<=720p`.
    let (sign, rest) = order(text);
    if let Some(height) = rest.strip_suffix(['p', 'P']).and_then(whole) {
        return Ok(Term::Number(Number::Height, sign.unwrap_or(Ordering::Equal), height));
    }
    if sign.is_some() {
        return Err(unknown());
    }
    let letters = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (name, rest) = text.split_at(letters);
    let number = match name {
        "bw" | "bandwidth" => Some(Number::Bandwidth),
        "height" => Some(Number::Height),
        "fps" => Some(Number::FrameRate),
        "ch" | "channels" => Some(Number::Channels),
        _ => None,
    };
    if let (Some(number), (Some(sign), value)) = (number, order(rest)) {
        let value = if number == Number::Bandwidth { bits(value) } else { whole(value.trim_end_matches('p')) };
        return Ok(Term::Number(number, sign, value.ok_or_else(unknown)?));
    }
    let known = match name {
        "lang" | "language" => Some(Text::Language),
        "codec" | "codecs" => Some(Text::Codec),
        "name" | "label" => Some(Text::Name),
        "group" => Some(Text::Group),
        "role" => Some(Text::Role),
        "range" => Some(Text::Range),
        _ => None,
    };
    let compared = [("!=", Test::IsNot), ("~", Test::Has), ("=", Test::Is)]
        .into_iter()
        .find_map(|(sign, test)| Some((test, rest.strip_prefix(sign)?)));
    match (known, compared) {
        (Some(name), Some((how, value))) => {
            let value = value.trim_matches('"').to_owned();
            if value.is_empty() { Err(unknown()) } else { Ok(Term::Text { name, test: how, value }) }
        }
        (None, None) => {
            let word = text.trim_matches('"');
            let plain = text.starts_with('"') || word.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
            if plain && !word.is_empty() { Ok(Term::Word(word.to_owned())) } else { Err(unknown()) }
        }
        _ => Err(unknown()),
    }
}

fn whole(digits: &str) -> Option<u64> {
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
}
