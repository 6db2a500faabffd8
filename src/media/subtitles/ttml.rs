//! TTML (W3C, 2nd edition; IMSC1 text): paragraphs with their times become cues.
//!
//! What is read: times in every form, nested ones; line breaks; white space; italics, bold and underlining, by attribute
//! or by style. What is not: where on the picture, colours, animation, pictures in place of text.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};

use super::cue::Cue;

/// Real documents nest seven deep.
const DEEPEST: usize = 32;

/// What a document says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Document {
    /// In the order of their beginnings in the text.
    pub(super) cues: Vec<Cue>,
    /// Whether it has pictures in place of text.
    pub(super) pictures: bool,
}

/// How letters look.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Look {
    italic: bool,
    bold: bool,
    underlined: bool,
}

/// Units of time.
#[derive(Debug, Clone, Copy)]
struct Rates {
    frames: f64,
    ticks: f64,
}

/// An element that is open.
#[derive(Debug, Clone, Copy)]
struct Open {
    /// When it begins and ends, milliseconds.
    start_ms: i64,
    end_ms: Option<i64>,
    look: Look,
    preserve: bool,
    /// Whether text in it is shown.
    shown: bool,
    /// Whether it has made a cue of its own.
    cue: bool,
}

/// A cue while its text comes.
#[derive(Debug)]
struct Building {
    start_ms: i64,
    end_ms: Option<i64>,
    text: String,
}

/// Reads a document; `None` where it is none, or XML that is broken before its end.
pub(super) fn read(text: &str) -> Option<Document> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let mut state = State::default();
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => state.open(&start)?,
            Event::Empty(start) => {
                state.open(&start)?;
                state.close();
            }
            Event::End(_) => state.close(),
            Event::Text(text) => state.text(&text.xml10_content()),
            Event::CData(text) => state.text(&text.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(c)) => state.text(c.encode_utf8(&mut [0; 4])),
                _ => state.text(resolve_xml_entity(&reference).unwrap_or_default()),
            },
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    (state.is_document && state.open.is_empty()).then_some(state.document)
}

#[derive(Debug)]
struct State {
    is_document: bool,
    rates: Rates,
    styles: BTreeMap<String, Look>,
    open: Vec<Open>,
    building: Vec<Building>,
    document: Document,
}

impl Default for State {
    fn default() -> Self {
        let (rates, open, building) = (Rates { frames: 30.0, ticks: 1.0 }, Vec::new(), Vec::new());
        let (styles, document) = (BTreeMap::new(), Document::default());
        Self { is_document: false, rates, styles, open, building, document }
    }
}

impl State {
    fn open(&mut self, start: &BytesStart<'_>) -> Option<()> {
        if self.open.len() >= DEEPEST {
            return None;
        }
        let told = Attributes::of(start);
        let name = start.local_name();
        let parent = self.open.last().copied();
        if parent.is_none() {
            self.is_document = name.as_ref() == "tt";
            self.rates = rates(&told);
        }
        let mut open = parent.unwrap_or(Open {
            start_ms: 0,
            end_ms: None,
            look: Look::default(),
            preserve: false,
            shown: false,
            cue: false,
        });
        open.cue = false;
        open.look = self.look(&told, open.look);
        match told.get("space") {
            Some("preserve") => open.preserve = true,
            Some("default") => open.preserve = false,
            _ => {}
        }
        let name = name.as_ref();
        if name == "style" && !open.shown {
            if let Some(id) = told.get("id") {
                self.styles.insert(id.to_owned(), open.look);
            }
            open.look = parent.map_or_else(Look::default, |parent| parent.look);
        }
        if matches!(name, "body" | "div" | "p" | "span") {
            let timed = self.times(&told, &mut open);
            open.shown |= matches!(name, "p" | "span");
            self.document.pictures |= told.get("backgroundImage").is_some();
            if name == "p" || name == "span" && timed {
                open.cue = true;
                self.building.push(Building { start_ms: open.start_ms, end_ms: open.end_ms, text: String::new() });
            }
        } else if name == "image" {
            self.document.pictures = true;
        } else if name == "metadata" {
            open.shown = false;
        } else if name == "br"
            && open.shown
            && let Some(cue) = self.building.last_mut()
        {
            cue.text.truncate(cue.text.trim_end_matches(' ').len());
            cue.text.push('\n');
        }
        self.open.push(open);
        Some(())
    }

