//! Reading lists.

use crate::applets::kv::command::arguments::{int, is, range};
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::store::list::List;
use crate::resp::request::number;

pub(super) fn llen(call: &mut Call) -> Outcome {
    let list = call.keys.collection::<List>(call.args.at(1))?;
    call.reply.int(list.map_or(0, List::len) as i64);
    Ok(())
}

pub(super) fn lrange(call: &mut Call) -> Outcome {
    let (start, end) = (int(call.args.at(2))?, int(call.args.at(3))?);
    let list = call.keys.collection::<List>(call.args.at(1))?;
    let wanted = list.and_then(|list| Some((list, range(start, end, list.len())?)));
    let Some((list, (start, end))) = wanted else {
        call.reply.array(0);
        return Ok(());
    };
    let count = end - start + 1;
    call.reply.array(count);
    list.iter_from(start).take(count).for_each(|entry| call.reply.entry(entry));
    Ok(())
}

pub(super) fn lindex(call: &mut Call) -> Outcome {
    let Some(list) = call.keys.collection::<List>(call.args.at(1))? else {
        call.reply.null();
        return Ok(());
    };
    match list.get(int(call.args.at(2))?) {
        Some(entry) => call.reply.entry(entry),
        None => call.reply.null(),
    }
    Ok(())
}

/// What LPOS is asked for.
struct Sought {
    rank: i64,
    count: Option<u64>,
    most: u64,
}

impl Sought {
    fn parse(call: &Call) -> Result<Self, Refusal> {
        let mut sought = Self { rank: 1, count: None, most: 0 };
        let words = call.args.from(3);
        for at in (0..words.len()).step_by(2) {
            let (option, value) = (words.at(at), words.get(at + 1).ok_or(Refusal::Syntax)?);
            let natural = |text: &'static str| {
                number(value).and_then(|value| u64::try_from(value).ok()).ok_or(Refusal::Text(text.into()))
            };
            match () {
                () if is(option, "rank") => {
                    sought.rank = int(value)?;
                    if sought.rank == 0 {
                        return Err("ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list".into());
                    }
                }
                () if is(option, "count") => sought.count = Some(natural("ERR COUNT can't be negative")?),
                () if is(option, "maxlen") => sought.most = natural("ERR MAXLEN can't be negative")?,
                () => return Err(Refusal::Syntax),
            }
        }
        Ok(sought)
    }
}

pub(super) fn lpos(call: &mut Call) -> Outcome {
    let sought = Sought::parse(call)?;
    let word = call.args.at(2);
    let list = call.keys.collection::<List>(call.args.at(1))?;
    let mut found = Vec::new();
    if let Some(list) = list {
        let len = list.len();
        let most = usize::try_from(sought.most).ok().filter(|most| *most > 0).unwrap_or(usize::MAX);
        let wanted = sought.count.map_or(1, |count| usize::try_from(count).unwrap_or(usize::MAX));
        let wanted = if wanted == 0 { usize::MAX } else { wanted };
        // The lowest number has no opposite, and Redis ends up with the first match.
        let skipped = sought.rank.checked_abs().map_or(0, |rank| rank as usize - 1);
        if sought.rank > 0 {
            let all = list.iter_from(0).enumerate().take(most).filter(|(_, entry)| entry.is(word));
            found.extend(all.skip(skipped).take(wanted).map(|(at, _)| at));
        } else {
            let all = list.rev_from(len - 1).enumerate().take(most).filter(|(_, entry)| entry.is(word));
            found.extend(all.skip(skipped).take(wanted).map(|(at, _)| len - 1 - at));
        }
    }
    if sought.count.is_some() {
        call.reply.array(found.len());
        for at in &found {
            call.reply.int(*at as i64);
        }
    } else if let Some(at) = found.first() {
        call.reply.int(*at as i64);
    } else {
        call.reply.null();
    }
    Ok(())
}
