use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{BitAnd, BitOr, BitXor, Not, Sub};
use std::str::FromStr;
use std::sync::Arc;
use std::{ptr, slice, vec};

use coincide_sys as sys;

use crate::buffer::Buffer;
use crate::cell::{Cell, LeafRange};
use crate::column::CoverageColumn;
use crate::ellipsoid::Ellipsoid;
use crate::encode::equal_lengths;
use crate::error::{Error, Result, check};
use crate::handle::Handle;
use crate::threads;

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
    fn raw(self) -> i32 {
        match self {
            Self::Sides => sys::COINCIDE_SIDES,
            Self::Corners => sys::COINCIDE_CORNERS,
        }
    }
}

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

/// A coverage that was read from a MOC, and what was repaired, a line each.
///
/// ```
/// let read = coincide::Coverage::from_moc(b"3/4,1", false, &Default::default())?;
/// assert_eq!(read.coverage.to_string(), "3/1 4");
/// assert_eq!(read.repairs.len(), 2);
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct MocRead {
    /// What it says.
    pub coverage: Coverage,
    /// What breaks the standard, in words.
    pub repairs: Vec<String>,
}

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

    // SAFETY, of all calls below: handles are live and of their kind as types say so; arrays are
    // passed with their lengths; outputs are places for one value.

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

    /// What [`Coverage::to_bytes`] gave.
    ///
    /// ```
    /// use coincide::Coverage;
    /// let c: Coverage = "3/1".parse()?;
    /// assert_eq!(Coverage::from_bytes(&c.to_bytes()?)?, c);
    /// assert!(Coverage::from_bytes(b"no").is_err());
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::make(|out| unsafe {
            sys::coincide_coverage_from_bytes(bytes.as_ptr(), bytes.len(), out)
        })
    }

    /// A MOC of space: FITS, JSON or ASCII. Strict: what breaks the standard is an error.
    ///
    /// ```
    /// use coincide::{Coverage, Ellipsoid};
    /// let json = br#"{"3":[1,4,5,6]}"#;
    /// let read = Coverage::from_moc(json, true, &Ellipsoid::WGS84)?;
    /// assert_eq!(read.coverage.to_string(), "3/1 4-6");
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn from_moc(bytes: &[u8], strict: bool, ellipsoid: &Ellipsoid) -> Result<MocRead> {
        let raw = ellipsoid.raw();
        let mut repairs = 0;
        let coverage = Self::make(|out| unsafe {
            sys::coincide_coverage_from_moc(
                bytes.as_ptr(),
                bytes.len(),
                i32::from(strict),
                &raw,
                out,
                &mut repairs,
            )
        })?;
        let text = Buffer::adopt(repairs).into_text();
        Ok(MocRead { coverage, repairs: text.lines().map(str::to_owned).collect() })
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

    fn test(
        &self,
        other: &Self,
        ask: unsafe extern "C" fn(u64, u64, *mut i32) -> i32,
    ) -> Result<bool> {
        let mut answer = 0;
        check(unsafe { ask(self.id(), other.id(), &mut answer) })?;
        Ok(answer != 0)
    }

    /// Whether ranges and ellipsoid are equal, whatever the orders.
    ///
    /// ```
    /// let a: coincide::Coverage = "3/1".parse()?;
    /// let b: coincide::Coverage = "3/1 9/".parse()?;
    /// assert!(a != b && a.same_place(&b));
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn same_place(&self, other: &Self) -> bool {
        self.test(other, sys::coincide_coverage_same_place).unwrap_or(false)
    }

    /// Whether all of `other` lies in it. Errors: different ellipsoids, here and below.
    ///
    /// ```
    /// let a: coincide::Coverage = "3/0-5".parse()?;
    /// assert!(a.contains(&"5/7".parse()?)?);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn contains(&self, other: &Self) -> Result<bool> {
        self.test(other, sys::coincide_coverage_contains)
    }

    /// Whether they have a leaf in common.
    ///
    /// ```
    /// let a: coincide::Coverage = "3/0-5".parse()?;
    /// assert!(!a.intersects(&"3/6".parse()?)?); // neighbours have none
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn intersects(&self, other: &Self) -> Result<bool> {
        self.test(other, sys::coincide_coverage_intersects)
    }

    /// Whether all of a cell lies in it.
    ///
    /// ```
    /// let a: coincide::Coverage = "0/4".parse()?;
    /// assert!(a.contains_cell(coincide::Cell::point_at(0.0, 0.0)?));
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn contains_cell(&self, cell: Cell) -> bool {
        self.contains_cells(&[cell])[0]
    }

    /// Whether all of each cell lies in it.
    ///
    /// ```
    /// let a: coincide::Coverage = "0/4".parse()?;
    /// let cells = coincide::encode(&[0.0, 90.0], &[0.0, 0.0], Some(9))?;
    /// assert_eq!(a.contains_cells(&cells), [true, false]);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn contains_cells(&self, cells: &[Cell]) -> Vec<bool> {
        let mut inside = vec![false; cells.len()];
        // SAFETY: a Cell is its word; only 0 and 1 are written, which are bools.
        let status = unsafe {
            sys::coincide_coverage_contains_cells(
                self.id(),
                cells.as_ptr().cast(),
                cells.len(),
                inside.as_mut_ptr().cast(),
                ptr::null_mut(),
            )
        };
        debug_assert_eq!(status, sys::COINCIDE_OK);
        inside
    }

    /// Whether each position lies in it; invalid ones do not.
    ///
    /// ```
    /// let a: coincide::Coverage = "0/4".parse()?;
    /// assert_eq!(a.contains_points(&[0.0, 0.0], &[0.0, f64::NAN])?, [true, false]);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn contains_points(&self, lon: &[f64], lat: &[f64]) -> Result<Vec<bool>> {
        equal_lengths(lon, lat)?;
        let mut inside = vec![false; lon.len()];
        // SAFETY: equal lengths; only 0 and 1 are written, which are bools.
        check(unsafe {
            sys::coincide_coverage_contains_points(
                self.id(),
                lon.as_ptr(),
                lat.as_ptr(),
                lon.len(),
                threads::count(),
                inside.as_mut_ptr().cast(),
                ptr::null_mut(),
            )
        })?;
        Ok(inside)
    }

    /// The area common to both in square metres.
    ///
    /// ```
    /// let a: coincide::Coverage = "0/1-2".parse()?;
    /// assert_eq!(a.overlap_m2(&"0/2-3".parse()?)?, coincide::Cell::area_m2(0)?);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn overlap_m2(&self, other: &Self) -> Result<f64> {
        let mut area = 0.0;
        check(unsafe { sys::coincide_coverage_overlap_m2(self.id(), other.id(), &mut area) })?;
        Ok(area)
    }

    /// The area common to both over that of the union; 1 for two empty ones.
    ///
    /// ```
    /// let a: coincide::Coverage = "0/1-2".parse()?;
    /// assert!((a.jaccard(&"0/2-3".parse()?)? - 1.0 / 3.0).abs() < 1e-15);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn jaccard(&self, other: &Self) -> Result<f64> {
        let mut index = 0.0;
        check(unsafe { sys::coincide_coverage_jaccard(self.id(), other.id(), &mut index) })?;
        Ok(index)
    }

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

    fn bytes_of(&self, make: impl FnOnce(u64, *mut u64) -> i32) -> Result<Buffer> {
        Buffer::make(|out| make(self.id(), out))
    }

    /// Bytes that are equal if coverages are: to store and to send.
    ///
    /// ```
    /// assert!(coincide::Coverage::full(3)?.to_bytes()?.starts_with(b"coincov\0"));
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        Ok(self.bytes_of(|id, out| unsafe { sys::coincide_coverage_to_bytes(id, out) })?.to_vec())
    }

    /// Bytes that compare as coverages do.
    ///
    /// ```
    /// let [a, b]: [coincide::Coverage; 2] = ["3/1".parse()?, "3/2".parse()?];
    /// assert_eq!(a.sort_key()?.cmp(&b.sort_key()?), a.cmp(&b));
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn sort_key(&self) -> Result<Vec<u8>> {
        Ok(self.bytes_of(|id, out| unsafe { sys::coincide_coverage_sort_key(id, out) })?.to_vec())
    }

    /// The MOC in JSON.
    ///
    /// ```
    /// let c: coincide::Coverage = "3/1 4-6 10/".parse()?;
    /// assert_eq!(c.to_json()?, r#"{"3":[1,4,5,6],"10":[]}"#);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn to_json(&self) -> Result<String> {
        let form = sys::COINCIDE_MOC_JSON;
        Ok(self
            .bytes_of(|id, out| unsafe { sys::coincide_coverage_to_moc(id, form, out) })?
            .into_text())
    }

    /// The MOC as a FITS file.
    ///
    /// ```
    /// let c: coincide::Coverage = "3/1".parse()?;
    /// assert_eq!(c.to_fits()?.len() % 2880, 0);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn to_fits(&self) -> Result<Vec<u8>> {
        let form = sys::COINCIDE_MOC_FITS;
        Ok(self
            .bytes_of(|id, out| unsafe { sys::coincide_coverage_to_moc(id, form, out) })?
            .to_vec())
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

