//! The order of a recording whose lost segments came later: they lie at its end, and belong into their gaps.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};

use super::gap::Gap;
use super::journal::{Entry, Place};

/// A segment that came late.
struct Late<'a> {
    /// What it needs, unless that is what the late one just before it in the stream brought.
    init: Option<&'a Entry>,
    segment: &'a Entry,
}

/// Late segments by their numbers, and where initialisations stand that came with them.
fn late(entries: &[Entry]) -> (BTreeMap<u64, Late<'_>>, BTreeSet<usize>) {
    let (mut late, mut theirs) = (BTreeMap::new(), BTreeSet::new());
    for (index, entry) in entries.iter().enumerate() {
        let Entry::Segment { late: true, sequence, .. } = entry else { continue };
        let is_its = |at: &usize| matches!(&entries[*at], Entry::Init { before, .. } if before == sequence);
        let init = index.checked_sub(1).filter(is_its);
        theirs.extend(init);
        late.insert(*sequence, Late { init: init.map(|at| &entries[at]), segment: entry });
    }
    (late, theirs)
}

/// The last initialisation that came at its time.
pub(super) fn last_init(entries: &[Entry]) -> Option<Place> {
    let (_, theirs) = late(entries);
    let mut inits = entries.iter().enumerate().rev().filter(|(index, _)| !theirs.contains(index));
    inits.find_map(|(_, entry)| if let Entry::Init { place, .. } = entry { Some(*place) } else { None })
}

/// The lines in the order of the stream, those that are at their place already as they are. Initialisations stand where
/// what decodes the segments changes.
pub(super) fn in_order(entries: &[Entry]) -> Vec<Entry> {
    let (late, mut moved) = late(entries);
    let mut ordered = Ordered { entries: Vec::with_capacity(entries.len()), now: None, regular: None };
    for (index, entry) in entries.iter().enumerate() {
        match entry {
            Entry::Segment { late: true, .. } => {}
            Entry::Gap(gap) => {
                // An initialisation is written with the first segment behind it that came: it belongs before those that
                // did not.
                let ahead = entries.iter().enumerate().skip(index + 1);
                let init = ahead
                    .take_while(|(_, entry)| !matches!(entry, Entry::Segment { .. }))
                    .filter(|(place, _)| !moved.contains(place))
                    .find(|(_, entry)| matches!(entry, Entry::Init { before, .. } if gap.holds(*before)));
                let Some((place, Entry::Init { before, .. })) = init else {
                    ordered.fill(gap, &late);
                    continue;
                };
                let (without, with) = gap.cut(*before);
                if let Some(without) = without {
                    ordered.fill(&without, &late);
                }
                ordered.init(&entries[place]);
                moved.insert(place);
                if let Some(with) = with {
                    ordered.fill(&with, &late);
                }
            }
            Entry::Init { .. } if moved.contains(&index) => {}
            Entry::Init { .. } => ordered.init(entry),
            Entry::Segment { .. } => {
                ordered.restore();
                ordered.entries.push(entry.clone());
            }
            entry => ordered.entries.push(entry.clone()),
        }
    }
    ordered.entries
}

/// Lines in their order.
struct Ordered<'a> {
    entries: Vec<Entry>,
    /// What decodes the next segment: checksum and length of an initialisation.
    now: Option<(u32, u64)>,
    /// What decodes the next segment that did not come late.
    regular: Option<&'a Entry>,
}

impl<'a> Ordered<'a> {
    /// An initialisation that came at its time.
    fn init(&mut self, entry: &'a Entry) {
        self.regular = Some(entry);
        self.decode(entry);
    }

    /// What comes next did not come late.
    fn restore(&mut self) {
        if let Some(entry) = self.regular {
            self.decode(entry);
        }
    }

    /// The initialisation of what comes next, unless it is there.
    fn decode(&mut self, entry: &Entry) {
        let Entry::Init { place, .. } = entry else { return };
        let this = (place.crc, place.bytes);
        if self.now.replace(this) != Some(this) {
            self.entries.push(entry.clone());
        }
    }

    /// What is left of `gap`, with what came of it.
    fn fill(&mut self, gap: &Gap, late: &BTreeMap<u64, Late<'_>>) {
        let mut rest = gap.clone();
        for (sequence, came) in late.range(gap.sequence..gap.sequence.saturating_add(gap.count)) {
            let (before, behind) = rest.split(*sequence);
            let follows = before.is_none() && self.entries.last().is_some_and(is_late);
            self.entries.extend(before.map(Entry::Gap));
            match came.init {
                Some(init) => self.decode(init),
                None if follows => {}
                None => self.restore(),
            }
            self.entries.push(came.segment.clone());
            match behind {
                Some(behind) => rest = behind,
                None => return,
            }
        }
        self.entries.push(Entry::Gap(rest));
    }
}

