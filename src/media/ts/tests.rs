//! Transport streams made packet by packet, and what must be found in them.

use proptest::prelude::*;

use super::packet::{PACKET, SYNC};
use super::{Demux, Packed, psi};
use crate::media::sample::{Boundary, Description, MediaError, Sample, Sink};

/// A sequence parameter set of 160x90 pixels and a picture parameter set, as an encoder wrote them.
pub(in crate::media) const SPS: [u8; 25] = [
    0x67, 0x64, 0x00, 0x0a, 0xac, 0xd9, 0x42, 0x8d, 0xf9, 0x30, 0x11, 0x00, 0x00, 0x03, 0x00, 0x01, 0x00, 0x00, 0x03,
    0x00, 0x14, 0x0f, 0x12, 0x25, 0x96,
];
pub(in crate::media) const PPS: [u8; 4] = [0x68, 0xef, 0x8f, 0xcb];

pub(in crate::media) const VIDEO: u16 = 0x100;
pub(in crate::media) const AUDIO: u16 = 0x101;

/// Writes packets.
#[derive(Debug, Default)]
pub(in crate::media) struct Writer {
    pub(in crate::media) bytes: Vec<u8>,
    counters: std::collections::HashMap<u16, u8>,
}

impl Writer {
    fn packet(&mut self, pid: u16, start: bool, payload: &[u8]) {
        let counter = self.counters.entry(pid).or_insert(15);
        *counter = (*counter + 1) & 15;
        let stuffing = PACKET - 4 - payload.len();
        let control = if stuffing > 0 { 0x30 } else { 0x10 };
        self.bytes.extend([SYNC, u8::from(start) << 6 | (pid >> 8) as u8, pid as u8, control | *counter]);
        if stuffing > 0 {
            self.bytes.push(stuffing as u8 - 1);
            let fill = [&[0][..], &[0xff; PACKET]].concat();
            self.bytes.extend(&fill[..stuffing - 1]);
        }
        self.bytes.extend(payload);
    }

    fn section(&mut self, pid: u16, table: u8, body: &[u8]) {
        let length = body.len() + 9;
        let mut section = vec![table, 0xb0, length as u8, 0, 1, 0xc1, 0, 0];
        section.extend(body);
        section.extend(psi::crc(&section).to_be_bytes());
        let payload = [&[0][..], &section].concat();
        let padded = [&payload[..], &[0xff; PACKET]].concat();
        self.packet(pid, true, &padded[..PACKET - 4]);
    }

    /// The tables of these programmes: each a list of stream types and packet numbers.
    pub(in crate::media) fn tables(&mut self, programmes: &[&[(u8, u16)]]) {
        let body: Vec<u8> =
            (0..programmes.len()).flat_map(|number| [0, number as u8 + 1, 0xf0, number as u8]).collect();
        self.section(0, 0, &body);
        for (number, streams) in programmes.iter().enumerate() {
            let mut body = vec![0xe1, 0, 0xf0, 0];
            for (kind, pid) in *streams {
                body.extend([*kind, 0xe0 | (pid >> 8) as u8, *pid as u8, 0xf0, 0]);
            }
            self.section(0x1000 + number as u16, 2, &body);
        }
    }

    /// A PES packet; times go round at 33 bits.
    pub(in crate::media) fn pes(&mut self, pid: u16, times: Option<(u64, u64)>, payload: &[u8]) {
        let time = |mark: u8, time: u64| {
            let time = time % (1 << 33);
            let part = |shift: u64| (time >> shift) as u8;
            [mark << 4 | (part(30) & 7) << 1 | 1, part(22), part(14) | 1, part(7), part(0) << 1 | 1]
        };
        let mut head = match times {
            None => vec![0x80, 0, 0],
            Some((pts, dts)) => [&[0x80, 0xc0, 10][..], &time(3, pts), &time(1, dts)].concat(),
        };
        head.extend(payload);
        let length = if pid == VIDEO { 0 } else { head.len() as u16 };
        let whole = [&[0, 0, 1, if pid == VIDEO { 0xe0 } else { 0xc0 }][..], &length.to_be_bytes(), &head].concat();
        for (number, piece) in whole.chunks(PACKET - 4).enumerate() {
            self.packet(pid, number == 0, piece);
        }
    }
}

