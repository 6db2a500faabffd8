//! The order of a recording whose lost segments came later: they lie at its end, and belong into their gaps.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};

use super::gap::Gap;
use super::journal::Entry;

/// A segment that came late.
struct Late<'a> {
    /// What it needs, where that came with it.
    init: Option<&'a Entry>,
    segment: &'a Entry,
}

/// The lines in the order of the stream, those that are at their place already as they are.
pub(super) fn in_order(entries: &[Entry]) -> Vec<Entry> {
    let mut late = BTreeMap::new();
    // Initialisations that are not where they stand: before a late segment, or, as each is written with the first segment
    // behind it that came, behind those that did not.
    let mut moved = BTreeSet::new();
    for (index, entry) in entries.iter().enumerate() {
        let Entry::Segment { late: true, sequence, .. } = entry else { continue };
        let is_its = |at: &usize| matches!(&entries[*at], Entry::Init { before, .. } if before == sequence);
        let init = index.checked_sub(1).filter(is_its);
        moved.extend(init);
        late.insert(*sequence, Late { init: init.map(|at| &entries[at]), segment: entry });
    }
    let mut ordered = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        match entry {
            Entry::Segment { late: true, .. } => {}
            Entry::Gap(gap) => {
                let ahead = entries.iter().enumerate().skip(index + 1);
                let init = ahead
                    .take_while(|(_, entry)| !matches!(entry, Entry::Segment { .. }))
                    .filter(|(place, _)| !moved.contains(place))
                    .find(|(_, entry)| matches!(entry, Entry::Init { before, .. } if gap.holds(*before)));
                let Some((place, Entry::Init { before, .. })) = init else {
                    fill(gap, &late, &mut ordered);
                    continue;
                };
                let (without, with) = gap.cut(*before);
                if let Some(without) = without {
                    fill(&without, &late, &mut ordered);
                }
                ordered.push(entries[place].clone());
                moved.insert(place);
                if let Some(with) = with {
                    fill(&with, &late, &mut ordered);
                }
            }
            _ if moved.contains(&index) => {}
            entry => ordered.push(entry.clone()),
        }
    }
    ordered
}

/// What is left of `gap`, with what came of it.
fn fill(gap: &Gap, late: &BTreeMap<u64, Late<'_>>, ordered: &mut Vec<Entry>) {
    let mut rest = gap.clone();
    for (sequence, came) in late.range(gap.sequence..gap.sequence.saturating_add(gap.count)) {
        let (before, behind) = rest.split(*sequence);
        ordered.extend(before.map(Entry::Gap));
        ordered.extend(came.init.cloned());
        ordered.push(came.segment.clone());
        match behind {
            Some(behind) => rest = behind,
            None => return,
        }
    }
    ordered.push(Entry::Gap(rest));
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
    use super::super::journal::Place;
    use super::*;

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
        let init = |at, before| Entry::Init { place: Place { at, bytes: 1, crc: 0 }, before };
        let (late, seg) = (|number| segment(number, true), |number| segment(number, false));
        let entries = [init(0, 0), seg(0), gap(1, 2), init(2, 3), seg(3), init(4, 1), late(1), late(2)];
        let ordered = [init(0, 0), seg(0), init(4, 1), late(1), late(2), init(2, 3), seg(3)];
        assert_eq!(in_order(&entries), ordered, "one that came late goes with its segment");
        let all = [gap(7, u64::MAX), segment(8, true)];
        assert_eq!(in_order(&all)[1], segment(8, true), "numbers that cannot be end nothing");
    }
}
