//! What a hash must not see: whatever taggers and programs that copy streams write anew.

use super::*;

/// Bytes that stand for sound, different for each seed.
fn sound(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8 & 0x7f
    };
    (0..length).map(|_| next()).collect()
}

/// An MP3 of 32 kbit/s behind this header frame's name and filler.
fn mp3(seed: u64, header: Option<(&[u8; 4], u8)>) -> Vec<u8> {
    let frame = |body: &[u8]| [&[0xff, 0xfb, 0x10, 0xc4], body].concat();
    let mut bytes = Vec::new();
    if let Some((name, filler)) = header {
        let mut body = [filler; 100];
        body[..17].fill(0);
        body[17..21].copy_from_slice(name);
        bytes.extend(frame(&body));
    }
    for chunk in sound(seed, 100 * 4000).chunks(100) {
        bytes.extend(frame(chunk));
    }
    bytes
}

fn id3v2(title: &str) -> Vec<u8> {
    let body = [&b"TIT2"[..], &(title.len() as u32 + 1).to_be_bytes(), &[0, 0, 0], title.as_bytes()].concat();
    let size = [21, 14, 7, 0].map(|shift| (body.len() >> shift & 0x7f) as u8);
    [&b"ID3\x03\0\0"[..], &size, &body].concat()
}

fn id3v1() -> Vec<u8> {
    [&b"TAG"[..], &[b'x'; 125]].concat()
}

fn ape() -> Vec<u8> {
    let body = [&4_u32.to_le_bytes()[..], &[0; 4], b"Title\0", b"word"].concat();
    let size = (body.len() as u32 + 32).to_le_bytes();
    [&body[..], b"APETAGEX", &2000_u32.to_le_bytes(), &size, &1_u32.to_le_bytes(), &[0; 12]].concat()
}

fn comment(words: &[&str]) -> Vec<u8> {
    let mut block = [&4_u32.to_le_bytes()[..], b"test", &(words.len() as u32).to_le_bytes()].concat();
    for word in words {
        block.extend((word.len() as u32).to_le_bytes());
        block.extend(word.as_bytes());
    }
    block
}

/// A FLAC file with these blocks behind its first; without a hash of the samples where `md5` is 0.
fn flac(seed: u64, md5: u8, blocks: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut info = vec![0x10, 0, 0x10, 0, 0, 0, 0, 0, 0, 0];
    info.extend((44_100_u64 << 44 | 15 << 36 | 0x6_baa8).to_be_bytes());
    info.extend([md5; 16]);
    let mut bytes = b"fLaC".to_vec();
    for (index, (kind, block)) in [(0, info)].iter().chain(blocks).enumerate() {
        let last = if index == blocks.len() { 0x80 } else { 0 };
        bytes.push(kind | last);
        bytes.extend(&(block.len() as u32).to_be_bytes()[1..]);
        bytes.extend(block);
    }
    bytes.extend([0xff, 0xf8]);
    bytes.extend(sound(seed, 300_000));
    bytes
}

/// Opus packets in Ogg: the comments, the serial number and how many packets a page has are the muxer's.
fn opus(seed: u64, serial: u32, per_page: usize, words: &[&str]) -> Vec<u8> {
    let head = [&b"OpusHead\x01\x01"[..], &312_u16.to_le_bytes(), &48_000_u32.to_le_bytes(), &[0; 3]].concat();
    let tags = [&b"OpusTags"[..], &comment(words)].concat();
    let (mut bytes, mut number) = (Vec::new(), 0_u32);
    let mut page = |granule: u64, packets: &[&[u8]], flags: u8| {
        let mut lacing = Vec::new();
        for packet in packets {
            lacing.resize(lacing.len() + packet.len() / 255, 255);
            lacing.push((packet.len() % 255) as u8);
        }
        bytes.extend([&b"OggS\0"[..], &[flags], &granule.to_le_bytes(), &serial.to_le_bytes()].concat());
        bytes.extend([&number.to_le_bytes()[..], &[0; 4], &[lacing.len() as u8], &lacing, &packets.concat()].concat());
        number += 1;
    };
    page(0, &[&head], 2);
    page(0, &[&tags], 0);
    let sound = sound(seed, 300 * 400);
    let packets: Vec<&[u8]> = sound.chunks(300).collect();
    let mut granule = 312;
    for some in packets.chunks(per_page) {
        granule += 960 * some.len() as u64;
        page(granule, some, 0);
    }
    bytes
}