/// A picture of a slice whose bytes tell its number, with what stands before it.
pub(in crate::media) fn picture(number: u8, sets: &[&[u8]]) -> Vec<u8> {
    let mut bytes = vec![0, 0, 0, 1, 9, 0xf0];
    for set in sets {
        bytes.extend([0, 0, 1]);
        bytes.extend(*set);
    }
    bytes.extend([0, 0, 1, if sets.is_empty() { 0x41 } else { 0x65 }, 0x88]);
    bytes.extend(std::iter::repeat_n(number | 0x80, 300 + usize::from(number)));
    bytes
}

/// A frame of AAC at 48 kHz, two channels, whose bytes tell its number.
pub(in crate::media) fn aac(number: u8) -> Vec<u8> {
    let length = 7 + 40 + usize::from(number);
    let mut bytes = vec![0xff, 0xf1, 0x4c, 0x80, (length >> 3) as u8, (length as u8 & 7) << 5 | 0x1f, 0xfc];
    bytes.extend(std::iter::repeat_n(number, length - 7));
    bytes
}

/// So many pictures, a tenth of a second each, decoded in another order than presented, and sound for them.
pub(in crate::media) fn stream(pictures: u8, start: u64) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.tables(&[&[(0x1b, VIDEO), (0x0f, AUDIO), (0x15, 0x102)]]);
    let mut frame = 0_u8;
    for number in 0..pictures {
        let sets: &[&[u8]] = if number % 5 == 0 { &[&SPS, &PPS] } else { &[] };
        let dts = start + u64::from(number) * 9000;
        let pts = dts + if number % 5 == 0 { 9000 } else { [18_000, 0][usize::from(number % 2)] };
        writer.pes(VIDEO, Some((pts, dts)), &picture(number, sets));
        writer.pes(0x102, Some((pts, pts)), b"ID3 metadata");
        // Five frames of 1024 samples: 9600 of 90 000ths.
        let frames: Vec<u8> = (0..5).flat_map(|more| aac(frame + more)).collect();
        let pts = start + u64::from(frame) * 1920;
        writer.pes(AUDIO, Some((pts, pts)), &frames);
        frame += 5;
    }
    writer.bytes
}

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::media) struct Found {
    pub(in crate::media) described: Vec<(usize, Description)>,
    /// Track, decoding, offset, whether decoding can begin there, and the bytes.
    pub(in crate::media) samples: Vec<(usize, i64, i64, bool, Vec<u8>)>,
    pub(in crate::media) notes: Vec<String>,
}

impl Sink for Found {
    fn describe(&mut self, track: usize, description: &Description) -> Result<(), MediaError> {
        self.described.push((track, description.clone()));
        Ok(())
    }

    fn sample(&mut self, track: usize, sample: Sample<'_>) -> Result<(), MediaError> {
        self.samples.push((track, sample.dts, sample.offset, sample.sync, sample.data.to_vec()));
        Ok(())
    }

    fn note(&mut self, text: &str) {
        self.notes.push(text.to_owned());
    }
}

impl Found {
    fn times(&self, track: usize) -> Vec<i64> {
        self.samples.iter().filter(|sample| sample.0 == track).map(|sample| sample.1).collect()
    }
}

fn demux(pieces: &[&[u8]]) -> Found {
    let (mut demux, mut found) = (Demux::default(), Found::default());
    for piece in pieces {
        demux.push(piece, &mut found).unwrap();
    }
    demux.finish(&mut found).unwrap();
    found
}

#[test]
fn pictures_and_sound_come_as_mp4_has_them() {
    let found = demux(&[&stream(10, 90_000)]);
    assert_eq!(found.notes, [""; 0]);
    let formats: Vec<_> = found.described.iter().map(|(track, said)| (*track, said.format(), said.size)).collect();
    assert_eq!(formats, [(1, "mp4a".to_owned(), (0, 0)), (0, "avc1".to_owned(), (160, 90))]);
    assert_eq!(found.times(0), (0..10).map(|number| 90_000 + number * 9000).collect::<Vec<_>>());
    assert_eq!(found.times(1), (0..50).map(|number| 48_000 + number * 1024).collect::<Vec<_>>());
    let first = found.samples.iter().find(|sample| sample.0 == 0).unwrap();
    let slice = &picture(0, &[&[]])[9..];
    assert_eq!((first.2, first.3), (9000, true));
    assert_eq!(first.4, [&(slice.len() as u32 - 3).to_be_bytes()[..], &slice[3..]].concat(), "a length, and no sets");
    assert_eq!(found.samples.iter().filter(|sample| sample.0 == 0 && sample.3).count(), 2);
    let sound = found.samples.iter().find(|sample| sample.0 == 1).unwrap();
    assert_eq!(sound.4, &aac(0)[7..], "no ADTS");
}

