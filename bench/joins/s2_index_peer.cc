// S2's side of a comparison: which polygons of a large set meet each of some others.
//
//   s2_index_peer build POLYGONS INDEX
//   s2_index_peer query INDEX QUERIES METHOD ANSWER
//
// A file of polygons is int64 n, int64 offsets[n + 1], float64 lon[], float64 lat[] of one
// ring each, degrees on S2's sphere. `build` makes an index of all rings in memory, encodes it
// and the rings, and writes both. `query` maps that file as S2 reads it, without decoding,
// and finds for each query the rings that it meets, which ANSWER gets as int64 pairs, by one of
// two methods:
//
//   edges     all edges at distance 0 of the query (S2ClosestEdgeQuery)
//   covering  rings in the cells of a covering of the query, each then tested by
//             S2BooleanOperation: what s2geography does
//
// Both print seconds of processor time as JSON. One thread; no code of coincide is linked into it.

#include <fcntl.h>
#include <s2/base/commandlineflags.h>
#include <s2/encoded_s2shape_index.h>
#include <s2/mutable_s2shape_index.h>
#include <s2/s2boolean_operation.h>
#include <s2/s2closest_edge_query.h>
#include <s2/s2latlng.h>
#include <s2/s2lax_polygon_shape.h>
#include <s2/s2loop_measures.h>
#include <s2/s2region_coverer.h>
#include <s2/s2shape_index_region.h>
#include <s2/s2shapeutil_coding.h>
#include <s2/s2wrapped_shape.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// In batches of 100 MB, its default, rings that are all over the globe take S2 many times longer.
S2_DECLARE_int64(s2shape_index_tmp_memory_budget);

namespace {

// Of processor time, which other programs disturb less.
class Seconds {
 public:
  double Lap() {
    const double before = std::exchange(last_, Now());
    return last_ - before;
  }

 private:
  static double Now() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }
  double last_ = Now();
};

std::vector<char> Read(const char* path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  std::vector<char> bytes(static_cast<size_t>(file.tellg()));
  file.seekg(0);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

// A file as memory, for as long as the program runs.
std::pair<const char*, size_t> Map(const char* path) {
  const int file = open(path, O_RDONLY);
  struct stat about;
  if (file < 0 || fstat(file, &about) != 0) std::exit(1);
  const auto size = static_cast<size_t>(about.st_size);
  void* data = mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0);
  if (data == MAP_FAILED) std::exit(1);
  return {static_cast<const char*>(data), size};
}

struct Rings {
  explicit Rings(const char* path) : bytes(Read(path)) {
    const auto* words = reinterpret_cast<const int64_t*>(bytes.data());
    n = words[0];
    offsets = words + 1;
    lon = reinterpret_cast<const double*>(offsets + n + 1);
    lat = lon + offsets[n];
  }
  // The smaller side of a ring.
  std::unique_ptr<S2LaxPolygonShape> Shape(int64_t i) const {
    std::vector<std::vector<S2Point>> loops(1);
    for (int64_t k = offsets[i]; k < offsets[i + 1]; ++k) {
      loops[0].push_back(S2LatLng::FromDegrees(lat[k], lon[k]).ToPoint());
    }
    if (!S2::IsNormalized(S2PointLoopSpan(loops[0]))) {
      std::reverse(loops[0].begin(), loops[0].end());
    }
    return std::make_unique<S2LaxPolygonShape>(loops);
  }

  std::vector<char> bytes;
  int64_t n = 0;
  const int64_t* offsets = nullptr;
  const double* lon = nullptr;
  const double* lat = nullptr;
};

int Build(const char* polygons, const char* path) {
  const Rings rings(polygons);
  FLAGS_s2shape_index_tmp_memory_budget = int64_t{16} << 30;
  Seconds seconds;
  MutableS2ShapeIndex index;
  for (int64_t i = 0; i < rings.n; ++i) index.Add(rings.Shape(i));
  index.ForceBuild();
  const double build = seconds.Lap();
  Encoder encoder;
  s2shapeutil::CompactEncodeTaggedShapes(index, &encoder);
  index.Encode(&encoder);
  const double encode = seconds.Lap();
  std::ofstream(path, std::ios::binary)
      .write(encoder.base(), static_cast<std::streamsize>(encoder.length()));
  std::printf(
      "{\"build\": %.6f, \"encode\": %.6f, \"write\": %.6f, \"memory\": %zu, \"bytes\": %zu}\n",
      build, encode, seconds.Lap(), index.SpaceUsed(), encoder.length());
  return 0;
}

