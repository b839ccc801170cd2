#include "plugin/status/status_handler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "plugin/status/web_files.h"
#include "plugin/tests/samples.h"
#include "plugin/worklist/sql/sql_event_log.h"
#include "plugin/worklist/sql/sql_intake_store.h"
#include "plugin/worklist/sql/sql_status_source.h"
#include "plugin/worklist/sql/sql_worklist_store.h"
#include "plugin/worklist/sqlite/sqlite_database.h"

namespace sonolist::plugin {
namespace {

using testing::HasSubstr;
using testing::Not;

class NoLog : public Log {
 public:
  void info(const std::string&) override {}
  void warning(const std::string&) override {}
  void error(const std::string&) override {}
};

class StatusHandlerTest : public testing::Test {
 protected:
  HttpResponse get(const std::string& path, std::vector<std::pair<std::string, std::string>> query = {}) {
    return handler_.handle({HttpMethod::kGet, "/sonolist" + path, std::move(query), {}, ""});
  }

  FakeTime time_;
  TemporaryFolder folder_;
  SqliteDatabase database_{folder_.database()};
  SqlIntakeStore intake_{database_, time_.clock(), "pacs"};
  SqlStatusSource source_{database_};
  NoLog log_;
  RecentErrors errors_{log_, time_.clock()};
  SqlWorklistStore worklist_{database_, time_.clock()};
  SqlEventLog events_{database_};
  Monitoring monitoring_{{database_,
                          source_,
                          worklist_,
                          events_,
                          {},
                          {},
                          [] { return std::optional(IntakeHealth::State{}); },
                          [] { return std::optional(IntakeProgress{}); },
                          [] { return std::size_t{0}; },
                          log_,
                          time_.clock()}};
  StatusHandler handler_{source_, errors_,
                         [this] {
                           return Json{{"cursor", intake_.cursor()}, {"listener", "on"}};
                         },
                         monitoring_};
};

TEST_F(StatusHandlerTest, CountsAndNamesErrors) {
  intake_.commit(5, {{"a", kSourceSopUid, ImageOutcome::kQueued, "Rule a", {sample_workitem("1.1")}},
                     {"b", "1.9", ImageOutcome::kSkipped, "No rule matches", {}}});
  errors_.error("Disk full");
  const Json status = Json::parse(get("/status").body);
  EXPECT_EQ(status["cursor"], 5);
  EXPECT_EQ(status["workitems"]["SCHEDULED"], 1);
  EXPECT_EQ(status["images"]["skipped"], 1);
  EXPECT_EQ(status["listener"], "on");
  EXPECT_EQ(status["lastErrors"][0]["message"], "Disk full");
  EXPECT_EQ(Json::parse(get("/instances/a").body)["workitems"][0]["uid"], "1.1");
  EXPECT_EQ(Json::parse(get("/skipped").body).size(), 1u);
  EXPECT_EQ(Json::parse(get("/events", {{"since", "0"}}).body).size(), 1u);
  EXPECT_EQ(Json::parse(get("/events", {{"since", "1"}}).body).size(), 0u);
}

TEST_F(StatusHandlerTest, ShowsNoPatientData) {
  intake_.commit(5, {{"a", kSourceSopUid, ImageOutcome::kQueued, "Rule a", {sample_workitem("1.1")}}});
  for (const char* path :
       {"/status", "/workitems", "/events", "/skipped", "/instances/a", "/system", "/models", "/metrics"}) {
    EXPECT_THAT(get(path).body, Not(HasSubstr("Mustermann"))) << path;
    EXPECT_THAT(get(path).body, Not(HasSubstr("19700131"))) << path;
  }
}

TEST_F(StatusHandlerTest, AnswersEveryRouteOfTheTable) {
  intake_.commit(5, {{"a", kSourceSopUid, ImageOutcome::kQueued, "Rule a", {sample_workitem("1.1")}}});
  std::set<StatusResource> resources;
  for (const StatusRoute& route : status_routes()) {
    std::string path(route.path.substr(0, route.path.find('{')));
    if (route.resource == StatusResource::kImage) path += "a";
    if (route.resource == StatusResource::kPageFile) path += "app.js";
    const HttpResponse response = get(path);
    EXPECT_EQ(response.status, 200) << path;
    EXPECT_FALSE(response.body.empty()) << path;
    EXPECT_EQ(handler_.handle({HttpMethod::kPost, "/sonolist" + path, {}, {}, ""}).status, 405) << path;
    EXPECT_TRUE(resources.insert(route.resource).second) << path;
  }
  EXPECT_EQ(resources.size(), static_cast<std::size_t>(StatusResource::kReady) + 1);
  EXPECT_THAT(get("/nothing").body, HasSubstr("health/ready"));
}

TEST(StatusRoutes, TakeTheWholePath) {
  EXPECT_EQ(find_status_route("/status").route->resource, StatusResource::kStatus);
  EXPECT_EQ(find_status_route("/status/").route, nullptr);
  EXPECT_EQ(find_status_route("/statuses").route, nullptr);
  EXPECT_EQ(find_status_route("/health").route, nullptr);
  EXPECT_EQ(find_status_route("").route, nullptr);
  EXPECT_EQ(find_status_route("/instances/a/b").parameter, "a/b");
  EXPECT_EQ(find_status_route("/app/").parameter, "");
}

TEST_F(StatusHandlerTest, RemembersOnlyTheLastErrors) {
  for (std::size_t i = 0; i <= RecentErrors::kCapacity; ++i) errors_.warning(std::to_string(i));
  const Json rows = errors_.to_json();
  EXPECT_EQ(rows.size(), RecentErrors::kCapacity);
  EXPECT_EQ(rows[0]["message"], std::to_string(RecentErrors::kCapacity));
}

TEST_F(StatusHandlerTest, ServesThePageUnderAStrictPolicy) {
  const HttpResponse page = get("/app/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(page.headers[0].first, "Content-Security-Policy");
  EXPECT_THAT(page.headers[0].second, Not(HasSubstr("unsafe")));
  EXPECT_THAT(page.body, HasSubstr("</html>"));
  EXPECT_EQ(get("/app").body, page.body);
  EXPECT_EQ(get("/app/app.js").content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(get("/app/style.css").content_type, "text/css; charset=utf-8");
}

TEST_F(StatusHandlerTest, FilesThatTheBrowserHoldsAreNotSentAgain) {
  const WebFile* file = find_web_file("app.js");
  ASSERT_NE(file, nullptr);
  const HttpRequest again{
      HttpMethod::kGet, "/sonolist/app/app.js", {}, {{"if-none-match", std::string(file->etag)}}, ""};
  EXPECT_EQ(handler_.handle(again).status, 304);
  EXPECT_EQ(handler_.handle(again).body, "");
  const HttpRequest other{
      HttpMethod::kGet, "/sonolist/app/app.js", {}, {{"if-none-match", "\"of another version\""}}, ""};
  EXPECT_EQ(handler_.handle(other).status, 200);
  EXPECT_NE(find_web_file("style.css")->etag, file->etag);
}

TEST_F(StatusHandlerTest, PageHasNoInlineScriptAndNoMarkupFromData) {
  const std::string page(find_web_file("index.html")->content);
  EXPECT_THAT(page, Not(HasSubstr("<script>")));
  EXPECT_THAT(page, Not(HasSubstr("style=")));
  // Our sources are judged, not app.js: Preact, which is in it, knows the word for those who ask it to set markup.
  std::size_t sources = 0;
  for (const auto& entry : std::filesystem::directory_iterator(SONOLIST_PAGE_SOURCES)) {
    if (entry.path().extension() != ".js") continue;
    std::ifstream file(entry.path());
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    for (const char* word : {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "InnerHTML", "eval("}) {
      EXPECT_THAT(text, Not(HasSubstr(word))) << entry.path();
    }
    ++sources;
  }
  EXPECT_GE(sources, 20u);
}

TEST_F(StatusHandlerTest, RefusesWhatIsNotThere) {
  EXPECT_EQ(get("/app/../status").status, 404);
  EXPECT_EQ(get("/app/other.js").status, 404);
  EXPECT_EQ(get("/instances/nobody").status, 404);
  EXPECT_EQ(get("/other").status, 404);
  EXPECT_EQ(get("/events", {{"since", "x"}}).status, 400);
  EXPECT_EQ(get("/skipped", {{"limit", "-3"}}).status, 400);
  EXPECT_EQ(handler_.handle({HttpMethod::kPost, "/sonolist/status", {}, {}, ""}).status, 405);
}

}  // namespace
}  // namespace sonolist::plugin
