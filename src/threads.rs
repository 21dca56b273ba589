//! Threads that help others.

use std::hint::black_box;

/// Does some work as the first thing of a thread, on a heap that has room for it.
///
/// The C library lets the heap of every thread but the first grow by a page at a time and asks the system for each, some
/// thousand times in a short run. What was had once is not asked for again.
pub fn with_room<T>(work: impl FnOnce() -> T) -> T {
    /// Larger pieces would not come from the heap.
    const PIECE: usize = 120 << 10;
    const PIECES: usize = 8;
    drop(black_box([(); PIECES].map(|()| Vec::<u8>::with_capacity(PIECE))));
    work()
}
