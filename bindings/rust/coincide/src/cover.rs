use coincide_sys as sys;

use crate::cell::Cell;
use crate::column::CoverageColumn;
use crate::cover_options::CoverOptions;
use crate::coverage::{Coverage, Kind};
use crate::encode::equal_lengths;
use crate::error::Result;
use crate::handle::Handle;
use crate::table::Table;
use crate::threads;

/// Two coverages of one geometry: `outer` holds every closed cell that the geometry meets; every
/// cell of `inner` lies wholly in it.
///
/// ```
/// let cover = coincide::cover_box(0.0, 0.0, 10.0, 10.0, 8, &Default::default())?;
/// assert!(cover.outer.contains(&cover.inner)?);
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct OuterInner {
    /// A superset.
    pub outer: Coverage,
    /// A subset.
    pub inner: Coverage,
}

impl OuterInner {
    pub(crate) fn make(make: impl FnOnce(*mut u64, *mut u64) -> i32) -> Result<Self> {
        let (outer, inner) = Handle::make_two(make)?;
        Ok(Self { outer: Coverage::from_handle(outer), inner: Coverage::from_handle(inner) })
    }
}

// SAFETY, of all calls below: arrays are passed with their lengths, equal ones checked.

/// The cells that hold points.
///
/// ```
/// let c = coincide::cover_points(&[10.0], &[50.0], 12, &Default::default())?;
/// assert!(c.contains_cell(coincide::Cell::at(10.0, 50.0, 12)?));
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn cover_points(
    lon: &[f64],
    lat: &[f64],
    order: u8,
    options: &CoverOptions,
) -> Result<Coverage> {
    equal_lengths(lon, lat)?;
    let raw = options.raw();
    Coverage::make(|out| unsafe {
        sys::coincide_cover_points(
            lon.as_ptr(),
            lat.as_ptr(),
            lon.len(),
            i32::from(order),
            &raw.earth,
            out,
        )
    })
}

/// Every cell that lines meet. Line i has the vertices from `offsets[i]` to before
/// `offsets[i + 1]`.
///
/// ```
/// let c = coincide::cover_lines(&[0.0, 5.0], &[0.0, 5.0], &[0, 2], 9, &Default::default())?;
/// assert!(c.contains_cell(coincide::Cell::at(5.0, 5.0, 9)?));
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn cover_lines(
    lon: &[f64],
    lat: &[f64],
    offsets: &[i64],
    order: u8,
    options: &CoverOptions,
) -> Result<Coverage> {
    equal_lengths(lon, lat)?;
    let raw = options.raw();
    let offsets = or_none(offsets);
    Coverage::make(|out| unsafe {
        sys::coincide_cover_lines(
            lon.as_ptr(),
            lat.as_ptr(),
            lon.len(),
            offsets.as_ptr(),
            offsets.len() - 1,
            i32::from(order),
            raw.edges,
            &raw.earth,
            out,
        )
    })
}

/// Offsets without a first entry are those of nothing.
fn or_none(offsets: &[i64]) -> &[i64] {
    if offsets.is_empty() { &[0] } else { offsets }
}

/// A polygon with holes, or several: rings in any order, ring i with the vertices from
/// `offsets[i]` to before `offsets[i + 1]`. The antimeridian and the poles need no care.
///
/// ```
/// let (lon, lat) = ([170.0, -170.0, -170.0, 170.0], [-80.0, -80.0, -75.0, -75.0]);
/// let c = coincide::cover_polygon(&lon, &lat, &[0, 4], 8, &Default::default())?;
/// assert!(c.inner.contains_cell(coincide::Cell::at(180.0, -77.0, 8)?));
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn cover_polygon(
    lon: &[f64],
    lat: &[f64],
    offsets: &[i64],
    order: u8,
    options: &CoverOptions,
) -> Result<OuterInner> {
    equal_lengths(lon, lat)?;
    let raw = options.raw();
    let offsets = or_none(offsets);
    OuterInner::make(|outer, inner| unsafe {
        sys::coincide_cover_polygon(
            lon.as_ptr(),
            lat.as_ptr(),
            lon.len(),
            offsets.as_ptr(),
            offsets.len() - 1,
            i32::from(order),
            raw.edges,
            raw.orientation,
            &raw.earth,
            outer,
            inner,
        )
    })
}

/// From the meridian `west` eastward to `east`, between two parallels.
///
/// ```
/// let c = coincide::cover_box(170.0, -10.0, -170.0, 10.0, 6, &Default::default())?;
/// assert!(c.inner.contains_cell(coincide::Cell::at(180.0, 0.0, 6)?));
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn cover_box(
    west: f64,
    south: f64,
    east: f64,
    north: f64,
    order: u8,
    options: &CoverOptions,
) -> Result<OuterInner> {
    let raw = options.raw();
    OuterInner::make(|outer, inner| unsafe {
        sys::coincide_cover_box(
            west,
            south,
            east,
            north,
            i32::from(order),
            &raw.earth,
            outer,
            inner,
        )
    })
}