/// Writes the recording in `data` to `out` in the order of `entries`.
pub(super) fn write_in_order(data: &mut File, entries: &[Entry], out: &mut File) -> io::Result<()> {
    for place in in_order(entries).iter().filter_map(Entry::place) {
        data.seek(SeekFrom::Start(place.at))?;
        if io::copy(&mut (&*data).take(place.bytes), out)? != place.bytes {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(())
}

/// Whether anything came late.
pub(super) fn is_late(entry: &Entry) -> bool {
    matches!(entry, Entry::Segment { late: true, .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    fn gap(sequence: u64, count: u64) -> Entry {
        let reason = String::new();
        Entry::Gap(Gap {
            sequence,
            count,
            duration_ns: count.saturating_mul(2),
            date_ms: None,
            noticed_ms: 0,
            reason,
            announced: false,
        })
    }

    fn segment(sequence: u64, late: bool) -> Entry {
        let place = Place { at: 0, bytes: 1, crc: 0 };
        Entry::Segment { sequence, name: 0, duration_ns: 2, timeline: 0, late, place }
    }

    #[test]
    fn late_segments_stand_in_their_gaps() {
        let entries = [segment(0, false), gap(1, 4), segment(5, false), segment(3, true), segment(1, true)];
        let ordered = [segment(0, false), segment(1, true), gap(2, 1), segment(3, true), gap(4, 1), segment(5, false)];
        assert_eq!(in_order(&entries), ordered);
        assert_eq!(in_order(&ordered[..1]), ordered[..1]);
        let init = Entry::Init { place: Place { at: 0, bytes: 1, crc: 0 }, before: 2 };
        let entries =
            [gap(1, 3), init.clone(), segment(4, false), segment(1, true), segment(2, true), segment(3, true)];
        let ordered = [segment(1, true), init, segment(2, true), segment(3, true), segment(4, false)];
        assert_eq!(in_order(&entries), ordered, "an initialisation stands before the first segment that needs it");
        let all = [gap(7, u64::MAX), segment(8, true)];
        assert_eq!(in_order(&all)[1], segment(8, true), "numbers that cannot be end nothing");
    }

    /// `A0` is segment 0 behind an initialisation, `_1` a gap, `3` a segment that came at its time, `late` ones behind.
    fn journal(words: &str) -> Vec<Entry> {
        let mut is_late = false;
        let mut entries = Vec::new();
        for word in words.split(' ') {
            if word == "late" {
                is_late = true;
                continue;
            }
            let (init, number) = word.split_at(word.find(|c: char| c.is_ascii_digit()).unwrap());
            let sequence = number.parse().unwrap();
            match init {
                "_" => entries.push(gap(sequence, 1)),
                init => {
                    let place = |init: &str| Place { at: 0, bytes: 1, crc: u32::from(init.as_bytes()[0]) };
                    entries.extend((!init.is_empty()).then(|| Entry::Init { place: place(init), before: sequence }));
                    entries.push(segment(sequence, is_late));
                }
            }
        }
        entries
    }

    /// Of each segment what decodes it.
    fn decoded(words: &str) -> String {
        let mut now = '?';
        let mut text = String::new();
        for entry in in_order(&journal(words)) {
            match entry {
                Entry::Init { place, .. } => {
                    let next = char::from_u32(place.crc).unwrap();
                    assert_ne!(std::mem::replace(&mut now, next), next, "{words}: it is there already");
                }
                Entry::Segment { sequence, .. } => drop(write!(text, "{now}{sequence} ")),
                Entry::Gap(gap) => drop(write!(text, "_{} ", gap.sequence)),
                _ => {}
            }
        }
        text.trim_end().to_owned()
    }

    #[test]
    fn each_segment_is_decoded_by_its_own_initialisation() {
        for (journal, order) in [
            ("A0 _1 _2 A3 4 late B1 2", "A0 B1 B2 A3 A4"),
            ("A0 _1 _2 _3 A4 late C1 C3 D2", "A0 C1 D2 C3 A4"),
            // Nothing said that another one would be needed.
            ("A0 _1 2 3 late D1", "A0 D1 A2 A3"),
            ("A0 _1 2 late A1", "A0 A1 A2"),
            ("A0 _1 2 _3 B4 5 late 1 B3", "A0 A1 A2 B3 B4 B5"),
            ("_0 A1 _2 late B0 B2", "B0 A1 B2"),
            ("0 _1 2 late 1", "?0 ?1 ?2"),
        ] {
            assert_eq!(decoded(journal), order, "{journal}");
        }
        let last = |words: &str| last_init(&journal(words)).map(|place| char::from_u32(place.crc).unwrap());
        assert_eq!((last("A0 _1 B2 late C1"), last("0 _1 late C1"), last("0")), (Some('B'), None, None));
    }
}
