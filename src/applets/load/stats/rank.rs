//! Ranks, and the exact distributions of their sums under chance.
//!
//! Ranks are doubled: values that tie share their mean rank, and twice a mean rank is a whole number, so that the
//! distributions are exact with ties too.

/// Twice the rank of each value among all, from 2 for the smallest.
pub(super) fn doubled_ranks(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0; values.len()];
    let mut first = 0;
    while first < order.len() {
        let tied = order[first..].iter().take_while(|&&index| values[index] <= values[order[first]]).count();
        for &index in &order[first..first + tied] {
            // Ranks first + 1 to first + tied; their mean, doubled.
            ranks[index] = 2 * first + tied + 1;
        }
        first += tied;
    }
    ranks
}

/// The chance that the ranks on the positive side sum up to at least `least`, when every sign is a fair coin.
///
/// Exact: the distribution is built rank by rank, `n · Σ ranks` steps instead of the 2ⁿ of counting sign patterns.
pub(super) fn signs_at_least(ranks: &[usize], least: usize) -> f64 {
    let total: usize = ranks.iter().sum();
    let mut chance = vec![0.0; total + 1];
    chance[0] = 1.0;
    let mut reached = 0;
    for &rank in ranks {
        reached += rank;
        for sum in (0..=reached).rev() {
            let with = if sum >= rank { chance[sum - rank] } else { 0.0 };
            chance[sum] = f64::midpoint(chance[sum], with);
        }
    }
    chance.iter().skip(least).sum()
}

/// The chance that `chosen` ranks drawn from `ranks` sum up to at least `least`, when every choice is as likely.
///
/// Exact: ways are counted by how many ranks were taken and their sum; `f64` holds them to 15 digits.
pub(super) fn choices_at_least(ranks: &[usize], chosen: usize, least: usize) -> f64 {
    let total: usize = ranks.iter().sum();
    let mut ways = vec![vec![0.0; total + 1]; chosen + 1];
    ways[0][0] = 1.0;
    let mut reached = 0;
    for &rank in ranks {
        reached += rank;
        for taken in (1..=chosen).rev() {
            let (before, after) = ways.split_at_mut(taken);
            let (from, to) = (&before[taken - 1], &mut after[0]);
            for sum in rank..=reached {
                to[sum] += from[sum - rank];
            }
        }
    }
    let all: f64 = ways[chosen].iter().sum();
    ways[chosen].iter().skip(least).sum::<f64>() / all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_their_mean_rank() {
        assert_eq!(doubled_ranks(&[30.0, 10.0, 20.0]), [6, 2, 4]);
        assert_eq!(doubled_ranks(&[1.0, 1.0, 5.0, 1.0]), [4, 4, 8, 4]);
        assert_eq!(doubled_ranks(&[-0.0, 0.0]), [3, 3]);
        assert!(doubled_ranks(&[]).is_empty());
    }

    #[test]
    fn sums_of_signs_agree_with_counting_all_patterns() {
        let ranks = [2, 5, 5, 8, 10, 13, 13];
        let total: usize = ranks.iter().sum();
        for least in 0..=total + 1 {
            let patterns = 0..1_u32 << ranks.len();
            let sum = |pattern: u32| {
                ranks.iter().enumerate().filter(|(i, _)| pattern >> i & 1 == 1).map(|(_, r)| r).sum::<usize>()
            };
            let counted = patterns.filter(|&pattern| sum(pattern) >= least).count() as f64 / 128.0;
            assert!((signs_at_least(&ranks, least) - counted).abs() < 1e-12, "{least}");
        }
    }

    #[test]
    fn sums_of_choices_agree_with_counting_all_subsets() {
        let ranks = [2, 4, 7, 7, 10, 12];
        for least in 0..=43 {
            let triples: Vec<usize> = (0..64_u32)
                .filter(|subset| subset.count_ones() == 3)
                .map(|subset| (0..6).filter(|i| subset >> i & 1 == 1).map(|i| ranks[i]).sum())
                .collect();
            let counted = triples.iter().filter(|&&sum| sum >= least).count() as f64 / 20.0;
            assert!((choices_at_least(&ranks, 3, least) - counted).abs() < 1e-12, "{least}");
        }
    }
}
