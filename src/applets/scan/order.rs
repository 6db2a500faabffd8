//! The order in which ports are tried: a permutation that looks random, needs no memory and can be had again.
//!
//! A Feistel network of four rounds over the next power of four, walked until it falls inside the set (Black and Rogaway,
//! "Ciphers with arbitrary finite domains", 2002). Neighbouring ports are then far apart in time, so that a limit of one
//! host is not met in one range of ports alone.

/// A permutation of `0..size`.
///
/// ```
/// use toolbox::applets::scan::order::Order;
/// let order = Order::new(1000, 7);
/// let mut seen: Vec<u32> = (0..1000).map(|index| order.at(index)).collect();
/// seen.sort_unstable();
/// assert_eq!(seen, (0..1000).collect::<Vec<_>>());
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Order {
    size: u32,
    seed: u64,
    half_bits: u32,
}

impl Order {
    /// The permutation of `0..size` that `seed` names.
    #[must_use]
    pub const fn new(size: u32, seed: u64) -> Self {
        let bits = u32::BITS - size.saturating_sub(1).leading_zeros();
        Self { size, seed, half_bits: if bits < 2 { 1 } else { bits.div_ceil(2) } }
    }

    /// What stands at `index`, which is below the size.
    #[must_use]
    pub const fn at(&self, index: u32) -> u32 {
        let mut value = self.round_trip(index);
        // On average fewer than four steps: the domain is at most four times the size.
        while value >= self.size {
            value = self.round_trip(value);
        }
        value
    }

    const fn round_trip(&self, value: u32) -> u32 {
        let mask = (1_u32 << self.half_bits) - 1;
        let (mut left, mut right) = ((value >> self.half_bits) & mask, value & mask);
        let mut round = 0;
        while round < 4 {
            let mixed = mix(self.seed ^ ((round + 1) << 40) ^ right as u64) as u32 & mask;
            (left, right) = (right, left ^ mixed);
            round += 1;
        }
        (left << self.half_bits) | right
    }
}

/// The finaliser of splitmix64.
const fn mix(mut value: u64) -> u64 {
    value = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_index_once(size in 1_u32..5000, seed: u64) {
            let order = Order::new(size, seed);
            let mut seen = vec![false; size as usize];
            for index in 0..size {
                let value = order.at(index) as usize;
                prop_assert!(!seen[value]);
                seen[value] = true;
            }
        }
    }

    #[test]
    fn all_ports_are_permuted() {
        let order = Order::new(65_536, 1);
        let moved = (0..65_536).filter(|index| order.at(*index) != *index).count();
        assert!(moved > 60_000);
    }
}