#[test]
fn times_go_on_where_33_bits_end() {
    let start = (1 << 33) - 30_000;
    let found = demux(&[&stream(10, start)]);
    assert_eq!(found.times(0), (0..10).map(|number| start as i64 + number * 9000).collect::<Vec<_>>());
    let steps: Vec<i64> = found.times(1).windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert_eq!(steps, [1024; 49]);
}

#[test]
fn packets_are_found_again_behind_other_bytes() {
    let bytes = stream(6, 0);
    let whole = demux(&[&bytes]);
    let rubbish: Vec<u8> = [&[SYNC, 1, 2][..], &[7; 300], &[SYNC; 9]].concat();
    let cut = demux(&[&rubbish, &bytes[..PACKET * 9], &rubbish, &bytes[PACKET * 9..]]);
    assert_eq!(cut.samples, whole.samples);
    assert!(cut.notes[0].contains("are in no packet"), "{:?}", cut.notes);
}

#[test]
fn lost_packets_are_noted_and_double_ones_are_not() {
    let bytes = stream(6, 0);
    let whole = demux(&[&bytes]);
    let packets: Vec<&[u8]> = bytes.chunks(PACKET).collect();
    let inner = packets.iter().position(|packet| packet[1] & 0x40 == 0 && packet[2] == 0).unwrap();
    let twice = demux(&[&packets[..=inner].concat(), &packets[inner..].concat()]);
    assert_eq!(twice, whole);
    let lost = demux(&[&packets[..inner].concat(), &packets[inner + 1..].concat()]);
    assert_eq!(lost.samples.len(), whole.samples.len());
    assert!(lost.notes.iter().all(|note| note.contains("missing at 1 places")), "{:?}", lost.notes);
}

#[test]
fn of_two_programmes_the_first_is_taken_and_it_is_noted() {
    let mut writer = Writer::default();
    writer.tables(&[&[(0x0f, AUDIO)], &[(0x0f, 0x201)]]);
    writer.pes(0x201, Some((0, 0)), &aac(9));
    writer.pes(AUDIO, Some((0, 0)), &aac(1));
    let found = demux(&[&writer.bytes]);
    assert_eq!(found.notes, ["the first of 2 programmes is taken"]);
    assert_eq!(found.samples.iter().map(|sample| sample.4[0]).collect::<Vec<_>>(), [1]);
}

#[test]
fn streams_keep_their_track_under_other_numbers() {
    let mut writer = Writer::default();
    writer.tables(&[&[(0x0f, 0x101), (0x0f, 0x102)]]);
    writer.pes(0x101, Some((0, 0)), &aac(1));
    writer.pes(0x102, Some((0, 0)), &aac(2));
    let (mut demux, mut found) = (Demux::default(), Found::default());
    demux.push(&writer.bytes, &mut found).unwrap();
    demux.boundary(Boundary::Timeline, &mut found).unwrap();
    let mut writer = Writer::default();
    writer.tables(&[&[(0x0f, 0x301), (0x0f, 0x302)]]);
    writer.pes(0x302, Some((5, 5)), &aac(4));
    writer.pes(0x301, Some((5, 5)), &aac(3));
    demux.push(&writer.bytes, &mut found).unwrap();
    demux.finish(&mut found).unwrap();
    let heard: Vec<_> = found.samples.iter().map(|sample| (sample.0, sample.4[0])).collect();
    assert_eq!(heard, [(0, 1), (1, 2), (1, 4), (0, 3)]);
}

#[test]
fn sets_that_change_are_another_description_and_repeated_ones_are_not() {
    let mut other = PPS;
    other[3] = 0xcd;
    let mut writer = Writer::default();
    writer.tables(&[&[(0x1b, VIDEO)]]);
    for (number, pps) in (0..).zip([&PPS, &PPS, &other, &PPS]) {
        let time = u64::from(number) * 9000;
        writer.pes(VIDEO, Some((time, time)), &picture(number, &[&SPS, pps]));
    }
    let found = demux(&[&writer.bytes]);
    let entries: Vec<&Vec<u8>> = found.described.iter().map(|(_, said)| &said.entry).collect();
    assert_eq!(entries.len(), 3);
    assert!(entries[0] == entries[2] && entries[0] != entries[1]);
}

