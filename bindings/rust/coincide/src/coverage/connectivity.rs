use coincide_sys as sys;

/// What makes two cells neighbours.
///
/// ```
/// use coincide::{Connectivity, Coverage};
/// let c: Coverage = "1/0 3".parse()?; // south and north corner of base cell 0
/// assert_eq!(c.components(Connectivity::Sides)?.len(), 2);
/// assert_eq!(c.components(Connectivity::Corners)?.len(), 1);
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Connectivity {
    /// A common side.
    Sides,
    /// At least a common corner.
    Corners,
}

impl Connectivity {
    pub(super) fn raw(self) -> i32 {
        match self {
            Self::Sides => sys::COINCIDE_SIDES,
            Self::Corners => sys::COINCIDE_CORNERS,
        }
    }
}
