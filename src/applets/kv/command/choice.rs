//! Random elements: what HRANDFIELD, SRANDMEMBER, SPOP and ZRANDMEMBER share.

use super::arguments::int;
use super::refusal::Refusal;
use crate::kit::random::Random;

/// How many elements are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Up to so many, none twice.
    Distinct(usize),
    /// So many, whether or not they repeat.
    Repeating(usize),
}

impl Count {
    /// Of a word: negative numbers ask for repetitions.
    ///
    /// # Errors
    /// No number, or one that has no opposite.
    pub fn parse(word: &[u8]) -> Result<Self, Refusal> {
        match int(word)? {
            i64::MIN => Err(Refusal::err(
                "value is out of range, value must between -9223372036854775807 and 9223372036854775807",
            )),
            count @ 0.. => Ok(Self::Distinct(count as usize)),
            count => Ok(Self::Repeating(count.unsigned_abs() as usize)),
        }
    }
}

/// `count` of the numbers below `len`, ascending, each choice as likely as any other.
pub fn distinct(random: &mut Random, len: usize, count: usize) -> impl Iterator<Item = usize> + '_ {
    let mut left = count.min(len);
    (0..len).filter(move |index| {
        let is_chosen = random.below((len - index) as u64) < left as u64;
        left -= usize::from(is_chosen);
        is_chosen
    })
}

/// Chooses below a bound.
pub fn below(random: &mut Random) -> impl FnMut(usize) -> usize + '_ {
    |bound| random.below(bound as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_distinct_and_as_many_as_wanted() {
        let mut random = Random::seeded(1);
        for count in 0..12 {
            let chosen: Vec<_> = distinct(&mut random, 10, count).collect();
            assert_eq!(chosen.len(), count.min(10));
            assert!(chosen.is_sorted_by(|one, next| one < next));
        }
    }

    #[test]
    fn negative_counts_repeat() {
        assert_eq!(Count::parse(b"-3"), Ok(Count::Repeating(3)));
        assert_eq!(Count::parse(b"3"), Ok(Count::Distinct(3)));
        assert!(Count::parse(b"-9223372036854775808").is_err() && Count::parse(b"x").is_err());
    }
}
