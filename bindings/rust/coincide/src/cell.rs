use std::fmt;
use std::num::NonZeroU64;
use std::os::raw::c_char;
use std::ptr;
use std::str::FromStr;

use coincide_sys as sys;

use crate::ellipsoid::Ellipsoid;
use crate::error::{Error, Result, check};

/// The finest order.
///
/// ```
/// assert!(coincide::Cell::from_nested(coincide::MAX_ORDER, 0).is_some());
/// ```
pub const MAX_ORDER: u8 = 29;

/// A half-open run of leaves, cells of order 29 along the curve.
///
/// ```
/// let leaves = coincide::Cell::from_nested(28, 5).unwrap().leaves();
/// assert_eq!((leaves.begin, leaves.end), (20, 24));
/// ```
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeafRange {
    /// The first leaf.
    pub begin: u64,
    /// The one after the last.
    pub end: u64,
}

/// A HEALPix cell of order 0 to 29, or a point: an order-29 leaf that stands for a position.
///
/// Eight bytes; `Option<Cell>` has eight too. Sorted by word: along the curve, a cell before
/// those it contains; but points come after the cells of orders 28 and 29 near them, so where
/// both are mixed sort by [`Cell::leaves`].
///
/// ```
/// use coincide::Cell;
///
/// let cell = Cell::from_nested(6, 19456).unwrap();
/// assert_eq!(cell.to_string(), "5411111");
/// assert_eq!("5411111".parse::<Cell>()?, cell);
/// assert!(cell.parent(3).unwrap().contains(cell));
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Cell(NonZeroU64);

fn order_argument(order: u8) -> i32 {
    i32::from(order)
}

impl Cell {
    /// The cell of a word; `None` if it is null or not one.
    ///
    /// ```
    /// use coincide::Cell;
    /// assert_eq!(Cell::from_word(0), None);
    /// let cell = Cell::from_nested(3, 7).unwrap();
    /// assert_eq!(Cell::from_word(cell.word()), Some(cell));
    /// ```
    pub fn from_word(word: u64) -> Option<Self> {
        // SAFETY: any number may be passed, here and in the functions below.
        if unsafe { sys::coincide_cell_is_valid(word) } == 0 { None } else { Self::wrap(word) }
    }

    /// A word that the library made: valid, or 0.
    pub(crate) fn wrap(word: u64) -> Option<Self> {
        NonZeroU64::new(word).map(Self)
    }

    /// The 64 bits, as on disk and in the other languages.
    ///
    /// ```
    /// assert_eq!(coincide::Cell::from_nested(0, 0).unwrap().word(), 1 << 60);
    /// ```
    pub fn word(self) -> u64 {
        self.0.get()
    }

    /// The cell of an order that a position lies in.
    ///
    /// ```
    /// let cell = coincide::Cell::at(0.0, 0.0, 6)?;
    /// assert_eq!(cell.nested(), 19456);
    /// assert!(coincide::Cell::at(0.0, 91.0, 6).is_err());
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn at(lon: f64, lat: f64, order: u8) -> Result<Self> {
        Self::at_on(lon, lat, Some(order), &Ellipsoid::WGS84)
    }

    /// The point of a position.
    ///
    /// ```
    /// let point = coincide::Cell::point_at(166.67, -77.85)?;
    /// assert!(point.is_point());
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn point_at(lon: f64, lat: f64) -> Result<Self> {
        Self::at_on(lon, lat, None, &Ellipsoid::WGS84)
    }

