use std::sync::Arc;

use coincide_sys as sys;

use crate::buffer::Buffer;
use crate::coverage::Coverage;
use crate::error::Result;
use crate::handle::Handle;
use crate::threads;

/// A question about two coverages.
///
/// ```
/// use coincide::{Coverage, CoverageColumn, Predicate};
/// let column = CoverageColumn::new(&["1/0".parse::<Coverage>()?, "1/1".parse()?])?;
/// assert_eq!(column.test(Predicate::Within, &"0/0".parse()?)?, [true, true]);
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Predicate {
    /// They have a leaf in common.
    Intersects,
    /// All of the second lies in the first.
    Contains,
    /// All of the first lies in the second.
    Within,
    /// They are equal but for their orders.
    SamePlace,
}

impl Predicate {
    fn raw(self) -> i32 {
        match self {
            Self::Intersects => sys::COINCIDE_INTERSECTS,
            Self::Contains => sys::COINCIDE_CONTAINS,
            Self::Within => sys::COINCIDE_WITHIN,
            Self::SamePlace => sys::COINCIDE_SAME_PLACE,
        }
    }
}

/// Many coverages as one column, in Arrow's layout; rows may be null. A clone shares them.
///
/// ```
/// use coincide::{Coverage, CoverageColumn};
/// let column = CoverageColumn::new(&["1/0-3".parse::<Coverage>()?, "1/2-5".parse()?])?;
/// assert_eq!(column.union()?.to_string(), "0/0 1/4-5");
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct CoverageColumn(Arc<Handle>);

impl CoverageColumn {
    pub(crate) fn make(make: impl FnOnce(*mut u64) -> i32) -> Result<Self> {
        Handle::make(make).map(|handle| Self(Arc::new(handle)))
    }

    pub(crate) fn id(&self) -> u64 {
        self.0.id()
    }

    // SAFETY, of all calls below: handles are live and of their kind as types say so; arrays are
    // passed with their lengths.

