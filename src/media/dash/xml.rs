//! A manifest as a tree of elements, each with its line. Names are local ones: manifests with a missing or a wrong
//! namespace are common, and no two namespaces that they use have the same name for different things.
//!
//! Everything is bounded: bytes, depth, elements. Entities are the five of XML and numbers; a document type is skipped.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};

use super::ReadError;
use crate::media::hls::Diagnostics;

/// Real manifests nest nine deep.
const DEEPEST: usize = 32;

/// A timeline of a day with an entry for each second, for ten representations.
const MOST_ELEMENTS: usize = 1_000_000;

/// An element and what is in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Without its prefix.
    pub(super) name: String,
    /// Where its tag begins, from 1.
    pub(super) line: usize,
    attributes: Vec<(String, String)>,
    /// All text directly in it, as one.
    text: String,
    pub(super) children: Vec<Element>,
}

impl Element {
    /// An attribute, without blanks around it.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// The children of this name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first child of this name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text in it.
    pub(super) fn text(&self) -> &str {
        self.text.trim()
    }

    /// An attribute that is a value; one that cannot be read is told and left out.
    pub(super) fn parsed<T>(
        &self,
        name: &str,
        notes: &mut Diagnostics,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.attribute(name)?;
        let value = read(text);
        if value.is_none() {
            notes.add(self.line, format!("{}@{name} is not read: “{text}”", self.name));
        }
        value
    }
}

/// The root of a document.
pub(super) fn read(text: &str) -> Result<Element, ReadError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let mut tree = Tree { text, counted: 0, line: 1, elements: 0, open: Vec::new(), root: None };
    loop {
        let at = reader.buffer_position() as usize;
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let line = tree.line_at(reader.error_position() as usize);
                return Err(ReadError::Xml { line, problem: error.to_string() });
            }
        };
        match event {
            Event::Start(start) => tree.open(at, &start)?,
            Event::Empty(start) => {
                tree.open(at, &start)?;
                tree.close();
            }
            Event::End(_) => tree.close(),
            Event::Text(text) => tree.add(&text.xml10_content()),
            Event::CData(text) => tree.add(&text.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(c)) => tree.add(c.encode_utf8(&mut [0; 4])),
                // What is no entity stands for itself: addresses are written with bare ampersands.
                _ => match resolve_xml_entity(&reference) {
                    Some(text) => tree.add(text),
                    None => tree.add(&format!("&{};", &*reference)),
                },
            },
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if let Some(element) = tree.open.pop() {
        let problem = format!("it ends inside the element {} of line {}", element.name, element.line);
        return Err(ReadError::Xml { line: tree.line_at(text.len()), problem });
    }
    tree.root.ok_or(ReadError::Empty)
}

struct Tree<'a> {
    text: &'a str,
    /// Up to here lines are counted.
    counted: usize,
    line: usize,
    elements: usize,
    open: Vec<Element>,
    root: Option<Element>,
}

impl Tree<'_> {
    /// The line of a byte; bytes only go forward.
    fn line_at(&mut self, at: usize) -> usize {
        let at = at.min(self.text.len());
        if at > self.counted {
            let lines = self.text.as_bytes()[self.counted..at].split(|byte| *byte == b'\n');
            self.line += lines.count() - 1;
            self.counted = at;
        }
        self.line
    }

    fn open(&mut self, at: usize, start: &BytesStart<'_>) -> Result<(), ReadError> {
        let line = self.line_at(at);
        self.elements += 1;
        if self.open.len() >= DEEPEST {
            return Err(ReadError::Xml { line, problem: format!("elements nest more than {DEEPEST} deep") });
        }
        if self.elements > MOST_ELEMENTS {
            return Err(ReadError::Xml { line, problem: format!("more than {MOST_ELEMENTS} elements") });
        }
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let malformed = |problem: String| ReadError::Xml { line, problem };
            let attribute = attribute.map_err(|error| malformed(error.to_string()))?;
            let name = attribute.key.local_name().as_ref().to_owned();
            let value = match attribute.normalized_value(XmlVersion::default()) {
                Ok(value) => value.into_owned(),
                // A bare ampersand.
                Err(_) => (*attribute.value).to_owned(),
            };
            attributes.push((name, value));
        }
        let name = start.local_name().as_ref().to_owned();
        self.open.push(Element { name, line, attributes, ..Element::default() });
        Ok(())
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None if self.root.is_none() => self.root = Some(element),
            None => {}
        }
    }

    fn add(&mut self, text: &str) {
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn elements_know_their_lines_and_names_lose_their_prefix() {
        let text = "<?xml version=\"1.0\"?>\n<m:MPD xmlns:m=\"x\"\n  a=\" 1 \">\n<!-- x -->\n\n<m:Period m:id='&lt;&#65;'/>\
                    <B>a<![CDATA[&b]]>&amp;c</B></m:MPD>";
        let root = read(text).unwrap();
        assert_eq!((root.name.as_str(), root.line, root.attribute("a")), ("MPD", 2, Some("1")));
        let period = root.child("Period").unwrap();
        assert_eq!((period.line, period.attribute("id")), (6, Some("<A")));
        assert_eq!(root.child("B").unwrap().text(), "a&b&c");
        assert_eq!(root.all("Period").count(), 1);
    }

    #[test]
    fn bare_ampersands_are_taken_as_they_stand() {
        let root = read("<MPD u=\"?a=1&b=2\"><BaseURL>http://h/?a=1&b=2&amp;c=3</BaseURL></MPD>").unwrap();
        assert_eq!(root.attribute("u"), Some("?a=1&b=2"));
        assert_eq!(root.child("BaseURL").unwrap().text(), "http://h/?a=1&b=2&c=3");
    }

    #[test]
    fn what_is_broken_is_told_with_its_line() {
        let told = |text: &str| read(text).unwrap_err().to_string();
        assert!(told("<MPD>\n<Period>\n").contains("line 3: it ends inside the element Period of line 2"));
        assert!(told("<MPD>\n</Period>").contains("line 2"), "{}", told("<MPD>\n</Period>"));
        assert!(told(&"<a>".repeat(100)).contains("deep"));
        assert_eq!(read("  ").unwrap_err(), ReadError::Empty);
    }

    #[test]
    fn entities_are_never_expanded_beyond_their_text() {
        let laughs = "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><MPD><BaseURL>&b;</BaseURL></MPD>";
        assert_eq!(read(laughs).unwrap().child("BaseURL").unwrap().text(), "&b;");
    }

    proptest! {
        #[test]
        fn no_text_panics(text: String, tags in "(<[/a-c]{1,3}( a=\"[&;#x0-9]{0,4}\")?/?>|\n|&[a-z]{0,3};?){0,30}") {
            let _ = (read(&text), read(&tags));
        }
    }
}