/// The empty coverage of order 0.
impl Default for Coverage {
    fn default() -> Self {
        Self::empty(0).expect("order 0 exists")
    }
}

impl PartialEq for Coverage {
    fn eq(&self, other: &Self) -> bool {
        self.test(other, sys::coincide_coverage_equal).unwrap_or(false)
    }
}

impl Eq for Coverage {}

impl Ord for Coverage {
    fn cmp(&self, other: &Self) -> Ordering {
        let mut answer = 0;
        let status = unsafe { sys::coincide_coverage_compare(self.id(), other.id(), &mut answer) };
        debug_assert_eq!(status, sys::COINCIDE_OK);
        answer.cmp(&0)
    }
}

impl PartialOrd for Coverage {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Coverage {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let hash: u64 = self.0.ask(|id, out| unsafe { sys::coincide_coverage_hash(id, out) });
        state.write_u64(hash);
    }
}

/// The MOC in ASCII.
impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = sys::COINCIDE_MOC_ASCII;
        let text = self
            .bytes_of(|id, out| unsafe { sys::coincide_coverage_to_moc(id, form, out) })
            .map_err(|_| fmt::Error)?
            .into_text();
        f.pad(&text)
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

/// A MOC in ASCII or JSON, on WGS84; what breaks the standard is repaired where it can be.
impl FromStr for Coverage {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Ok(Self::from_moc(text.as_bytes(), false, &Ellipsoid::WGS84)?.coverage)
    }
}

