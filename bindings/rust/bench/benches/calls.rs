//! What a call costs in Rust: of one value, and of a million into reused memory.
//!
//!     COINCIDE_SYS_BUILD_DIR=$PWD/build/release cargo bench --manifest-path bindings/rust/bench/Cargo.toml

use std::hint::black_box;
use std::time::Duration;

use coincide::{Cell, Coverage, encode_into, set_threads};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// Longitudes and latitudes all over the Earth, no two neighbours near each other.
fn places(n: usize) -> (Vec<f64>, Vec<f64>) {
    let golden = 0.618_033_988_749_894_9;
    (0..n)
        .map(|i| {
            let z = (2 * i + 1) as f64 / n as f64 - 1.0;
            ((i as f64 * golden).fract() * 360.0 - 180.0, z.asin().to_degrees())
        })
        .unzip()
}

fn scalars(c: &mut Criterion) {
    let mut group = c.benchmark_group("one value");
    let (lon, lat) = places(1024);
    let cells: Vec<Cell> =
        lon.iter().zip(&lat).map(|(lon, lat)| Cell::at(*lon, *lat, 20).unwrap()).collect();
    let mut next = 0;
    let mut turn = move || {
        next = (next + 1) % 1024;
        next
    };
    group.bench_function("Cell::at", |b| {
        b.iter(|| {
            let i = turn();
            Cell::at(black_box(lon[i]), black_box(lat[i]), 20)
        })
    });
    group.bench_function("Cell::parent", |b| b.iter(|| black_box(cells[7]).parent(5)));
    group.bench_function("Cell::nested", |b| b.iter(|| black_box(cells[7]).nested()));
    let some: Coverage = "3/1 4-6 10/".parse().unwrap();
    group.bench_function("Coverage::contains_cell", |b| {
        b.iter(|| some.contains_cell(black_box(cells[7])))
    });
    group.finish();
}

fn batches(c: &mut Criterion) {
    set_threads(1);
    let n = 1_000_000;
    let (lon, lat) = places(n);
    let mut cells = vec![None; n];
    let mut group = c.benchmark_group("a million");
    group.throughput(Throughput::Elements(n as u64));
    group.bench_function("encode_into", |b| b.iter(|| encode_into(&lon, &lat, None, &mut cells)));
    group.finish();
}

criterion_group! {
    name = calls;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(2));
    targets = scalars, batches
}
criterion_main!(calls);
