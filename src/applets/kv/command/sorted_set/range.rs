//! Ranges of ranks, scores and names: read, counted, stored, removed.

use std::ops::Range;

use super::bounds::{Names, Scores};
use super::{begin, limits, show, sorted, sorted_mut, store_set, took};
use crate::applets::kv::command::arguments::{int, is, range};
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::store::sorted_set::SortedSet;

/// What the ends of a range are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Rank,
    Score,
    Name,
}

/// The ends, read.
enum Ends<'a> {
    Ranks(i64, i64),
    Scores(Scores),
    Names(Names<'a>),
}

impl<'a> Ends<'a> {
    fn parse(by: By, least: &'a [u8], most: &'a [u8]) -> Result<Self, Refusal> {
        Ok(match by {
            By::Rank => Self::Ranks(int(least)?, int(most)?),
            By::Score => Self::Scores(Scores::parse(least, most)?),
            By::Name => Self::Names(Names::parse(least, most)?),
        })
    }

    fn ranks(&self, set: &SortedSet) -> Range<usize> {
        match self {
            Self::Ranks(start, end) => range(*start, *end, set.len()).map_or(0..0, |(start, end)| start..end + 1),
            Self::Scores(scores) => scores.ranks(set),
            Self::Names(names) => names.ranks(set),
        }
    }
}

/// A range as the words of a command describe it.
struct Wanted<'a> {
    ends: Ends<'a>,
    is_reverse: bool,
    has_scores: bool,
    /// How many are skipped, and the most that are shown; negative: none at all, and no limit.
    limit: (i64, i64),
}

impl Wanted<'_> {
    fn ranks(&self, set: &SortedSet) -> Range<usize> {
        let ranks = self.ends.ranks(set);
        if self.is_reverse && matches!(self.ends, Ends::Ranks(..)) {
            // Counted from the other end.
            let len = set.len();
            return self.limited(len - ranks.end.min(len)..len - ranks.start.min(len));
        }
        self.limited(ranks)
    }

    fn limited(&self, ranks: Range<usize>) -> Range<usize> {
        let (offset, most) = self.limit;
        let Ok(offset) = usize::try_from(offset) else { return 0..0 };
        let (offset, most) = (offset.min(ranks.len()), usize::try_from(most).unwrap_or(usize::MAX));
        if self.is_reverse {
            let end = ranks.end - offset;
            end.saturating_sub(most).max(ranks.start)..end
        } else {
            let start = ranks.start + offset;
            start..start.saturating_add(most).min(ranks.end)
        }
    }
}

/// Reads the words from `at` on: two ends, and options. `by` and `is_reverse` are set where the command's name says so.
fn wanted<'a>(
    call: &Call<'a, '_>,
    at: usize,
    by: Option<By>,
    is_reverse: Option<bool>,
    stores: bool,
) -> Result<Wanted<'a>, Refusal> {
    let (args, mut next) = (call.args, at + 2);
    let (mut said_by, mut said_reverse, mut has_scores, mut limit) = (by, is_reverse, false, None);
    while let Some(word) = args.get(next) {
        let left = args.len() - next - 1;
        match () {
            () if !stores && is(word, "withscores") => has_scores = true,
            () if is(word, "limit") && left >= 2 => {
                limit = Some((int(args.at(next + 1))?, int(args.at(next + 2))?));
                next += 2;
            }
            () if is_reverse.is_none() && is(word, "rev") => said_reverse = Some(true),
            () if by.is_none() && is(word, "bylex") => said_by = Some(By::Name),
            () if by.is_none() && is(word, "byscore") => said_by = Some(By::Score),
            () => return Err(Refusal::Syntax),
        }
        next += 1;
    }
    let (by, is_reverse) = (said_by.unwrap_or(By::Rank), said_reverse.unwrap_or(false));
    if limit.is_some_and(|(_, most)| most != -1) && by == By::Rank {
        return Err("ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX".into());
    }
    if has_scores && by == By::Name {
        return Err("ERR syntax error, WITHSCORES not supported in combination with BYLEX".into());
    }
    let (mut least, mut most) = (args.at(at), args.at(at + 1));
    if is_reverse && by != By::Rank {
        (least, most) = (most, least);
    }
    Ok(Wanted { ends: Ends::parse(by, least, most)?, is_reverse, has_scores, limit: limit.unwrap_or((0, -1)) })
}

