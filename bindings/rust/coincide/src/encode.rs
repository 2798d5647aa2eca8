use std::mem::ManuallyDrop;
use std::{ptr, slice};

use coincide_sys as sys;

use crate::cell::Cell;
use crate::ellipsoid::Ellipsoid;
use crate::error::{Error, Result, check};
use crate::threads;

pub(crate) fn equal_lengths(lon: &[f64], lat: &[f64]) -> Result<()> {
    same_length("lon", lon.len(), "lat", lat.len())
}

pub(crate) fn same_length(name: &str, n: usize, other: &str, m: usize) -> Result<()> {
    if n == m { Ok(()) } else { Err(unequal(name, n, other, m)) }
}

#[cold]
pub(crate) fn unequal(name: &str, n: usize, other: &str, m: usize) -> Error {
    Error::invalid(format!("{name} has length {n} and {other} {m}: equal lengths are wanted"))
}

fn order_argument(order: Option<u8>) -> i32 {
    order.map_or(-1, i32::from)
}

/// `n` values that the library writes all of.
fn filled<T: Copy + Default>(n: usize) -> Vec<T> {
    vec![T::default(); n]
}

/// Words of positions: cells of an order, or points. The first invalid position is an error.
///
/// ```
/// let cells = coincide::encode(&[0.0, 166.67], &[0.0, -77.85], Some(6))?;
/// assert_eq!(cells[0].nested(), 19456);
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn encode(lon: &[f64], lat: &[f64], order: Option<u8>) -> Result<Vec<Cell>> {
    let mut words = filled::<u64>(lon.len());
    encode_words(lon, lat, order, &mut words, ptr::null_mut())?;
    // SAFETY: as there was no error all words are cells, and a Cell is its word; the memory
    // changes its owner once.
    let mut words = ManuallyDrop::new(words);
    Ok(unsafe { Vec::from_raw_parts(words.as_mut_ptr().cast(), words.len(), words.capacity()) })
}

/// The same with `None` for invalid positions.
///
/// ```
/// let cells = coincide::encode_or_none(&[0.0, f64::NAN], &[0.0, 0.0], None)?;
/// assert!(cells[0].is_some() && cells[1].is_none());
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn encode_or_none(lon: &[f64], lat: &[f64], order: Option<u8>) -> Result<Vec<Option<Cell>>> {
    let mut cells = vec![None; lon.len()];
    encode_into(lon, lat, order, &mut cells)?;
    Ok(cells)
}

/// The same into memory that is there. Returns how many positions are invalid.
///
/// ```
/// let mut cells = [None; 2];
/// assert_eq!(coincide::encode_into(&[0.0, 1.0], &[0.0, 99.0], Some(9), &mut cells)?, 1);
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn encode_into(
    lon: &[f64],
    lat: &[f64],
    order: Option<u8>,
    out: &mut [Option<Cell>],
) -> Result<usize> {
    same_length("lon", lon.len(), "out", out.len())?;
    let mut invalid = 0;
    // SAFETY: an Option<Cell> is its word, 0 for None.
    let words = unsafe { slice::from_raw_parts_mut(out.as_mut_ptr().cast(), out.len()) };
    encode_words(lon, lat, order, words, &mut invalid)?;
    Ok(invalid)
}

fn encode_words(
    lon: &[f64],
    lat: &[f64],
    order: Option<u8>,
    words: &mut [u64],
    invalid: *mut usize,
) -> Result<()> {
    equal_lengths(lon, lat)?;
    let raw = Ellipsoid::WGS84.raw();
    // SAFETY: the three arrays have lon.len() elements.
    check(unsafe {
        sys::coincide_encode(
            lon.as_ptr(),
            lat.as_ptr(),
            lon.len(),
            order_argument(order),
            &raw,
            threads::count(),
            words.as_mut_ptr(),
            invalid,
        )
    })
}

/// Centres: longitudes in [-180, 180) and latitudes.
///
/// ```
/// let cells = coincide::encode(&[10.0], &[50.0], Some(20))?;
/// let (lon, lat) = coincide::decode(&cells);
/// assert!((lon[0] - 10.0).abs() < 1e-4 && (lat[0] - 50.0).abs() < 1e-4);
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn decode(cells: &[Cell]) -> (Vec<f64>, Vec<f64>) {
    let (mut lon, mut lat) = (filled::<f64>(cells.len()), filled::<f64>(cells.len()));
    decode_into(cells, &mut lon, &mut lat).expect("lengths are equal");
    (lon, lat)
}

/// The same into memory that is there. Errors: other lengths than that of `cells`.
///
/// ```
/// let cells = coincide::encode(&[10.0], &[50.0], Some(20))?;
/// let (mut lon, mut lat) = ([0.0], [0.0]);
/// coincide::decode_into(&cells, &mut lon, &mut lat)?;
/// assert_eq!((lon[0], lat[0]), cells[0].centre());
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn decode_into(cells: &[Cell], lon: &mut [f64], lat: &mut [f64]) -> Result<()> {
    same_length("cells", cells.len(), "lon", lon.len())?;
    same_length("cells", cells.len(), "lat", lat.len())?;
    // SAFETY: a Cell is its word; the three arrays have cells.len() elements.
    check(unsafe {
        sys::coincide_decode(
            cells.as_ptr().cast(),
            cells.len(),
            ptr::null(),
            threads::count(),
            lon.as_mut_ptr(),
            lat.as_mut_ptr(),
            ptr::null_mut(),
        )
    })
}

/// The eight cells around each, as [`Cell::neighbors`].
///
/// ```
/// let cells = coincide::encode(&[10.0], &[50.0], Some(20))?;
/// assert_eq!(coincide::neighbors(&cells)[0], cells[0].neighbors());
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn neighbors(cells: &[Cell]) -> Vec<[Option<Cell>; 8]> {
    let mut near = vec![[None; 8]; cells.len()];
    neighbors_into(cells, &mut near).expect("lengths are equal");
    near
}

/// The same into memory that is there. Errors: another length than that of `cells`.
///
/// ```
/// let cells = coincide::encode(&[10.0], &[50.0], Some(20))?;
/// let mut near = [[None; 8]];
/// coincide::neighbors_into(&cells, &mut near)?;
/// assert_eq!(near[0], cells[0].neighbors());
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn neighbors_into(cells: &[Cell], out: &mut [[Option<Cell>; 8]]) -> Result<()> {
    same_length("cells", cells.len(), "out", out.len())?;
    // SAFETY: an Option<Cell> is its word, 0 for None; there are eight for each cell.
    check(unsafe {
        sys::coincide_cells_neighbors(
            cells.as_ptr().cast(),
            cells.len(),
            threads::count(),
            out.as_mut_ptr().cast(),
            ptr::null_mut(),
        )
    })
}