    /// Sets when an element is shown; whether it says so itself.
    fn times(&self, told: &Attributes, open: &mut Open) -> bool {
        let time = |name: &str| told.get(name).and_then(|text| self.rates.time(text));
        let (begin, end, length) = (time("begin"), time("end"), time("dur"));
        let outer = (open.start_ms, open.end_ms);
        open.start_ms = outer.0.saturating_add(begin.unwrap_or(0));
        let until = end.map(|end| outer.0.saturating_add(end));
        let lasts = length.map(|length| open.start_ms.saturating_add(length));
        open.end_ms = [until, lasts, outer.1].into_iter().flatten().min();
        begin.is_some() || end.is_some() || length.is_some()
    }

    fn look(&self, told: &Attributes, outer: Look) -> Look {
        let mut look = outer;
        for style in told.get("style").unwrap_or_default().split_whitespace().filter_map(|id| self.styles.get(id)) {
            look.italic |= style.italic;
            look.bold |= style.bold;
            look.underlined |= style.underlined;
        }
        match told.get("fontStyle") {
            Some("italic" | "oblique") => look.italic = true,
            Some("normal") => look.italic = false,
            _ => {}
        }
        match told.get("fontWeight") {
            Some("bold") => look.bold = true,
            Some("normal") => look.bold = false,
            _ => {}
        }
        match told.get("textDecoration") {
            Some("underline") => look.underlined = true,
            Some("none" | "noUnderline") => look.underlined = false,
            _ => {}
        }
        look
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if !open.cue {
            return;
        }
        let Some(cue) = self.building.pop() else { return };
        let lines: Vec<&str> = cue.text.split('\n').map(str::trim_end).collect();
        let text = lines.join("\n");
        let text = text.trim_matches('\n');
        // One that never ends is shown to the end of the stream.
        let end_ms = cue.end_ms.unwrap_or(i64::MAX);
        if !text.trim().is_empty() && end_ms > cue.start_ms {
            let (start_ms, settings, text) = (cue.start_ms, String::new(), text.to_owned());
            self.document.cues.push(Cue { id: None, start_ms, end_ms, settings, text });
        }
    }

    fn text(&mut self, text: &str) {
        let (Some(open), Some(cue)) = (self.open.last().filter(|open| open.shown), self.building.last_mut()) else {
            return;
        };
        let mut plain = String::new();
        for c in text.chars() {
            match c {
                '&' => plain.push_str("&amp;"),
                '<' => plain.push_str("&lt;"),
                '>' => plain.push_str("&gt;"),
                c if c.is_ascii_whitespace() && !open.preserve => {
                    let before = plain.chars().next_back().or(cue.text.chars().next_back());
                    if !matches!(before, None | Some(' ' | '\n')) {
                        plain.push(' ');
                    }
                }
                '\r' => {}
                c => plain.push(c),
            }
        }
        if plain.trim().is_empty() {
            cue.text.push_str(&plain);
            return;
        }
        let tags = [(open.look.italic, 'i'), (open.look.bold, 'b'), (open.look.underlined, 'u')];
        let tags: Vec<char> = tags.into_iter().filter(|(on, _)| *on).map(|(_, tag)| tag).collect();
        cue.text.extend(tags.iter().map(|tag| format!("<{tag}>")));
        cue.text.push_str(&plain);
        cue.text.extend(tags.iter().rev().map(|tag| format!("</{tag}>")));
    }
}

/// By their local names.
struct Attributes(Vec<(String, String)>);

impl Attributes {
    fn of(start: &BytesStart<'_>) -> Self {
        let one = |attribute: Attribute<'_>| {
            let name = attribute.key.local_name().as_ref().to_owned();
            let value = attribute.normalized_value(XmlVersion::default());
            (name, value.map_or_else(|_| (*attribute.value).trim().to_owned(), |value| value.trim().to_owned()))
        };
        Self(start.attributes().flatten().map(one).collect())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn rates(told: &Attributes) -> Rates {
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0);
    let frame_rate = told.get("frameRate").and_then(number);
    let times = told.get("frameRateMultiplier").and_then(|text| {
        let (above, below) = text.split_once([' ', ':'])?;
        Some(number(above.trim())? / number(below.trim())?)
    });
    let frames = frame_rate.unwrap_or(30.0) * times.unwrap_or(1.0);
    let ticks = told.get("tickRate").and_then(number).unwrap_or(if frame_rate.is_some() { frames } else { 1.0 });
    Rates { frames, ticks }
}

