#include "src/match/samples/crossing_events.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

namespace coincide::internal {
namespace {

// One end of a segment that lies on a segment of the other side.
struct Touching {
  uint32_t pair;     // In the span of close pairs.
  bool vertex_of_a;  // Whose end it is.
  int64_t vertex;    // The first row of the end's run of equal positions.
  int64_t other;     // The other side's segment.
  double fraction;   // Where on it.
};

class Resolver {
 public:
  Resolver(const ChainSet& a, const ChainSet& b, std::span<const ClosePair> pairs, Contacts* out)
      : a_(a),
        b_(b),
        pairs_(pairs),
        legs_(pairs.front().legs),
        leg_a_(a.chains[legs_.track_a].legs[legs_.leg_a].leg),
        leg_b_(b.chains[legs_.track_b].legs[legs_.leg_b].leg),
        out_(*out) {}

  void Run() {
    parent_.resize(pairs_.size());
    std::iota(parent_.begin(), parent_.end(), 0u);
    for (uint32_t i = 0; i < pairs_.size(); ++i) {
      const ClosePair& pair = pairs_[i];
      for (size_t k = 0; k < 4; ++k) {
        if (pair.at[k] < 0) continue;
        const bool of_a = k < 2;
        const int64_t row = of_a ? pair.row_a : pair.row_b;
        const int64_t vertex = k % 2 == 1 ? row + 1 : Side(of_a).RunBegin(LegOf(of_a), row);
        touching_.push_back({i, of_a, vertex, of_a ? pair.row_b : pair.row_a, pair.at[k]});
      }
    }
    std::sort(touching_.begin(), touching_.end(), [](const Touching& s, const Touching& t) {
      return std::tie(s.vertex_of_a, s.vertex, s.other, s.pair) <
             std::tie(t.vertex_of_a, t.vertex, t.other, t.pair);
    });
    // One end on two segments that follow one another is one contact.
    for (size_t i = 1; i < touching_.size(); ++i) {
      const Touching &s = touching_[i - 1], &t = touching_[i];
      if (s.vertex_of_a != t.vertex_of_a || s.vertex != t.vertex) continue;
      const bool other_is_a = !s.vertex_of_a;
      if (t.other == s.other ||
          Side(other_is_a).RunBegin(LegOf(other_is_a), t.other) == s.other + 1) {
        parent_[Find(s.pair)] = Find(t.pair);
      }
    }
    std::sort(touching_.begin(), touching_.end(), [&](const Touching& s, const Touching& t) {
      return std::make_tuple(Find(s.pair), !s.vertex_of_a, s.vertex, s.other) <
             std::make_tuple(Find(t.pair), !t.vertex_of_a, t.vertex, t.other);
    });
    std::vector<std::pair<uint32_t, uint32_t>> groups(pairs_.size());
    for (uint32_t i = 0; i < pairs_.size(); ++i) groups[i] = {Find(i), i};
    std::sort(groups.begin(), groups.end());
    size_t at = 0, touch = 0;
    while (at < groups.size()) {
      const uint32_t group = groups[at].first;
      bool odd = false, overlap = false;
      for (; at < groups.size() && groups[at].first == group; ++at) {
        odd ^= pairs_[groups[at].second].odd;
        overlap |= pairs_[groups[at].second].overlap;
      }
      const size_t first = touch;
      while (touch < touching_.size() && Find(touching_[touch].pair) == group) ++touch;
      Settle({touching_.data() + first, touch - first}, odd, overlap);
    }
  }

 private:
  const ChainSet& Side(bool of_a) const { return of_a ? a_ : b_; }
  const Leg& LegOf(bool of_a) const { return of_a ? leg_a_ : leg_b_; }

  uint32_t Find(uint32_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }

  bool IsLegEnd(bool of_a, int64_t vertex) const {
    const Leg& leg = LegOf(of_a);
    return vertex == leg.begin || Side(of_a).RunEnd(leg, vertex) == leg.end - 1;
  }

