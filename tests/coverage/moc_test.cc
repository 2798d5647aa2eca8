// Worked examples of MOC forms, and what no reader takes.

#include "coincide/coverage/moc.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "coincide/coverage/moc_fits.h"
#include "coincide/coverage/moc_json.h"
#include "coincide/coverage/moc_text.h"
#include "tests/support/moc_files.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::AsBytes;
using ::testing::ElementsAre;
using testing::HasError;
using testing::IsOk;

absl::StatusOr<MocRead> Text(const std::string& text,
                             MocDimension without_prefix = MocDimension::kSpace) {
  return ReadMocText(text, MocRules::kPermissive, without_prefix);
}
absl::StatusOr<MocRead> Json(const std::string& text) {
  return ReadMocJson(text, MocRules::kPermissive);
}
absl::StatusOr<MocRead> Fits(const std::string& bytes, MocRules rules = MocRules::kPermissive) {
  return ReadMocFits(AsBytes(bytes), rules);
}

constexpr uint64_t Leaf(int order, uint64_t cell) { return cell << (2 * (29 - order)); }

TEST(MocText, ExampleOfTheStandard) {
  const auto read = ReadMocText("1/1 2 4 2/12-14 21 23 25 8/", MocRules::kStrict);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->moc.space_order, 8);
  EXPECT_THAT(read->moc.leaves,
              ElementsAre(LeafRange{Leaf(1, 1), Leaf(2, 15)}, LeafRange{Leaf(1, 4), Leaf(1, 5)},
                          LeafRange{Leaf(2, 21), Leaf(2, 22)}, LeafRange{Leaf(2, 23), Leaf(2, 24)},
                          LeafRange{Leaf(2, 25), Leaf(2, 26)}));
  EXPECT_EQ(WriteMocText(read->moc).value(), "1/1-2 4 2/12-14 21 23 25 8/");
}

TEST(MocText, SpaceTimeExampleOfTheStandard) {
  const std::string text = "t61/1 s29/0-2 t61/3 s28/0 t60/2 61/6 s29/2 5";
  const auto read = ReadMocText(text, MocRules::kStrict);
  ASSERT_THAT(read, IsOk());
  ASSERT_EQ(read->moc.elements.size(), 3u);
  EXPECT_THAT(read->moc.elements[2].times, ElementsAre(TcbRange{4, 7}));
  EXPECT_THAT(read->moc.elements[2].leaves, ElementsAre(LeafRange{2, 3}, LeafRange{5, 6}));
  EXPECT_EQ(WriteMocText(read->moc).value(), text);
  // The grammar gives an order to each part; ours go to the last element.
  Moc coarse = ReadMocText("t30/1 s3/1 t30/4 s3/2 t40/ s9/", MocRules::kStrict)->moc;
  EXPECT_EQ(WriteMocText(coarse).value(), "t30/1 s3/1 t30/4 40/ s3/2 9/");
}

TEST(MocText, Separators) {
  const Moc moc = Text("3/1 4")->moc;
  for (const char* text :
       {"\n 3/1\r\n4 \n", "s3/1 4", "3/ 1 4", "3/1 3/4", "s 3/1 4", "3/1 4 3/"}) {
    ASSERT_THAT(ReadMocText(text, MocRules::kStrict), IsOk()) << text;
    EXPECT_EQ(ReadMocText(text, MocRules::kStrict)->moc, moc) << text;
  }
}