fn atom(name: [u8; 4], body: &[u8]) -> Vec<u8> {
    [&(body.len() as u32 + 8).to_be_bytes()[..], &name, body].concat()
}

/// An M4B whose index stands in front or behind, with these words in it, its samples in chunks of this many.
fn m4b(seed: u64, is_in_front: bool, per_chunk: u32, title: &str) -> Vec<u8> {
    const SAMPLES: u32 = 400;
    const EACH: u32 = 200;
    let numbers = |numbers: &[u32]| numbers.iter().flat_map(|number| number.to_be_bytes()).collect::<Vec<u8>>();
    let ftyp = atom(*b"ftyp", b"M4B \0\0\x02\0");
    let moov = |mdat_body: u32| {
        let chunks: Vec<u32> = (0..SAMPLES.div_ceil(per_chunk)).map(|n| mdat_body + n * per_chunk * EACH).collect();
        let stbl = [
            atom(*b"stsd", &[&numbers(&[0, 1, 16])[..], b"mp4a\0\0\0\0"].concat()),
            atom(*b"stts", &numbers(&[0, 1, SAMPLES, 1024])),
            atom(*b"stsc", &numbers(&[0, 1, 1, per_chunk, 1])),
            atom(*b"stsz", &numbers(&[0, EACH, SAMPLES])),
            atom(*b"stco", &[numbers(&[0, chunks.len() as u32]), numbers(&chunks)].concat()),
        ];
        let minf = atom(*b"minf", &atom(*b"stbl", &stbl.concat()));
        let mdhd = atom(*b"mdhd", &numbers(&[0, 0, 0, 44_100, SAMPLES * 1024, 0]));
        let hdlr = atom(*b"hdlr", &[&[0; 8][..], b"soun", &[0; 13]].concat());
        let tkhd = atom(*b"tkhd", &numbers(&[0, 0, 0, 1, 0, 0, 0, 0]));
        let trak = atom(*b"trak", &[tkhd, atom(*b"mdia", &[mdhd, hdlr, minf].concat())].concat());
        let data = atom(*b"data", &[&numbers(&[1, 0])[..], title.as_bytes()].concat());
        let ilst = atom(*b"ilst", &atom(*b"\xa9nam", &data));
        let udta = atom(*b"udta", &atom(*b"meta", &[&[0; 4][..], &ilst].concat()));
        atom(*b"moov", &[trak, udta].concat())
    };
    let mdat = atom(*b"mdat", &sound(seed, (SAMPLES * EACH) as usize));
    let free = atom(*b"free", &vec![0; title.len() * 3]);
    if is_in_front {
        let before = ftyp.len() + moov(0).len() + free.len();
        return [ftyp, moov(before as u32 + 8), free, mdat].concat();
    }
    let before = ftyp.len() + free.len();
    [ftyp, free, mdat, moov(before as u32 + 8)].concat()
}

/// The samples of [`m4b`] in fragments: runs of this many samples, with sizes of their own or one for all.
fn fragmented(seed: u64, per_run: u32, has_sizes: bool) -> Vec<u8> {
    const SAMPLES: u32 = 400;
    const EACH: u32 = 200;
    let numbers = |numbers: &[u32]| numbers.iter().flat_map(|number| number.to_be_bytes()).collect::<Vec<u8>>();
    let stbl = [
        atom(*b"stsd", &[&numbers(&[0, 1, 16])[..], b"mp4a\0\0\0\0"].concat()),
        atom(*b"stts", &numbers(&[0, 0])),
        atom(*b"stsc", &numbers(&[0, 0])),
        atom(*b"stsz", &numbers(&[0, 0, 0])),
        atom(*b"stco", &numbers(&[0, 0])),
    ];
    let mdhd = atom(*b"mdhd", &numbers(&[0, 0, 0, 44_100, 0, 0]));
    let hdlr = atom(*b"hdlr", &[&[0; 8][..], b"soun", &[0; 13]].concat());
    let minf = atom(*b"minf", &atom(*b"stbl", &stbl.concat()));
    let tkhd = atom(*b"tkhd", &numbers(&[0, 0, 0, 1, 0, 0, 0, 0]));
    let trak = atom(*b"trak", &[tkhd, atom(*b"mdia", &[mdhd, hdlr, minf].concat())].concat());
    let mvex = atom(*b"mvex", &atom(*b"trex", &numbers(&[0, 1, 1, 1024, EACH, 0])));
    let mut bytes = [atom(*b"ftyp", b"M4B \0\0\x02\0"), atom(*b"moov", &[trak, mvex].concat())].concat();
    for samples in sound(seed, (SAMPLES * EACH) as usize).chunks((per_run * EACH) as usize) {
        let count = samples.len() as u32 / EACH;
        let moof = |offset: u32| {
            let sizes = if has_sizes { vec![EACH; count as usize] } else { Vec::new() };
            let flags = if has_sizes { 0x201 } else { 1 };
            let trun = atom(*b"trun", &[numbers(&[flags, count, offset]), numbers(&sizes)].concat());
            let fragment = atom(*b"tfhd", &numbers(&[0x2_0000, 1]));
            atom(*b"moof", &atom(*b"traf", &[fragment, trun].concat()))
        };
        let offset = moof(0).len() as u32 + 8;
        bytes.extend([moof(offset), atom(*b"mdat", samples)].concat());
    }
    bytes
}

