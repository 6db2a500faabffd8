//! What HSCAN, SSCAN and ZSCAN share: cursor, COUNT and MATCH.

use super::arguments::{int, is};
use super::call::Call;
use super::glob::{Case, matches};
use super::keys::cursor;
use super::refusal::Refusal;
use crate::applets::kv::store::pack::Entry;

/// One step of a walk over the elements of a collection.
#[derive(Debug, Clone, Copy)]
pub struct Walk<'a> {
    /// Where to go on; 0 is the start.
    pub position: u64,
    /// About how many elements.
    pub count: usize,
    pattern: Option<&'a [u8]>,
}

impl<'a> Walk<'a> {
    /// Of the words `key cursor [MATCH pattern] [COUNT count]`. The options are only looked at where `is_there`.
    ///
    /// # Errors
    /// An invalid cursor, count or option.
    pub(crate) fn parse(call: &Call<'a, '_>, is_there: bool) -> Result<Self, Refusal> {
        let mut walk = Self { position: cursor(call.args.at(2))?, count: 10, pattern: None };
        let words = call.args.from(if is_there { 3 } else { usize::MAX });
        for at in (0..words.len()).step_by(2) {
            let (option, value) = (words.at(at), words.get(at + 1).ok_or(Refusal::Syntax)?);
            if is(option, "count") {
                let count = int(value)?;
                walk.count = usize::try_from(count).ok().filter(|count| *count > 0).ok_or(Refusal::Syntax)?;
            } else if is(option, "match") {
                walk.pattern = Some(value);
            } else {
                return Err(Refusal::Syntax);
            }
        }
        Ok(walk)
    }

    /// Whether an element's name matches.
    #[must_use]
    pub fn wants(&self, name: Entry) -> bool {
        let mut digits = itoa::Buffer::new();
        self.pattern.is_none_or(|pattern| matches(pattern, name.bytes(&mut digits), Case::Matters))
    }
}

/// The reply of a step: the next position, and what was met.
pub fn reply(call: &mut Call, next: u64, words: &[Vec<u8>]) {
    call.reply.array(2);
    call.reply.bulk(itoa::Buffer::new().format(next).as_bytes());
    call.reply.array(words.len());
    for word in words {
        call.reply.bulk(word);
    }
}
