//! coincide beside cdshealpix, moc and h3o, one thread, the same inputs.
//!
//!     COINCIDE_SYS_BUILD_DIR=$PWD/build/release \
//!         cargo bench --manifest-path bindings/rust/bench/Cargo.toml --bench peers
//!
//! Their cells are of a sphere; ours of WGS84, which they cannot do. h3o's are hexagons of another grid,
//! of about the same size. Where grids are the same, answers are compared before anything is timed; at
//! longitude -180 itself, on a side of cells, cdshealpix takes the cell to the west.

use cdshealpix::nested;
use coincide::{
    Cell, CoverOptions, Coverage, Edges, Ellipsoid, cover_cone, cover_polygon, decode_into,
    encode_into, neighbors_into, set_threads,
};
use coincide_bench::{CpuTime, cells, config, places};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use h3o::{CellIndex, LatLng, Resolution};
use moc::deser::ascii::from_ascii_ivoa;
use moc::moc::range::{CellSelection, RangeMOC};
use moc::moc::{CellOrCellRangeMOCIntoIterator, CellOrCellRangeMOCIterator, RangeMOCIterator};
use moc::qty::Hpx;

const MANY: usize = 1_000_000;
const ORDER: u8 = 20;

/// Longitudes and latitudes in radians.
fn radians(lon: &[f64], lat: &[f64]) -> Vec<(f64, f64)> {
    lon.iter().zip(lat).map(|(lon, lat)| (lon.to_radians(), lat.to_radians())).collect()
}

fn points(c: &mut Criterion<CpuTime>) {
    set_threads(1);
    let (lon, lat) = places(MANY);
    let places = radians(&lon, &lat);
    let layer = nested::get(ORDER);
    let sphere: Ellipsoid = "sphere".parse().unwrap();
    for (i, (l, b)) in places.iter().enumerate().skip(7).step_by(1009) {
        let ours = Cell::at_on(lon[i], lat[i], Some(ORDER), &sphere).unwrap();
        assert_eq!(ours.nested(), layer.hash(*l, *b), "place {i}");
    }

    let mut group = c.benchmark_group("encode a million");
    group.throughput(Throughput::Elements(MANY as u64));
    let mut found = vec![None; MANY];
    group.bench_function("coincide", |b| {
        b.iter(|| encode_into(&lon, &lat, Some(ORDER), &mut found))
    });
    let mut hashes = vec![0; MANY];
    group.bench_function("cdshealpix", |b| {
        b.iter(|| {
            for (hash, (l, b)) in hashes.iter_mut().zip(&places) {
                *hash = layer.hash(*l, *b);
            }
        })
    });
    let zero = CellIndex::try_from(0x8a1fb46622dffff).unwrap();
    let mut hexagons = vec![zero; MANY];
    group.bench_function("h3o", |b| {
        b.iter(|| {
            for (hexagon, (lon, lat)) in hexagons.iter_mut().zip(lon.iter().zip(&lat)) {
                *hexagon = LatLng::new(*lat, *lon).unwrap().to_cell(Resolution::Twelve);
            }
        })
    });
    group.finish();

    let cells = cells(&lon, &lat, ORDER);
    let mut group = c.benchmark_group("centres of a million");
    group.throughput(Throughput::Elements(MANY as u64));
    let (mut lons, mut lats) = (vec![0.0; MANY], vec![0.0; MANY]);
    group.bench_function("coincide", |b| b.iter(|| decode_into(&cells, &mut lons, &mut lats)));
    let mut centres = vec![(0.0, 0.0); MANY];
    group.bench_function("cdshealpix", |b| {
        b.iter(|| {
            for (centre, hash) in centres.iter_mut().zip(&hashes) {
                *centre = layer.center(*hash);
            }
        })
    });
    group.bench_function("h3o", |b| {
        b.iter(|| {
            for (centre, hexagon) in centres.iter_mut().zip(&hexagons) {
                let place = LatLng::from(*hexagon);
                *centre = (place.lng(), place.lat());
            }
        })
    });
    group.finish();

    let mut group = c.benchmark_group("neighbours of a million");
    group.throughput(Throughput::Elements(MANY as u64));
    let mut near = vec![[None; 8]; MANY];
    group.bench_function("coincide", |b| b.iter(|| neighbors_into(&cells, &mut near)));
    let mut around = Vec::with_capacity(8 * MANY);
    group.bench_function("cdshealpix", |b| {
        b.iter(|| {
            around.clear();
            for hash in &hashes {
                layer.append_bulk_neighbours(*hash, &mut around);
            }
        })
    });
    let mut hexagons_around = Vec::with_capacity(7 * MANY);
    group.bench_function("h3o", |b| {
        b.iter(|| {
            hexagons_around.clear();
            for hexagon in &hexagons {
                hexagons_around.extend(hexagon.grid_disk_fast(1).flatten());
            }
        })
    });
    group.finish();
}

