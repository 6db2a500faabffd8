//! A small sorted set: pairs of member and score in a pack, found by walking.

use std::cmp::Ordering;
use std::ops::Range;

use crate::applets::kv::store::pack::{Cursor, Entry, Pack};
use crate::resp::reply::double_text;

/// The text of a score as a dump and a pack hold it: digits alone where it is whole.
#[must_use]
pub fn score_word(score: f64) -> String {
    /// What Redis takes for a whole number (`double2ll`).
    const MOST: f64 = (i64::MAX / 2) as f64;
    if score.fract() == 0.0 && score.abs() <= MOST {
        return itoa::Buffer::new().format(score as i64).to_owned();
    }
    double_text(score)
}

fn score_of(entry: Entry) -> f64 {
    match entry {
        Entry::Int(value) => value as f64,
        Entry::Text(text) => std::str::from_utf8(text).ok().and_then(|text| text.parse().ok()).unwrap_or(0.0),
    }
}

fn score_at(pack: &Pack, member: Cursor) -> f64 {
    pack.next(member).map_or(0.0, |score| score_of(pack.get(score)))
}

fn find(pack: &Pack, member: &[u8]) -> Option<Cursor> {
    pack.find(pack.first(), member, 2)
}

pub(super) fn score(pack: &Pack, member: &[u8]) -> Option<f64> {
    find(pack, member).map(|cursor| score_at(pack, cursor))
}

pub(super) fn rank(pack: &Pack, member: &[u8]) -> Option<usize> {
    let cursor = find(pack, member)?;
    Some(pack.iter_until(cursor).count() / 2)
}

pub(super) fn below(pack: &Pack, is_below: impl Fn(&[u8], f64) -> bool) -> usize {
    let mut entries = pack.iter();
    let mut count = 0;
    while let (Some(member), Some(score)) = (entries.next(), entries.next()) {
        if !is_below(member.bytes(&mut itoa::Buffer::new()), score_of(score)) {
            break;
        }
        count += 1;
    }
    count
}

pub(super) fn each(pack: &Pack, ranks: Range<usize>, is_reverse: bool, mut visit: impl FnMut(&[u8], f64)) {
    if ranks.is_empty() {
        return;
    }
    let mut digits = itoa::Buffer::new();
    if is_reverse {
        let behind = (pack.len() / 2).saturating_sub(ranks.end);
        let mut entries = pack.iter().rev().skip(behind * 2);
        for _ in ranks {
            let (Some(score), Some(member)) = (entries.next(), entries.next()) else { return };
            visit(member.bytes(&mut digits), score_of(score));
        }
        return;
    }
    let mut entries = pack.iter().skip(ranks.start * 2);
    for _ in ranks {
        let (Some(member), Some(score)) = (entries.next(), entries.next()) else { return };
        visit(member.bytes(&mut digits), score_of(score));
    }
}

/// Gives a member that is there another score; `None` where it is not there, else whether the score is another.
pub(super) fn set_score(pack: &mut Pack, member: &[u8], score: f64) -> Option<bool> {
    let cursor = find(pack, member)?;
    let is_changed = score_at(pack, cursor).partial_cmp(&score) != Some(Ordering::Equal);
    if is_changed {
        pack.remove(cursor, 2);
        insert(pack, member, score);
    }
    Some(is_changed)
}

/// Adds a member that is not there.
pub(super) fn insert(pack: &mut Pack, member: &[u8], score: f64) {
    let mut digits = itoa::Buffer::new();
    let mut at = pack.first();
    while let Some(cursor) = at {
        let order = score_at(pack, cursor).partial_cmp(&score).unwrap_or(Ordering::Equal);
        if order.then_with(|| pack.get(cursor).bytes(&mut digits).cmp(member)) == Ordering::Greater {
            break;
        }
        at = pack.next(cursor).and_then(|cursor| pack.next(cursor));
    }
    let at = pack.insert(at, member);
    let score = score_word(score);
    let behind = pack.next(at);
    pack.insert(behind, score.as_bytes());
}

pub(super) fn remove(pack: &mut Pack, member: &[u8]) -> Option<f64> {
    let cursor = find(pack, member)?;
    let score = score_at(pack, cursor);
    pack.remove(cursor, 2);
    Some(score)
}