// Ids of the shapes in the cells of a covering.
void Candidates(const S2ShapeIndex& index, const S2CellUnion& covering, std::vector<int>* ids) {
  ids->clear();
  S2ShapeIndex::Iterator it(&index, S2ShapeIndex::UNPOSITIONED);
  const auto add = [&] {
    const S2ShapeIndexCell& cell = it.cell();
    for (int s = 0; s < cell.num_clipped(); ++s) ids->push_back(cell.clipped(s).shape_id());
  };
  for (const S2CellId id : covering) {
    const S2ShapeIndex::CellRelation relation = it.Locate(id);
    if (relation == S2ShapeIndex::INDEXED) {
      add();
    } else if (relation == S2ShapeIndex::SUBDIVIDED) {
      for (; !it.done() && it.id() <= id.range_max(); it.Next()) add();
    }
  }
  std::sort(ids->begin(), ids->end());
  ids->erase(std::unique(ids->begin(), ids->end()), ids->end());
}

int Query(const char* path, const char* queries, const std::string& method, const char* answer) {
  const Rings rings(queries);
  Seconds seconds;
  const auto [data, size] = Map(path);
  Decoder decoder(data, size);
  EncodedS2ShapeIndex index;
  const auto factory = s2shapeutil::LazyDecodeShapeFactory(&decoder);
  if (!index.Init(&decoder, factory)) return 1;
  const double load = seconds.Lap();
  std::vector<int64_t> pairs;
  std::vector<int> ids;
  size_t tested = 0;
  S2ClosestEdgeQuery edges(&index);
  edges.mutable_options()->set_inclusive_max_distance(S1ChordAngle::Zero());
  std::vector<S2ClosestEdgeQuery::Result> results;
  for (int64_t i = 0; i < rings.n; ++i) {
    MutableS2ShapeIndex query;
    query.Add(rings.Shape(i));
    if (method == "edges") {
      S2ClosestEdgeQuery::ShapeIndexTarget target(&query);
      edges.FindClosestEdges(&target, &results);
      ids.clear();
      for (const auto& result : results) ids.push_back(result.shape_id());
      std::sort(ids.begin(), ids.end());
      ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
      for (const int id : ids) pairs.insert(pairs.end(), {i, id});
      tested += results.size();
    } else {
      S2RegionCoverer coverer;
      const S2CellUnion covering = coverer.GetCovering(MakeS2ShapeIndexRegion(&query));
      Candidates(index, covering, &ids);
      tested += ids.size();
      for (const int id : ids) {
        MutableS2ShapeIndex one;
        one.Add(std::make_unique<S2WrappedShape>(index.shape(id)));
        if (S2BooleanOperation::Intersects(one, query)) pairs.insert(pairs.end(), {i, id});
      }
    }
  }
  const double query = seconds.Lap();
  std::ofstream(answer, std::ios::binary)
      .write(reinterpret_cast<const char*>(pairs.data()),
             static_cast<std::streamsize>(pairs.size() * sizeof(pairs[0])));
  std::printf("{\"load\": %.6f, \"query\": %.6f, \"pairs\": %zu, \"tested\": %zu}\n", load, query,
              pairs.size() / 2, tested);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string verb = argc > 1 ? argv[1] : "";
  if (verb == "build" && argc == 4) return Build(argv[2], argv[3]);
  if (verb == "query" && argc == 6) return Query(argv[2], argv[3], argv[4], argv[5]);
  std::fprintf(stderr,
               "usage: s2_index_peer build POLYGONS INDEX | query INDEX QUERIES METHOD ANSWER\n");
  return 2;
}
