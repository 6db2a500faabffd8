//! Reading a Metalink 4 document (RFC 5854 section 4): elements of its namespace, whatever prefix they have; the
//! others are skipped, as section 5 asks for.

use std::collections::{BTreeSet, HashSet};

use quick_xml::NsReader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

use super::{File, LEAST_WANTED, Metalink, MetalinkError, Pieces, Source};
use crate::applets::fetch::checksum::{Algorithm, Checksum};
use crate::applets::fetch::name;
use crate::kit::net::{mask_userinfo, parse_url};

const NAMESPACE: &str = "urn:ietf:params:xml:ns:metalink";
const NAMESPACE_3: &str = "http://www.metalinker.org/";

/// Real documents nest five deep.
const DEEPEST: usize = 32;

/// An element of the document that is open.
struct Element {
    /// The local name; empty for one of another namespace, and for everything in it.
    name: &'static str,
    attributes: Attributes,
    text: String,
}

/// The attributes that mean something here.
#[derive(Default)]
struct Attributes {
    name: Option<String>,
    kind: Option<String>,
    length: Option<String>,
    priority: Option<String>,
    location: Option<String>,
    mediatype: Option<String>,
}

/// The elements that are read.
const KNOWN: [&str; 7] = ["metalink", "file", "size", "hash", "pieces", "url", "metaurl"];

pub(super) fn read(text: &str) -> Result<Metalink, MetalinkError> {
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    let mut document = Document::default();
    loop {
        let (namespace, event) = match reader.read_resolved_event() {
            Ok((ResolveResult::Bound(Namespace(namespace)), event)) => (namespace.to_owned(), event),
            Ok((_, event)) => (String::new(), event),
            Err(error) => {
                return Err(MetalinkError::Xml { at: reader.error_position(), problem: error.to_string() });
            }
        };
        let problem = match event {
            Event::Start(start) => document.open(&namespace, &start)?,
            Event::Empty(start) => {
                let problem = document.open(&namespace, &start)?;
                document.close()?;
                problem
            }
            Event::End(_) => {
                document.close()?;
                None
            }
            Event::Text(text) => document.text(&text.xml10_content()),
            Event::CData(text) => document.text(&text.xml10_content()),
            // Entities of its own would need a document type, which is not read.
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(c)) => document.text(c.encode_utf8(&mut [0; 4])),
                Ok(None) => match resolve_xml_entity(&reference) {
                    Some(text) => document.text(text),
                    None => Some(format!("the entity `&{};` is not known", &*reference)),
                },
                Err(error) => Some(error.to_string()),
            },
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => None,
        };
        if let Some(problem) = problem {
            return Err(MetalinkError::Xml { at: reader.buffer_position(), problem });
        }
    }
    document.finish(text.len() as u64)
}

/// What was read so far.
#[derive(Default)]
struct Document {
    open: Vec<Element>,
    seen_root: bool,
    file: Draft,
    files: Vec<File>,
    names: HashSet<String>,
    notes: BTreeSet<String>,
}

/// A file that is being read.
#[derive(Default)]
struct Draft {
    name: String,
    size_bytes: Option<u64>,
    checksums: Vec<Checksum>,
    pieces: Option<Pieces>,
    sources: Vec<Source>,
}

impl Document {
    /// What is wrong with the XML, if anything is.
    fn open(&mut self, namespace: &str, start: &BytesStart<'_>) -> Result<Option<String>, MetalinkError> {
        let local = start.local_name();
        let local = local.as_ref();
        if !self.seen_root {
            match (namespace, local) {
                (NAMESPACE, "metalink") => self.seen_root = true,
                (NAMESPACE_3, _) => return Err(MetalinkError::Version3),
                _ => return Err(MetalinkError::Foreign(local.to_owned())),
            }
        }
        if self.open.len() >= DEEPEST {
            return Err(MetalinkError::TooDeep);
        }
        let inside_foreign = self.open.last().is_some_and(|parent| parent.name.is_empty());
        let known = KNOWN.into_iter().find(|name| *name == local && namespace == NAMESPACE && !inside_foreign);
        let attributes = match Attributes::read(start) {
            Ok(attributes) => attributes,
            Err(problem) => return Ok(Some(problem)),
        };
        let element = Element { name: known.unwrap_or_default(), attributes, text: String::new() };
        match (self.parent(), element.name) {
            ("metalink", "file") => {
                self.file = Draft { name: element.attributes.name.clone().unwrap_or_default(), ..Draft::default() };
            }
            ("file", "pieces") => self.begin_pieces(&element.attributes)?,
            _ => {}
        }
        self.open.push(element);
        Ok(None)
    }