TEST(MocText, Errors) {
  const auto time = [](const char* text) { return Text(text, MocDimension::kTime); };
  EXPECT_THAT(Text(""), HasError("MOC text: byte 0: no text"));
  EXPECT_THAT(Text(" \n"), HasError("no text"));
  EXPECT_THAT(Text("abc"), HasError("byte 0: expected a number, s or t"));
  EXPECT_THAT(Text("3/1 x"), HasError("byte 4: expected a number"));
  EXPECT_THAT(Text("30/1"), HasError("byte 0: space order 30 above 29"));
  EXPECT_THAT(time("62/1"), HasError("byte 0: time order 62 above 61"));
  EXPECT_THAT(Text("3/1 768"), HasError("byte 4: no cell 768 in space order 3"));
  EXPECT_THAT(time("3/16"), HasError("byte 2: no cell 16 in time order 3"));
  EXPECT_THAT(Text("3/9-2"), HasError("byte 2: run of cells ends before it begins"));
  EXPECT_THAT(Text("7 3/1"), HasError("byte 0: cell before any order"));
  EXPECT_THAT(Text("3/1-"), HasError("byte 4: expected a number"));
  EXPECT_THAT(Text("3/-1"), HasError("byte 2"));
  EXPECT_THAT(Text("3/1-2-3"), HasError("byte 5"));
  EXPECT_THAT(Text("3//1"), HasError("byte 2"));
  EXPECT_THAT(Text("3/1/2"), HasError("byte 3"));
  EXPECT_THAT(Text("/1"), HasError("byte 0"));
  EXPECT_THAT(Text("29/18446744073709551616"), HasError("byte 3: number above 2^64 - 1"));
  EXPECT_THAT(Text("29/18446744073709551615"), HasError("byte 3: no cell"));
  EXPECT_THAT(Text("f50/1"), HasError("frequency"));
  EXPECT_THAT(Text("s"), HasError("expected an order"));
  EXPECT_THAT(Text("s3/1 t61/1"), HasError("byte 0: expected t"));
  EXPECT_THAT(Text("t61/1 s3/1 t61/5"), HasError("byte 16: times without a coverage"));
  EXPECT_THAT(Text("t61/1 t61/3 s3/1"), HasError("byte 6: expected s"));
  EXPECT_THAT(Text("3/1 t61/1 s3/1"), HasError("expected t"));
  EXPECT_EQ(Text("").status().code(), absl::StatusCode::kDataLoss);
}

TEST(MocJson, ExampleOfTheStandard) {
  const auto read =
      ReadMocJson(R"({"1":[1,2,4], "2":[12,13,14,21,23,25], "8":[]})", MocRules::kStrict);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->moc, Text("1/1 2 4 2/12-14 21 23 25 8/")->moc);
  EXPECT_EQ(WriteMocJson(read->moc).value(), R"({"1":[1,2,4],"2":[12,13,14,21,23,25],"8":[]})");
  // With a prefix, and elements listed in two ways.
  EXPECT_EQ(Json(R"({"s":{"3":[1]}})")->moc, Text("3/1")->moc);
  EXPECT_EQ(Json(R"({"t":{"3":[1]}})")->moc, Text("t3/1")->moc);
  const Moc both = Text("t61/0 s29/0-2 t61/2 s28/0")->moc;
  const char* const in_one = R"([{"t":{"61":[0]},"s":{"29":[0,1,2]}},{"t":{"61":[2]},
      "s":{"28":[0]}},{"t":{"61":[]},"s":{"29":[]}}])";
  EXPECT_EQ(ReadMocJson(in_one, MocRules::kStrict)->moc, both);
  const char* const in_two =
      R"([{"t":{"61":[0]}},{"s":{"29":[0,1,2]}},{"t":{"61":[2]}},{"s":{"28":[0]}}])";
  EXPECT_EQ(ReadMocJson(in_two, MocRules::kStrict)->moc, both);
  EXPECT_EQ(WriteMocJson(both).value(),
            R"([{"t":{"61":[0]},"s":{"29":[0,1,2]}},{"t":{"61":[2]},"s":{"28":[0]}}])");
}

