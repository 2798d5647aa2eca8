use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::{ptr, slice};

use coincide_sys as sys;

use crate::cell::{Cell, LeafRange};
use crate::ellipsoid::Ellipsoid;
use crate::error::{Result, check};
use crate::handle::Handle;

mod algebra;
mod cells;
mod connectivity;
mod forms;
mod kind;
mod operators;
mod relations;
mod shape;

pub use algebra::{intersection, union};
pub use cells::Cells;
pub use connectivity::Connectivity;
pub use forms::MocRead;
pub use kind::Kind;

/// An immutable set of cells with its order and its ellipsoid. A clone shares the cells.
///
/// Operators give the larger of the two orders, and panic where the ellipsoids differ: use
/// [`Coverage::union`] and its like where that is not known. `Ord` is a total order for sorting;
/// whether one lies in another is [`Coverage::contains`].
///
/// ```
/// use coincide::Coverage;
///
/// let a: Coverage = "1/0-3 3/".parse()?;
/// let b: Coverage = "1/2-5".parse()?;
/// assert_eq!((&a & &b).to_string(), "1/2-3 3/");
/// assert_eq!((&a - &b).to_string(), "1/0-1 3/");
/// assert!((!&a & a).is_empty());
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Clone)]
pub struct Coverage(Arc<Handle>);

// SAFETY, of all calls below: handles are live and of their kind as types say so; arrays are
// passed with their lengths; outputs are places for one value.

impl Coverage {
    pub(crate) fn from_handle(handle: Handle) -> Self {
        Self(Arc::new(handle))
    }

    pub(crate) fn id(&self) -> u64 {
        self.0.id()
    }

    pub(crate) fn make(make: impl FnOnce(*mut sys::coincide_handle) -> i32) -> Result<Self> {
        Handle::make(make).map(Self::from_handle)
    }

    /// No cell at all.
    ///
    /// ```
    /// assert!(coincide::Coverage::empty(5)?.is_empty());
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn empty(order: u8) -> Result<Self> {
        Self::make(|out| unsafe {
            sys::coincide_coverage_empty(i32::from(order), ptr::null(), out)
        })
    }

    /// All cells.
    ///
    /// ```
    /// assert_eq!(coincide::Coverage::full(0)?.fraction(), 1.0);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn full(order: u8) -> Result<Self> {
        Self::make(|out| unsafe { sys::coincide_coverage_full(i32::from(order), ptr::null(), out) })
    }

    /// Of ranges in any order, whose boundaries are those of cells of `order`.
    ///
    /// ```
    /// use coincide::{Cell, Coverage};
    /// let leaves = Cell::from_nested(3, 7).unwrap().leaves();
    /// assert_eq!(Coverage::from_ranges(&[leaves], 3, &Default::default())?.to_string(), "3/7");
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn from_ranges(ranges: &[LeafRange], order: u8, ellipsoid: &Ellipsoid) -> Result<Self> {
        let raw = ellipsoid.raw();
        Self::make(|out| unsafe {
            sys::coincide_coverage_from_ranges(
                ranges.as_ptr().cast(),
                ranges.len(),
                i32::from(order),
                &raw,
                out,
            )
        })
    }

    /// Of cells and points in any order. No order: the largest of theirs.
    ///
    /// ```
    /// let cells = coincide::encode(&[0.0, 1.0], &[0.0, 1.0], Some(12))?;
    /// let c = coincide::Coverage::from_cells(&cells, None, &Default::default())?;
    /// assert_eq!(c.order(), 12);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn from_cells(cells: &[Cell], order: Option<u8>, ellipsoid: &Ellipsoid) -> Result<Self> {
        let raw = ellipsoid.raw();
        Self::make(|out| unsafe {
            sys::coincide_coverage_from_cells(
                cells.as_ptr().cast(),
                cells.len(),
                order.map_or(-1, i32::from),
                &raw,
                out,
            )
        })
    }

    /// Its order: it consists of whole cells of it.
    ///
    /// ```
    /// assert_eq!("3/1 10/".parse::<coincide::Coverage>()?.order(), 10);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn order(&self) -> u8 {
        let order: i32 = self.0.ask(|id, out| unsafe { sys::coincide_coverage_order(id, out) });
        order as u8
    }

    /// What its latitudes are geodetic on.
    ///
    /// ```
    /// use coincide::{Coverage, Ellipsoid};
    /// assert_eq!(Coverage::full(1)?.ellipsoid(), Ellipsoid::WGS84);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn ellipsoid(&self) -> Ellipsoid {
        let mut raw = Ellipsoid::WGS84.raw();
        let status = unsafe { sys::coincide_coverage_ellipsoid(self.id(), &mut raw) };
        debug_assert_eq!(status, sys::COINCIDE_OK);
        Ellipsoid::from_raw(raw)
    }

    /// Its leaves as sorted ranges that do not touch: a view, no copy.
    ///
    /// ```
    /// assert_eq!("1/0-3 5".parse::<coincide::Coverage>()?.ranges().len(), 2);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn ranges(&self) -> &[LeafRange] {
        let (mut ranges, mut n) = (ptr::null(), 0);
        check(unsafe { sys::coincide_coverage_ranges(self.id(), &mut ranges, &mut n) })
            .expect("the coverage is live");
        // SAFETY: n ranges, not null, valid while the coverage is; the same two fields.
        unsafe { slice::from_raw_parts(ranges.cast(), n) }
    }

    /// Whether it has no cell.
    ///
    /// ```
    /// assert!(!coincide::Coverage::full(0)?.is_empty());
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.ranges().is_empty()
    }

    /// How many leaves it has.
    ///
    /// ```
    /// assert_eq!("0/0".parse::<coincide::Coverage>()?.leaf_count(), 1 << 58);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn leaf_count(&self) -> u64 {
        self.0.ask(|id, out| unsafe { sys::coincide_coverage_leaf_count(id, out) })
    }

    /// Its area in square metres.
    ///
    /// ```
    /// let c: coincide::Coverage = "0/3".parse()?;
    /// assert_eq!(c.area_m2(), coincide::Cell::area_m2(0)?);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn area_m2(&self) -> f64 {
        self.0.ask(|id, out| unsafe { sys::coincide_coverage_area_m2(id, out) })
    }

    /// Its part of the whole surface, 0 to 1.
    ///
    /// ```
    /// assert_eq!("0/0-5".parse::<coincide::Coverage>()?.fraction(), 0.5);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn fraction(&self) -> f64 {
        self.0.ask(|id, out| unsafe { sys::coincide_coverage_fraction(id, out) })
    }
}

/// The empty coverage of order 0.
impl Default for Coverage {
    fn default() -> Self {
        Self::empty(0).expect("order 0 exists")
    }
}

impl Hash for Coverage {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let hash: u64 = self.0.ask(|id, out| unsafe { sys::coincide_coverage_hash(id, out) });
        state.write_u64(hash);
    }
}

impl fmt::Debug for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Coverage")
            .field("order", &self.order())
            .field("ranges", &self.ranges().len())
            .field("area_m2", &self.area_m2())
            .finish()
    }
}