fn read(call: &mut Call, by: Option<By>, is_reverse: Option<bool>) -> Outcome {
    let wanted = wanted(call, 2, by, is_reverse, false)?;
    let Some(set) = sorted(call.keys, call.args.at(1))? else {
        call.reply.array(0);
        return Ok(());
    };
    let ranks = wanted.ranks(set);
    let reply = &mut *call.reply;
    begin(reply, ranks.len(), wanted.has_scores);
    set.each(ranks, wanted.is_reverse, |member, score| show(reply, member, wanted.has_scores.then_some(score)));
    Ok(())
}

pub(super) fn zrange(call: &mut Call) -> Outcome {
    read(call, None, None)
}

pub(super) fn zrevrange(call: &mut Call) -> Outcome {
    read(call, Some(By::Rank), Some(true))
}

pub(super) fn zrangebyscore(call: &mut Call) -> Outcome {
    read(call, Some(By::Score), Some(false))
}

pub(super) fn zrevrangebyscore(call: &mut Call) -> Outcome {
    read(call, Some(By::Score), Some(true))
}

pub(super) fn zrangebylex(call: &mut Call) -> Outcome {
    read(call, Some(By::Name), Some(false))
}

pub(super) fn zrevrangebylex(call: &mut Call) -> Outcome {
    read(call, Some(By::Name), Some(true))
}

pub(super) fn zrangestore(call: &mut Call) -> Outcome {
    let wanted = wanted(call, 3, None, None, true)?;
    let limits = limits(call.server);
    let mut found = SortedSet::new(limits, 0);
    if let Some(set) = sorted(call.keys, call.args.at(2))? {
        set.each(wanted.ranks(set), wanted.is_reverse, |member, score| {
            found.insert(member, score, limits);
        });
    }
    let count = found.len();
    store_set(call, call.args.at(1), found, "zrangestore");
    call.reply.int(count as i64);
    Ok(())
}

fn count(call: &mut Call, by: By) -> Outcome {
    let ends = Ends::parse(by, call.args.at(2), call.args.at(3))?;
    let count = sorted(call.keys, call.args.at(1))?.map_or(0, |set| ends.ranks(set).len());
    call.reply.int(count as i64);
    Ok(())
}

pub(super) fn zcount(call: &mut Call) -> Outcome {
    count(call, By::Score)
}

pub(super) fn zlexcount(call: &mut Call) -> Outcome {
    count(call, By::Name)
}

fn remove(call: &mut Call, by: By, event: &'static str) -> Outcome {
    let (key, ends) = (call.args.at(1), Ends::parse(by, call.args.at(2), call.args.at(3))?);
    let mut count = 0;
    if let Some(set) = sorted_mut(call.keys, key)? {
        let ranks = ends.ranks(set);
        count = ranks.len();
        if count > 0 {
            set.remove_ranks(ranks);
        }
    }
    if count > 0 {
        took(call, key, event);
        call.dirty += count as u64 - 1;
    }
    call.reply.int(count as i64);
    Ok(())
}

pub(super) fn zremrangebyrank(call: &mut Call) -> Outcome {
    remove(call, By::Rank, "zremrangebyrank")
}

pub(super) fn zremrangebyscore(call: &mut Call) -> Outcome {
    remove(call, By::Score, "zremrangebyscore")
}

pub(super) fn zremrangebylex(call: &mut Call) -> Outcome {
    remove(call, By::Name, "zremrangebylex")
}
