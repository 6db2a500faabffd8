//! Parts of strings: APPEND, GETRANGE, SETRANGE, LCS.

use super::{bytes_of, is_string, store_raw, wrote};
use crate::applets::kv::command::arguments::{int, is, range};
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::store::{Object, Record};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// # Errors
/// A string of so many bytes would be longer than a client may send.
fn check_length(call: &Call, bytes: usize) -> Outcome {
    let most = call.server.settings.max_bulk_bytes.load(Ordering::Relaxed);
    if i64::try_from(bytes).is_ok_and(|bytes| bytes <= most) {
        return Ok(());
    }
    Err("ERR string exceeds maximum allowed size (proto-max-bulk-len)".into())
}

pub(super) fn append(call: &mut Call) -> Outcome {
    let (key, more) = (call.args.at(1), call.args.at(2));
    if !is_string(call, key)? {
        call.keys.insert(Record::string(key, more, None));
        wrote(call, "append", key);
        call.reply.int(more.len() as i64);
        return Ok(());
    }
    let mut digits = itoa::Buffer::new();
    let before = call.keys.text(key, &mut digits)?.map_or(0, <[u8]>::len);
    check_length(call, before + more.len())?;
    if !append_in_place(call, key, more) {
        let mut text = bytes_of(call, key)?;
        text.extend_from_slice(more);
        store_raw(call, key, &text);
    }
    wrote(call, "append", key);
    call.reply.int((before + more.len()) as i64);
    Ok(())
}

/// A long text grows where it is.
fn append_in_place(call: &mut Call, key: &[u8], more: &[u8]) -> bool {
    match call.keys.object_mut(key) {
        Some(Object::Text(text)) => {
            Arc::make_mut(text).extend_from_slice(more);
            true
        }
        _ => false,
    }
}

pub(super) fn getrange(call: &mut Call) -> Outcome {
    let (start, end) = (int(call.args.at(2))?, int(call.args.at(3))?);
    let mut digits = itoa::Buffer::new();
    let text = call.keys.text(call.args.at(1), &mut digits)?.unwrap_or_default();
    let found = if start < 0 && end < 0 && start > end { None } else { clamped(start, end, text.len()) };
    call.reply.bulk(found.map_or(&[][..], |(start, end)| &text[start..=end]));
    Ok(())
}

/// An end before the first byte is the first byte, as there.
fn clamped(start: i64, end: i64, length: usize) -> Option<(usize, usize)> {
    let end = if end < 0 { end.saturating_add(length as i64).max(0) } else { end };
    range(start, end, length)
}

pub(super) fn setrange(call: &mut Call) -> Outcome {
    let (key, patch) = (call.args.at(1), call.args.at(3));
    let offset = int(call.args.at(2))?;
    let offset = usize::try_from(offset).map_err(|_| "ERR offset is out of range")?;
    let mut text = bytes_of(call, key)?;
    if patch.is_empty() {
        call.reply.int(text.len() as i64);
        return Ok(());
    }
    check_length(call, offset.saturating_add(patch.len()))?;
    text.resize(text.len().max(offset + patch.len()), 0);
    text[offset..offset + patch.len()].copy_from_slice(patch);
    store_raw(call, key, &text);
    wrote(call, "setrange", key);
    call.reply.int(text.len() as i64);
    Ok(())
}

/// What LCS was asked for.
#[derive(Default)]
struct Wanted {
    is_length: bool,
    is_index: bool,
    is_match_length: bool,
    least: usize,
}

pub(super) fn lcs(call: &mut Call) -> Outcome {
    let mut wanted = Wanted::default();
    let words = call.args.from(3);
    let mut at = 0;
    while let Some(word) = words.get(at) {
        match () {
            () if is(word, "len") => wanted.is_length = true,
            () if is(word, "idx") => wanted.is_index = true,
            () if is(word, "withmatchlen") => wanted.is_match_length = true,
            () if is(word, "minmatchlen") && at + 1 < words.len() => {
                at += 1;
                wanted.least = int(words.at(at))?.max(0) as usize;
            }
            () => return Err(Refusal::Syntax),
        }
        at += 1;
    }
    if wanted.is_length && wanted.is_index {
        return Err("ERR If you want both the length and indexes, please just use IDX.".into());
    }
    let (Ok(a), Ok(b)) = (bytes_of(call, call.args.at(1)), bytes_of(call, call.args.at(2))) else {
        return Err("ERR The specified keys must contain string values".into());
    };
    let cells = (a.len() + 1).saturating_mul(b.len() + 1).saturating_mul(4);
    check_length(call, cells)
        .map_err(|_| "ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len")?;
    let (text, matches) = longest_common(&a, &b);
    reply_common(call, &wanted, &text, &matches);
    Ok(())
}

fn reply_common(call: &mut Call, wanted: &Wanted, text: &[u8], matches: &[Match]) {
    if wanted.is_length {
        return call.reply.int(text.len() as i64);
    }
    if !wanted.is_index {
        return call.reply.bulk(text);
    }
    let shown = || matches.iter().filter(|found| found.length >= wanted.least);
    call.reply.map(2);
    call.reply.bulk(b"matches");
    call.reply.array(shown().count());
    for found in shown() {
        call.reply.array(if wanted.is_match_length { 3 } else { 2 });
        for start in [found.a, found.b] {
            call.reply.array(2);
            call.reply.int(start as i64);
            call.reply.int((start + found.length - 1) as i64);
        }
        if wanted.is_match_length {
            call.reply.int(found.length as i64);
        }
    }
    call.reply.bulk(b"len");
    call.reply.int(text.len() as i64);
}

/// A run that both have, and where it starts in each.
struct Match {
    a: usize,
    b: usize,
    length: usize,
}

/// The longest common subsequence by dynamic programming, and its runs from the last to the first.
fn longest_common(a: &[u8], b: &[u8]) -> (Vec<u8>, Vec<Match>) {
    let width = b.len() + 1;
    let mut table = vec![0_u32; (a.len() + 1) * width];
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            table[i * width + j] = if a[i - 1] == b[j - 1] {
                table[(i - 1) * width + j - 1] + 1
            } else {
                table[(i - 1) * width + j].max(table[i * width + j - 1])
            };
        }
    }
    let (mut i, mut j, mut text) = (a.len(), b.len(), Vec::new());
    let mut matches: Vec<Match> = Vec::new();
    while i > 0 && j > 0 {
        if a[i - 1] == b[j - 1] {
            (i, j) = (i - 1, j - 1);
            text.push(a[i]);
            match matches.last_mut().filter(|last| last.a == i + 1 && last.b == j + 1) {
                Some(last) => *last = Match { a: i, b: j, length: last.length + 1 },
                None => matches.push(Match { a: i, b: j, length: 1 }),
            }
        } else if table[(i - 1) * width + j] > table[i * width + j - 1] {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    text.reverse();
    (text, matches)
}
