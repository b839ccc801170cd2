#include "plugin/configuration/database_section.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "plugin/configuration/configuration_error.h"
#include "plugin/http/failure_response.h"
#include "plugin/tests/samples.h"
#include "plugin/worklist/store_error.h"

namespace sonolist::plugin {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class DatabaseSectionTest : public testing::Test {
 protected:
  std::string problem(const json& section) {
    try {
      parse_database_section(section, folder_.path());
    } catch (const ConfigurationError& error) {
      return error.what();
    }
    return "";
  }

  TemporaryFolder folder_;
};

TEST_F(DatabaseSectionTest, IsSqliteWithoutOne) {
  EXPECT_EQ(parse_database_section(json(), folder_.path()).engine, DatabaseSection::Engine::kSqlite);
  EXPECT_EQ(problem({{"Engine", "SQLite"}}), "");
}

TEST_F(DatabaseSectionTest, ReadsThePasswordFromItsFile) {
  std::ofstream(folder_.path() / "password") << "secret\nmore\n";
  const DatabaseSection section = parse_database_section({{"Engine", "PostgreSQL"},
                                                          {"Connection", "postgresql://a@b/c"},
                                                          {"PasswordFile", "password"},
                                                          {"Connections", 7}},
                                                         folder_.path());
  EXPECT_EQ(section.engine, DatabaseSection::Engine::kPostgresql);
  EXPECT_EQ(section.connection, "postgresql://a@b/c");
  EXPECT_EQ(section.password, "secret");
  EXPECT_EQ(section.connections, 7);
}

TEST_F(DatabaseSectionTest, NamesWhatIsWrong) {
  const json good{{"Engine", "PostgreSQL"}, {"Connection", "host=b dbname=c"}};
  const auto changed = [&](const char* key, const json& value) {
    json section = good;
    section[key] = value;
    return problem(section);
  };
  EXPECT_EQ(problem(good), "");
  EXPECT_THAT(changed("Engine", "MySQL"), HasSubstr("Sonolist.Database.Engine"));
  EXPECT_THAT(changed("Connection", ""), HasSubstr("Sonolist.Database.Connection"));
  EXPECT_THAT(changed("Connection", "password=secret host"),
              AllOf(HasSubstr("Sonolist.Database.Connection"), Not(HasSubstr("secret"))));
  EXPECT_THAT(changed("PasswordFile", "missing"), HasSubstr("Sonolist.Database.PasswordFile"));
  EXPECT_THAT(changed("Connections", 0), HasSubstr("Sonolist.Database.Connections"));
  EXPECT_THAT(changed("Conection", ""), HasSubstr("Conection"));
  EXPECT_THAT(changed("Engine", "SQLite"), HasSubstr("\"PostgreSQL\""));
}

TEST(FailureResponse, AsksToComeBackWhenTheDataBaseIsAway) {
  const HttpResponse away = failure_response(StoreUnavailable("away"));
  EXPECT_EQ(away.status, 503);
  EXPECT_THAT(away.headers, testing::ElementsAre(std::pair<std::string, std::string>("Retry-After", "5")));
  EXPECT_EQ(failure_response(StoreError("broken")).status, 500);
}

}  // namespace
}  // namespace sonolist::plugin
