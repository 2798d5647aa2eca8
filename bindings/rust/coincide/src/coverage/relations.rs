use std::cmp::Ordering;

use coincide_sys as sys;

use super::Coverage;
use crate::cell::Cell;
use crate::encode::{equal_lengths, same_length};
use crate::error::{Result, check};
use crate::threads;

// SAFETY, of all calls below: handles are live and of their kind as types say so; arrays are
// passed with their lengths; outputs are places for one value.

impl Coverage {
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
        let mut inside = 0;
        let status =
            unsafe { sys::coincide_coverage_contains_cell(self.id(), cell.word(), &mut inside) };
        debug_assert_eq!(status, sys::COINCIDE_OK);
        inside != 0
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
        self.contains_cells_into(cells, &mut inside).expect("lengths are equal");
        inside
    }

    /// The same into memory that is there. Returns how many lie in it. Errors: unequal lengths.
    ///
    /// ```
    /// let a: coincide::Coverage = "0/4".parse()?;
    /// let cells = coincide::encode(&[0.0, 90.0], &[0.0, 0.0], Some(9))?;
    /// let mut inside = [false; 2];
    /// assert_eq!(a.contains_cells_into(&cells, &mut inside)?, 1);
    /// assert_eq!(inside, [true, false]);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn contains_cells_into(&self, cells: &[Cell], inside: &mut [bool]) -> Result<usize> {
        same_length("cells", cells.len(), "inside", inside.len())?;
        let mut count = 0;
        // SAFETY: a Cell is its word; only 0 and 1 are written, which are bools.
        check(unsafe {
            sys::coincide_coverage_contains_cells(
                self.id(),
                cells.as_ptr().cast(),
                cells.len(),
                inside.as_mut_ptr().cast(),
                &mut count,
            )
        })?;
        Ok(count)
    }

    /// Whether each position lies in it; invalid ones do not.
    ///
    /// ```
    /// let a: coincide::Coverage = "0/4".parse()?;
    /// assert_eq!(a.contains_points(&[0.0, 0.0], &[0.0, f64::NAN])?, [true, false]);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn contains_points(&self, lon: &[f64], lat: &[f64]) -> Result<Vec<bool>> {
        let mut inside = vec![false; lon.len()];
        self.contains_points_into(lon, lat, &mut inside)?;
        Ok(inside)
    }

    /// The same into memory that is there. Returns how many lie in it.
    ///
    /// ```
    /// let a: coincide::Coverage = "0/4".parse()?;
    /// let mut inside = [false; 2];
    /// assert_eq!(a.contains_points_into(&[0.0, 0.0], &[0.0, f64::NAN], &mut inside)?, 1);
    /// assert_eq!(inside, [true, false]);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn contains_points_into(
        &self,
        lon: &[f64],
        lat: &[f64],
        inside: &mut [bool],
    ) -> Result<usize> {
        equal_lengths(lon, lat)?;
        same_length("lon", lon.len(), "inside", inside.len())?;
        let mut count = 0;
        // SAFETY: equal lengths; only 0 and 1 are written, which are bools.
        check(unsafe {
            sys::coincide_coverage_contains_points(
                self.id(),
                lon.as_ptr(),
                lat.as_ptr(),
                lon.len(),
                threads::count(),
                inside.as_mut_ptr().cast(),
                &mut count,
            )
        })?;
        Ok(count)
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
