//! Fragments made box by box, and what must be found in them.

use proptest::prelude::*;

use super::Reader;
use crate::media::codec::entry::boxed;
use crate::media::sample::{Edit, MediaError};
use crate::media::ts::tests::{Found, pieces};

/// A track: its number, what handles it, its units of a second, and an entry of its name.
struct Track(u32, &'static [u8; 4], u32, &'static [u8; 4]);

const VIDEO: Track = Track(7, b"vide", 90_000, b"avc1");
const AUDIO: Track = Track(8, b"soun", 48_000, b"mp4a");

fn full(kind: [u8; 4], version: u8, flags: u32, fields: &[u32]) -> Vec<u8> {
    let mut bytes = (u32::from(version) << 24 | flags).to_be_bytes().to_vec();
    bytes.extend(fields.iter().flat_map(|field| field.to_be_bytes()));
    boxed(kind, &[&bytes])
}

fn init(tracks: &[Track], edits: &[u8]) -> Vec<u8> {
    let mut content = full(*b"mvhd", 0, 0, &[0, 0, 1000, 0]);
    let mut defaults = Vec::new();
    for Track(id, handler, scale, name) in tracks {
        let tkhd = full(*b"tkhd", 0, 7, &[0, 0, *id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 160 << 16, 90 << 16]);
        let mdhd = full(*b"mdhd", 0, 0, &[0, 0, *scale, 0, 0x15c7_0000]);
        let hdlr = full(*b"hdlr", 0, 0, &[0, u32::from_be_bytes(**handler), 0, 0, 0]);
        let entry = boxed(**name, &[&id.to_be_bytes()]);
        let stsd = boxed(*b"stsd", &[&[0; 4], &[0, 0, 0, 1], &entry]);
        let minf = boxed(*b"minf", &[&boxed(*b"stbl", &[&stsd])]);
        let mdia = boxed(*b"mdia", &[&mdhd, &hdlr, &minf]);
        content.extend(boxed(*b"trak", &[&tkhd, edits, &mdia]));
        // Duration 3000, size 10, not a beginning.
        defaults.extend(full(*b"trex", 0, 0, &[*id, 1, 3000, 10, 0x1_0000]));
    }
    content.extend(boxed(*b"mvex", &[&defaults]));
    [boxed(*b"ftyp", &[b"iso6"]), boxed(*b"moov", &[&content])].concat()
}

/// A fragment of two pictures, the second told by defaults alone, and of two frames of sound behind them.
fn fragment(number: u64) -> Vec<u8> {
    let tfdt = |time: u64| {
        let mut bytes = vec![1, 0, 0, 0];
        bytes.extend(time.to_be_bytes());
        boxed(*b"tfdt", &[&bytes])
    };
    let build = |data: u32| {
        let first = [
            full(*b"tfhd", 0, 0x2_0000, &[7]),
            tfdt(number * 6000),
            // A place, flags of the first, an offset for each.
            full(*b"trun", 1, 0x805, &[2, data, 0x200_0000, 500, (-250_i32) as u32]),
        ];
        let second = [
            full(*b"tfhd", 0, 0x2_0008 | 0x20, &[8, 1024, 0]),
            tfdt(number * 2048),
            full(*b"trun", 0, 0x201, &[2, data + 20, 3, 4]),
        ];
        let mfhd = full(*b"mfhd", 0, 0, &[number as u32]);
        boxed(*b"moof", &[&mfhd, &boxed(*b"traf", &[&first.concat()]), &boxed(*b"traf", &[&second.concat()])])
    };
    let length = build(0).len() as u32;
    let mut media = vec![number as u8; 20];
    media.extend([0xa0 | number as u8; 7]);
    [boxed(*b"styp", &[b"msdh"]), build(length + 8), boxed(*b"mdat", &[&media])].concat()
}

fn read(pieces: &[&[u8]]) -> Result<Found, MediaError> {
    let (mut reader, mut found) = (Reader::default(), Found::default());
    for piece in pieces {
        reader.push(piece, &mut found)?;
    }
    reader.finish(&mut found);
    Ok(found)
}