    /// The cell of an order, or the point, on an ellipsoid.
    ///
    /// ```
    /// use coincide::{Cell, Ellipsoid};
    /// let sphere: Ellipsoid = "sphere".parse()?;
    /// assert_ne!(Cell::at_on(10.0, 50.0, Some(12), &sphere)?, Cell::at(10.0, 50.0, 12)?);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn at_on(lon: f64, lat: f64, order: Option<u8>, ellipsoid: &Ellipsoid) -> Result<Self> {
        let raw = ellipsoid.raw();
        // SAFETY: the pointer is valid for the call.
        let word =
            unsafe { sys::coincide_cell_at(lon, lat, order.map_or(-1, order_argument), &raw) };
        Self::wrap(word).ok_or_else(|| match order {
            Some(order) if order > MAX_ORDER => {
                Error::invalid(format!("order is {order}: 0 to 29 are allowed"))
            }
            _ => Error::invalid(format!(
                "lon, lat = {lon}, {lat}: both must be finite, and lat within -90 to 90"
            )),
        })
    }

    /// The cell of a NESTED index.
    ///
    /// ```
    /// assert_eq!(coincide::Cell::from_nested(1, 48), None); // there are 48, from 0
    /// ```
    pub fn from_nested(order: u8, index: u64) -> Option<Self> {
        Self::wrap(unsafe { sys::coincide_cell_from_nested(order_argument(order), index) })
    }

    /// The cell of a RING index.
    ///
    /// ```
    /// let cell = coincide::Cell::from_ring(4, 100).unwrap();
    /// assert_eq!(cell.ring(), 100);
    /// ```
    pub fn from_ring(order: u8, index: u64) -> Option<Self> {
        Self::wrap(unsafe { sys::coincide_cell_from_ring(order_argument(order), index) })
    }

    /// The cell of a NUNIQ number, 4 · 4^order + nested.
    ///
    /// ```
    /// assert_eq!(coincide::Cell::from_nuniq(4).unwrap().order(), 0);
    /// assert_eq!(coincide::Cell::from_nuniq(3), None);
    /// ```
    pub fn from_nuniq(number: u64) -> Option<Self> {
        Self::wrap(unsafe { sys::coincide_cell_from_nuniq(number) })
    }

    /// The cell of a ZUNIQ number, (2 nested + 1) << 2 (29 - order).
    ///
    /// ```
    /// let cell = coincide::Cell::from_nested(9, 77).unwrap();
    /// assert_eq!(coincide::Cell::from_zuniq(cell.zuniq()), Some(cell));
    /// ```
    pub fn from_zuniq(number: u64) -> Option<Self> {
        Self::wrap(unsafe { sys::coincide_cell_from_zuniq(number) })
    }

    /// The cell with exactly these leaves.
    ///
    /// ```
    /// use coincide::{Cell, LeafRange};
    /// assert_eq!(Cell::from_leaves(LeafRange { begin: 4, end: 8 }), Cell::from_nested(28, 1));
    /// assert_eq!(Cell::from_leaves(LeafRange { begin: 4, end: 7 }), None);
    /// ```
    pub fn from_leaves(leaves: LeafRange) -> Option<Self> {
        let raw = sys::coincide_range { begin: leaves.begin, end: leaves.end };
        Self::wrap(unsafe { sys::coincide_cell_from_leaves(raw) })
    }

    /// The point of a leaf.
    ///
    /// ```
    /// assert_eq!(coincide::Cell::from_leaf(5).unwrap().nested(), 5);
    /// ```
    pub fn from_leaf(leaf: u64) -> Option<Self> {
        Self::wrap(unsafe { sys::coincide_point_from_leaf(leaf) })
    }

    /// 0 to 29; 29 for points.
    ///
    /// ```
    /// assert_eq!(coincide::Cell::from_nested(17, 1).unwrap().order(), 17);
    /// ```
    pub fn order(self) -> u8 {
        unsafe { sys::coincide_cell_order(self.word()) as u8 }
    }

    /// Whether it stands for a position.
    ///
    /// ```
    /// assert!(!coincide::Cell::from_nested(29, 1).unwrap().is_point());
    /// ```
    pub fn is_point(self) -> bool {
        unsafe { sys::coincide_cell_is_point(self.word()) != 0 }
    }

    /// 0 to 11.
    ///
    /// ```
    /// assert_eq!(coincide::Cell::from_nested(1, 47).unwrap().base_cell(), 11);
    /// ```
    pub fn base_cell(self) -> u8 {
        unsafe { sys::coincide_cell_base(self.word()) as u8 }
    }

    /// Its index in its order along the curve.
    ///
    /// ```
    /// assert_eq!(coincide::Cell::from_nested(8, 3).unwrap().nested(), 3);
    /// ```
    pub fn nested(self) -> u64 {
        unsafe { sys::coincide_cell_nested(self.word()) }
    }

    /// Its index in its order along the parallels.
    ///
    /// ```
    /// assert_eq!(coincide::Cell::from_nested(1, 3).unwrap().ring(), 0); // at the north pole
    /// ```
    pub fn ring(self) -> u64 {
        unsafe { sys::coincide_cell_ring(self.word()) }
    }

    /// Its NUNIQ number.
    ///
    /// ```
    /// assert_eq!(coincide::Cell::from_nested(0, 1).unwrap().nuniq(), 5);
    /// ```
    pub fn nuniq(self) -> u64 {
        unsafe { sys::coincide_cell_nuniq(self.word()) }
    }

    /// Its ZUNIQ number.
    ///
    /// ```
    /// assert_eq!(coincide::Cell::from_nested(29, 1).unwrap().zuniq(), 3);
    /// ```
    pub fn zuniq(self) -> u64 {
        unsafe { sys::coincide_cell_zuniq(self.word()) }
    }

    /// Its leaves.
    ///
    /// ```
    /// let leaves = coincide::Cell::from_nested(0, 11).unwrap().leaves();
    /// assert_eq!(leaves.end - leaves.begin, 1 << 58);
    /// ```
    pub fn leaves(self) -> LeafRange {
        let raw = unsafe { sys::coincide_cell_leaves(self.word()) };
        LeafRange { begin: raw.begin, end: raw.end }
    }

    /// The cell of a coarser order around it; of its own order, itself (of a point, the cell).
    ///
    /// ```
    /// let cell = coincide::Cell::from_nested(5, 100).unwrap();
    /// assert_eq!(cell.parent(4).unwrap().nested(), 25);
    /// assert_eq!(cell.parent(6), None);
    /// ```
    pub fn parent(self, order: u8) -> Option<Self> {
        Self::wrap(unsafe { sys::coincide_cell_parent(self.word(), order_argument(order)) })
    }

    /// The four cells of the next order in it, S E W N; `None` at order 29.
    ///
    /// ```
    /// let cell = coincide::Cell::from_nested(5, 100).unwrap();
    /// assert!(cell.children().unwrap().iter().all(|child| cell.contains(*child)));
    /// ```
    pub fn children(self) -> Option<[Self; 4]> {
        let child = |i| Self::wrap(unsafe { sys::coincide_cell_child(self.word(), i) });
        Some([child(0)?, child(1)?, child(2)?, child(3)?])
    }

    /// The next of its order and kind along the curve.
    ///
    /// ```
    /// let cell = coincide::Cell::from_nested(0, 11).unwrap();
    /// assert_eq!(cell.next(), None);
    /// ```
    #[allow(clippy::should_implement_trait)]
    pub fn next(self) -> Option<Self> {
        Self::wrap(unsafe { sys::coincide_cell_next(self.word()) })
    }

    /// The one before it.
    ///
    /// ```
    /// let cell = coincide::Cell::from_nested(7, 8).unwrap();
    /// assert_eq!(cell.previous().unwrap().nested(), 7);
    /// ```
    pub fn previous(self) -> Option<Self> {
        Self::wrap(unsafe { sys::coincide_cell_previous(self.word()) })
    }

    /// Whether all of `other` is in it.
    ///
    /// ```
    /// let cell = coincide::Cell::at(10.0, 50.0, 8)?;
    /// assert!(cell.contains(coincide::Cell::point_at(10.0, 50.0)?));
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn contains(self, other: Self) -> bool {
        unsafe { sys::coincide_cell_contains(self.word(), other.word()) != 0 }
    }

    /// Whether they have a leaf in common: one then contains the other.
    ///
    /// ```
    /// let cell = coincide::Cell::from_nested(7, 8).unwrap();
    /// assert!(!cell.intersects(cell.next().unwrap()));
    /// ```
    pub fn intersects(self, other: Self) -> bool {
        unsafe { sys::coincide_cell_intersects(self.word(), other.word()) != 0 }
    }

    /// The deepest cell that contains both.
    ///
    /// ```
    /// let cell = coincide::Cell::from_nested(7, 8).unwrap();
    /// assert_eq!(cell.common_ancestor(cell.next().unwrap()).unwrap().order(), 6);
    /// ```
    pub fn common_ancestor(self, other: Self) -> Option<Self> {
        Self::wrap(unsafe { sys::coincide_cell_common_ancestor(self.word(), other.word()) })
    }

    /// The cells around it, SW W NW N NE E SE S; `None` where there is none.
    ///
    /// ```
    /// let near = coincide::Cell::from_nested(0, 0).unwrap().neighbors();
    /// assert_eq!(near.iter().flatten().count(), 6);
    /// ```
    pub fn neighbors(self) -> [Option<Self>; 8] {
        let mut words = [0; 8];
        // SAFETY: room for the eight words that are written.
        let status = unsafe { sys::coincide_cell_neighbors(self.word(), words.as_mut_ptr()) };
        debug_assert_eq!(status, sys::COINCIDE_OK);
        words.map(Self::wrap)
    }

    /// The area of cells of an order in square metres.
    ///
    /// ```
    /// assert!((coincide::Cell::area_m2(0)? * 12.0 / 510065621724089.0 - 1.0).abs() < 1e-12);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn area_m2(order: u8) -> Result<f64> {
        // SAFETY: null is WGS84.
        let area = unsafe { sys::coincide_cell_area(order_argument(order), ptr::null()) };
        if area.is_nan() {
            return Err(Error::invalid(format!("order is {order}: 0 to 29 are allowed")));
        }
        Ok(area)
    }

    /// The longitude and latitude of its centre on WGS84.
    ///
    /// ```
    /// let (lon, lat) = coincide::Cell::from_nested(0, 4).unwrap().centre();
    /// assert_eq!((lon, lat), (0.0, 0.0));
    /// ```
    pub fn centre(self) -> (f64, f64) {
        let (mut lon, mut lat) = (f64::NAN, f64::NAN);
        // SAFETY: null is WGS84; one number out each.
        let status =
            unsafe { sys::coincide_cell_centre(self.word(), ptr::null(), &mut lon, &mut lat) };
        debug_assert_eq!(status, sys::COINCIDE_OK);
        (lon, lat)
    }

    /// The zone id of OGC API - DGGS; orders above 25 have none.
    ///
    /// ```
    /// assert_eq!(coincide::Cell::from_nested(1, 27).unwrap().to_ogc()?, "B4-1");
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn to_ogc(self) -> Result<String> {
        self.with_text(sys::COINCIDE_OGC, str::to_owned)
    }

    /// The cell of a zone id of OGC API - DGGS.
    ///
    /// ```
    /// assert_eq!(coincide::Cell::from_ogc("B4-1")?.nested(), 27);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn from_ogc(text: &str) -> Result<Self> {
        Self::parse(text, sys::COINCIDE_OGC)
    }

    /// use_text(its text in a scheme).
    fn with_text<T>(self, scheme: i32, use_text: impl FnOnce(&str) -> T) -> Result<T> {
        let mut text = [0u8; sys::COINCIDE_CELL_TEXT_SIZE];
        let mut length = 0;
        // SAFETY: as many bytes as the function asks for.
        check(unsafe {
            sys::coincide_cell_to_text(
                self.word(),
                scheme,
                text.as_mut_ptr().cast::<c_char>(),
                &mut length,
            )
        })?;
        // SAFETY: the length is that of what was written, and texts of cells are ASCII.
        Ok(use_text(unsafe { std::str::from_utf8_unchecked(text.get_unchecked(..length)) }))
    }

    fn parse(text: &str, scheme: i32) -> Result<Self> {
        let mut word = 0;
        // SAFETY: the text has the length said, the output is one word.
        check(unsafe {
            sys::coincide_cell_from_text(
                text.as_ptr().cast::<c_char>(),
                text.len(),
                scheme,
                &mut word,
            )
        })?;
        Self::wrap(word).ok_or_else(|| Error::invalid("text is empty: that is no cell"))
    }
}

/// The text form: `-` for base cells 6 to 11, base digit 1 to 6, then digits 1 to 4, then `p` of
/// a point.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_text(sys::COINCIDE_TEXT, |text| f.pad(text)).map_err(|_| fmt::Error)?
    }
}

impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cell({self})")
    }
}

impl FromStr for Cell {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text, sys::COINCIDE_TEXT)
    }
}
