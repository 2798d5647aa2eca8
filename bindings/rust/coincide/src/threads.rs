use std::sync::atomic::{AtomicI32, Ordering};

static THREADS: AtomicI32 = AtomicI32::new(0);

/// How many threads each later call may use; 0: the environment variable `COINCIDE_THREADS`,
/// else every core. Answers do not depend on it.
///
/// ```
/// coincide::set_threads(1); // the caller's own, as inside of rayon
/// assert_eq!(coincide::threads(), 1);
/// coincide::set_threads(0);
/// ```
pub fn set_threads(threads: usize) {
    THREADS.store(i32::try_from(threads).unwrap_or(i32::MAX), Ordering::Relaxed);
}

/// What [`set_threads`] was last given, 0 at first.
///
/// ```
/// let _ = coincide::threads();
/// ```
pub fn threads() -> usize {
    count() as usize
}

pub(crate) fn count() -> i32 {
    THREADS.load(Ordering::Relaxed)
}