#[test]
fn samples_are_where_fragments_say() {
    let bytes = [init(&[VIDEO, AUDIO], &[]), fragment(0), fragment(1)].concat();
    let found = read(&[&bytes]).unwrap();
    assert_eq!(found.notes, [""; 0]);
    let described: Vec<_> = found.described.iter().map(|(track, said)| (*track, said.format(), said.size)).collect();
    assert_eq!(described, [(0, "avc1".to_owned(), (160, 90)), (1, "mp4a".to_owned(), (160, 90))]);
    assert_eq!(found.described[0].1.language, *b"eng".as_slice().first_chunk().unwrap());
    let of = |number: u8| {
        let (video, audio) = (i64::from(number) * 6000, i64::from(number) * 2048);
        [
            (0, video, 500, true, vec![number; 10]),
            (0, video + 3000, -250, false, vec![number; 10]),
            (1, audio, 0, true, vec![0xa0 | number; 3]),
            (1, audio + 1024, 0, true, vec![0xa0 | number; 4]),
        ]
    };
    assert_eq!(found.samples, [of(0), of(1)].concat());
}

#[test]
fn an_edit_list_says_where_the_presentation_begins() {
    // Half a second of nothing, in a movie of 1000 units, then from 1024 on.
    let list = full(*b"elst", 0, 0, &[2, 500, u32::MAX, 0x1_0000, 0, 1024, 0x1_0000]);
    let bytes = [init(&[AUDIO], &boxed(*b"edts", &[&list])), fragment(0)].concat();
    let found = read(&[&bytes]).unwrap();
    assert_eq!(found.described[0].1.edit, Edit { empty: 24_000, media_time: 1024 });
    assert_eq!(found.samples.len(), 2, "a track that is not announced is passed over");
}

