//! Telling the processor what will be read soon, so that several reads from memory go on at once.
//!
//! Worth it where many places are known before the first of them is needed, and too far apart for the caches: a read
//! from memory takes as long as some hundred instructions.

#![cfg_attr(
    target_arch = "x86_64",
    expect(unsafe_code, reason = "the instruction has no safe name in the standard library yet")
)]

/// Has the cache line at `at` fetched. Nothing is read by it: any address may be given. Without effect on processors
/// other than x86-64.
///
/// ```
/// let (numbers, picked) = (vec![1; 1000], [900, 5, 420]);
/// picked.iter().for_each(|at| toolbox::kit::prefetch::prefetch(&raw const numbers[*at]));
/// assert_eq!(picked.iter().map(|at| numbers[*at]).sum::<i32>(), 3);
/// ```
#[inline]
pub fn prefetch<T>(at: *const T) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a hint that reads nothing and faults at no address; every x86-64 processor has it.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch(at.cast(), _MM_HINT_T0);
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = at;
}