/// A geometry of any kind in well-known binary (ISO or EWKB).
///
/// ```
/// let mut wkb = vec![1, 1, 0, 0, 0]; // a little-endian point
/// wkb.extend(10f64.to_le_bytes());
/// wkb.extend(50f64.to_le_bytes());
/// let c = coincide::cover_wkb(&wkb, 12, &Default::default())?;
/// assert!(!c.outer.is_empty() && c.inner.is_empty());
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn cover_wkb(wkb: &[u8], order: u8, options: &CoverOptions) -> Result<OuterInner> {
    let raw = options.raw();
    OuterInner::make(|outer, inner| unsafe {
        sys::coincide_cover_wkb(
            wkb.as_ptr(),
            wkb.len(),
            i32::from(order),
            raw.edges,
            raw.orientation,
            &raw.earth,
            outer,
            inner,
        )
    })
}

/// The same in at most `max_cells` cells of any order.
///
/// ```
/// # let mut wkb = vec![1, 1, 0, 0, 0];
/// # wkb.extend(10f64.to_le_bytes());
/// # wkb.extend(50f64.to_le_bytes());
/// use coincide::Kind;
/// let c = coincide::cover_wkb_within(&wkb, 4, Kind::Outer, &Default::default())?;
/// assert!(c.cells().len() <= 4);
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn cover_wkb_within(
    wkb: &[u8],
    max_cells: usize,
    kind: Kind,
    options: &CoverOptions,
) -> Result<Coverage> {
    let raw = options.raw();
    Coverage::make(|out| unsafe {
        sys::coincide_cover_wkb_within(
            wkb.as_ptr(),
            wkb.len(),
            max_cells,
            0,
            sys::COINCIDE_MAX_ORDER,
            kind.raw(),
            raw.edges,
            raw.orientation,
            &raw.earth,
            out,
        )
    })
}

/// The cells of a line in the order of travel: see [`line_cells`].
///
/// ```
/// let line = coincide::line_cells(&[0.0, 1.0], &[0.0, 1.0], 8, &Default::default())?;
/// assert_eq!(line.cells().count(), line.exit_m().len());
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Debug)]
pub struct LineCells(Table);

impl LineCells {
    /// The cells, one a visit.
    ///
    /// ```
    /// let line = coincide::line_cells(&[10.1, 11.0], &[20.3, 21.0], 8, &Default::default())?;
    /// assert_eq!(line.cells().next(), Some(coincide::Cell::at(10.1, 20.3, 8)?));
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn cells(&self) -> impl ExactSizeIterator<Item = Cell> + '_ {
        self.0
            .u64("cell")
            .unwrap_or_default()
            .iter()
            .map(|word| Cell::wrap(*word).expect("the library gives cells"))
    }

    /// Where the line enters each, in metres from its first vertex.
    ///
    /// ```
    /// # let line = coincide::line_cells(&[0.0, 1.0], &[0.0, 1.0], 8, &Default::default())?;
    /// assert_eq!(line.enter_m()[0], 0.0);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn enter_m(&self) -> &[f64] {
        self.0.f64("enter_m").unwrap_or_default()
    }

    /// Where it leaves each.
    ///
    /// ```
    /// # let line = coincide::line_cells(&[0.0, 1.0], &[0.0, 1.0], 8, &Default::default())?;
    /// assert!((line.exit_m().last().unwrap() - 156_900.0).abs() < 100.0);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn exit_m(&self) -> &[f64] {
        self.0.f64("exit_m").unwrap_or_default()
    }

    /// The same as a table.
    ///
    /// ```
    /// # let line = coincide::line_cells(&[0.0, 1.0], &[0.0, 1.0], 8, &Default::default())?;
    /// assert_eq!(line.into_table().names().len(), 3);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn into_table(self) -> Table {
        self.0
    }
}

/// The cells of a line in the order of travel, with the distances at which it enters and leaves
/// each; a line that comes back to a cell has two rows for it.
///
/// ```
/// let line = coincide::line_cells(&[10.1, 11.0, 10.1], &[20.3, 21.0, 20.3], 8, &Default::default())?;
/// let cells: Vec<_> = line.cells().collect();
/// assert_eq!(cells.first(), cells.last());
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn line_cells(
    lon: &[f64],
    lat: &[f64],
    order: u8,
    options: &CoverOptions,
) -> Result<LineCells> {
    equal_lengths(lon, lat)?;
    let raw = options.raw();
    Table::make(|out| unsafe {
        sys::coincide_line_cells(
            lon.as_ptr(),
            lat.as_ptr(),
            lon.len(),
            i32::from(order),
            raw.edges,
            &raw.earth,
            out,
        )
    })
    .map(LineCells)
}

pub(crate) fn cover_wkb_column(
    wkb: &[u8],
    offsets: &[i64],
    validity: &[u8],
    order: u8,
    kind: Kind,
    options: &CoverOptions,
) -> Result<CoverageColumn> {
    let raw = options.raw();
    CoverageColumn::make(|out| unsafe {
        sys::coincide_cover_wkb_column(
            wkb.as_ptr(),
            wkb.len(),
            offsets.as_ptr(),
            validity.as_ptr(),
            offsets.len() - 1,
            i32::from(order),
            0,
            kind.raw(),
            raw.edges,
            raw.orientation,
            &raw.earth,
            threads::count(),
            out,
        )
    })
}