#[test]
fn pictures_need_no_packet_of_their_own() {
    let mut writer = Writer::default();
    writer.tables(&[&[(0x1b, VIDEO)]]);
    let pictures: Vec<u8> = (1..4).flat_map(|number| picture(number, &[])).collect();
    writer.pes(VIDEO, Some((0, 0)), &picture(0, &[&SPS, &PPS]));
    // Three in one packet, the last of them going on in the next, which has no time.
    writer.pes(VIDEO, Some((9000, 9000)), &pictures[..pictures.len() - 100]);
    writer.pes(VIDEO, None, &pictures[pictures.len() - 100..]);
    let found = demux(&[&writer.bytes]);
    assert_eq!(found.times(0), [0, 9000, 18_000, 27_000]);
    let lengths: Vec<usize> = found.samples.iter().map(|sample| sample.4.len()).collect();
    assert_eq!(lengths, (0..4).map(|number| 4 + 2 + 300 + number).collect::<Vec<_>>());
}

#[test]
fn a_jitter_of_clocks_is_no_jitter_of_frames_and_a_jump_is_one() {
    let mut writer = Writer::default();
    writer.tables(&[&[(0x0f, AUDIO)]]);
    for (number, pts) in (0..).zip([1000, 2930, 4830, 90_000]) {
        writer.pes(AUDIO, Some((pts, pts)), &aac(number));
    }
    assert_eq!(demux(&[&writer.bytes]).times(0), [533, 1557, 2581, 48_000]);
}

#[test]
fn what_cannot_be_held_is_refused_by_name() {
    let mut writer = Writer::default();
    writer.tables(&[&[(0x1b, VIDEO), (0x11, AUDIO)]]);
    let error = Demux::default().push(&writer.bytes, &mut Found::default()).unwrap_err();
    assert_eq!(error.to_string(), "AAC in LATM cannot be held in MP4 here");
}

#[test]
fn packed_audio_begins_where_its_tag_says() {
    let tag = |time: u64| {
        let frame = [b"com.apple.streaming.transportStreamTimestamp\0", &time.to_be_bytes()[..]].concat();
        let head = [b"ID3\x04\0\0\0\0\0\x3f".as_slice(), b"PRIV\0\0\0\x35\0\0"].concat();
        [head, frame].concat()
    };
    for size in [1, 7, 4096] {
        let (mut packed, mut found) = (Packed::default(), Found::default());
        for (number, time) in (0..).zip([90_000, 93_840]) {
            packed.segment();
            let segment = [tag(time), aac(2 * number), aac(2 * number + 1)].concat();
            for piece in segment.chunks(size) {
                packed.push(piece, &mut found).unwrap();
            }
        }
        packed.boundary(Boundary::Timeline, &mut found).unwrap();
        assert_eq!(found.times(0), [48_000, 49_024, 50_048, 51_072], "{size}");
    }
}

/// The pieces between these places.
pub(in crate::media) fn pieces<'a>(bytes: &'a [u8], places: &[usize]) -> Vec<&'a [u8]> {
    let mut places: Vec<usize> = places.iter().map(|place| place % (bytes.len() + 1)).collect();
    places.extend([0, bytes.len()]);
    places.sort_unstable();
    places.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect()
}

proptest! {
    #[test]
    fn what_is_found_does_not_depend_on_the_pieces(places in proptest::collection::vec(0_usize..20_000, 0..40)) {
        let bytes = stream(6, 0);
        prop_assert_eq!(demux(&pieces(&bytes, &places)), demux(&[&bytes]));
    }

    #[test]
    fn single_bytes_are_pieces(rubbish: Vec<u8>) {
        let bytes = [rubbish, stream(2, 0)].concat();
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        prop_assert_eq!(demux(&single), demux(&[&bytes]));
    }

    #[test]
    fn no_damage_panics(changes in proptest::collection::vec((0_usize..9000, any::<u8>()), 0..60), bytes: Vec<u8>) {
        let mut damaged = stream(6, 0);
        for (place, value) in changes {
            let length = damaged.len();
            damaged[place % length] = value;
        }
        for bytes in [&damaged, &bytes] {
            let (mut demux, mut found) = (Demux::default(), Found::default());
            let _ = demux.push(bytes, &mut found).and_then(|()| demux.finish(&mut found));
            let mut packed = Packed::default();
            packed.segment();
            let _ = packed.push(bytes, &mut found).and_then(|()| packed.boundary(Boundary::Gap, &mut found));
        }
    }
}