TEST(MocJson, Errors) {
  EXPECT_THAT(Json(""), HasError("MOC JSON: byte 0: no text"));
  EXPECT_THAT(Json("{}"), HasError("byte 0: no order"));
  EXPECT_THAT(Json(R"({"t"})"), HasError("byte 4: expected :"));
  EXPECT_THAT(Json(R"({"3"})"), HasError("byte 4: expected :"));
  EXPECT_THAT(Json(R"([{"t"}])"), HasError("byte 5: expected :"));
  EXPECT_THAT(Json(R"({"s":{"3"}})"), HasError("byte 9: expected :"));
  EXPECT_THAT(Json("[]"), HasError("byte 0: no element"));
  EXPECT_THAT(Json("null"), HasError("byte 0: expected {"));
  EXPECT_THAT(Json(R"({"3":[1]} x)"), HasError("byte 10: something after the end"));
  EXPECT_THAT(Json(R"({"3":[1]}{)"), HasError("byte 9: something after the end"));
  EXPECT_THAT(Json(R"({"3":[1.5]})"), HasError("byte 7: expected ,"));
  EXPECT_THAT(Json(R"({"3":[-1]})"), HasError("byte 6: expected a whole number"));
  EXPECT_THAT(Json(R"({"3":[01]})"), HasError("byte 6: number with a leading zero"));
  EXPECT_THAT(Json(R"({"3":[768]})"), HasError("byte 6: no cell 768 in space order 3"));
  EXPECT_THAT(Json(R"({"30":[1]})"), HasError("byte 1: expected a space order from 0 to 29"));
  EXPECT_THAT(Json(R"({"s":{"3x":[1]}})"), HasError("expected a space order"));
  EXPECT_THAT(Json(R"({"x":{"3":[1]}})"), HasError("byte 1: expected the key s or t"));
  EXPECT_THAT(Json(R"([{"f":{"3":[1]},"s":{"3":[1]}}])"), HasError("frequency"));
  EXPECT_THAT(Json(R"([{"t":{"3":[1]}}])"), HasError("times without a coverage"));
  EXPECT_THAT(Json(R"([{"s":{"3":[1]}},{"t":{"3":[1]}}])"), HasError("expected t"));
  EXPECT_THAT(Json(R"([{"t":{"3":[1]},"t":{"3":[1]}}])"), HasError("key given twice"));
  EXPECT_THAT(Json(R"([{"3":[1]}])"), HasError("expected the key s or t"));
  EXPECT_THAT(Json(std::string(100000, '[')), HasError("byte 1: expected {"));
}

// A MOC file of ours with one card replaced, or taken out.
std::string WithCard(std::string bytes, const std::string& keyword, const std::string& value) {
  const std::string key = (keyword + std::string(8, ' ')).substr(0, 8) + "= ";
  const size_t at = bytes.rfind(key);
  EXPECT_NE(at, std::string::npos) << keyword;
  std::string card = value.empty() ? "COMMENT" : key + value;
  card.resize(80, ' ');
  return bytes.replace(at, 80, card);
}

std::string Space() { return WriteMocFits(Text("3/1 4-6 5/7")->moc).value(); }
std::string SpaceRange() {
  return WriteMocFits(Text("3/1 4-6 5/7")->moc, MocPacking::kRange).value();
}
std::string SpaceTime() { return WriteMocFits(Text("t40/5 s3/1 t40/9 s3/4")->moc).value(); }

// The same with one value of the table replaced.
std::string WithValue(std::string bytes, size_t row, uint64_t value, size_t width) {
  for (size_t i = 0; i < width; ++i) {
    bytes[5760 + row * width + i] =
        static_cast<char>(static_cast<unsigned char>(value >> (8 * (width - 1 - i))));
  }
  return bytes;
}

