use coincide_sys as sys;

use super::Coverage;
use crate::error::Result;

// SAFETY, of all calls below: handles are live and of their kind as types say so; arrays are
// passed with their lengths; outputs are places for one value.

impl Coverage {
    fn combine(&self, operation: i32, other: &Self) -> Result<Self> {
        Self::make(|out| unsafe {
            sys::coincide_coverage_combine(operation, self.id(), other.id(), out)
        })
    }

    /// All leaves of either.
    ///
    /// ```
    /// let a: coincide::Coverage = "1/0-1".parse()?;
    /// assert_eq!(a.union(&"1/2-3".parse()?)?.to_string(), "0/0 1/");
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn union(&self, other: &Self) -> Result<Self> {
        self.combine(sys::COINCIDE_UNION, other)
    }

    /// The leaves in both.
    ///
    /// ```
    /// let a: coincide::Coverage = "1/0-1".parse()?;
    /// assert_eq!(a.intersection(&"1/1-3".parse()?)?.to_string(), "1/1");
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn intersection(&self, other: &Self) -> Result<Self> {
        self.combine(sys::COINCIDE_INTERSECTION, other)
    }

    /// Its leaves that are not in `other`.
    ///
    /// ```
    /// let a: coincide::Coverage = "1/0-1".parse()?;
    /// assert_eq!(a.difference(&"1/1-3".parse()?)?.to_string(), "1/0");
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn difference(&self, other: &Self) -> Result<Self> {
        self.combine(sys::COINCIDE_DIFFERENCE, other)
    }

    /// The leaves in exactly one.
    ///
    /// ```
    /// let a: coincide::Coverage = "1/0-1".parse()?;
    /// assert_eq!(a.symmetric_difference(&"1/1-2".parse()?)?.to_string(), "1/0 2");
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn symmetric_difference(&self, other: &Self) -> Result<Self> {
        self.combine(sys::COINCIDE_SYMMETRIC_DIFFERENCE, other)
    }

    /// All other leaves.
    ///
    /// ```
    /// assert_eq!("0/0-10".parse::<coincide::Coverage>()?.complement().to_string(), "0/11");
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn complement(&self) -> Self {
        Self::make(|out| unsafe { sys::coincide_coverage_complement(self.id(), out) })
            .expect("a complement needs memory alone")
    }
}

fn combine_all<'a>(
    operation: i32,
    coverages: impl IntoIterator<Item = &'a Coverage>,
) -> Result<Coverage> {
    let ids: Vec<u64> = coverages.into_iter().map(Coverage::id).collect();
    Coverage::make(|out| unsafe {
        sys::coincide_coverage_combine_all(operation, ids.as_ptr(), ids.len(), out)
    })
}

/// The union of many in one pass; of none it is empty.
///
/// ```
/// use coincide::Coverage;
/// let cs: Vec<Coverage> = (0..12).map(|i| format!("0/{i}").parse().unwrap()).collect();
/// assert_eq!(coincide::union(&cs)?.fraction(), 1.0);
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn union<'a>(coverages: impl IntoIterator<Item = &'a Coverage>) -> Result<Coverage> {
    combine_all(sys::COINCIDE_UNION, coverages)
}

/// The intersection of many in one pass; of none it is an error.
///
/// ```
/// let cs: [coincide::Coverage; 2] = ["1/0-2".parse()?, "1/1-5".parse()?];
/// assert_eq!(coincide::intersection(&cs)?.to_string(), "1/1-2");
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn intersection<'a>(coverages: impl IntoIterator<Item = &'a Coverage>) -> Result<Coverage> {
    combine_all(sys::COINCIDE_INTERSECTION, coverages)
}
