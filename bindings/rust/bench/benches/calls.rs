//! What a call costs in Rust: of one value, and of a million into reused memory, on one thread.
//! The twins in C++ are in bench/capi/calls_bench.cc, under the same names.
//!
//!     COINCIDE_SYS_BUILD_DIR=$PWD/build/release \
//!         cargo bench --manifest-path bindings/rust/bench/Cargo.toml --bench calls

use std::hint::black_box;

use coincide::{
    Cell, Coverage, CoverageColumn, CoverageIndex, Ellipsoid, decode_into, encode_into,
    neighbors_into, set_threads,
};
use coincide_bench::{CpuTime, cells, config, places};
use criterion::{Criterion, criterion_group, criterion_main};

const FEW: usize = 1024;
const MANY: usize = 1_000_000;

/// The cells i of order 6 with i % 5 < 2: about 10,000 ranges.
fn striped() -> Coverage {
    let cells: Vec<Cell> =
        (0..12 * 4096).filter(|i| i % 5 < 2).filter_map(|i| Cell::from_nested(6, i)).collect();
    Coverage::from_cells(&cells, Some(6), &Ellipsoid::WGS84).unwrap()
}

fn few(first: u64) -> Coverage {
    let cells = [first, first + 2, first + 3].map(|i| Cell::from_nested(3, i).unwrap());
    Coverage::from_cells(&cells, Some(10), &Ellipsoid::WGS84).unwrap()
}

fn scalars(c: &mut Criterion<CpuTime>) {
    set_threads(1);
    let mut group = c.benchmark_group("one");
    let (lon, lat) = places(FEW);
    let cells = cells(&lon, &lat, 20);
    let texts: Vec<String> = cells.iter().map(Cell::to_string).collect();
    let (some, other, striped) = (few(1), few(2), striped());
    let column = CoverageColumn::new([&some, &other]).unwrap();
    let index = CoverageIndex::build(&column).unwrap();
    macro_rules! one {
        ($name:literal, $ask:expr) => {
            group.bench_function($name, |b| {
                let mut next = 0;
                b.iter(|| {
                    next = black_box((next + 1) % FEW);
                    $ask(next)
                })
            });
        };
    }
    one!("Cell::at", |i: usize| Cell::at(lon[i], lat[i], 20));
    one!("Cell::from_word", |i: usize| Cell::from_word(cells[i].word()));
    one!("Cell::order", |i: usize| cells[i].order());
    one!("Cell::nested", |i: usize| cells[i].nested());
    one!("Cell::ring", |i: usize| cells[i].ring());
    one!("Cell::nuniq", |i: usize| cells[i].nuniq());
    one!("Cell::leaves", |i: usize| cells[i].leaves());
    one!("Cell::parent", |i: usize| cells[i].parent(5));
    one!("Cell::next", |i: usize| cells[i].next());
    one!("Cell::contains", |i: usize| cells[i].contains(cells[(i + 1) % FEW]));
    one!("Cell::neighbors", |i: usize| cells[i].neighbors());
    one!("Cell::centre", |i: usize| cells[i].centre());
    one!("Cell::area_m2", |i: usize| Cell::area_m2((i % 30) as u8));
    one!("Cell::to_string", |i: usize| cells[i].to_string());
    one!("Cell::from_str", |i: usize| texts[i].parse::<Cell>());
    one!("Coverage::contains_cell", |i: usize| some.contains_cell(cells[i]));
    one!("Coverage::contains_cell of 10,000 ranges", |i: usize| striped.contains_cell(cells[i]));
    one!("Coverage::order", |_| some.order());
    one!("Coverage::is_empty", |_| some.is_empty());
    one!("Coverage::leaf_count", |_| some.leaf_count());
    one!("Coverage::area_m2", |_| some.area_m2());
    one!("Coverage::contains", |_| some.contains(&other));
    one!("Coverage::intersects", |_| some.intersects(&other));
    one!("Coverage::overlap_m2", |_| some.overlap_m2(&other));
    one!("Coverage::jaccard", |_| some.jaccard(&other));
    one!("Coverage::eq", |_| some == other);
    one!("Coverage::cmp", |_| some.cmp(&other));
    one!("Coverage::clone", |_| some.clone());
    one!("Coverage::union", |_| some.union(&other));
    one!("CoverageIndex::query_cell", |i: usize| index.query_cell(cells[i]));
    group.finish();
}

fn batches(c: &mut Criterion<CpuTime>) {
    set_threads(1);
    let mut group = c.benchmark_group("million");
    let (lon, lat) = places(MANY);
    let cells = cells(&lon, &lat, 20);
    let striped = striped();
    let mut found = vec![None; MANY];
    group.bench_function("encode", |b| b.iter(|| encode_into(&lon, &lat, Some(20), &mut found)));
    let (mut lons, mut lats) = (vec![0.0; MANY], vec![0.0; MANY]);
    group.bench_function("decode", |b| b.iter(|| decode_into(&cells, &mut lons, &mut lats)));
    let mut near = vec![[None; 8]; MANY];
    group.bench_function("neighbors", |b| b.iter(|| neighbors_into(&cells, &mut near)));
    let mut inside = vec![false; MANY];
    group.bench_function("contains_cells", |b| {
        b.iter(|| striped.contains_cells_into(&cells, &mut inside))
    });
    group.finish();
}

criterion_group! {
    name = calls;
    config = config();
    targets = scalars, batches
}
criterion_main!(calls);
