// The real MOC files of COINCIDE_DATA/moc, against their manifest.

#include "tests/support/moc_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "coincide/coverage/coverage.h"
#include "coincide/coverage/moc_file.h"
#include "tests/support/sha1.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::HasError;
using testing::IsOk;

class MocFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(Path("MANIFEST.csv"))) {
      GTEST_SKIP() << "no real MOC files in " << Path("");
    }
  }

  static std::string Path(const std::string& name) {
    return testing::DataFolder() + "/moc/" + name;
  }

  static Coverage Space(const std::string& name) {
    return ToCoverage(ReadMocFile(Path(name), MocRules::kPermissive).value().moc).value();
  }
};

struct Row {
  std::string file, dimension, ordering, order, ranges, sha1;
};

// The manifest's rows; fields are split at commas outside quotes.
std::vector<Row> Manifest(const std::string& path) {
  std::ifstream file(path);
  std::vector<Row> rows;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.emplace_back();
      } else {
        fields.back() += c;
      }
    }
    fields.resize(13);
    rows.push_back({fields[0], fields[2], fields[3], fields[7], fields[8], fields[11]});
  }
  return rows;
}

template <class Range>
std::string Sha1OfRanges(const std::vector<Range>& ranges) {
  static_assert(std::endian::native == std::endian::little);
  return testing::Sha1({reinterpret_cast<const char*>(ranges.data()), ranges.size() * 16});
}

std::string Sha1Of(const Moc& moc) {
  switch (moc.dimension) {
    case MocDimension::kSpace:
      return Sha1OfRanges(moc.leaves);
    case MocDimension::kTime:
      return Sha1OfRanges(moc.times);
    case MocDimension::kSpaceTime:
      return testing::Sha1(testing::MocpyText(moc));
  }
  return "";
}

// What the strict reader refuses, and why.
const std::map<std::string, std::string>& Refused() {
  static const std::map<std::string, std::string> refused = {
      {"cds-moc-rust/GW190425.fits", "row 875: zero, which is no cell"},
      {"mocpy/STMoc-DECaLS-g.fits", "MOCDIM missing"},  // From before the standard.
      {"mocpy/STMoc-DECaLS-g.v2.fits", "row 0: time range finer than order 28"},
      {"mocset/CDS_J_ApJ_861_23_table1.fits", "MOCDIM missing"},  // Likewise.
      // No COORDSYS, which MOC 1.1 requires; three of them also list cells finer
      // than MOCORDER beside their ancestors.
      {"mocset/CDS_J_AJ_155_66_table1.fits", "COORDSYS missing"},
      {"mocset/CDS_J_AJ_157_192_table5.fits", "COORDSYS missing"},
      {"mocset/CDS_J_AJ_158_136_RVs.fits", "COORDSYS missing"},
      {"mocset/CDS_J_AJ_158_63_table2.fits", "COORDSYS missing"},
      {"mocset/CDS_J_A+A_619_A45_fig1h.fits", "COORDSYS missing"},
      {"mocset/CDS_J_A+A_627_A28_brite4.fits", "COORDSYS missing"},
      {"mocset/CDS_J_A+A_629_A57_table2.fits", "COORDSYS missing"},
      {"mocset/CDS_J_ApJ_873_117_table1.fits", "COORDSYS missing"},
      {"mocset/CDS_J_ApJ_893_143_table2.fits", "COORDSYS missing"},
      {"mocset/CDS_J_MNRAS_447_1661_table1.fits", "COORDSYS missing"},
      {"mocset/CDS_J_other_NewA_31.32_v729cygu.fits", "COORDSYS missing"},
      {"mocset/CDS_J_other_RMxAA_53.235_lyn.fits", "COORDSYS missing"},
      // No MOC of space or time.
      {"mocpy/P2012180.fits", "dimension FREQUENCY"},
      {"mocpy/SFMocMUSE.fits", "MOC version 2.1 of dimension FREQUENCY.SPACE"},
  };
  return refused;
}

// The order as the manifest has it: mocpy's, which is the declared one or, in a
// column of 32 bits, at most 13; even where a file has finer cells than that.
std::string OrderOf(const Moc& moc, const Row& row) {
  static const std::map<std::string, int> other = {
      {"cds-moc-rust/V_147_sdss12.moc.fits", 29},
      {"mocpy/P-GALEXGR6-AIS-FUV.fits", 29},
      {"mocpy/P-SDSS9-r.fits", 29},
      {"mocset/CDS_J_A+A_619_A45_fig1h.fits", 16},
      {"mocset/CDS_J_A+A_627_A28_brite4.fits", 19},
      {"mocset/CDS_J_AJ_158_63_table2.fits", 19},
  };
  const auto found = other.find(row.file);
  if (found != other.end()) return moc.space_order == found->second ? row.order : "another";
  const std::string space = std::to_string(moc.space_order);
  const std::string time = std::to_string(moc.time_order);
  if (moc.dimension == MocDimension::kSpace) return space;
  return moc.dimension == MocDimension::kTime ? time : "(" + time + ", " + space + ")";
}

