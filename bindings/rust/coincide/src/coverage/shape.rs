use coincide_sys as sys;

use super::{Connectivity, Coverage, Kind};
use crate::column::CoverageColumn;
use crate::error::Result;

// SAFETY, of all calls below: handles are live and of their kind as types say so; arrays are
// passed with their lengths; outputs are places for one value.

impl Coverage {
    /// At another order: see [`Kind`].
    ///
    /// ```
    /// use coincide::{Coverage, Kind};
    /// let c: Coverage = "2/0-3 5".parse()?;
    /// assert_eq!(c.at_order(1, Kind::Inner)?.to_string(), "1/0");
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn at_order(&self, order: u8, kind: Kind) -> Result<Self> {
        Self::make(|out| unsafe {
            sys::coincide_coverage_at_order(self.id(), i32::from(order), kind.raw(), out)
        })
    }

    /// Grown by so many cells of its order; less than 0: worn away.
    ///
    /// ```
    /// use coincide::{Connectivity, Coverage};
    /// let c: Coverage = "4/1030".parse()?;
    /// let grown = c.expand(1, Connectivity::Corners)?;
    /// assert_eq!(grown.expand(-1, Connectivity::Corners)?, c);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn expand(&self, cells: i64, connectivity: Connectivity) -> Result<Self> {
        Self::make(|out| unsafe {
            sys::coincide_coverage_expand(self.id(), cells, connectivity.raw(), 0, out)
        })
    }

    /// Its cells that have a neighbour outside (inner), or those outside that have one in it.
    ///
    /// ```
    /// use coincide::{Connectivity, Coverage, Kind};
    /// let c: Coverage = "0/4 6/".parse()?;
    /// let edge = c.border(Kind::Inner, Connectivity::Sides)?;
    /// assert_eq!(edge.leaf_count() >> 46, 4 * 63); // of 64 x 64 cells
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn border(&self, side: Kind, connectivity: Connectivity) -> Result<Self> {
        Self::make(|out| unsafe {
            sys::coincide_coverage_border(self.id(), side.raw(), connectivity.raw(), 0, out)
        })
    }

    /// With its holes of at most so many square metres filled.
    ///
    /// ```
    /// use coincide::{Connectivity, Coverage};
    /// let c = !"4/1030".parse::<Coverage>()?;
    /// assert_eq!(c.fill_holes(1e12, Connectivity::Sides)?.fraction(), 1.0);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn fill_holes(&self, max_area_m2: f64, connectivity: Connectivity) -> Result<Self> {
        Self::make(|out| unsafe {
            sys::coincide_coverage_fill_holes(self.id(), max_area_m2, connectivity.raw(), out)
        })
    }

    /// Its connected parts.
    ///
    /// ```
    /// use coincide::{Connectivity, Coverage};
    /// let c: Coverage = "3/5 300".parse()?;
    /// let parts = c.components(Connectivity::Corners)?;
    /// assert_eq!(parts.row(1).unwrap().to_string(), "3/300");
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn components(&self, connectivity: Connectivity) -> Result<CoverageColumn> {
        CoverageColumn::make(|out| unsafe {
            sys::coincide_coverage_components(self.id(), connectivity.raw(), out)
        })
    }
}
