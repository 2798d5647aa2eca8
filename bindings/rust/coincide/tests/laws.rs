//! Set operations against bits, and what Rust's traits promise.

use std::collections::{BTreeSet, HashSet};
use std::thread;

use coincide::{Cell, Coverage, CoverageColumn, CoverageIndex, Kind};

/// Xorshift: the tests need no crate for this. Seeds are in the messages.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

const ORDER: u8 = 2;
const CELLS: usize = 192;

/// A random set of the cells of order 2, as bits and as a coverage.
fn random_set(random: &mut Random) -> ([bool; CELLS], Coverage) {
    let mut bits = [false; CELLS];
    let density = random.next() % 4;
    for bit in &mut bits {
        *bit = random.next() % 4 <= density;
    }
    (bits, coverage_of(&bits))
}

fn coverage_of(bits: &[bool; CELLS]) -> Coverage {
    let cells: Vec<Cell> = (0..CELLS)
        .filter(|i| bits[*i])
        .map(|i| Cell::from_nested(ORDER, i as u64).unwrap())
        .collect();
    Coverage::from_cells(&cells, Some(ORDER), &Default::default()).unwrap()
}

#[test]
fn operators_are_those_of_bits() {
    for seed in 1..60 {
        let mut random = Random(seed);
        let ((bits_a, a), (bits_b, b)) = (random_set(&mut random), random_set(&mut random));
        let both = |f: fn(bool, bool) -> bool| {
            let mut bits = [false; CELLS];
            for i in 0..CELLS {
                bits[i] = f(bits_a[i], bits_b[i]);
            }
            coverage_of(&bits)
        };
        assert_eq!(&a | &b, both(|x, y| x | y), "seed {seed}");
        assert_eq!(&a & &b, both(|x, y| x & y), "seed {seed}");
        assert_eq!(&a - &b, both(|x, y| x & !y), "seed {seed}");
        assert_eq!(&a ^ &b, both(|x, y| x ^ y), "seed {seed}");
        assert_eq!(!&a, both(|x, _| !x), "seed {seed}");
        assert_eq!(a.contains(&b).unwrap(), (0..CELLS).all(|i| bits_a[i] | !bits_b[i]));
        assert_eq!(a.intersects(&b).unwrap(), (0..CELLS).any(|i| bits_a[i] & bits_b[i]));
        let cells = a.cells_at(ORDER, 1000).unwrap();
        assert_eq!(cells.len(), bits_a.iter().filter(|bit| **bit).count());
        let rebuilt: Vec<Cell> = a.cells().collect();
        let again = Coverage::from_cells(&rebuilt, Some(ORDER), &Default::default()).unwrap();
        assert_eq!(again, a);
        assert_eq!(again.to_string().parse::<Coverage>().unwrap(), a);
        assert_eq!(Coverage::from_bytes(&a.to_bytes().unwrap()).unwrap(), a);
        let read = Coverage::from_moc(&a.to_fits().unwrap(), true, &Default::default()).unwrap();
        assert_eq!(read.coverage, a);
    }
}

#[test]
fn index_finds_the_rows_of_a_scan() {
    for seed in 1..10 {
        let mut random = Random(seed);
        let rows: Vec<Coverage> = (0..40)
            .map(|_| {
                let cell = Cell::from_nested(4, random.next() % 3072).unwrap();
                let c = Coverage::from_cells(&[cell], None, &Default::default()).unwrap();
                c.expand((random.next() % 6) as i64, coincide::Connectivity::Sides).unwrap()
            })
            .collect();
        let column = CoverageColumn::new(&rows).unwrap();
        let index = CoverageIndex::build(&column).unwrap();
        let mut pairs = Vec::new();
        for (i, a) in rows.iter().enumerate() {
            let scan: Vec<u32> = (0..rows.len())
                .filter(|j| rows[*j].intersects(a).unwrap())
                .map(|j| j as u32)
                .collect();
            assert_eq!(index.query(a).unwrap(), scan, "seed {seed}");
            pairs.extend(scan.iter().map(|j| (i as u32, *j)));
        }
        let (a, b) = index.join(&index).unwrap();
        assert_eq!(a.into_iter().zip(b).collect::<Vec<_>>(), pairs, "seed {seed}");
    }
}

#[test]
fn values_are_sorted_hashed_and_sent() {
    fn is_send_and_sync<T: Send + Sync>() {}
    is_send_and_sync::<Coverage>();
    is_send_and_sync::<CoverageColumn>();
    is_send_and_sync::<CoverageIndex>();
    is_send_and_sync::<coincide::Table>();
    is_send_and_sync::<Cell>();
    assert_eq!(size_of::<Option<Cell>>(), 8);

    let texts = ["3/5", "3/4", "2/1 3/", "3/4", "3/"];
    let coverages: Vec<Coverage> = texts.iter().map(|text| text.parse().unwrap()).collect();
    let sorted: BTreeSet<_> = coverages.iter().cloned().collect();
    let hashed: HashSet<_> = coverages.iter().cloned().collect();
    assert_eq!(
        sorted.iter().map(Coverage::to_string).collect::<Vec<_>>(),
        ["3/", "3/4", "2/1 3/", "3/5"]
    );
    assert_eq!(hashed.len(), 4);
}

#[test]
fn coverages_are_used_by_many_threads() {
    let shared: Coverage = "1/0-7".parse().unwrap();
    thread::scope(|scope| {
        for seed in 1..5 {
            let mine = shared.clone();
            scope.spawn(move || {
                let mut random = Random(seed);
                for _ in 0..300 {
                    let (_, other) = random_set(&mut random);
                    let kept = &mine & &other;
                    assert!(mine.contains(&kept).unwrap());
                    assert!(kept.at_order(1, Kind::Inner).unwrap().order() == 1);
                }
            });
        }
    });
}