/// A plain file: two chunks of two pictures each with one of three frames of sound between them, tables in front.
fn plain(junk: usize) -> Vec<u8> {
    let build = |media: u32| {
        let video = [
            full(*b"stts", 0, 0, &[2, 3, 3000, 1, 3600]),
            full(*b"ctts", 0, 0, &[2, 1, 500, 3, 0]),
            full(*b"stss", 0, 0, &[2, 1, 3]),
            full(*b"stsz", 0, 0, &[0, 4, 3, 1, 2, 4]),
            full(*b"stsc", 0, 0, &[1, 1, 2, 1]),
            full(*b"stco", 0, 0, &[2, media, media + 10]),
        ];
        let audio = [
            full(*b"stts", 0, 0, &[1, 3, 1024]),
            full(*b"stsz", 0, 0, &[2, 3]),
            full(*b"stsc", 0, 0, &[2, 1, 3, 1, 2, 1, 1]),
            full(*b"co64", 0, 0, &[1, 0, media + 4]),
        ];
        let mut content = full(*b"mvhd", 0, 0, &[0, 0, 1000, 0]);
        for (Track(id, handler, scale, name), tables) in [(VIDEO, video.concat()), (AUDIO, audio.concat())] {
            let tkhd = full(*b"tkhd", 0, 7, &[0, 0, id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            let mdhd = full(*b"mdhd", 0, 0, &[0, 0, scale, 0, 0x15c7_0000]);
            let hdlr = full(*b"hdlr", 0, 0, &[0, u32::from_be_bytes(*handler), 0, 0, 0]);
            let stsd = boxed(*b"stsd", &[&[0; 4], &[0, 0, 0, 1], &boxed(*name, &[])]);
            let minf = boxed(*b"minf", &[&boxed(*b"stbl", &[&stsd, &tables])]);
            content.extend(boxed(*b"trak", &[&tkhd, &boxed(*b"mdia", &[&mdhd, &hdlr, &minf])]));
        }
        [boxed(*b"ftyp", &[b"isom"]), boxed(*b"free", &[&vec![0; junk]]), boxed(*b"moov", &[&content])].concat()
    };
    let length = build(0).len() as u32;
    [build(length + 8), boxed(*b"mdat", &[b"vvvvaaaaaawwwwww"])].concat()
}

#[test]
fn a_plain_file_is_read_by_its_tables() {
    let expected: Vec<(usize, i64, i64, bool, Vec<u8>)> = vec![
        (0, 0, 500, true, b"vvv".to_vec()),
        (0, 3000, 0, false, b"v".to_vec()),
        (1, 0, 0, true, b"aa".to_vec()),
        (1, 1024, 0, true, b"aa".to_vec()),
        (1, 2048, 0, true, b"aa".to_vec()),
        (0, 6000, 0, true, b"ww".to_vec()),
        (0, 9000, 0, false, b"wwww".to_vec()),
    ];
    let found = read(&[&plain(0)]).unwrap();
    assert_eq!((found.samples, found.notes), (expected.clone(), Vec::new()));
    // Places are those in the file, also where another one lies before it.
    let found = read(&[&[plain(0), plain(9)].concat()]).unwrap();
    assert_eq!((&found.samples[..7], &found.samples[7..]), (&expected[..], &expected[..]));
    // Fragments go on where the tables end.
    let mut moved = fragment(0);
    let place = moved.windows(4).position(|window| window == b"tfdt").unwrap();
    moved[place..place + 4].copy_from_slice(b"free");
    let found = read(&[&[plain(0), moved].concat()]).unwrap();
    assert_eq!(found.samples[7].1, 12_600);
}

#[test]
fn tables_behind_the_media_are_refused() {
    let file = plain(0);
    let at = file.windows(4).position(|window| window == b"mdat").unwrap() - 4;
    let turned = [&file[..12], &file[at..], &file[12..at]].concat();
    let error = read(&[&turned]).unwrap_err().to_string();
    assert_eq!(error, "a plain file whose tables stand behind its media cannot be held in MP4 here");
}

#[test]
fn another_initialisation_describes_the_same_tracks() {
    const LATER: Track = Track(8, b"soun", 48_000, b"ec-3");
    let bytes = [init(&[VIDEO, AUDIO], &[]), fragment(0), init(&[LATER], &[]), fragment(1)].concat();
    let found = read(&[&bytes]).unwrap();
    let described: Vec<_> = found.described.iter().map(|(track, said)| (*track, said.format())).collect();
    assert_eq!(described, [(0, "avc1".to_owned()), (1, "mp4a".to_owned()), (1, "ec-3".to_owned())]);
    assert_eq!(found.samples.len(), 6);
}

#[test]
fn what_is_encrypted_is_refused_and_what_is_text_is_noted() {
    let error = read(&[&init(&[Track(1, b"vide", 1, b"encv")], &[])]).unwrap_err();
    assert_eq!(error.to_string(), "an encrypted track cannot be held in MP4 here");
    let found = read(&[&init(&[Track(1, b"text", 1, b"wvtt")], &[])]).unwrap();
    assert_eq!(found.notes, ["a track of 'text' is left out"]);
}

#[test]
fn a_box_that_is_not_whole_ends_with_its_segment() {
    let endless = [&[0, 0, 0, 0][..], b"free", &[0; 100]].concat();
    let huge = [&[0, 0xff, 0xff, 0xff][..], b"free", &[0; 100]].concat();
    let cut = &fragment(1)[..60];
    for damage in [&endless[..], &huge, b"Not Found", &cut[..cut.len() - 3], &[]] {
        let (mut reader, mut found) = (Reader::default(), Found::default());
        reader.push(&[init(&[VIDEO, AUDIO], &[]), fragment(0)].concat(), &mut found).unwrap();
        reader.boundary();
        let _ = reader.push(damage, &mut found);
        reader.boundary();
        reader.push(&fragment(2), &mut found).unwrap();
        reader.finish(&mut found);
        assert_eq!(found.samples.len(), 8, "{}", damage.escape_ascii());
        assert_eq!(found.samples[7].4, [0xa2; 4]);
        let places = found.notes.iter().filter(|note| note.contains("in the middle of a box at 1 places")).count();
        assert_eq!(places, usize::from(!damage.is_empty()), "{:?}", found.notes);
    }
}

#[test]
fn samples_without_bytes_are_counted() {
    let mut bytes = [init(&[VIDEO, AUDIO], &[]), fragment(0)].concat();
    bytes.truncate(bytes.len() - 5);
    let found = read(&[&bytes]).unwrap();
    assert_eq!((found.samples.len(), &*found.notes[0]), (2, "2 samples are missing"));
}

proptest! {
    #[test]
    fn what_is_found_does_not_depend_on_the_pieces(places in proptest::collection::vec(0_usize..3000, 0..40)) {
        let bytes = [init(&[VIDEO, AUDIO], &[]), fragment(0), fragment(1), plain(3), fragment(2)].concat();
        prop_assert_eq!(read(&pieces(&bytes, &places)).unwrap(), read(&[&bytes]).unwrap());
    }

    #[test]
    fn no_damage_panics(changes in proptest::collection::vec((0_usize..3000, any::<u8>()), 0..20), bytes: Vec<u8>) {
        let mut damaged = [init(&[VIDEO, AUDIO], &[]), fragment(0), fragment(1), plain(0)].concat();
        for (place, value) in changes {
            let length = damaged.len();
            damaged[place % length] = value;
        }
        let _ = (read(&[&damaged]), read(&[&bytes]));
    }
}