TEST(MocFits, CardsErrors) {
  const auto with = [](const char* keyword, const char* value) {
    return Fits(WithCard(Space(), keyword, value));
  };
  EXPECT_THAT(Fits(""), HasError("MOC FITS: byte 0: not a FITS file"));
  EXPECT_THAT(Fits("SIMPLE  = T"), HasError("byte 11: ends within a header"));
  EXPECT_THAT(Fits(Space().substr(0, 2880)), HasError("byte 2880: no binary table"));
  EXPECT_THAT(with("XTENSION", "'IMAGE   '"), HasError("no binary table"));
  EXPECT_THAT(with("MOCVERS", "'2.1'"), HasError("MOC version 2.1 of dimension SPACE"));
  EXPECT_THAT(with("MOCDIM", "'FREQUENCY'"), HasError("dimension FREQUENCY"));
  EXPECT_THAT(with("MOCDIM", "'SPACETIME'"), HasError("dimension SPACETIME"));
  EXPECT_THAT(with("MOCDIM", "'TIME'"), HasError("ORDERING NUNIQ for a MOC of time"));
  EXPECT_THAT(with("ORDERING", "'RING'"), HasError("ORDERING is 'RING'"));
  EXPECT_THAT(with("COORDSYS", "'G'"), HasError("COORDSYS is 'G'"));
  EXPECT_THAT(with("TFIELDS", "2"), HasError("a table of 2 columns"));
  EXPECT_THAT(with("TFORM1", "'1D'"), HasError("TFORM1 is '1D'"));
  EXPECT_THAT(with("TFORM1", "'0J'"), HasError("TFORM1 is '0J'"));
  EXPECT_THAT(with("TFORM1", "'1K'"), HasError("NAXIS1 is 4"));
  EXPECT_THAT(with("TFORM1", "'99999999999999999999J'"), HasError("TFORM1"));
  EXPECT_THAT(with("NAXIS2", "800"), HasError("ends in row 720 of 800"));
  EXPECT_THAT(with("NAXIS2", "9223372036854775807"), HasError("ends before its"));
  EXPECT_THAT(with("NAXIS2", "9223372036854775808"), HasError("not a whole number"));
  EXPECT_THAT(with("NAXIS2", "-1"), HasError("NAXIS2 is '-1', below 0"));
  EXPECT_THAT(with("NAXIS2", ""), HasError("NAXIS2 is missing"));
  EXPECT_THAT(with("NAXIS", "1"), HasError("fewer bytes of data than of rows"));
  EXPECT_THAT(with("GCOUNT", "9223372036854775807"), HasError("more than 2^62 bytes"));
  EXPECT_THAT(with("MOCORD_S", "30"), HasError("MOCORD_S is 30, not within 0 to 29"));
  EXPECT_THAT(with("MOCORD_S", "-1"), HasError("MOCORD_S is -1"));
  EXPECT_THAT(with("MOCORD_S", "five"), HasError("MOCORD_S is 'five', not a whole number"));
  EXPECT_THAT(with("MOCTOOL", "\x07"), HasError("printable ASCII"));
  EXPECT_THAT(Fits(WithCard(SpaceTime(), "TIMESYS", "'UTC'")), HasError("TIMESYS is 'UTC'"));
  EXPECT_EQ(Fits("").status().code(), absl::StatusCode::kDataLoss);
}

TEST(MocFits, ScaledColumnsAreErrors) {
  std::string bytes = Space();
  std::string card = "TZERO1  = 2147483648";
  card.resize(80, ' ');
  bytes.replace(bytes.rfind("MOCTOOL ="), 80, card);
  EXPECT_THAT(Fits(bytes), HasError("TZERO1 scales the column"));
}

TEST(MocFits, ValueErrors) {
  const auto uniq = [](size_t row, uint64_t value) {
    return Fits(WithValue(Space(), row, value, 4));
  };
  EXPECT_THAT(uniq(1, 3), HasError("row 1: NUNIQ value 3 is no cell"));
  EXPECT_THAT(uniq(4, UINT32_MAX), HasError("row 4: NUNIQ value -1 is no cell"));
  const std::string wide = WriteMocFits(Text("29/5")->moc).value();
  EXPECT_THAT(Fits(WithValue(wide, 0, uint64_t{1} << 62, 8)), HasError("row 0: NUNIQ value"));
  EXPECT_THAT(Fits(WithValue(wide, 0, (uint64_t{1} << 62) - 1, 8)), IsOk());
  const auto range = [](size_t row, uint64_t value) {
    return Fits(WithValue(SpaceRange(), row, value, 8));
  };
  EXPECT_THAT(range(1, 0), HasError("row 0: space range ["));
  EXPECT_THAT(range(1, 0), HasError("ends before it begins"));
  EXPECT_THAT(range(5, kLeafCount + 1), HasError("row 5: space range ends at"));
  EXPECT_THAT(range(5, UINT64_MAX), HasError("row 5: space range ends at"));
  EXPECT_THAT(Fits(WithCard(SpaceRange(), "NAXIS2", "5")),
              HasError("row 4: a space range without an end"));
  const auto both = [](size_t row, uint64_t value) {
    return Fits(WithValue(SpaceTime(), row, value, 8));
  };
  EXPECT_THAT(both(0, 5), HasError("row 0: a coverage without times"));
  EXPECT_THAT(both(1, 5), HasError("row 0: a time range without an end"));
  EXPECT_THAT(both(1, kTcbEnd | uint64_t{1} << 63), IsOk());
  EXPECT_THAT(both(1, (kTcbEnd + 1) | uint64_t{1} << 63), IsOk()) << "the negation of a time";
  EXPECT_THAT(Fits(WithCard(SpaceTime(), "NAXIS2", "6")),
              HasError("row 4: times without a coverage"));
}