/// The cells i of order 8 with i % 5 < 2 and i % 7 < 3.
fn stripes(of: u64, most: u64) -> Vec<u64> {
    (0..12 << 16).filter(|i| i % of < most).collect()
}

fn coverages(c: &mut Criterion<CpuTime>) {
    let (a, b) = (stripes(5, 2), stripes(7, 3));
    let ours = |stripes: &[u64]| {
        let cells: Vec<Cell> = stripes.iter().filter_map(|i| Cell::from_nested(8, *i)).collect();
        Coverage::from_cells(&cells, Some(8), &Ellipsoid::WGS84).unwrap()
    };
    let theirs = |stripes: &[u64]| {
        RangeMOC::<u64, Hpx<u64>>::from_fixed_depth_cells(8, stripes.iter().copied(), None)
    };
    let (x, y) = (ours(&a), ours(&b));
    let (p, q) = (theirs(&a), theirs(&b));
    assert_eq!(x.intersection(&y).unwrap().ranges().len(), p.and(&q).len());
    assert_eq!(x.union(&y).unwrap().ranges().len(), p.or(&q).len());
    let mut group = c.benchmark_group("intersection of 150,000 and 110,000 ranges");
    group.bench_function("coincide", |b| b.iter(|| x.intersection(&y)));
    group.bench_function("moc", |b| b.iter(|| p.and(&q)));
    group.finish();
    let mut group = c.benchmark_group("union of 150,000 and 110,000 ranges");
    group.bench_function("coincide", |b| b.iter(|| x.union(&y)));
    group.bench_function("moc", |b| b.iter(|| p.or(&q)));
    group.finish();

    let text = x.to_string();
    let mut group = c.benchmark_group("read the text of 150,000 ranges");
    group.bench_function("coincide", |b| b.iter(|| text.parse::<Coverage>()));
    group.bench_function("moc", |b| {
        b.iter(|| {
            from_ascii_ivoa::<u64, Hpx<u64>>(&text)
                .unwrap()
                .into_cellcellrange_moc_iter()
                .ranges()
                .into_range_moc()
        })
    });
    group.finish();
}

fn covers(c: &mut Criterion<CpuTime>) {
    set_threads(1);
    let sphere: Ellipsoid = "sphere".parse().unwrap();
    let options =
        CoverOptions { edges: Edges::GreatCircle, ellipsoid: sphere, ..Default::default() };
    // A star of 4,096 vertices around (40, 30), 5 to 10 degrees away.
    let n = 4096;
    let (lon, lat): (Vec<f64>, Vec<f64>) = (0..n)
        .map(|i| {
            let turn = std::f64::consts::TAU * f64::from(i) / f64::from(n);
            let reach = 7.5 + 2.5 * (9.0 * turn).sin();
            (40.0 + reach * turn.cos(), 30.0 + reach * turn.sin())
        })
        .unzip();
    let vertices = radians(&lon, &lat);
    let offsets = [0, i64::from(n)];
    let ours = cover_polygon(&lon, &lat, &offsets, 9, &options).unwrap().outer;
    let theirs = nested::polygon_coverage(9, &vertices, true);
    let (cells, others) = (ours.cells_at(9, 1 << 24).unwrap().len(), theirs.to_flat_array().len());
    assert!(cells.abs_diff(others) < 5, "{cells} and {others} cells");
    let mut group = c.benchmark_group("cover of a ring of 4,096 vertices");
    group.bench_function("coincide", |b| {
        b.iter(|| cover_polygon(&lon, &lat, &offsets, 9, &options))
    });
    group.bench_function("cdshealpix", |b| b.iter(|| nested::polygon_coverage(9, &vertices, true)));
    group.bench_function("moc", |b| {
        b.iter(|| RangeMOC::<u64, Hpx<u64>>::from_polygon(&vertices, false, 9, CellSelection::All))
    });
    group.finish();

    // Metres on a sphere of our radius are radians of theirs.
    let mut group = c.benchmark_group("cover of a cone of 500 km");
    group.bench_function("coincide", |b| b.iter(|| cover_cone(40.0, 30.0, 500e3, 10, &sphere)));
    let (l, b0, radius) = (40f64.to_radians(), 30f64.to_radians(), 500e3 / sphere.a());
    group.bench_function("cdshealpix", |b| {
        b.iter(|| nested::cone_coverage_approx(10, l, b0, radius))
    });
    group.bench_function("moc", |b| {
        b.iter(|| RangeMOC::<u64, Hpx<u64>>::from_cone(l, b0, radius, 10, 2, CellSelection::All))
    });
    group.finish();
}

criterion_group! {
    name = peers;
    config = config();
    targets = points, coverages, covers
}
criterion_main!(peers);
