#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "processor/program/command_line.h"

namespace sonolist::processor {
namespace {

ParsedCommandLine parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "sonolist-processor");
  return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

TEST(CommandLine, FlagsOverrideTheDefaults) {
  const auto parsed =
      parse({"--url", "http://pacs/dw/", "--package", "a", "--package", "b", "--threads", "2", "--once"});
  ASSERT_TRUE(parsed.command_line);
  EXPECT_EQ(parsed.command_line->configuration.worklists.front().dicom_web_url, "http://pacs/dw");
  EXPECT_THAT(parsed.command_line->configuration.packages, testing::ElementsAre("a", "b"));
  EXPECT_EQ(parsed.command_line->configuration.threads, 2);
  EXPECT_TRUE(parsed.command_line->once);
  EXPECT_EQ(parsed.command_line->configuration.device, "auto");
}

TEST(CommandLine, Monitoring) {
  EXPECT_EQ(parse({}).command_line->configuration.monitoring.port, 8044);
  const auto other = parse({"--monitoring-port", "0"}).command_line->configuration.monitoring;
  EXPECT_EQ(other.port, 0);
  EXPECT_TRUE(other.enable);
  EXPECT_FALSE(parse({"--no-monitoring"}).command_line->configuration.monitoring.enable);
  EXPECT_TRUE(parse({"--no-monitoring", "--monitoring-port", "9100"}).early_exit);
  EXPECT_TRUE(parse({"--monitoring-port", "65536"}).early_exit);
}

TEST(CommandLine, FileMode) {
  const auto parsed = parse({"--file", "in.dcm", "--out", "dir", "--masks", "masks"});
  ASSERT_TRUE(parsed.command_line);
  EXPECT_EQ(parsed.command_line->input_file, "in.dcm");
  EXPECT_EQ(parsed.command_line->output_folder, "dir");
  EXPECT_EQ(parsed.command_line->masks_folder, "masks");
}

TEST(CommandLine, WrongUsageEndsWithTwo) {
  for (const std::vector<const char*>& arguments :
       std::vector<std::vector<const char*>>{{"--unknown"},
                                             {"--file", "in.dcm"},
                                             {"--out", "dir"},
                                             {"--threads", "many"},
                                             {"--masks", "m"},
                                             {"--file", "in.dcm", "--out", "dir", "--once"},
                                             {"positional"}}) {
    const auto parsed = parse(arguments);
    ASSERT_TRUE(parsed.early_exit) << arguments.front();
    EXPECT_EQ(parsed.early_exit->exit_code, 2) << arguments.front();
    EXPECT_FALSE(parsed.early_exit->text.empty());
  }
}

TEST(CommandLine, HelpAndVersionEndWithZero) {
  const auto help = parse({"--help"});
  ASSERT_TRUE(help.early_exit);
  EXPECT_EQ(help.early_exit->exit_code, 0);
  EXPECT_THAT(help.early_exit->text, testing::HasSubstr("--package"));
  const auto version = parse({"--version"});
  ASSERT_TRUE(version.early_exit);
  EXPECT_EQ(version.early_exit->exit_code, 0);
  EXPECT_THAT(version.early_exit->text, testing::HasSubstr(SONOLIST_VERSION));
}

}  // namespace
}  // namespace sonolist::processor
