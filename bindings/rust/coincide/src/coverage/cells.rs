use std::vec;

use coincide_sys as sys;

use super::Coverage;
use crate::buffer::Buffer;
use crate::cell::Cell;
use crate::error::Result;

// SAFETY, of the call below: the handle is live and a coverage; out is a place for one value.

impl Coverage {
    /// The largest cells that fit, along the curve.
    ///
    /// ```
    /// let c: coincide::Coverage = "3/64-127 5/7".parse()?;
    /// let orders: Vec<u8> = c.cells().map(|cell| cell.order()).collect();
    /// assert_eq!(orders, [5, 0]);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn cells(&self) -> Cells {
        Cells(self.words(-1, u64::MAX).unwrap_or_default().into_iter())
    }

    /// All its cells of an order, of which there may be `budget`.
    ///
    /// ```
    /// let c: coincide::Coverage = "3/1".parse()?;
    /// assert_eq!(c.cells_at(5, 100)?.len(), 16);
    /// assert!(c.cells_at(20, 100).is_err());
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn cells_at(&self, order: u8, budget: u64) -> Result<Vec<Cell>> {
        Ok(self.words(i32::from(order), budget)?.into_iter().filter_map(Cell::wrap).collect())
    }

    fn words(&self, order: i32, budget: u64) -> Result<Vec<u64>> {
        Ok(Buffer::make(|out| unsafe {
            sys::coincide_coverage_cells(self.id(), order, budget, out)
        })?
        .to_vec())
    }
}

/// The cells of a coverage: see [`Coverage::cells`].
///
/// ```
/// let c: coincide::Coverage = "3/1 5".parse()?;
/// for cell in &c {
///     assert_eq!(cell.order(), 3);
/// }
/// assert_eq!(c.cells().len(), 2);
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Cells(vec::IntoIter<u64>);

impl Iterator for Cells {
    type Item = Cell;

    fn next(&mut self) -> Option<Cell> {
        self.0.next().and_then(Cell::wrap)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl DoubleEndedIterator for Cells {
    fn next_back(&mut self) -> Option<Cell> {
        self.0.next_back().and_then(Cell::wrap)
    }
}

impl ExactSizeIterator for Cells {}

impl IntoIterator for &Coverage {
    type Item = Cell;
    type IntoIter = Cells;

    fn into_iter(self) -> Cells {
        self.cells()
    }
}