    fn close(&mut self) -> Result<(), MetalinkError> {
        let Some(element) = self.open.pop() else { return Ok(()) };
        let text = element.text.trim();
        match (self.parent(), element.name) {
            ("metalink", "file") => self.end_file()?,
            ("file", "size") => {
                let size = self.number("size", text, 0)?;
                self.file.size_bytes = Some(size);
            }
            ("file", "hash") => {
                let kind = element.attributes.kind.unwrap_or_default();
                if let Some(algorithm) = self.algorithm(&kind) {
                    let checksum = self.checksum(algorithm, text)?;
                    self.file.checksums.push(checksum);
                }
            }
            ("pieces", "hash") => {
                let kind = self.open.last().and_then(|pieces| pieces.attributes.kind.as_deref());
                let of = kind.and_then(|kind| kind.parse::<Algorithm>().ok());
                // There may be several lists; only one is kept.
                if let Some(algorithm) = of.filter(|of| self.file.pieces.as_ref().is_some_and(|p| p.algorithm == *of)) {
                    let checksum = self.checksum(algorithm, text)?;
                    self.file.pieces.iter_mut().for_each(|pieces| pieces.checksums.push(checksum.clone()));
                }
            }
            ("file", "url") => self.source(text, element.attributes)?,
            ("file", "metaurl") => {
                let kind = element.attributes.mediatype.unwrap_or_else(|| "another document".to_owned());
                self.notes.insert(format!("an address of {kind} is not used"));
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Option<String> {
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(text);
        }
        None
    }

    /// The element around the one that is opened or closed.
    fn parent(&self) -> &'static str {
        self.open.last().map_or("", |element| element.name)
    }

    fn begin_pieces(&mut self, attributes: &Attributes) -> Result<(), MetalinkError> {
        let Some(algorithm) = self.algorithm(attributes.kind.as_deref().unwrap_or_default()) else { return Ok(()) };
        let piece_bytes = self.number("length of pieces", attributes.length.as_deref().unwrap_or_default(), 1)?;
        // Of several, those that prove the most.
        if self.file.pieces.as_ref().is_none_or(|known| known.algorithm < algorithm) {
            self.file.pieces = Some(Pieces { piece_bytes, algorithm, checksums: Vec::new() });
        }
        Ok(())
    }

    fn source(&mut self, text: &str, attributes: Attributes) -> Result<(), MetalinkError> {
        let url = match parse_url(text) {
            Ok(url) => url,
            Err(error) => {
                let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
                self.notes.insert(match scheme {
                    Some(scheme) if !matches!(scheme.as_str(), "http" | "https") => {
                        format!("addresses of {scheme} are not used")
                    }
                    _ => format!("the address {} is not used: {error}", mask_userinfo(text)),
                });
                return Ok(());
            }
        };
        let priority = match attributes.priority {
            None => LEAST_WANTED,
            Some(text) => {
                let priority = self.number("priority", &text, 1)?;
                u32::try_from(priority).unwrap_or(LEAST_WANTED).min(LEAST_WANTED)
            }
        };
        let location = attributes.location.map(|text| text.to_ascii_lowercase());
        self.file.sources.push(Source { url, priority, location });
        Ok(())
    }

    fn end_file(&mut self) -> Result<(), MetalinkError> {
        let Draft { name, size_bytes, mut checksums, pieces, mut sources } = std::mem::take(&mut self.file);
        let path = name::of_path(&name)?;
        if !self.names.insert(path.to_string_lossy().into_owned()) {
            return Err(MetalinkError::Twice(name));
        }
        if sources.is_empty() {
            return Err(MetalinkError::NoSource(name));
        }
        let pieces = pieces.filter(|pieces| !pieces.checksums.is_empty());
        if let (Some(pieces), Some(size_bytes)) = (&pieces, size_bytes)
            && pieces.checksums.len() as u64 != size_bytes.div_ceil(pieces.piece_bytes)
        {
            let (found, piece_bytes) = (pieces.checksums.len(), pieces.piece_bytes);
            return Err(MetalinkError::Pieces { name, found, piece_bytes, size_bytes });
        }
        checksums.sort_by_key(|sum| std::cmp::Reverse(sum.algorithm()));
        sources.sort_by_key(|source| source.priority);
        self.files.push(File { path, size_bytes, checksums, pieces, sources });
        Ok(())
    }

    /// The algorithm of a sum; `None`, with a note, for those that are not computed here.
    fn algorithm(&mut self, kind: &str) -> Option<Algorithm> {
        let algorithm = kind.parse().ok();
        if algorithm.is_none() {
            self.notes.insert(format!("checksums of the kind `{kind}` are not used"));
        }
        algorithm
    }

    fn checksum(&self, algorithm: Algorithm, hex: &str) -> Result<Checksum, MetalinkError> {
        let name = &self.file.name;
        let fail = |problem| MetalinkError::Checksum { name: name.clone(), problem };
        Checksum::from_hex(algorithm, hex).map_err(fail)
    }

    fn number(&self, what: &'static str, text: &str, least: u64) -> Result<u64, MetalinkError> {
        let number = text.trim().parse().ok().filter(|number| *number >= least);
        number.ok_or_else(|| MetalinkError::Number { name: self.file.name.clone(), what, text: text.to_owned() })
    }

    fn finish(self, at: u64) -> Result<Metalink, MetalinkError> {
        if let Some(open) = self.open.last() {
            return Err(MetalinkError::Xml { at, problem: format!("it ends inside an element `{}`", open.name) });
        }
        if !self.seen_root {
            return Err(MetalinkError::Xml { at, problem: "it is empty".to_owned() });
        }
        if self.files.is_empty() {
            return Err(MetalinkError::NoFile);
        }
        Ok(Metalink { files: self.files, notes: self.notes.into_iter().collect() })
    }
}

impl Attributes {
    fn read(start: &BytesStart<'_>) -> Result<Self, String> {
        let mut known = Self::default();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let place = match attribute.key.as_ref() {
                "name" => &mut known.name,
                "type" => &mut known.kind,
                "length" => &mut known.length,
                "priority" => &mut known.priority,
                "location" => &mut known.location,
                "mediatype" => &mut known.mediatype,
                _ => continue,
            };
            let value = attribute.normalized_value(XmlVersion::default()).map_err(|error| error.to_string())?;
            *place = Some(value.into_owned());
        }
        Ok(known)
    }
}

#[cfg(test)]
mod tests;