TEST_F(MocFiles, PermissiveReadsToTheRangesOfTheManifest) {
  const std::vector<Row> rows = Manifest(Path("MANIFEST.csv"));
  ASSERT_EQ(rows.size(), 215u);
  int summed = 0;
  for (const Row& row : rows) {
    SCOPED_TRACE(row.file);
    const auto read = ReadMocFile(Path(row.file), MocRules::kPermissive);
    if (row.dimension.starts_with("FREQUENCY")) {
      EXPECT_THAT(read, HasError("dimension " + row.dimension));
      continue;
    }
    ASSERT_THAT(read, IsOk());
    EXPECT_THAT(CheckMoc(read->moc), IsOk());
    EXPECT_EQ(read->repairs.empty(), !Refused().contains(row.file));
    if (row.sha1.empty()) continue;  // mocpy cannot read it.
    EXPECT_EQ(Sha1Of(read->moc), row.sha1);
    EXPECT_EQ(OrderOf(read->moc, row), row.order);
    ++summed;
  }
  EXPECT_EQ(summed, 210);
}

TEST_F(MocFiles, StrictRefusesExactlyWhatBreaksTheStandard) {
  for (const Row& row : Manifest(Path("MANIFEST.csv"))) {
    SCOPED_TRACE(row.file);
    const auto read = ReadMocFile(Path(row.file), MocRules::kStrict);
    const auto refused = Refused().find(row.file);
    if (refused == Refused().end()) {
      EXPECT_THAT(read, IsOk());
    } else {
      EXPECT_THAT(read, HasError(refused->second));
    }
  }
}

TEST_F(MocFiles, OldAndNewFormOfOneFileAreTheSame) {
  const auto old = ReadMocFile(Path("mocpy/STMoc-DECaLS-g.fits"), MocRules::kPermissive);
  const auto now = ReadMocFile(Path("mocpy/STMoc-DECaLS-g.v2.fits"), MocRules::kPermissive);
  ASSERT_THAT(old, IsOk());
  EXPECT_EQ(old->moc, now->moc);
}

TEST_F(MocFiles, OtherTablesAreRefusedByWhatTheyAre) {
  for (const auto& [file, error] :
       std::map<std::string, std::string>{{"bayestar.multiorder.fits", "a table of 5 columns"},
                                          {"LALInference.multiorder.fits", "a table of 5 columns"},
                                          {"gbuts_healpix_systematic.fits", "a table of 2 columns"},
                                          {"hats_test.fits", "ORDERING is 'NESTED'"},
                                          {"skymap.2mass.depth6.fits", "ORDERING is 'NESTED'"},
                                          {"cWB.fits.gz", "compressed with gzip"}}) {
    EXPECT_THAT(ReadMocFile(Path("values/" + file), MocRules::kPermissive), HasError(error));
  }
}

// Expected outputs of other programs, by set algebra on files of all forms.
TEST_F(MocFiles, ExpectedOutputs) {
  for (const std::string folder : {"cds-moc-rust/cli/", "cdshealpix/"}) {
    const Coverage glimpse = Space(folder + "glimpse.moc.json");
    EXPECT_TRUE((~glimpse).SamePlace(Space(folder + "glimpse_not.moc.json"))) << folder;
    // Of an SDSS coverage of order 12 that is not in the data: mocpy too finds no
    // file there whose intersection this is.
    EXPECT_TRUE(glimpse.Contains(Space(folder + "sdss_and_glimpse.moc.json"))) << folder;
  }
  // A MOC split into its ten components.
  std::vector<Coverage> parts;
  for (int i = 0; i < 10; ++i) {
    parts.push_back(
        Space("cds-moc-rust/cli/Bayestar.multiorder.expected." + std::to_string(i) + ".ascii"));
    for (int j = 0; j < i; ++j) {
      EXPECT_FALSE(parts[static_cast<size_t>(i)].Intersects(parts[static_cast<size_t>(j)]));
    }
  }
  EXPECT_EQ(UnionOf(parts).value(), Space("cds-moc-rust/cli/MOC_0.9_bayestar.multiorder.fits"));
}

TEST_F(MocFiles, ExpectedTextsAreStrict) {
  int read = 0;
  for (const auto& entry : std::filesystem::directory_iterator(Path("cds-moc-rust/cli"))) {
    const std::string name = entry.path().string();
    if (!name.ends_with(".txt") && !name.ends_with(".ascii") && !name.ends_with(".json")) continue;
    EXPECT_THAT(ReadMocFile(name, MocRules::kStrict), IsOk());
    ++read;
  }
  EXPECT_EQ(read, 22);
  for (const char* name : {"smoc", "stmoc"}) {
    const std::string path = Path("mocpy/" + std::string(name) + ".ascii.txt");
    EXPECT_THAT(ReadMocFile(path, MocRules::kStrict), IsOk());
  }
  EXPECT_THAT(ReadMocFile(Path("mocpy/tmoc.ascii.txt"), MocRules::kStrict),
              HasError("space order 31 above 29 (is this a MOC of time?)"));
  const auto time =
      ReadMocFile(Path("mocpy/tmoc.ascii.txt"), MocRules::kStrict, MocDimension::kTime);
  EXPECT_EQ(time->moc, ReadMocFile(Path("mocpy/TMOC.fits"), MocRules::kStrict)->moc);
  const std::string json = Path("mocpy/STMOC-test4FX.json");
  EXPECT_THAT(ReadMocFile(json, MocRules::kStrict), IsOk());
}

}  // namespace
}  // namespace coincide
