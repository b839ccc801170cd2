#include "model/pictures/folder_cache.h"

#include <gmock/gmock.h>

#include <fstream>
#include <set>

#include "model/error.h"
#include "model/pictures/index_png.h"
#include "model/pictures/picture_file.h"
#include "model/tests/temporary_folder.h"

namespace sonolist::model {
namespace {

using ::testing::HasSubstr;

class FolderCache : public ::testing::Test {
 protected:
  FolderCache() {
    for (const char* folder : {"images", "masks"}) std::filesystem::create_directory(folder_.file(folder));
    options_.pictures_folder = folder_.file("images");
    options_.masks_folder = folder_.file("masks");
    options_.height = options_.width = 4;
    add("a", 50);
    add("b", 100);
  }

  void add(const std::string& name, int grey) const {
    write_picture(cv::Mat(8, 8, CV_8UC1, cv::Scalar(grey)), folder_.file("images/" + name + ".png"));
    write_index_png({8, 8, std::vector<std::uint8_t>(64, 1)}, folder_.file("masks/" + name + ".png"));
  }

  PackedDataset load() {
    return pack_through_cache(options_, folder_.file("cache"), [&](const std::string& sentence) { told_ = sentence; });
  }

  std::filesystem::path cached_file() const {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.file("cache"))) files.push_back(entry.path());
    EXPECT_EQ(files.size(), 1U);
    return files.at(0);
  }

  testing::TemporaryFolder folder_;
  PictureFolderOptions options_;
  std::string told_;
};

TEST_F(FolderCache, GivesTheSameDataSetTheSecondTime) {
  const auto first = load();
  EXPECT_THAT(told_, HasSubstr("packed"));
  const auto second = load();
  EXPECT_THAT(told_, HasSubstr("unchanged"));
  EXPECT_EQ(first.pictures, second.pictures);
  EXPECT_EQ(first.labels, second.labels);
  EXPECT_EQ(first.names, second.names);
  EXPECT_EQ(first.groups, second.groups);
  const auto permissions = std::filesystem::status(cached_file()).permissions();
  EXPECT_EQ(permissions, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(FolderCache, ForgetsWhatHasChanged) {
  load();
  const auto key = folder_key(options_);
  add("c", 150);
  EXPECT_NE(folder_key(options_), key);
  EXPECT_EQ(load().count, 3);
}

TEST_F(FolderCache, HasAKeyForEveryOption) {
  const auto key = folder_key(options_);
  EXPECT_EQ(folder_key(options_), key);
  const auto changed = [&](auto change) {
    auto options = options_;
    change(options);
    return folder_key(options);
  };
  std::ofstream(folder_.file("groups.csv")) << "a,x\nb,y\n";
  const std::vector<std::string> keys{key,
                                      changed([](auto& o) { o.height = 5; }),
                                      changed([](auto& o) { o.width = 5; }),
                                      changed([](auto& o) { o.classes = {"nerve"}; }),
                                      changed([](auto& o) { o.labels = parse_label_table("1=nerve"); }),
                                      changed([](auto& o) { o.labels = parse_label_table("1=nerve,2=nerve"); }),
                                      changed([](auto& o) { o.groups.block_size = 1; }),
                                      changed([](auto& o) { o.groups.pattern = "(.)"; }),
                                      changed([&](auto& o) { o.groups.table = folder_.file("groups.csv"); }),
                                      changed([](auto& o) { o.source = "there"; }),
                                      changed([&](auto& o) { o.masks_folder = folder_.file("images"); })};
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), keys.size());
  const auto with_table = changed([&](auto& o) { o.groups.table = folder_.file("groups.csv"); });
  std::ofstream(folder_.file("groups.csv")) << "a,x\nb,x \n\n";
  EXPECT_NE(changed([&](auto& o) { o.groups.table = folder_.file("groups.csv"); }), with_table);
}

TEST_F(FolderCache, PacksAgainWhatIsDamaged) {
  load();
  std::filesystem::resize_file(cached_file(), 20);
  EXPECT_EQ(load().count, 2);
  EXPECT_EQ(read_packed(cached_file().string()).count, 2);
}

TEST_F(FolderCache, IsNoFailureWhereItCannotBeWritten) {
  std::ofstream(folder_.file("cache")) << "a file, no folder";
  EXPECT_EQ(load().count, 2);
  EXPECT_THAT(told_, HasSubstr("not kept"));
}

TEST_F(FolderCache, NamesAFolderThatIsMissing) {
  options_.masks_folder = folder_.file("nowhere");
  EXPECT_THROW(load(), ModelError);
}

TEST_F(FolderCache, LeavesNothingUnfinished) {
  load();
  EXPECT_EQ(cached_file().extension(), ".pack");
}

}  // namespace
}  // namespace sonolist::model
