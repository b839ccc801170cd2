#include "model/prediction/connected_components.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace sonolist::model {
namespace {

std::vector<std::uint8_t> labels_of(const std::vector<std::string>& rows) {
  std::vector<std::uint8_t> labels;
  for (const auto& row : rows) {
    for (const char letter : row) labels.push_back(letter == '.' ? 0 : static_cast<std::uint8_t>(letter - '0'));
  }
  return labels;
}

TEST(FindParts, JoinsOverEdgesAndCornersWithinAClass) {
  const auto found = find_parts(labels_of({"1..2.",  //
                                           ".1.2.",  //
                                           "..1.1",  //
                                           "2.221"}),
                                4, 5);
  ASSERT_EQ(found.parts.size(), 5u);
  const std::vector<std::pair<int, int>> expected = {{1, 3}, {2, 2}, {1, 2}, {2, 1}, {2, 2}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(found.parts[i].label, expected[i].first) << i;
    EXPECT_EQ(found.parts[i].area, expected[i].second) << i;
  }
  const std::vector<std::int32_t> map = {0,  -1, -1, 1,  -1,  //
                                         -1, 0,  -1, 1,  -1,  //
                                         -1, -1, 0,  -1, 2,   //
                                         3,  -1, 4,  4,  2};
  EXPECT_EQ(found.of_pixel, map);
}

TEST(FindParts, JoinsBranchesThatMeetLater) {
  const auto found = find_parts(labels_of({"1.1.1",  //
                                           "1.1.1",  //
                                           "11111"}),
                                3, 5);
  ASSERT_EQ(found.parts.size(), 1u);
  EXPECT_EQ(found.parts[0].area, 11);
}

TEST(FindParts, AnEmptyMapHasNone) {
  EXPECT_TRUE(find_parts(labels_of({"...", "..."}), 2, 3).parts.empty());
}

// Against a flood fill, on random maps dense enough for odd shapes.
TEST(FindParts, EqualsAFloodFill) {
  constexpr int kRows = 23, kCols = 31;
  std::mt19937 random(5);
  for (int round = 0; round < 20; ++round) {
    std::vector<std::uint8_t> labels(kRows * kCols);
    for (auto& label : labels) label = static_cast<std::uint8_t>(random() % 3);
    const auto found = find_parts(labels, kRows, kCols);
    std::vector<int> seen(labels.size(), 0);
    std::size_t parts = 0;
    for (int start = 0; start < kRows * kCols; ++start) {
      if (labels[start] == 0 || seen[start] != 0) continue;
      ASSERT_LT(parts, found.parts.size());
      std::vector<int> open = {start};
      seen[start] = 1;
      std::int64_t area = 0;
      while (!open.empty()) {
        const int pixel = open.back();
        open.pop_back();
        ++area;
        ASSERT_EQ(found.of_pixel[pixel], static_cast<std::int32_t>(parts));
        for (int dy = -1; dy <= 1; ++dy) {
          for (int dx = -1; dx <= 1; ++dx) {
            const int y = pixel / kCols + dy, x = pixel % kCols + dx, next = y * kCols + x;
            if (y < 0 || y >= kRows || x < 0 || x >= kCols || seen[next] != 0 || labels[next] != labels[start])
              continue;
            seen[next] = 1;
            open.push_back(next);
          }
        }
      }
      EXPECT_EQ(found.parts[parts].area, area);
      EXPECT_EQ(found.parts[parts].label, labels[start]);
      ++parts;
    }
    EXPECT_EQ(parts, found.parts.size());
  }
}

}  // namespace
}  // namespace sonolist::model
