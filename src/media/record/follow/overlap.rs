//! How far two copies of a window overlap, by the names of their segments: the end of the last copy is the beginning of
//! the next. So names may come round again, as those of a ring of files and of a slate do.

use std::time::Duration;

use super::name::{Name, Telling};
use super::{Follow, Missed, Names, STILL, Step};
use crate::media::hls::Media;

impl Follow {
    /// Nothing new; whether it is that nothing tells what is.
    pub(super) fn vague(&mut self, media: &Media, names: &[Name], next: u64) -> Step {
        let dated = media.segments.iter().any(|segment| segment.date.is_some());
        let vague = media.is_live() && !self.moved && !dated && self.names == Names::Tell;
        if !vague || self.vague == STILL || !is_vague(&self.last.1, names, &self.telling) {
            return Step::Same;
        }
        self.vague += 1;
        if self.vague < STILL {
            return Step::Same;
        }
        Step::Lost(Missed { sequence: next, count: 0, duration: Duration::ZERO, date: None })
    }

    /// Where new segments begin in a copy whose numbers begin where those of the last one did, though its segments are
    /// others.
    pub(super) fn shifted(&self, media: &Media, names: &[Name]) -> Option<usize> {
        let (first, last) = (&self.last.0, &self.last.1);
        let stands = self.names == Names::Tell && media.segments.first().is_some_and(|it| it.sequence == *first);
        let place = fresh(last, names, &self.telling).filter(|_| stands);
        if !stands || last.iter().zip(names).all(|(one, other)| self.telling.same(one, other)) {
            // A window of one name, or one that has grown: dates alone tell.
            let dated = stands && last.len() == names.len() && media.segments.iter().all(|it| it.date.is_some());
            return self.dated(media).filter(|_| dated);
        }
        self.dated(media).or(place)
    }
}

/// Where new segments begin in a copy that is not the last one; all of it is old where it is the older of both. `None`
/// where they have nothing in common, or where it is the last one that has grown.
fn fresh(last: &[Name], names: &[Name], telling: &Telling) -> Option<usize> {
    let alike = |one: &[Name], other: &[Name]| one.iter().zip(other).all(|(one, other)| telling.same(one, other));
    if last.is_empty() || names.is_empty() || alike(last, names) {
        return None;
    }
    // Of a window of one segment the next is another.
    if let ([last], [name]) = (last, names) {
        return (!telling.same(last, name)).then_some(0);
    }
    let most = last.len().min(names.len());
    let overlap = |one: &[Name], other: &[Name]| {
        (1..=most).rev().find(|count| alike(&one[one.len() - count..], &other[..*count])).unwrap_or(0)
    };
    let (ahead, behind) = (overlap(last, names), overlap(names, last));
    match (ahead, behind) {
        (0, 0) => None,
        _ if ahead >= behind => Some(ahead),
        _ => Some(names.len()),
    }
}

/// Whether nothing in a copy tells whether it is a later one: all its segments have one name, and it is the last copy
/// again, or has but one segment that is called as before and asked for otherwise.
fn is_vague(last: &[Name], names: &[Name], telling: &Telling) -> bool {
    let Some((first, rest)) = names.split_first() else { return false };
    let one = rest.iter().all(|name| telling.same(first, name));
    let again = last.iter().all(|name| telling.same(first, name));
    one && again && (!rest.is_empty() || last.first().is_some_and(|last| last != first))
}
