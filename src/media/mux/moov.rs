//! The boxes in front of the media: `ftyp` and `moov` (ISO 14496-12 section 8), made of the tables of all tracks.

use std::io::{self, Write};

use super::spool::{Scratch, Spool};
use super::table::Table;
use super::timeline::Layout;
use crate::media::codec::entry::boxed;
use crate::media::sample::Kind;

/// Units of a second of the movie: those of the pictures of MPEG-TS, so that nothing is rounded there.
const TIMESCALE: u32 = 90_000;

/// The head of the media: sixteen bytes, so that it may be longer than 4 GiB.
pub(super) const MEDIA_HEAD: u64 = 16;

/// A box, or what is in one.
enum Node<'a> {
    Bytes(Vec<u8>),
    Table(&'a Spool),
    /// Places from the beginning of the media, to be told from that of the file: 64 bits, or 32 where that is enough.
    Places(&'a Spool, Width),
    Box([u8; 4], Vec<Self>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Width {
    Wide,
    Narrow,
}

impl Node<'_> {
    fn size(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Table(spool) | Self::Places(spool, Width::Wide) => spool.len(),
            Self::Places(spool, Width::Narrow) => spool.len() / 2,
            Self::Box(_, content) => 8 + content.iter().map(Node::size).sum::<u64>(),
        }
    }

    fn write(&self, scratch: &Scratch, base: u64, out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Bytes(bytes) => out.write_all(bytes),
            Self::Table(spool) => spool.write(scratch, out),
            Self::Places(spool, width) => spool.read(scratch, |piece| {
                for place in piece.as_chunks::<8>().0 {
                    let place = base + u64::from_be_bytes(*place);
                    match width {
                        Width::Wide => out.write_all(&place.to_be_bytes())?,
                        Width::Narrow => out.write_all(&(place as u32).to_be_bytes())?,
                    }
                }
                Ok(())
            }),
            Self::Box(kind, content) => {
                let size = u32::try_from(self.size()).map_err(|_| io::ErrorKind::FileTooLarge)?;
                out.write_all(&size.to_be_bytes())?;
                out.write_all(kind)?;
                content.iter().try_for_each(|node| node.write(scratch, base, out))
            }
        }
    }
}

/// Writes everything in front of `media_bytes` of media, the head of the media included; how much that is.
pub(super) fn write(
    tables: &[Table],
    layouts: &[Layout],
    scratch: &Scratch,
    media_bytes: u64,
    out: &mut impl Write,
) -> io::Result<u64> {
    let formats =
        |format: &[u8]| tables.iter().flat_map(|table| &table.entries).any(|entry| entry.get(4..8) == Some(format));
    let brand = if formats(b"avc1") { *b"avc1" } else { *b"iso6" };
    let ftyp = boxed(*b"ftyp", &[b"isom", &512_u32.to_be_bytes(), b"isomiso2", &brand, b"mp41"]);
    let build = |width| movie(tables, layouts, width);
    let behind = |moov: &Node<'_>| ftyp.len() as u64 + moov.size() + MEDIA_HEAD;
    let mut moov = build(Width::Narrow);
    if behind(&moov) + media_bytes > u64::from(u32::MAX) {
        moov = build(Width::Wide);
    }
    let base = behind(&moov);
    out.write_all(&ftyp)?;
    moov.write(scratch, base, out)?;
    out.write_all(&1_u32.to_be_bytes())?;
    out.write_all(b"mdat")?;
    out.write_all(&(MEDIA_HEAD + media_bytes).to_be_bytes())?;
    Ok(base)
}

fn movie<'a>(tables: &'a [Table], layouts: &[Layout], width: Width) -> Node<'a> {
    let end = |layout: &Layout| layout.delay_ns + layout.presented_ns;
    let duration = scaled(layouts.iter().map(end).max().unwrap_or(0), TIMESCALE);
    let mut head = timed(TIMESCALE, duration);
    head.extend([0, 1, 0, 0, 1, 0]);
    head.extend([0; 10]);
    head.extend(matrix());
    head.extend([0; 24]);
    head.extend((tables.len() as u32 + 1).to_be_bytes());
    let mut content = vec![Node::Box(*b"mvhd", vec![Node::Bytes(head)])];
    let mut sounds = 0;
    for (index, (table, layout)) in tables.iter().zip(layouts).enumerate() {
        // Of several sounds one is heard.
        sounds += u32::from(table.kind == Kind::Audio);
        let enabled = table.kind == Kind::Video || sounds == 1;
        content.push(track(index as u32 + 1, table, layout, enabled, width));
    }
    Node::Box(*b"moov", content)
}

/// Version, flags, two unknown times and the units of a second before a duration: of 64 bits where it needs them.
fn timed(timescale: u32, duration: u64) -> Vec<u8> {
    let mut bytes;
    if let Ok(short) = u32::try_from(duration) {
        bytes = vec![0; 12];
        bytes.extend(timescale.to_be_bytes());
        bytes.extend(short.to_be_bytes());
    } else {
        bytes = vec![1, 0, 0, 0];
        bytes.extend([0; 16]);
        bytes.extend(timescale.to_be_bytes());
        bytes.extend(duration.to_be_bytes());
    }
    bytes
}

fn matrix() -> Vec<u8> {
    [0x1_0000_u32, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000].iter().flat_map(|value| value.to_be_bytes()).collect()
}

/// Nanoseconds in other units.
fn scaled(ns: i64, timescale: u32) -> u64 {
    let value = (i128::from(ns) * i128::from(timescale) + 500_000_000).div_euclid(1_000_000_000);
    u64::try_from(value).unwrap_or(0)
}

