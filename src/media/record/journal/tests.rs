//! Journals that are cut, damaged, locked and of others.

use super::*;
use proptest::prelude::*;

const STREAM: &str = "v.m3u8 1920x1080";

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn journal(&self) -> PathBuf {
        self.folder.path().join("x.ts.rip")
    }

    fn data(&self) -> File {
        let path = self.folder.path().join("x.ts.partial");
        OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).unwrap()
    }

    fn open(&self) -> (Journal, Past) {
        Journal::open(&self.journal(), &mut self.data(), STREAM, Resume::Continue).unwrap()
    }

    /// Records three segments of ten bytes.
    fn record(&self) {
        let (mut journal, _) = self.open();
        let mut data = self.data();
        for sequence in 0..3 {
            let body = [sequence as u8; 10];
            data.write_all(&body).unwrap();
            journal.add(&segment(sequence)).unwrap();
        }
    }
}

fn segment(sequence: u64) -> Entry {
    let place = Place { at: sequence * 10, bytes: 10, crc: crc32fast::hash(&[sequence as u8; 10]) };
    Entry::Segment { sequence, name: 7, duration_ns: 1, timeline: 0, late: false, place }
}

fn gap(sequence: u64) -> Entry {
    let reason = "404".to_owned();
    Entry::Gap(Gap { sequence, count: 1, duration_ns: 1, date_ms: Some(-1), noticed_ms: 2, reason, announced: false })
}

#[test]
fn a_recording_goes_on_behind_its_last_whole_unit() {
    let desk = Desk::new();
    assert_eq!(desk.open().1, Past::default());
    desk.record();
    assert_eq!(desk.open().1, Past { entries: (0..3).map(segment).collect(), bytes: 30 });
    // Bytes that no line tells of.
    let mut data = desk.data();
    data.seek(SeekFrom::End(0)).unwrap();
    data.write_all(b"half a segment").unwrap();
    assert_eq!(desk.open().1.bytes, 30);
    assert_eq!(data.metadata().unwrap().len(), 30);
}

#[test]
fn bytes_that_are_missing_or_others_are_recorded_again() {
    let desk = Desk::new();
    desk.record();
    desk.data().set_len(25).unwrap();
    assert_eq!(desk.open().1, Past { entries: (0..2).map(segment).collect(), bytes: 20 });
    let mut data = desk.data();
    data.seek(SeekFrom::Start(13)).unwrap();
    data.write_all(b"?").unwrap();
    assert_eq!(desk.open().1.bytes, 10);
    assert_eq!(desk.data().metadata().unwrap().len(), 10);
}

#[test]
fn gaps_stay_where_something_follows() {
    let desk = Desk::new();
    let (mut journal, _) = desk.open();
    let mut data = desk.data();
    data.write_all(&[0; 10]).unwrap();
    data.write_all(&[1; 10]).unwrap();
    for entry in [segment(0), gap(5), segment(1), gap(6), gap(7)] {
        journal.add(&entry).unwrap();
    }
    drop(journal);
    assert_eq!(desk.open().1.entries, [segment(0), gap(5), segment(1)]);
    assert_eq!(desk.open().1.entries.len(), 3, "and they are gone from the file");
}

#[test]
fn another_stream_and_another_process_are_refused() {
    let desk = Desk::new();
    desk.record();
    let (journal, _) = desk.open();
    let second = Journal::open(&desk.journal(), &mut desk.data(), STREAM, Resume::Continue);
    assert!(matches!(second, Err(JournalError::Locked { .. })));
    let anew = Journal::open(&desk.journal(), &mut desk.data(), STREAM, Resume::Afresh);
    assert!(matches!(anew, Err(JournalError::Locked { .. })), "nor is it taken away from there");
    drop(journal);
    let other = Journal::open(&desk.journal(), &mut desk.data(), "another", Resume::Continue);
    assert!(matches!(other, Err(JournalError::Other { .. })));
    for notes in ["notes of mine\n", "notes of mine", "{\"is\":\"mine\"}\n"] {
        std::fs::write(desk.journal(), notes).unwrap();
        let other = Journal::open(&desk.journal(), &mut desk.data(), STREAM, Resume::Continue);
        assert!(matches!(other, Err(JournalError::Strange { .. })), "{notes}");
        assert_eq!(std::fs::read(desk.journal()).unwrap(), notes.as_bytes());
    }
}

#[test]
fn bytes_without_a_journal_are_somebody_elses() {
    let desk = Desk::new();
    desk.data().write_all(b"mine").unwrap();
    let opened = Journal::open(&desk.journal(), &mut desk.data(), STREAM, Resume::Continue);
    assert!(matches!(opened, Err(JournalError::Strange { path }) if path.ends_with("x.ts.partial")));
    assert_eq!(desk.data().metadata().unwrap().len(), 4);
}

#[test]
fn what_is_to_be_replaced_stays_until_something_takes_its_place() {
    let desk = Desk::new();
    desk.record();
    let before = std::fs::read(desk.journal()).unwrap();
    let mut data = desk.data();
    let (mut journal, past) = Journal::open(&desk.journal(), &mut data, "another", Resume::Afresh).unwrap();
    assert_eq!((journal.waits(), past), (true, Past::default()));
    assert_eq!((std::fs::read(desk.journal()).unwrap(), data.metadata().unwrap().len()), (before, 30));
    journal.begin(&mut data).unwrap();
    assert_eq!((journal.waits(), data.metadata().unwrap().len()), (false, 0));
    assert_eq!(Journal::entries(&desk.journal()).unwrap().len(), 1);
}

proptest! {
    #[test]
    fn a_journal_cut_anywhere_leaves_whole_units(cut in 0_usize..400) {
        let desk = Desk::new();
        desk.record();
        let text = std::fs::read(desk.journal()).unwrap();
        // The first line is there before the first byte.
        let cut = cut.clamp(1, text.len());
        std::fs::write(desk.journal(), &text[..cut]).unwrap();
        let past = desk.open().1;
        prop_assert_eq!(past.bytes, past.entries.len() as u64 * 10);
        prop_assert_eq!(desk.data().metadata().unwrap().len(), past.bytes);
        prop_assert_eq!(desk.open().1, past);
    }

    #[test]
    fn no_journal_panics(text: Vec<u8>) {
        let desk = Desk::new();
        std::fs::write(desk.journal(), &text).unwrap();
        let _ = Journal::open(&desk.journal(), &mut desk.data(), STREAM, Resume::Continue);
    }
}
