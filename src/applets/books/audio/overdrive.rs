//! Chapters of library loans: OverDrive keeps `<Marker><Name>…</Name><Time>1:02.500</Time></Marker>` in a free tag of
//! each MP3.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::MOST_CHAPTERS;
use super::chapters::{Chapter, clock};

/// Reads the markers; those that only go on with a chapter, `(05:00)` or `(continued)` behind its name, are no chapters.
pub(super) fn read(text: &str) -> Vec<Chapter> {
    let mut reader = Reader::from_str(text);
    let (mut chapters, mut element) = (Vec::new(), String::new());
    let (mut name, mut time) = (String::new(), None);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) => start.local_name().as_ref().clone_into(&mut element),
            Event::Text(text) => match element.as_str() {
                "Name" => name.push_str(&text),
                "Time" => time = clock(&text),
                _ => {}
            },
            Event::GeneralRef(reference) if element == "Name" => name.push_str(entity(&reference)),
            Event::End(end) => {
                element.clear();
                if end.local_name().as_ref() == "Marker" {
                    let title = std::mem::take(&mut name).trim().to_owned();
                    if let Some(start_ms) = time.take().filter(|_| !goes_on(&title) && chapters.len() < MOST_CHAPTERS) {
                        chapters.push(Chapter { start_ms, title });
                    }
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    chapters
}

/// One of the five that XML has of its own.
fn entity(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "apos" => "'",
        "quot" => "\"",
        _ => "",
    }
}

fn goes_on(title: &str) -> bool {
    let Some((_, rest)) = title.rsplit_once('(') else { return title.to_lowercase().ends_with("continued") };
    let rest = rest.trim_end().trim_end_matches(')');
    rest.eq_ignore_ascii_case("continued") || rest.contains(':') && rest.chars().all(|c| c.is_ascii_digit() || c == ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_that_go_on_are_no_chapters() {
        let text = "<Markers><Marker><Name>One &amp; all</Name><Time>0:00.000</Time></Marker>\
                    <Marker><Name>One &amp; all (05:00)</Name><Time>5:00.000</Time></Marker>\
                    <Marker><Name>Two (part)</Name><Time>9:30.500</Time></Marker>\
                    <Marker><Name>Two (continued)</Name><Time>12:00</Time></Marker></Markers>";
        let expected = [(0, "One & all"), (570_500, "Two (part)")];
        assert_eq!(read(text), expected.map(|(start_ms, title)| Chapter { start_ms, title: title.to_owned() }));
        assert!(read("<Markers><Mar").is_empty());
    }
}