  // Where a vertex is: at the start of the segment after it, if there is one.
  TrackPlace PlaceOfVertex(bool of_a, int64_t vertex) const {
    const int64_t last = Side(of_a).RunEnd(LegOf(of_a), vertex);
    if (last + 1 < LegOf(of_a).end) return {last, 0};
    return {vertex - 1, 1};
  }
  // A place within the tolerance of a vertex is the vertex.
  TrackPlace PlaceOn(bool of_a, int64_t segment, double fraction) const {
    constexpr double kSame = 2 * kTolerance_m / 6.3e6;
    const double chord = Side(of_a).SegmentAt(segment).chord;
    if ((1 - fraction) * chord <= kSame) return PlaceOfVertex(of_a, segment + 1);
    return {segment, fraction * chord <= kSame ? 0 : fraction};
  }

  // The places on both sides, and the point, of a touching end.
  Contact At(const Touching& t) const {
    Contact contact;
    contact.legs = legs_;
    const TrackPlace vertex = PlaceOfVertex(t.vertex_of_a, t.vertex);
    const TrackPlace on = PlaceOn(!t.vertex_of_a, t.other, t.fraction);
    contact.a = t.vertex_of_a ? vertex : on;
    contact.b = t.vertex_of_a ? on : vertex;
    contact.point = Side(t.vertex_of_a).PointAt(t.vertex);
    return contact;
  }

  // `ends` are all touching ends of one contact, those of a first.
  void Settle(std::span<const Touching> ends, bool odd, bool overlap) {
    if (overlap) {
      const auto place = [](const Contact& c) { return std::tie(c.a.row, c.a.fraction); };
      Contact first = At(ends[0]), last = first;
      for (const Touching& end : ends.subspan(1)) {
        const Contact at = At(end);
        if (place(at) < place(first)) first = at;
        if (place(last) < place(at)) last = at;
      }
      out_.overlaps.push_back({legs_, first.a, first.b, last.a, last.b, first.point, last.point});
      return;
    }
    bool at_leg_end = false;
    const Touching *of_a = nullptr, *of_b = nullptr;
    for (const Touching& end : ends) {
      at_leg_end |= IsLegEnd(end.vertex_of_a, end.vertex);
      const Touching*& first = end.vertex_of_a ? of_a : of_b;
      if (first == nullptr) first = &end;
    }
    Contact contact = At(of_a != nullptr ? *of_a : *of_b);
    if (of_a != nullptr && of_b != nullptr) {
      // Two samples: each side's place is its own. Of the two positions, which
      // are equal but for the tolerance, the same one whoever is called a.
      contact.b = PlaceOfVertex(false, of_b->vertex);
      const LonLat other = b_.PointAt(of_b->vertex);
      if (std::tie(other.lat, other.lon) < std::tie(contact.point.lat, contact.point.lon)) {
        contact.point = other;
      }
    }
    contact.touch = at_leg_end || !odd;
    out_.contacts.push_back(contact);
  }

  const ChainSet& a_;
  const ChainSet& b_;
  std::span<const ClosePair> pairs_;
  const LegPair legs_;
  const Leg& leg_a_;
  const Leg& leg_b_;
  Contacts& out_;
  std::vector<uint32_t> parent_;
  std::vector<Touching> touching_;
};

}  // namespace

Contacts ResolveContacts(const ChainSet& a, const ChainSet& b, const std::vector<ClosePair>& close,
                         Interrupt* interrupt) {
  Contacts contacts;
  for (size_t begin = 0; begin < close.size() && interrupt->KeepGoing();) {
    size_t end = begin + 1;
    while (end < close.size() && close[end].legs == close[begin].legs) ++end;
    Resolver(a, b, {close.data() + begin, end - begin}, &contacts).Run();
    begin = end;
  }
  return contacts;
}

}  // namespace coincide::internal