fn track<'a>(id: u32, table: &'a Table, layout: &Layout, enabled: bool, width: Width) -> Node<'a> {
    let is_video = table.kind == Kind::Video;
    let (delay, presented) = (scaled(layout.delay_ns, TIMESCALE), scaled(layout.presented_ns, TIMESCALE));
    let whole = delay + presented;
    let mut head = vec![0, 0, 0, if enabled { 7 } else { 6 }];
    if let Ok(short) = u32::try_from(whole) {
        head.extend([0; 8]);
        head.extend(id.to_be_bytes());
        head.extend([0; 4]);
        head.extend(short.to_be_bytes());
    } else {
        head[0] = 1;
        head.extend([0; 16]);
        head.extend(id.to_be_bytes());
        head.extend([0; 4]);
        head.extend(whole.to_be_bytes());
    }
    head.extend([0; 10]);
    // Sounds are alternatives of each other.
    head.extend(u16::from(!is_video).to_be_bytes());
    head.extend(if is_video { [0, 0] } else { [1, 0] });
    head.extend([0; 2]);
    head.extend(matrix());
    head.extend((table.size.0 << 16).to_be_bytes());
    head.extend((table.size.1 << 16).to_be_bytes());
    let mut media = timed(table.timescale, table.total);
    let language = table.language.iter().fold(0_u16, |packed, letter| packed << 5 | u16::from(letter - 0x60) & 0x1f);
    media.extend(language.to_be_bytes());
    media.extend([0; 2]);
    let (handler, name) = if is_video { (b"vide", &b"Video\0"[..]) } else { (b"soun", &b"Sound\0"[..]) };
    let handler = [&[0; 8][..], handler, &[0; 12], name].concat();
    let kind = if is_video { boxed(*b"vmhd", &[&[0, 0, 0, 1], &[0; 8]]) } else { boxed(*b"smhd", &[&[0; 8]]) };
    let here = boxed(*b"dinf", &[&boxed(*b"dref", &[&[0; 4], &[0, 0, 0, 1], &boxed(*b"url ", &[&[0, 0, 0, 1]])])]);
    let minf = vec![Node::Bytes(kind), Node::Bytes(here), samples(table, width)];
    let content = vec![
        Node::Bytes(boxed(*b"mdhd", &[&media])),
        Node::Bytes(boxed(*b"hdlr", &[&handler])),
        Node::Box(*b"minf", minf),
    ];
    let edits = boxed(*b"edts", &[&edits(delay, presented, layout.media_time)]);
    Node::Box(*b"trak", vec![Node::Bytes(boxed(*b"tkhd", &[&head])), Node::Bytes(edits), Node::Box(*b"mdia", content)])
}

/// Nothing for `delay`, then the media from `media_time` on.
fn edits(delay: u64, presented: u64, media_time: i64) -> Vec<u8> {
    let mut entries = Vec::new();
    if delay > 0 {
        entries.push((delay, -1));
    }
    entries.push((presented, media_time));
    let narrow =
        entries.iter().all(|(duration, time)| u32::try_from(*duration).is_ok() && i32::try_from(*time).is_ok());
    let mut list = vec![u8::from(!narrow), 0, 0, 0];
    list.extend((entries.len() as u32).to_be_bytes());
    for (duration, time) in entries {
        if narrow {
            list.extend((duration as u32).to_be_bytes());
            list.extend((time as i32).to_be_bytes());
        } else {
            list.extend(duration.to_be_bytes());
            list.extend(time.to_be_bytes());
        }
        list.extend([0, 1, 0, 0]);
    }
    boxed(*b"elst", &[&list])
}

/// The head of a table: version, flags, how many entries.
fn head(version: u8, count: u32) -> Node<'static> {
    let [a, b, c, d] = count.to_be_bytes();
    Node::Bytes(vec![version, 0, 0, 0, a, b, c, d])
}

fn samples(table: &Table, width: Width) -> Node<'_> {
    let entries = table.entries.concat();
    let mut content = vec![
        Node::Box(*b"stsd", vec![head(0, table.entries.len() as u32), Node::Bytes(entries)]),
        Node::Box(*b"stts", vec![head(0, table.durations.entries()), Node::Table(&table.durations.spool)]),
    ];
    if table.reordered {
        // Version 1: an offset may be below 0, where a stream says so.
        let count = table.offsets.entries();
        let version = u8::from(table.early);
        content.push(Node::Box(*b"ctts", vec![head(version, count), Node::Table(&table.offsets.spool)]));
    }
    if !table.all_sync {
        let count = (table.syncs.len() / 4) as u32;
        content.push(Node::Box(*b"stss", vec![head(0, count), Node::Table(&table.syncs)]));
    }
    let groups = (table.groups.len() / 12) as u32;
    content.push(Node::Box(*b"stsc", vec![head(0, groups), Node::Table(&table.groups)]));
    let [a, b, c, d] = table.count.to_be_bytes();
    let sizes = Node::Bytes(vec![0, 0, 0, 0, 0, 0, 0, 0, a, b, c, d]);
    content.push(Node::Box(*b"stsz", vec![sizes, Node::Table(&table.sizes)]));
    let chunks = (table.places.len() / 8) as u32;
    let name = if width == Width::Wide { *b"co64" } else { *b"stco" };
    content.push(Node::Box(name, vec![head(0, chunks), Node::Places(&table.places, width)]));
    Node::Box(*b"stbl", content)
}
