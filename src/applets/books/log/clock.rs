//! A hybrid logical clock (Kulkarni et al., 2014): later than everything seen, and close to the device's own clock.

/// How far ahead of this device's clock another's word is taken: one device in the year 2099 does not carry the others
/// along.
const TRUST_MS: i64 = 5 * 60 * 1000;

/// The next reading: after `last`, which is the latest of this device's own, and after `seen` of others where that is
/// not too far ahead of `now_ms`.
#[must_use]
pub fn next(last: u64, seen: u64, now_ms: i64) -> u64 {
    let trusted = pack(now_ms.saturating_add(TRUST_MS));
    let seen = if seen <= trusted { seen } else { 0 };
    pack(now_ms).max(last + 1).max(seen.saturating_add(1))
}

/// Milliseconds in the upper 48 bits.
#[must_use]
pub const fn pack(ms: i64) -> u64 {
    let ms = if ms < 0 { 0 } else { ms as u64 };
    if ms >= 1 << 47 { (1 << 63) - 1 } else { ms << 16 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_only_goes_forward_and_a_poisoned_clock_does_not_carry_it_along() {
        let now = 1_700_000_000_000;
        let first = next(0, 0, now);
        assert!(next(first, 0, now - 1_000_000) > first);
        assert!(next(first, pack(now + 60_000), now) > pack(now + 60_000));
        let poison = pack(now + 80 * 365 * 86_400_000);
        assert!(next(first, poison, now) < pack(now + TRUST_MS));
    }
}
