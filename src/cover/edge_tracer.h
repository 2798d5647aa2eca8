// Edges to boundary cells: a walk from cell to cell in
// the plane of HEALPix.
//
// An edge is a curve in the plane. It is replaced by chords, each with a bound
// on how far the curve strays from it; every cell that comes within the bound of
// a chord is marked. Beside the marks runs a chain of cells, each beside the
// last, from the cell of one vertex to the cell of the next, always inside the
// marks, which notes every side that it steps across. The chain of a closed ring
// is closed, so the sides it crosses tell inside from outside in integers.

#ifndef COINCIDE_COVER_EDGE_TRACER_H_
#define COINCIDE_COVER_EDGE_TRACER_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "coincide/cover/shape.h"
#include "coincide/geodesy/geodesic.h"
#include "coincide/healpix/projection.h"
#include "src/cover/edge_bend.h"
#include "src/cover/kernels/edge_block.h"
#include "src/cover/key_list.h"
#include "src/cover/plane_vertex.h"
#include "src/cover/staircase.h"

namespace coincide::internal {

// Faults put in on purpose, to show that the tests see them.
enum class Mutant { kNone, kNoFattening, kNoSeamMarks, kRecomputedWrap };

struct TraceOptions {
  // The most that a chord may stray from the edge, in cells; rounding comes on
  // top. A mark is within as much again of its chord in x and in y, and a unit of
  // the plane is up to 1.57 cell widths long on the ground (the map keeps areas, and
  // stretches most on the parallels where the caps begin: 1.5598, and 0.4 % for the ellipsoid): so
  // it is within kReach times this of the edge, 0.00099 cell widths by default.
  double tolerance = 2.6e-4;
  static constexpr double kReach = 1.57 * (1 + 1.4143);
  // How far what is meant strays from the edges given, in cells: marks are wider by it.
  double stray = 0;
  Mutant mutant = Mutant::kNone;
};

// A stretch of a line inside one cell, in metres from the line's start.
struct CellVisit {
  uint64_t cell;  // NESTED index.
  double enter_m;
  double exit_m;
};

class EdgeTracer {
 public:
  // REQUIRES: edges are not kPlanar (planar_edges.h makes arcs of those).
  EdgeTracer(int order, Edges edges, const Projection& projection, TraceOptions options = {});

  // Adds the marks and crossings of a closed ring, or the marks of a line. Runs
  // of equal vertices count once; a single vertex marks its own cells.
  // REQUIRES: every vertex is a valid lon, lat; no edge joins opposite points
  // unless edges are kLonLat.
  void AddRing(LineView ring);
  void AddLine(LineView line);
  // Appends, for each cell that a line meets, where it does, in parts and out of
  // order: JoinVisits (line_cells.cc) joins them. `along_m` has the distance of each
  // vertex from the first; visits apart by no more than `gap_m` are one. Adds no marks.
  void AddVisits(LineView line, std::span<const double> along_m, double gap_m,
                 std::vector<CellVisit>* visits);
  // Adds the marks of points, one by one.
  void AddPoints(LineView points);

  KeyList& keys() { return keys_; }

 private:
  using Vertex = PlaneVertex;
  struct Vector {
    double x, y, z;
  };
  // A vertex with what the subdivision of an edge needs.
  struct CurvePoint {
    Vertex v;
    Vector unit;      // On the authalic sphere.
    LonLat place;     // Valid unless the point came from `unit`.
    double fraction;  // Of the whole edge's length: for geodesics.
  };

  Vertex MakeVertex(double lon, double lat) const;
  Vertex VertexOf(const Vector& unit) const;
  Vertex Finish(double x, double y, int quadrant, int cap) const;
  Vector UnitOf(const Vertex& v) const;
  Vertex Unwrapped(const Vertex& a, const Vertex& b) const;

  // How far an edge of the given extent strays from its chord, in cells; nothing
  // where no bound is known.
  struct Bounds {
    double chord;     // From the straight chord.
    double parabola;  // From the parabola through its ends and its middle.
  };
  std::optional<Bounds> BoundsOf(const Vertex& a, const Vertex& b, double length2, double d_lon,
                                 double d_lat) const;

  void Trace(LineView line, bool closed);
  void Edge(const Vertex& a, const Vertex& b, LonLat from, LonLat to);
  bool ShortArc(const Vertex& a, const Vertex& b, double stray, double from = 0, double to = 1);
  void Subdivide(const CurvePoint& a, const CurvePoint& b, double drift, int depth);
  CurvePoint Middle(const CurvePoint& a, const CurvePoint& b, bool great_circle) const;
  void Parabola(const Vertex& a, const Vertex& b, const EdgeBend& bend, int pieces, double from,
                double to);
  bool IsClear(const Vertex& a, const Vertex& b, double stray) const;
  bool TouchesGap(double x_lo, double x_hi, double y_lo, double y_hi) const;
  void Walk(const Vertex& a, const Vertex& b, double deviation, double from = 0, double to = 1);
  void VisitChord(const Vertex& a, const Vertex& b, double e, double from, double to);
  void AddVisit(uint64_t cell, double enter_m, double exit_m);
  void WalkRow(int64_t j, int64_t lo, int64_t hi, int64_t from, int64_t to, int64_t bottom,
               int chart);
  void MarkAround(const Vertex& v, double radius, double fraction = 0);
  void Link(const CurvePoint& a, const CurvePoint& b, double reach);
  void Chain(uint64_t from, uint64_t to);
  uint64_t CellAt(GridCell cell, int chart) const;

  Staircase grid_;
  Edges edges_;
  const Projection& projection_;
  const Geodesics& geodesics_;
  TraceOptions options_;
  double n_;         // Cells along a base cell.
  double rounding_;  // Of plane coordinates, in cells.
  std::optional<GeodesicLine> line_;
  KeyList keys_;
  EdgeBlock block_;
  // Only while AddVisits runs: where visits go, and the distances of the ends of
  // the edge in hand.
  bool closed_ = false;  // What is traced is a ring.
  std::vector<CellVisit>* visits_ = nullptr;
  std::span<const double> along_m_;
  double gap_m_ = 0;
  double start_m_ = 0;
  double end_m_ = 0;
};

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_EDGE_TRACER_H_