macro_rules! operator {
    ($trait:ident, $method:ident, $named:ident) => {
        impl $trait<&Coverage> for &Coverage {
            type Output = Coverage;

            /// Panics if the ellipsoids differ.
            fn $method(self, other: &Coverage) -> Coverage {
                self.$named(other).unwrap_or_else(|error| panic!("{error}"))
            }
        }

        impl $trait<Coverage> for &Coverage {
            type Output = Coverage;

            fn $method(self, other: Coverage) -> Coverage {
                self.$method(&other)
            }
        }

        impl $trait<&Coverage> for Coverage {
            type Output = Coverage;

            fn $method(self, other: &Coverage) -> Coverage {
                (&self).$method(other)
            }
        }

        impl $trait for Coverage {
            type Output = Coverage;

            fn $method(self, other: Coverage) -> Coverage {
                (&self).$method(&other)
            }
        }
    };
}
operator!(BitOr, bitor, union);
operator!(BitAnd, bitand, intersection);
operator!(Sub, sub, difference);
operator!(BitXor, bitxor, symmetric_difference);

impl Not for &Coverage {
    type Output = Coverage;

    fn not(self) -> Coverage {
        self.complement()
    }
}

impl Not for Coverage {
    type Output = Coverage;

    fn not(self) -> Coverage {
        self.complement()
    }
}