    /// Of coverages; the column has the largest of their orders.
    ///
    /// ```
    /// use coincide::{Coverage, CoverageColumn};
    /// let column = CoverageColumn::new(&[Coverage::full(3)?, Coverage::empty(7)?])?;
    /// assert_eq!(column.order(), 7);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn new<'a>(coverages: impl IntoIterator<Item = &'a Coverage>) -> Result<Self> {
        let ids: Vec<u64> = coverages.into_iter().map(Coverage::id).collect();
        Self::make(|out| unsafe {
            sys::coincide_column_from_coverages(ids.as_ptr(), ids.len(), out)
        })
    }

    /// How many rows it has.
    ///
    /// ```
    /// assert_eq!(coincide::CoverageColumn::new(&[])?.len(), 0);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn len(&self) -> usize {
        self.0.ask(|id, out| unsafe { sys::coincide_column_size(id, out) })
    }

    /// Whether it has no row.
    ///
    /// ```
    /// assert!(coincide::CoverageColumn::new(&[])?.is_empty());
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The order of all rows.
    ///
    /// ```
    /// # use coincide::{Coverage, CoverageColumn};
    /// assert_eq!(CoverageColumn::new(&[Coverage::full(3)?])?.order(), 3);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn order(&self) -> u8 {
        let order: i32 = self.0.ask(|id, out| unsafe { sys::coincide_column_order(id, out) });
        order as u8
    }

    /// One row; `None` if it is null or not there.
    ///
    /// ```
    /// # use coincide::{Coverage, CoverageColumn};
    /// let column = CoverageColumn::new(&[Coverage::full(3)?])?;
    /// assert_eq!(column.row(0), Some(Coverage::full(3)?));
    /// assert_eq!(column.row(1), None);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn row(&self, row: usize) -> Option<Coverage> {
        let mut null = 0;
        let coverage = Coverage::make(|out| unsafe {
            sys::coincide_column_row(self.id(), row, out, &mut null)
        })
        .ok()?;
        if null == 0 { Some(coverage) } else { None }
    }

    /// A question about each row and one coverage.
    ///
    /// ```
    /// use coincide::{Coverage, CoverageColumn, Predicate};
    /// let column = CoverageColumn::new(&["1/0".parse::<Coverage>()?, "1/1".parse()?])?;
    /// assert_eq!(column.test(Predicate::Intersects, &"1/1-9".parse()?)?, [false, true]);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn test(&self, predicate: Predicate, coverage: &Coverage) -> Result<Vec<bool>> {
        let answers = Buffer::make(|out| unsafe {
            sys::coincide_column_test(
                predicate.raw(),
                self.id(),
                coverage.id(),
                threads::count(),
                out,
            )
        })?;
        Ok(answers.slice::<u8>().iter().map(|answer| *answer != 0).collect())
    }

    /// The area of each row in square metres, NaN for null.
    ///
    /// ```
    /// # use coincide::{Cell, Coverage, CoverageColumn};
    /// let column = CoverageColumn::new(&["2/7".parse::<Coverage>()?])?;
    /// assert_eq!(column.areas_m2()?, [Cell::area_m2(2)?]);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn areas_m2(&self) -> Result<Vec<f64>> {
        Ok(Buffer::make(|out| unsafe {
            sys::coincide_column_areas_m2(self.id(), threads::count(), out)
        })?
        .to_vec())
    }

    /// The union of all rows.
    ///
    /// ```
    /// # use coincide::{Coverage, CoverageColumn};
    /// let column = CoverageColumn::new(&["2/7".parse::<Coverage>()?, "2/8".parse()?])?;
    /// assert_eq!(column.union()?.to_string(), "2/7-8");
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn union(&self) -> Result<Coverage> {
        Coverage::make(|out| unsafe {
            sys::coincide_column_union(self.id(), threads::count(), out)
        })
    }

    /// So many rows from one on, which share the memory.
    ///
    /// ```
    /// # use coincide::{Coverage, CoverageColumn};
    /// let column = CoverageColumn::new(&["2/7".parse::<Coverage>()?, "2/8".parse()?])?;
    /// assert_eq!(column.slice(1, 1)?.row(0).unwrap().to_string(), "2/8");
    /// assert!(column.slice(1, 2).is_err());
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn slice(&self, begin: usize, count: usize) -> Result<Self> {
        Self::make(|out| unsafe { sys::coincide_column_slice(self.id(), begin, count, out) })
    }

    /// The covers of geometries in well-known binary at one order; null rows stay null.
    ///
    /// ```
    /// use coincide::{CoverOptions, CoverageColumn, Kind};
    /// # let mut wkb = vec![1, 1, 0, 0, 0];
    /// # wkb.extend(10f64.to_le_bytes());
    /// # wkb.extend(50f64.to_le_bytes());
    /// let rows = [Some(&wkb[..]), None];
    /// let column = CoverageColumn::cover_wkb(rows, 9, Kind::Outer, &CoverOptions::default())?;
    /// assert!(column.row(0).is_some() && column.row(1).is_none());
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn cover_wkb<'a>(
        rows: impl IntoIterator<Item = Option<&'a [u8]>>,
        order: u8,
        kind: crate::Kind,
        options: &crate::CoverOptions,
    ) -> Result<Self> {
        let (mut bytes, mut offsets, mut validity) = (Vec::new(), vec![0i64], Vec::new());
        for (row, wkb) in rows.into_iter().enumerate() {
            if row % 8 == 0 {
                validity.push(0u8);
            }
            if let Some(wkb) = wkb {
                bytes.extend_from_slice(wkb);
                validity[row / 8] |= 1 << (row % 8);
            }
            offsets.push(bytes.len() as i64);
        }
        crate::cover::cover_wkb_column(&bytes, &offsets, &validity, order, kind, options)
    }

    /// The rows of several columns, one after the other.
    ///
    /// ```
    /// # use coincide::{Coverage, CoverageColumn};
    /// let column = CoverageColumn::new(&[Coverage::full(3)?])?;
    /// assert_eq!(CoverageColumn::concatenate([&column, &column])?.len(), 2);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn concatenate<'a>(columns: impl IntoIterator<Item = &'a Self>) -> Result<Self> {
        let ids: Vec<u64> = columns.into_iter().map(Self::id).collect();
        Self::make(|out| unsafe { sys::coincide_column_concatenate(ids.as_ptr(), ids.len(), out) })
    }
}

/// The same rows, nulls, order and ellipsoid.
impl PartialEq for CoverageColumn {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self.order() == other.order()
            && (0..self.len()).all(|row| self.row(row) == other.row(row))
    }
}
