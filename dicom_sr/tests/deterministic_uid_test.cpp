#include "dicom_sr/uid/deterministic_uid.h"

#include <gtest/gtest.h>

namespace sonolist::dicom {
namespace {

// Expected by Python: "2.25.%d" % uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, "urn:sonolist"), "seg|1.2.3|model|1").int
TEST(DeterministicUid, IsTheVersion5UuidAsDecimal) {
  EXPECT_EQ(deterministic_uid("seg|1.2.3|model|1"), "2.25.101686643694119639322481220169186146217");
}

TEST(DeterministicUid, DiffersForDifferentNamesAndIsValid) {
  EXPECT_NE(deterministic_uid("a"), deterministic_uid("b"));
  EXPECT_EQ(deterministic_uid("a"), deterministic_uid("a"));
  EXPECT_TRUE(is_valid_uid(deterministic_uid("")));
  EXPECT_LE(deterministic_uid("a").size(), 44U);
}

TEST(RandomUid, IsValidAndFresh) {
  const std::string uid = random_uid();
  EXPECT_TRUE(is_valid_uid(uid));
  EXPECT_NE(uid, random_uid());
}

TEST(IsValidUid, FollowsTheRulesOfPs35) {
  EXPECT_TRUE(is_valid_uid("1.2.840.10008.5.1.4.34.6.1"));
  EXPECT_TRUE(is_valid_uid("0.0"));
  EXPECT_TRUE(is_valid_uid(std::string(64, '1')));
  EXPECT_FALSE(is_valid_uid(std::string(65, '1')));
  for (const char* wrong : {"", ".", "1.", ".1", "1..2", "1.02", "1.2a", "1.2 ", "-1.2"}) {
    EXPECT_FALSE(is_valid_uid(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace sonolist::dicom
