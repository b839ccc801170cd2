#include "plugin/worklist/date_time.h"

#include <gtest/gtest.h>

#include "plugin/ups_rs/range_key.h"

namespace sonolist::plugin {
namespace {

std::string first_of(const char* text) {
  return format_date_time(parse_date_time(text)->first);
}
std::string last_of(const char* text) {
  return format_date_time(parse_date_time(text)->last);
}

TEST(DateTime, StandsForItsPrecision) {
  EXPECT_EQ(first_of("2026"), "20260101000000.000000+0000");
  EXPECT_EQ(last_of("2026"), "20261231235959.999999+0000");
  EXPECT_EQ(last_of("202612"), "20261231235959.999999+0000");
  EXPECT_EQ(last_of("20240229"), "20240229235959.999999+0000");
  EXPECT_EQ(last_of("2026030112"), "20260301125959.999999+0000");
  EXPECT_EQ(first_of("20260301120000.25"), "20260301120000.250000+0000");
  EXPECT_EQ(last_of("20260301120000.25"), "20260301120000.259999+0000");
}

TEST(DateTime, HonoursTheTimeZone) {
  EXPECT_EQ(first_of("20260301003000+0100"), "20260228233000.000000+0000");
  EXPECT_EQ(first_of("20260301003000-0530"), "20260301060000.000000+0000");
}

class NoDateTime : public testing::TestWithParam<const char*> {};
TEST_P(NoDateTime, IsRefused) {
  EXPECT_FALSE(parse_date_time(GetParam()));
}
INSTANTIATE_TEST_SUITE_P(Malformed, NoDateTime,
                         testing::Values("", "26", "20261301", "20260230", "2026030125", "20260301x", "20260301120000.",
                                         "20260301120000.1234567", "20260301+01", "20260301+1500"));

TEST(RangeKey, MayBeOpenAtOneEnd) {
  const auto until = parse_range_key("-20260301120000.000000+0000");
  ASSERT_TRUE(until);
  EXPECT_FALSE(until->first);
  EXPECT_EQ(format_date_time(*until->last), "20260301120000.000000+0000");
  const auto from = parse_range_key("20260301-");
  ASSERT_TRUE(from);
  EXPECT_EQ(format_date_time(*from->first), "20260301000000.000000+0000");
  EXPECT_FALSE(from->last);
}

TEST(RangeKey, DistinguishesRangeFromTimeZone) {
  const auto range = parse_range_key("20260301-20260302");
  ASSERT_TRUE(range);
  EXPECT_EQ(format_date_time(*range->last), "20260302235959.999999+0000");
  const auto zones = parse_range_key("20260301-0500-20260302-0500");
  ASSERT_TRUE(zones);
  EXPECT_EQ(format_date_time(*zones->first), "20260301050000.000000+0000");
  EXPECT_EQ(format_date_time(*zones->last), "20260303045959.999999+0000");
}

TEST(RangeKey, AcceptsAPlusThatBecameASpace) {
  const auto until = parse_range_key("-20260301120000 0000");
  ASSERT_TRUE(until);
  EXPECT_EQ(format_date_time(*until->last), "20260301120000.999999+0000");
}

TEST(RangeKey, RefusesNonsense) {
  EXPECT_FALSE(parse_range_key("-"));
  EXPECT_FALSE(parse_range_key("soon-later"));
}

}  // namespace
}  // namespace sonolist::plugin
