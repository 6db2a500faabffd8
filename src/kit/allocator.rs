//! The allocator of the process: mimalloc, asked so that nothing is rounded up for nothing.
//!
//! The crate `mimalloc` asks for an alignment with every allocation. Where the size is no power of two, the library then
//! reserves `alignment - 1` bytes more to be sure, and so a record of 48 bytes took a block of 64. What mimalloc gives
//! without being asked is aligned well enough for nearly everything: every block of at least a word to that word, every
//! block of at least 16 bytes to 16 (`MI_MAX_ALIGN_SIZE`).

#![expect(unsafe_code, reason = "an allocator hands out raw memory")]

use std::alloc::{GlobalAlloc, Layout};

use libmimalloc_sys::{
    mi_free, mi_malloc, mi_malloc_aligned, mi_option_set, mi_option_t, mi_realloc, mi_realloc_aligned, mi_zalloc,
    mi_zalloc_aligned,
};

/// mimalloc as Rust's global allocator.
///
/// ```
/// use std::alloc::{GlobalAlloc, Layout};
/// use toolbox::kit::allocator::Allocator;
///
/// let layout = Layout::from_size_align(48, 64).unwrap();
/// // SAFETY: the layout has a size, and the block is given back with the same one.
/// unsafe {
///     let block = Allocator.alloc_zeroed(layout);
///     assert!(block.addr() % 64 == 0 && *block == 0);
///     Allocator.dealloc(block, layout);
/// }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Allocator;

/// Has the system give this process memory in small pages from now on, never 2 MiB at once (Linux; elsewhere, and where
/// it refuses, without effect). For who keeps many small blocks for long and grows all the time: cleaning a large page
/// is a pause in the middle of some request, and one block in it keeps all of it.
///
/// Processes that this one makes keep to it as well, programs included, unless they are told otherwise by
/// [`let_pages_grow`].
pub fn keep_pages_small() {
    large_pages(1);
}

/// The opposite of [`keep_pages_small`], as the system has it by itself. Asks for no memory: it may be called between fork
/// and exec.
pub fn let_pages_grow() {
    large_pages(0);
}

/// Forbids large pages to this process, or does not.
fn large_pages(forbidden: u8) {
    #[cfg(target_os = "linux")]
    // SAFETY: takes four numbers and touches no memory of ours.
    unsafe {
        let none: libc::c_ulong = 0;
        libc::prctl(libc::PR_SET_THP_DISABLE, libc::c_ulong::from(forbidden), none, none, none);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = forbidden;
}

/// Has what is freed go back to the system at once, not a second later. For who asks for large blocks and frees them all
/// the time: for a second, each of them counted as memory of this process.
///
/// ```
/// toolbox::kit::allocator::give_back_at_once();
/// drop(vec![1_u8; 8 << 20]);
/// ```
pub fn give_back_at_once() {
    /// `mi_option_purge_delay`, in milliseconds; the crate has no name for it.
    const PURGE_DELAY: mi_option_t = 15;
    // SAFETY: sets a number that the library reads atomically.
    unsafe { mi_option_set(PURGE_DELAY, 0) }
}

/// Whether a block of this layout is aligned as it should be without being asked.
const fn is_plain(size: usize, align: usize) -> bool {
    align <= size_of::<usize>() && align <= size || align <= 16 && size >= 16
}

// SAFETY: blocks come from mimalloc and go back to it, which takes them from any thread; they are as large and as aligned
// as the layout says, see `is_plain`; null is passed on, and nothing here unwinds.
unsafe impl GlobalAlloc for Allocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let (size, align) = (layout.size(), layout.align());
        // SAFETY: any size may be asked for, and the alignment of a layout is a power of two.
        unsafe { if is_plain(size, align) { mi_malloc(size) } else { mi_malloc_aligned(size, align) } }.cast()
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let (size, align) = (layout.size(), layout.align());
        // SAFETY: as above.
        unsafe { if is_plain(size, align) { mi_zalloc(size) } else { mi_zalloc_aligned(size, align) } }.cast()
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, _: Layout) {
        // SAFETY: the caller vouches that the block came from here and is not used any more.
        unsafe { mi_free(block.cast()) }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let (block, align) = (block.cast(), layout.align());
        // SAFETY: as above.
        unsafe { if is_plain(size, align) { mi_realloc(block, size) } else { mi_realloc_aligned(block, size, align) } }
            .cast()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_aligned_whatever_is_asked_for_and_keep_what_they_hold() {
        for align in [1, 2, 4, 8, 16, 32, 64, 4096] {
            for size in (1..200).chain([1000, 4096, 100_000]) {
                let layout = Layout::from_size_align(size, align).unwrap();
                // SAFETY: sizes are above 0; every block goes back with the layout it has.
                unsafe {
                    let block = Allocator.alloc(layout);
                    assert!(block.addr().is_multiple_of(align), "{size} at {align}");
                    block.write_bytes(7, size);
                    let grown = Allocator.realloc(block, layout, size + 50);
                    assert!(grown.addr().is_multiple_of(align) && *grown.add(size - 1) == 7, "{size} at {align}");
                    Allocator.dealloc(grown, Layout::from_size_align(size + 50, align).unwrap());
                    let zeroed = Allocator.alloc_zeroed(layout);
                    assert!(zeroed.addr().is_multiple_of(align) && *zeroed.add(size - 1) == 0, "{size} at {align}");
                    Allocator.dealloc(zeroed, layout);
                }
            }
        }
    }
}
