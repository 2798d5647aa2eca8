use coincide_sys as sys;

/// Which of two things a coverage of something else is.
///
/// ```
/// use coincide::{Coverage, Kind};
/// let c: Coverage = "4/0-2".parse()?;
/// assert!(c.at_order(3, Kind::Inner)?.is_empty());
/// assert_eq!(c.at_order(3, Kind::Outer)?.to_string(), "3/0");
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The smallest that holds it.
    Outer,
    /// The largest that it holds.
    Inner,
}

impl Kind {
    pub(crate) fn raw(self) -> i32 {
        match self {
            Self::Outer => sys::COINCIDE_OUTER,
            Self::Inner => sys::COINCIDE_INNER,
        }
    }
}
