#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

#include "dicom_sr/tests/temporary_folder.h"
#include "processor/error.h"
#include "processor/quarantine/crash_journal.h"
#include "processor/quarantine/journal_file.h"

namespace sonolist::processor {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using Work = CrashJournal::Work;

class CrashJournalTest : public testing::Test {
 protected:
  std::unique_ptr<CrashJournal> open() const {
    return std::make_unique<CrashJournal>(folder_.path("state"), "one", Log::silent());
  }
  // What a processor leaves that ends while it works on these.
  void crash_with(const std::multiset<std::string>& inputs) const {
    std::filesystem::create_directories(folder_.path("state"));
    const std::string path = journal_path(folder_.path("state"), "one");
    JournalContent content = read_journal(path).value_or(JournalContent{});
    content.in_work = inputs;
    write_journal(path, content);
  }
  dicom::test::TemporaryFolder folder_;
};

FailureClass refusal_of(CrashJournal& journal, const std::string& input) {
  try {
    const Work work(journal, input);
  } catch (const ProcessorError& error) {
    return error.failure_class();
  }
  ADD_FAILURE() << input << " was not refused";
  return FailureClass::kInternal;
}

TEST_F(CrashJournalTest, EntryIsOnDiskWhileTheInputIsInWork) {
  const auto journal = open();
  const std::string path = journal_path(folder_.path("state"), "one");
  {
    const Work work(*journal, "1.2");
    EXPECT_THAT(read_journal(path)->in_work, ElementsAre("1.2"));
  }
  EXPECT_THAT(read_journal(path)->in_work, IsEmpty());
  EXPECT_THAT(journal->crashes(), IsEmpty());
}

TEST_F(CrashJournalTest, TwoCrashesAreTheQuarantine) {
  crash_with({"1.2"});
  EXPECT_THAT(open()->crashes(), ElementsAre(Pair("1.2", 1)));
  crash_with({"1.2"});
  const auto journal = open();
  EXPECT_EQ(refusal_of(*journal, "1.2"), FailureClass::kInput);
  const Work other(*journal, "1.3");
}

TEST_F(CrashJournalTest, SuccessClearsTheCount) {
  crash_with({"1.2"});
  {
    const auto journal = open();
    Work work(*journal, "1.2");
    work.succeeded();
  }
  EXPECT_THAT(open()->crashes(), IsEmpty());
}

TEST_F(CrashJournalTest, FailureKeepsTheCount) {
  crash_with({"1.2"});
  {
    const auto journal = open();
    const Work work(*journal, "1.2");
  }
  EXPECT_THAT(open()->crashes(), ElementsAre(Pair("1.2", 1)));
}

TEST_F(CrashJournalTest, SuspectIsWorkedOnAlone) {
  crash_with({"1.2", "1.3"});
  const auto journal = open();
  std::atomic<bool> innocent_runs{true};
  auto innocent = std::make_unique<Work>(*journal, "1.4");
  std::thread suspect([&] {
    const Work work(*journal, "1.2");
    EXPECT_FALSE(innocent_runs) << "the suspect must wait for the others";
    EXPECT_THAT(read_journal(journal_path(folder_.path("state"), "one"))->in_work, ElementsAre("1.2"));
  });
  innocent_runs = false;
  innocent.reset();
  suspect.join();
}

TEST_F(CrashJournalTest, ClearGivesAnotherTry) {
  crash_with({"1.2"});
  open();
  crash_with({"1.2"});
  open()->clear();
  EXPECT_THAT(read_crashes(folder_.path("state"), "one"), IsEmpty());
  const auto journal = open();
  const Work work(*journal, "1.2");
}

TEST_F(CrashJournalTest, IsHeldByOneProcess) {
  const auto journal = open();
  EXPECT_THROW(open(), ProcessorError);
  EXPECT_NO_THROW(CrashJournal(folder_.path("state"), "two", Log::silent()));
}

TEST_F(CrashJournalTest, DamagedFileIsBegunAnew) {
  open();
  std::ofstream(journal_path(folder_.path("state"), "one")) << "{\"InWork\": 3";
  EXPECT_THROW(read_crashes(folder_.path("state"), "one"), ProcessorError);
  EXPECT_THAT(open()->crashes(), IsEmpty());
}

TEST_F(CrashJournalTest, FolderThatCannotBeMadeIsAConfigurationFailure) {
  std::ofstream(folder_.path("file")) << "x";
  EXPECT_THROW(CrashJournal(folder_.path("file") + "/below", "one", Log::silent()), ProcessorError);
}

TEST(JournalPath, HoldsPlainCharactersOnly) {
  EXPECT_EQ(journal_path("/state", "GPU 1/..x"), "/state/GPU_1___x.journal.json");
}

}  // namespace
}  // namespace sonolist::processor