#[test]
fn mixed_ellipsoids_are_errors_and_operators_panic() {
    let here: Coverage = "0/1".parse().unwrap();
    let sphere: coincide::Ellipsoid = "sphere".parse().unwrap();
    let there = Coverage::from_moc(b"0/1", true, &sphere).unwrap().coverage;
    assert!(here.union(&there).unwrap_err().message().contains("WGS84"));
    assert!(here != there && !here.same_place(&there));
    assert!(std::panic::catch_unwind(|| &here | &there).is_err());
}

#[test]
fn nothing_is_leaked() {
    let before = unsafe { coincide_sys::coincide_live_handles() };
    for _ in 0..100 {
        let a: Coverage = "3/1 5".parse().unwrap();
        let parts = a.components(coincide::Connectivity::Sides).unwrap();
        let _ = CoverageIndex::build(&parts).unwrap().query(&a).unwrap();
        assert!("3/x".parse::<Coverage>().is_err());
        let _ = coincide::line_cells(&[0.0, 1.0], &[0.0, 1.0], 6, &Default::default()).unwrap();
        let _ = coincide::line_cells(&[0.0, 1.0], &[0.0, 99.0], 6, &Default::default());
    }
    // Other tests of this program run beside this one.
    let after = unsafe { coincide_sys::coincide_live_handles() };
    assert!(after < before + 100, "{before} handles became {after}");
}

#[test]
fn unequal_lengths_never_reach_the_library() {
    let two = [0.0, 1.0];
    assert!(coincide::encode(&two, &[0.0], None).unwrap_err().message().contains("length 2"));
    let cells = coincide::encode(&two, &two, Some(9)).unwrap();
    assert!(coincide::decode_into(&cells, &mut [0.0; 2], &mut [0.0]).is_err());
    assert!(coincide::decode_into(&cells, &mut [0.0], &mut [0.0; 2]).is_err());
    assert!(coincide::neighbors_into(&cells, &mut [[None; 8]; 3]).is_err());
    let full = Coverage::full(0).unwrap();
    assert!(full.contains_cells_into(&cells, &mut [false]).is_err());
    assert!(full.contains_points_into(&two, &two, &mut [false; 3]).is_err());
    assert!(full.contains_points_into(&two, &[0.0], &mut [false; 2]).is_err());
    assert!(coincide::cover_points(&two, &[0.0], 5, &Default::default()).is_err());
    assert!(coincide::line_cells(&two, &[0.0], 5, &Default::default()).is_err());
    let a = coincide::Samples { lon: &two, lat: &two, time_ns: Some(&[1]) };
    let error = coincide::match_points(&a, &a, &coincide::MatchOptions::within(1.0)).unwrap_err();
    assert!(error.message().contains("time_a"));
    let tracks = coincide::Tracks { lon: &two, lat: &[0.0], ..Default::default() };
    assert!(coincide::crossings(&tracks, &tracks, &Default::default()).is_err());
    assert!(coincide::Coverage::full(3).unwrap().contains_points(&two, &[0.0]).is_err());
}

#[test]
fn a_callback_that_panics_is_an_error() {
    use coincide::{ErrorKind, Granules, match_granules_with};
    let cells: Vec<Coverage> = (0..3072).map(|i| format!("4/{i}").parse().unwrap()).collect();
    let column = CoverageColumn::new(&cells).unwrap();
    let granules = Granules::from_coverages(&column, &Default::default()).unwrap();
    let options = Default::default();
    let mut calls = 0;
    let stopped = match_granules_with(&granules, &granules, &options, |_| {
        calls += 1;
        false
    });
    assert!(calls > 0, "no report of 3072 granules");
    assert_eq!(stopped.unwrap_err().kind(), ErrorKind::Cancelled);
    let error =
        match_granules_with(&granules, &granules, &options, |_| panic!("on purpose")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    assert!(error.message().contains("on purpose"), "{error}");
    let error =
        match_granules_with(&granules, &granules, &options, |done| panic!("{} rows", done.rows));
    assert!(error.unwrap_err().message().contains("3072 rows"));
    let error = match_granules_with(&granules, &granules, &options, |_| {
        std::panic::panic_any(granules.clone())
    });
    assert!(error.unwrap_err().message().contains("no words"));
    assert!(match_granules_with(&granules, &granules, &options, |_| true).is_ok());
}

#[test]
fn reach_and_super_crossovers_refuse_what_is_wrong() {
    use coincide::{CrossingPoints, Ellipsoid, LineCap, cover_cone, cover_corridor};
    let earth = Ellipsoid::WGS84;
    assert!(cover_cone(0.0, 0.0, -1.0, 8, &earth).unwrap_err().message().contains("radius"));
    assert!(cover_cone(0.0, 91.0, 1.0, 8, &earth).unwrap_err().message().contains("91"));
    let widths = (1.0, 1.0);
    assert!(
        cover_corridor(&[0.0, 1.0], &[0.0], widths, 8, LineCap::Round, &Default::default())
            .is_err()
    );
    assert!(Coverage::full(3).unwrap().buffer(f64::NAN, None).is_err());
    let rows =
        CrossingPoints { lon: &[0.0], lat: &[0.0], track_a: &[1], track_b: &[], times_ns: None };
    let error = coincide::super_crossovers(&rows, &Default::default()).unwrap_err();
    assert!(error.message().contains("track_b has 0"), "{error}");
}
