// How deep a curve enters a cell, for oracles.

#ifndef COINCIDE_TESTS_SUPPORT_CELL_DEPTH_H_
#define COINCIDE_TESTS_SUPPORT_CELL_DEPTH_H_

#include "tests/support/edge_curve.h"
#include "tests/support/healpix_chart.h"

namespace coincide::testing {

// The depth of a place in a cell, in cells: its distance to the nearest side,
// 1/2 at the centre, negative outside (then how far outside, along x or y).
long double DepthOf(const PlanePoint& place);

// The deepest point found of one or more pieces of curves in a cell: a branch
// and bound search in the plane of the cell's base cell, where curves are
// almost straight. Pieces that are certainly no deeper than `floor` are not
// looked at further, and the search stops once `enough` is passed.
class DepthSearch {
 public:
  // resolution: how far below the deepest point the result may be, in cells,
  // besides 1/500 of its depth.
  DepthSearch(Cell cell, long double floor, long double enough, long double resolution)
      : square_(cell), floor_(floor), enough_(enough), resolution_(resolution), best_(floor) {}

  void Add(const EdgeCurve& curve, long double t0, long double t1);

  // `floor` if no piece is deeper.
  long double depth() const { return best_; }
  // Where: nothing if no piece is deeper than `floor`.
  const EdgeCurve* curve() const { return curve_; }
  long double t() const { return best_t_; }
  // The search met its limit of steps, which it never should.
  bool gave_up() const { return gave_up_; }

 private:
  struct Sample {
    long double t;
    SpherePoint point;
    PlanePoint place;
  };
  Sample Take(const EdgeCurve& curve, long double t);
  void Search(const EdgeCurve& curve, const Sample& a, const Sample& b, int level);
  void Split(const EdgeCurve& curve, const Sample& a, const Sample& b, int level);

  CellSquare square_;
  long double floor_, enough_, resolution_, best_;
  const EdgeCurve* curve_ = nullptr;
  long double best_t_ = 0;
  bool gave_up_ = false;
};

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_SUPPORT_CELL_DEPTH_H_