TEST(MocFits, EllipsoidIsKept) {
  for (const Ellipsoid& ellipsoid :
       {Ellipsoid::Wgs84(), Ellipsoid::Grs80(), Ellipsoid::Sphere(),
        *Ellipsoid::Create(3396190.1234567891, 169.89444722361179), *Ellipsoid::Create(1e-9, 0)}) {
    Moc moc = Text("3/1")->moc;
    moc.ellipsoid = ellipsoid;
    const std::string bytes = WriteMocFits(moc).value();
    const auto read = Fits(bytes, MocRules::kStrict);
    ASSERT_THAT(read, IsOk());
    EXPECT_EQ(read->moc.ellipsoid, ellipsoid);
    EXPECT_EQ(ToCoverage(read->moc)->ellipsoid(), ellipsoid);
    EXPECT_EQ(ToMoc(*ToCoverage(read->moc)), moc);
    EXPECT_THAT(Fits(WithCard(bytes, "ELLIPS_A", "")), HasError("without the other"));
    EXPECT_THAT(Fits(WithCard(bytes, "ELLIPSRF", "1.0")), HasError("no ellipsoid"));
  }
  EXPECT_EQ(ToCoverage(Text("3/1")->moc, Ellipsoid::Grs80())->ellipsoid(), Ellipsoid::Grs80());
}

TEST(MocFits, SkipsImagesBeforeTheTable) {
  std::string image = "XTENSION= 'IMAGE   '";
  const auto add = [&image](const char* card) {
    image.resize((image.size() + 79) / 80 * 80, ' ');
    image += card;
  };
  for (const char* card : {"BITPIX  = -32", "NAXIS   = 2", "NAXIS1  = 30", "NAXIS2  = 30",
                           "PCOUNT  = 0", "GCOUNT  = 1", "END"}) {
    add(card);
  }
  image.resize(2880, ' ');
  image.resize(2880 + 2 * 2880, '\0');
  std::string bytes = Space();
  const Moc moc = Fits(bytes)->moc;
  bytes.insert(2880, image);
  ASSERT_THAT(Fits(bytes, MocRules::kStrict), IsOk());
  EXPECT_EQ(Fits(bytes)->moc, moc);
}

TEST(Moc, WritersCheckTheInvariant) {
  const auto error = [](const Moc& moc) { return WriteMocText(moc).status(); };
  Moc space = Text("3/1 4-6")->moc;
  EXPECT_THAT(error(space), IsOk());
  Moc bad = space;
  bad.space_order = 2;
  EXPECT_THAT(error(bad), HasError("leaves[0]"));
  EXPECT_EQ(error(bad).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(WriteMocJson(bad), HasError("not made of cells of order 2"));
  EXPECT_THAT(WriteMocFits(bad), HasError("not made of cells of order 2"));
  bad.space_order = 30;
  EXPECT_THAT(error(bad), HasError("space order 30 is not within 0 to 29"));
  bad = space;
  std::swap(bad.leaves[0], bad.leaves[1]);
  EXPECT_THAT(error(bad), HasError("leaves[1]"));
  bad = space;
  bad.dimension = MocDimension::kTime;
  EXPECT_THAT(error(bad), HasError("space order 3"));
  Moc both = Text("t40/5 s3/1 t40/9 s3/4")->moc;
  bad = both;
  std::swap(bad.elements[0], bad.elements[1]);
  EXPECT_THAT(error(bad), HasError("elements[1] has times before"));
  bad = both;
  bad.elements[1].leaves = bad.elements[0].leaves;
  EXPECT_THAT(error(bad), HasError("elements[1] has the leaves of the one before"));
  bad = both;
  bad.elements[1].times.clear();
  EXPECT_THAT(error(bad), HasError("elements[1] has no times"));
  EXPECT_THAT(ToCoverage(both), HasError("of space alone"));
}

}  // namespace
}  // namespace coincide