impl Rates {
    /// A time expression (section 10.3.1), milliseconds.
    fn time(self, text: &str) -> Option<i64> {
        let text = text.trim();
        let number = |text: &str| {
            let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            text.parse::<f64>().ok().filter(|_| plain)
        };
        let ms = if text.contains(':') {
            let parts: Vec<&str> = text.split(':').collect();
            let clock = |hours: &str, minutes: &str, seconds: &str| {
                Some(number(hours)? * 3_600_000.0 + number(minutes)? * 60_000.0 + number(seconds)? * 1000.0)
            };
            match parts[..] {
                [hours, minutes, seconds] => clock(hours, minutes, seconds)?,
                [hours, minutes, seconds, frames] => {
                    clock(hours, minutes, seconds)? + number(frames)? * 1000.0 / self.frames
                }
                _ => return None,
            }
        } else {
            let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            let each = match unit {
                "h" => 3_600_000.0,
                "m" => 60_000.0,
                "s" => 1000.0,
                "ms" => 1.0,
                "f" => 1000.0 / self.frames,
                "t" => 1000.0 / self.ticks,
                _ => return None,
            };
            number(&text[..text.len() - unit.len()])? * each
        };
        // Three hundred years.
        (ms < 1e13).then_some(ms.round() as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cues(text: &str) -> Vec<(i64, i64, String)> {
        read(text).unwrap().cues.into_iter().map(|cue| (cue.start_ms, cue.end_ms, cue.text)).collect()
    }

    #[test]
    fn paragraphs_become_cues() {
        let text = r#"<?xml version="1.0"?><tt:tt xmlns:tt="x" xmlns:tts="y"><tt:head><tt:styling>
          <tt:style xml:id="it" tts:fontStyle="italic"/></tt:styling><tt:metadata>No</tt:metadata></tt:head>
          <tt:body begin="10s"><tt:div>
            <tt:p begin="00:00:01.500" end="00:00:03">One &amp; <tt:span style="it">two</tt:span><tt:br/>
               three</tt:p>
            <tt:p begin="4s" dur="500ms"><tt:metadata>not this</tt:metadata>Last</tt:p>
            <tt:p begin="9s" end="9s">Never</tt:p><tt:p begin="9s" end="10s"> </tt:p>
          </tt:div></tt:body></tt:tt>"#;
        assert_eq!(
            cues(text),
            [(11_500, 13_000, "One &amp; <i>two</i>\nthree".to_owned()), (14_000, 14_500, "Last".to_owned())]
        );
    }

    #[test]
    fn spans_with_times_are_cues_of_their_own() {
        let text = r#"<tt><body><div><p begin="1s" end="9s"><span begin="0s" end="2s">A</span><span begin="2s" dur="1s">B</span></p></div></body></tt>"#;
        assert_eq!(cues(text), [(1000, 3000, "A".to_owned()), (3000, 4000, "B".to_owned())]);
    }

    #[test]
    fn times_come_in_every_form() {
        let rates = Rates { frames: 25.0, ticks: 10_000_000.0 };
        for (text, ms) in [
            ("01:00:00", Some(3_600_000)),
            ("00:00:01.25", Some(1250)),
            ("00:00:01:05", Some(1200)),
            ("100:00:00.000", Some(360_000_000)),
            ("1.5h", Some(5_400_000)),
            ("2m", Some(120_000)),
            ("0.5s", Some(500)),
            ("7ms", Some(7)),
            ("50f", Some(2000)),
            ("12345678t", Some(1235)),
            ("12", None),
            ("-1s", None),
            ("1:2", None),
            ("", None),
            ("1e9s", None),
            ("99999999999999h", None),
        ] {
            assert_eq!(rates.time(text), ms, "{text}");
        }
        let root = r#"<tt ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001"><body><p begin="30f" end="2s">x</p></body></tt>"#;
        assert_eq!(cues(root)[0].0, 1001);
    }

    #[test]
    fn what_is_no_document_or_has_pictures_is_told() {
        assert!(read("<html><p begin='1s' end='2s'>x</p></html>").is_none());
        assert!(read("<tt><body>").is_none() && read("").is_none());
        assert!(read(&"<tt>".repeat(100)).is_none(), "deep");
        let picture = r##"<tt><body><div begin="1s" end="2s" smpte:backgroundImage="#a"/></body></tt>"##;
        assert_eq!(read(picture), Some(Document { cues: Vec::new(), pictures: true }));
    }

    proptest! {
        #[test]
        fn no_text_panics(text: String, tags in "(<[/]?(tt|body|p|span|br)( (begin|end)=\"[0-9:.sft]{0,8}\")?/?>|x|&[a-z]{0,3};?| |\n){0,30}") {
            let _ = (read(&text), read(&tags), read(&format!("<tt><body>{tags}</body></tt>")));
        }
    }
}