#[test]
fn what_is_no_sound_has_no_part_in_the_hash() {
    type Files = Vec<Vec<u8>>;
    let lame = Some((b"Xing", 7));
    let table: Vec<(&str, Files, Files)> = vec![
        (
            "mp3",
            vec![
                mp3(1, None),
                mp3(1, lame),
                mp3(1, Some((b"Info", 9))),
                [id3v2("a title"), mp3(1, lame)].concat(),
                [id3v2("another and longer title"), mp3(1, None), ape(), id3v1()].concat(),
                [id3v2("x"), vec![0; 4096], mp3(1, lame), id3v1()].concat(),
            ],
            vec![mp3(2, None), mp3(2, lame)],
        ),
        (
            "flac",
            vec![
                flac(1, 5, &[]),
                flac(1, 5, &[(4, comment(&["TITLE=x"])), (1, vec![0; 8192])]),
                flac(1, 5, &[(3, vec![1; 180]), (4, comment(&["TITLE=y", "ARTIST=z"])), (6, vec![0; 50])]),
                // Another level of compression of the same samples.
                flac(9, 5, &[]),
            ],
            vec![flac(1, 6, &[]), flac(1, 0, &[])],
        ),
        (
            "flac without a hash of its samples",
            vec![flac(1, 0, &[]), flac(1, 0, &[(4, comment(&["TITLE=x"])), (1, vec![0; 8192])])],
            vec![flac(2, 0, &[])],
        ),
        (
            "opus",
            vec![
                opus(1, 7, 50, &["TITLE=x"]),
                opus(1, 8, 50, &["TITLE=x"]),
                opus(1, 7, 13, &["TITLE=a much longer title", "CHAPTER001=00:00:00.000"]),
            ],
            vec![opus(2, 7, 50, &["TITLE=x"])],
        ),
        (
            "m4b",
            vec![
                m4b(1, false, 20, "x"),
                m4b(1, true, 20, "x"),
                m4b(1, true, 7, &"a longer title ".repeat(30)),
                fragmented(1, 43, true),
                fragmented(1, 100, false),
            ],
            vec![m4b(2, false, 20, "x")],
        ),
    ];
    let mut seen = Vec::new();
    for (name, same, others) in table {
        let essence = |bytes: &Vec<u8>| read(&bytes[..]).unwrap_or_else(|error| panic!("{name}: {error}")).essence;
        let first = essence(&same[0]);
        for (index, bytes) in same.iter().enumerate() {
            assert_eq!(essence(bytes), first, "{name}: variant {index} counts as another book");
        }
        for bytes in &others {
            assert_ne!(essence(bytes), first, "{name}: another sound counts as this one");
        }
        assert!(!seen.contains(&first), "{name}");
        seen.push(first);
    }
}

#[test]
fn flac_is_the_same_in_ogg_and_what_earlier_builds_called_it_is_known() {
    let bare = flac(1, 5, &[]);
    let head = [&b"\x7fFLAC\x01\0\0\x01"[..], &bare[..42]].concat();
    let tags = [&[0x84, 0, 0, 20][..], &comment(&["A=b"])].concat();
    let mut bytes = Vec::new();
    for (granule, packet) in [(0_u64, &head[..]), (0, &tags), (441_000, &bare[42..242])] {
        bytes.extend([&b"OggS\0\0"[..], &granule.to_le_bytes(), &[1, 0, 0, 0], &[0; 8]].concat());
        bytes.extend([1, packet.len() as u8]);
        bytes.extend(packet);
    }
    let ogg = read(&bytes[..]).unwrap();
    assert_eq!(ogg.essence, read(&bare[..]).unwrap().essence);
    assert!(ogg.former.is_some_and(|former| former != ogg.essence));
}
