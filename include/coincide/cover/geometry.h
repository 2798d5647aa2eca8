// File: geometry.h
//
// One geometry of any kind in flat columns: what readers of WKB, GeoJSON or
// GeoArrow fill, and what the covers take.
//
//   Geometry g;
//   g.BeginPolygon();
//   g.BeginRing();
//   g.AddVertex(lon, lat);  // ..

#ifndef COINCIDE_COVER_GEOMETRY_H_
#define COINCIDE_COVER_GEOMETRY_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "coincide/cover/shape.h"

namespace coincide {

enum class PartKind : uint8_t { kPoints, kLine, kPolygon };

// Points, lines and polygons together: a collection, or one of them. Reuse an
// object with Clear() to keep its memory.
class Geometry {
 public:
  struct Part {
    PartKind kind;
    size_t first_run;  // Of the runs (points, one line, rings) of the part.
    size_t end_run;
  };

  void Clear() {
    lon_.clear();
    lat_.clear();
    offsets_.assign(1, 0);
    parts_.clear();
  }

  // Each begins a part; AddVertex adds to the last one begun. A polygon's
  // vertices come in rings, each begun by BeginRing, in any order: what is inside
  // an odd number of them is inside.
  void BeginPoints() { Begin(PartKind::kPoints); }
  void BeginLine() { Begin(PartKind::kLine); }
  void BeginPolygon() { parts_.push_back({PartKind::kPolygon, run_count(), run_count()}); }
  // REQUIRES: the last part begun is a polygon.
  void BeginRing() {
    offsets_.push_back(offsets_.back());
    parts_.back().end_run = run_count();
  }
  // REQUIRES: a part, and in a polygon a ring, has begun.
  void AddVertex(double lon, double lat) {
    lon_.push_back(lon);
    lat_.push_back(lat);
    ++offsets_.back();
  }

  // The vertices, to be changed in place.
  std::span<double> mutable_lon() { return lon_; }
  std::span<double> mutable_lat() { return lat_; }

  bool is_empty() const { return lon_.empty(); }
  std::span<const double> lon() const { return lon_; }
  std::span<const double> lat() const { return lat_; }
  std::span<const Part> parts() const { return parts_; }
  // The runs of one part, and one of them.
  RingsView Rings(const Part& part) const {
    return {lon_, lat_,
            std::span(offsets_).subspan(part.first_run, part.end_run - part.first_run + 1)};
  }
  LineView Run(size_t run) const {
    return RingsView{lon_, lat_, std::span(offsets_).subspan(run, 2)}.ring(0);
  }

 private:
  size_t run_count() const { return offsets_.size() - 1; }
  void Begin(PartKind kind) {
    parts_.push_back({kind, run_count(), run_count() + 1});
    offsets_.push_back(offsets_.back());
  }

  std::vector<double> lon_;
  std::vector<double> lat_;
  std::vector<int64_t> offsets_ = {0};
  std::vector<Part> parts_;
};

}  // namespace coincide

#endif  // COINCIDE_COVER_GEOMETRY_H_
