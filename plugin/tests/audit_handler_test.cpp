#include "plugin/audit/audit_handler.h"

#include <gmock/gmock.h>

#include "plugin/tests/audit_example.h"
#include "plugin/tests/store_test.h"

namespace sonolist::plugin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Query = QueryParameters;

class NoReindexing : public Reindexing {
 public:
  void request_reindex() override { ++requests; }
  ReindexProgress reindex_progress() const override { return {}; }
  int requests = 0;
};

class RememberingObserver : public AuditObserver {
 public:
  void accessed(const RecordedAccess& access) noexcept override { accesses.push_back(access); }
  void found_broken(const BrokenLink& link, TimePoint) noexcept override { links.push_back(link); }
  std::vector<RecordedAccess> accesses;
  std::vector<BrokenLink> links;
};

class AuditHandlerTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (IsSkipped()) return;
    database_ = backend_->open();
    index_ = std::make_unique<AuditIndex>(*database_, "pacs", time_.clock());
    handler_ = std::make_unique<AuditHandler>(*database_, reindexing_, time_.clock(), &observer_);
  }

  void write(const AuditRecord& record) { index_->write({{record.orthanc_id, record}}, 0); }
  void remove(const std::string& id) { index_->write({{id, std::nullopt}}, 0); }

  HttpResponse request(HttpMethod method, const std::string& path, const Query& query = {}) {
    return *handler_->handle(
        {method, "/sonolist/audit" + path, query, {{"authorization", "Basic YW5uYTpzZWNyZXQ="}}, ""});
  }
  HttpResponse get(const std::string& path, const Query& query = {}) { return request(HttpMethod::kGet, path, query); }
  Json answer(const std::string& path, const Query& query = {}) {
    const HttpResponse response = get(path, query);
    EXPECT_EQ(response.status, 200) << response.body;
    return Json::parse(response.body);
  }

  // Reports and structures of a page, as "1.3.7 Sciatic nerve".
  static std::vector<std::string> lines(const Json& page) {
    std::vector<std::string> texts;
    for (const Json& result : page["results"]) {
      texts.push_back(result["sopInstanceUid"].get<std::string>() + " " +
                      (result["structure"].is_null() ? "" : result["structure"]["meaning"].get<std::string>()));
    }
    return texts;
  }
  std::vector<std::string> found(const Query& query) { return lines(answer("/results", query)); }

  // Area 40 to 49 on ten days from 2026-03-01; the last five by another version on another scanner.
  void write_ten() {
    for (int i = 0; i < 10; ++i) {
      AuditRecord record =
          example_report(std::to_string(i), "202603" + std::string(i < 9 ? "0" : "") + std::to_string(i + 1) + "120000",
                         40 + i, i < 5 ? "1.0.0" : "1.1.0");
      if (i >= 5) record.scanner.station = "OR4";
      write(record);
    }
  }

  std::unique_ptr<SqlDatabase> database_;
  std::unique_ptr<AuditIndex> index_;
  NoReindexing reindexing_;
  RememberingObserver observer_;
  std::unique_ptr<AuditHandler> handler_;
};

TEST_P(AuditHandlerTest, ShowsAResultWhole) {
  write(example_report("7", "20260301120000", 52.5));
  const Json page = answer("/results", {{"outcome", "found"}});
  const Json& result = page["results"][0];
  EXPECT_EQ(result["time"], "2026-03-01T12:00:00.000000Z");
  EXPECT_EQ(result["structure"]["meaning"], "Sciatic nerve");
  EXPECT_EQ(result["model"], "anterior-sciatic");
  EXPECT_EQ(result["scannerModel"], "Probe 9");
  EXPECT_EQ(result["group"], 1);
  EXPECT_EQ(result["segment"], 1);
  EXPECT_EQ(result["measurements"][0]["name"], "Area");
  EXPECT_EQ(result["measurements"][0]["value"], 52.5);
  EXPECT_EQ(result["measurements"][1]["name"], "Depth (Minimum)");
  EXPECT_TRUE(page["next"].is_null());
}

TEST_P(AuditHandlerTest, FiltersByEachParameter) {
  write_ten();
  AuditRecord failure;
  failure.kind = "failure";
  failure.sop_uid = "1.9";
  failure.orthanc_id = "f";
  failure.time = parse_date_time("20260201")->first;
  failure.algorithm.model = "other";
  failure.results.push_back({"failed", "INPUT: no pixels", std::nullopt, std::nullopt, "", "", std::nullopt, {}});
  write(failure);
  const auto count = [this](const Query& query) { return found(query).size(); };
  EXPECT_EQ(count({}), 21U);
  EXPECT_EQ(count({{"from", "2026-03-03"}, {"to", "2026-03-04"}}), 4U);
  EXPECT_EQ(count({{"from", "2026-03-09"}, {"from", "2026-03-10"}, {"to", "2026-03-01"}, {"to", "2026-03-31"}}), 4U);
  EXPECT_EQ(count({{"to", "2026-03-01T11:59:59Z"}, {"from", "2026-02-28"}}), 0U);
  EXPECT_EQ(count({{"patient", "P3"}}), 2U);
  EXPECT_EQ(count({{"patient", "P3"}, {"patient", "P4"}}), 4U);
  EXPECT_EQ(count({{"accession", "A3"}, {"structure", "sciatic NERVE"}}), 1U);
  EXPECT_EQ(count({{"study", "1.4.2"}}), 2U);
  EXPECT_EQ(count({{"report", "1.3.2"}}), 2U);
  EXPECT_EQ(count({{"source", "1.2.2"}}), 2U);
  EXPECT_EQ(count({{"station", "OR4"}}), 10U);
  EXPECT_EQ(count({{"station", "OR4"}, {"modality", "MR"}}), 0U);
  EXPECT_EQ(count({{"manufacturer", "ACME"}, {"scannerModel", "Probe 9"}}), 20U);
  EXPECT_EQ(count({{"modelVersion", "1.1.0"}}), 10U);
  EXPECT_EQ(count({{"model", "other"}}), 1U);
  EXPECT_EQ(count({{"weights", std::string(64, 'a')}, {"producer", "Sonolist"}}), 20U);
  EXPECT_EQ(count({{"structure", "SCT:23056005"}}), 10U);
  EXPECT_EQ(count({{"structure", "23056005"}, {"structure", "Femoral artery"}}), 20U);
  EXPECT_EQ(count({{"structure", "Liver"}}), 0U);
  EXPECT_EQ(count({{"kind", "failure"}}), 1U);
  EXPECT_EQ(count({{"outcome", "missing"}, {"modelVersion", "1.0.0"}}), 5U);
  EXPECT_EQ(count({{"reason", "INPUT*"}}), 1U);
  EXPECT_EQ(count({{"reason", "INPUT: no pixels"}}), 1U);
  EXPECT_EQ(count({{"reason", "INPUT"}}), 0U);
  EXPECT_EQ(count({{"measurement", "Area>45"}}), 4U);
  EXPECT_EQ(count({{"measurement", "area>=45 mm2"}}), 5U);
  EXPECT_EQ(count({{"measurement", "Area>=45 mm"}}), 0U);
  EXPECT_EQ(count({{"measurement", "SCT:42798000=45"}}), 1U);
  EXPECT_EQ(count({{"measurement", "Depth (Minimum)<4.25 mm"}}), 3U);
  EXPECT_EQ(count({{"measurement", "Area<45"}, {"measurement", "Depth (Minimum)>4.15"}}), 3U);
  EXPECT_EQ(count({{"measurement", "Area"}, {"station", "OR4"}}), 5U);
}

TEST_P(AuditHandlerTest, PagesAreOfOneSnapshot) {
  write_ten();
  Json page = answer("/results", {{"outcome", "found"}, {"limit", "4"}});
  EXPECT_THAT(lines(page),
              ElementsAre("1.3.9 Sciatic nerve", "1.3.8 Sciatic nerve", "1.3.7 Sciatic nerve", "1.3.6 Sciatic nerve"));
  // What comes is not in it, what is written anew keeps its place, what goes is gone.
  write(example_report("20", "20260305180000", 60));
  write(example_report("5", "20260306120000", 45, "1.1.0"));
  remove("report-4");
  const std::string cursor = page["next"];
  page = answer("/results", {{"outcome", "found"}, {"limit", "4"}, {"cursor", cursor}});
  EXPECT_THAT(lines(page),
              ElementsAre("1.3.5 Sciatic nerve", "1.3.3 Sciatic nerve", "1.3.2 Sciatic nerve", "1.3.1 Sciatic nerve"));
  page = answer("/results", {{"outcome", "found"}, {"limit", "4"}, {"cursor", page["next"].get<std::string>()}});
  EXPECT_THAT(lines(page), ElementsAre("1.3.0 Sciatic nerve"));
  EXPECT_TRUE(page["next"].is_null());
  EXPECT_EQ(get("/results", {{"outcome", "missing"}, {"cursor", cursor}}).status, 400);
  EXPECT_THAT(found({{"sort", "time"}, {"limit", "1"}, {"outcome", "found"}}), ElementsAre("1.3.0 Sciatic nerve"));
}

TEST_P(AuditHandlerTest, PagesLoseNothingWhereReportsRepeatAMeasurement) {
  for (int i = 0; i < 6; ++i) {
    AuditRecord record = example_report(std::to_string(i), "2026030" + std::to_string(i + 1) + "120000", 40 + i);
    // Three areas of the nerve in even reports; the odd ones are of another structure, whose values lie in another
    // place.
    for (int more = 0; more < 2; ++more)
      record.results[0].measurements.push_back({kAreaConcept, "", 50.0 + more, "mm2"});
    if (i % 2 == 1) record.results[0].structure = kArtery;
    write(record);
  }
  for (const char* sort : {"time", "-time"}) {
    for (const char* limit : {"1", "2", "3"}) {
      const Query query{{"measurement", "Area"}, {"sort", sort}};
      std::vector<std::string> paged;
      std::string cursor;
      do {
        Query page_query = query;
        page_query.emplace_back("limit", limit);
        if (!cursor.empty()) page_query.emplace_back("cursor", cursor);
        const Json page = answer("/results", page_query);
        for (const std::string& line : lines(page)) paged.push_back(line);
        cursor = page["next"].is_null() ? "" : page["next"].get<std::string>();
      } while (!cursor.empty());
      EXPECT_EQ(paged, found(query)) << sort << " " << limit;
    }
  }
}

TEST_P(AuditHandlerTest, AgreementIsAFilterLikeOthers) {
  write(example_report("1", "20260301120000", 40));
  AuditRecord comparison = example_report("2", "20260302120000", 41);
  comparison.kind = "agreement";
  comparison.results.pop_back();
  comparison.results[0].outcome = "compared";
  comparison.results[0].measurements.push_back({{"DICE", "99SONOLIST", "Dice coefficient"}, "", 0.6, "1"});
  write(comparison);
  EXPECT_EQ(found({{"agreement", "<0.7"}}).size(), 1U);
  EXPECT_EQ(found({{"agreement", "<0.7"}, {"kind", "report"}}).size(), 0U);
  EXPECT_EQ(found({{"agreement", "<0.7"}, {"agreement", ">0.65"}}).size(), 0U);
  const Json counts = answer("/aggregate", {{"agreement", "<0.7"}, {"by", "kind"}});
  EXPECT_EQ(counts["groups"], (Json{{{"key", {{"kind", "agreement"}}}, {"count", 1}}}));
  EXPECT_EQ(answer("/aggregate", {{"agreement", "<0.7"}, {"measurement", "Area"}})["groups"][0]["mean"], 41.0);
  EXPECT_EQ(answer("/drift", {{"agreement", "<0.7"}, {"kind", "agreement"}})["missing"], Json::array());
}

TEST_P(AuditHandlerTest, DriftComparesTheFailuresOfWhatIsAskedFor) {
  write(example_report("1", "20260301120000", 40));
  write(example_report("2", "20260301120000", 40));
  EXPECT_EQ(answer("/drift", {{"patient", "P1"}})["failures"]["window"]["count"], 1);
  EXPECT_EQ(answer("/drift")["failures"]["window"]["count"], 2);
}

// More than are put in order one by one: both ways to the results of a measurement must agree.
TEST_P(AuditHandlerTest, PagesOfManyAndOfFewValuesAreAlike) {
  constexpr int kReports = 1600;
  std::vector<IndexedInstance> instances;
  for (int i = 0; i < kReports; ++i) {
    const std::string minute = (i % 60 < 10 ? "0" : "") + std::to_string(i % 60);
    AuditRecord record = example_report(std::to_string(i), "202603011" + std::to_string(i % 10) + minute + "00", i);
    std::string id = record.orthanc_id;
    instances.push_back({std::move(id), std::move(record)});
  }
  index_->write(instances, 0);
  const auto all = [this](const std::string& measurement) {
    std::vector<std::string> texts;
    Query query{{"measurement", measurement}, {"limit", "700"}};
    while (true) {
      const Json page = answer("/results", query);
      for (const std::string& line : lines(page)) texts.push_back(line);
      if (page["next"].is_null()) return texts;
      if (query.size() > 2) query.pop_back();
      query.emplace_back("cursor", page["next"].get<std::string>());
    }
  };
  const std::vector<std::string> many = all("Area>=0");
  EXPECT_EQ(many.size(), 1600U);
  EXPECT_EQ(many, all("Area"));
  std::vector<std::string> late = many;
  late.erase(
      std::remove_if(late.begin(), late.end(), [](const std::string& line) { return std::stoi(line.substr(4)) < 200; }),
      late.end());
  EXPECT_EQ(all("Area>=200"), late);
}

TEST_P(AuditHandlerTest, AnswersInThreeForms) {
  AuditRecord record = example_report("7", "20260301120000", 52.5);
  record.patient_id = "=1+1";
  record.scanner.station = "a,\"b\"";
  write(record);
  const HttpResponse csv = get("/results", {{"format", "csv"}, {"limit", "1"}});
  EXPECT_EQ(csv.content_type, "text/csv; charset=utf-8");
  EXPECT_THAT(csv.body, HasSubstr(",'=1+1,"));
  EXPECT_THAT(csv.body, HasSubstr(",\"a,\"\"b\"\"\","));
  EXPECT_EQ(csv.headers.back().first, "X-Next-Cursor");
  const HttpResponse lines = get("/results", {{"format", "ndjson"}});
  EXPECT_EQ(std::count(lines.body.begin(), lines.body.end(), '\n'), 2);
  const auto by_accept = handler_->handle(
      {HttpMethod::kGet, "/sonolist/audit/results", {}, {{"accept", "application/x-ndjson, */*"}}, ""});
  EXPECT_EQ(by_accept->content_type, "application/x-ndjson");
}

TEST_P(AuditHandlerTest, Aggregates) {
  write_ten();
  Json counts =
      answer("/aggregate", {{"by", "day,outcome"}, {"from", "2026-03-02T12:00:00Z"}, {"to", "2026-03-03T12:00:00Z"}});
  ASSERT_EQ(counts["groups"].size(), 4U);
  EXPECT_EQ(counts["groups"][0], (Json{{"key", {{"day", "2026-03-02"}, {"outcome", "found"}}}, {"count", 1}}));
  EXPECT_EQ(answer("/aggregate")["groups"][0]["count"], 20);
  counts = answer("/aggregate", {{"by", "month,modelVersion,scanner,structure"}, {"structure", "Sciatic nerve"}});
  ASSERT_EQ(counts["groups"].size(), 2U);
  EXPECT_EQ(counts["groups"][1]["key"]["scanner"], "ACME Probe 9, OR4");
  EXPECT_EQ(counts["groups"][1]["key"]["structureCode"], "SCT:23056005");
  EXPECT_EQ(counts["groups"][1]["count"], 5);
  EXPECT_EQ(answer("/aggregate", {{"patient", "P3"}})["groups"][0]["count"], 2);
  EXPECT_EQ(answer("/aggregate", {{"from", "2026-03-02T01:00:00Z"}, {"to", "2026-03-02T02:00:00Z"}})["groups"].size(),
            0U);

  const Json values = answer(
      "/aggregate", {{"by", "modelVersion"}, {"measurement", "Area"}, {"histogram", "3"}, {"quantiles", "0.5,1"}});
  EXPECT_EQ(values["measurement"], (Json{{"name", "Area"}, {"unit", "mm2"}}));
  EXPECT_EQ(values["edges"], (Json{40, 43, 46, 49}));
  ASSERT_EQ(values["groups"].size(), 2U);
  EXPECT_EQ(values["groups"][0]["mean"], 42.0);
  EXPECT_EQ(values["groups"][0]["quantiles"]["0.5"], 42.0);
  EXPECT_EQ(values["groups"][0]["quantiles"]["1"], 44.0);
  EXPECT_EQ(values["groups"][0]["histogram"], (Json{3, 2, 0}));
  EXPECT_EQ(answer("/aggregate",
                   {{"measurement", "Area>44"}, {"station", "OR4"}, {"outcome", "found"}})["groups"][0]["count"],
            5);
  EXPECT_EQ(answer("/aggregate", {{"measurement", "Area>47"}, {"kind", "report"}})["groups"][0]["count"], 2);

  AuditRecord pixels = example_report("30", "20260301120000", 900);
  pixels.results[0].measurements[0].unit = "{pixels}";
  write(pixels);
  const HttpResponse refused = get("/aggregate", {{"measurement", "Area"}});
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("mm2 and {pixels}"));
  EXPECT_EQ(answer("/aggregate", {{"measurement", "Area"}, {"unit", "mm2"}})["groups"][0]["count"], 10);
}

TEST_P(AuditHandlerTest, FindsDrift) {
  for (int i = 0; i < 60; ++i) {
    const bool is_late = i >= 40;
    AuditRecord record =
        example_report(std::to_string(i), is_late ? "20260315120000" : "20260301120000", (is_late ? 60 : 40) + i % 10);
    if (is_late) record.results.pop_back();
    write(record);
  }
  const Json drift = answer("/drift", {{"window", "7"}, {"baseline", "30"}, {"to", "2026-03-20"}});
  EXPECT_EQ(drift["window"]["from"], "2026-03-14T00:00:00.000000Z");
  ASSERT_EQ(drift["measurements"].size(), 2U);
  EXPECT_EQ(drift["measurements"][0]["name"], "Area");
  EXPECT_EQ(drift["measurements"][0]["ks"]["statistic"], 1.0);
  EXPECT_EQ(drift["measurements"][0]["verdict"], "drift");
  EXPECT_EQ(drift["measurements"][0]["window"]["count"], 20);
  EXPECT_EQ(drift["missing"][0]["structure"]["meaning"], "Femoral artery");
  EXPECT_EQ(drift["missing"][0]["baseline"], (Json{{"count", 40}, {"missing", 40}, {"rate", 1.0}}));
  EXPECT_EQ(drift["missing"][1]["window"], (Json{{"count", 20}, {"missing", 0}, {"rate", 0.0}}));
  EXPECT_EQ(drift["failures"]["window"]["count"], 20);
  EXPECT_EQ(answer("/drift", {{"minimum", "21"}, {"window", "7"}, {"to", "2026-03-20"}})["measurements"].size(), 0U);
}

TEST_P(AuditHandlerTest, ListsVersionsAndExaminations) {
  write_ten();
  const Json answer_all = answer("/versions", {{"examinations", "1"}, {"station", "OR4"}});
  ASSERT_EQ(answer_all["versions"].size(), 1U);
  EXPECT_EQ(answer_all["versions"][0]["modelVersion"], "1.1.0");
  EXPECT_EQ(answer_all["versions"][0]["reports"], 5);
  EXPECT_EQ(answer_all["versions"][0]["first"], "2026-03-06T12:00:00.000000Z");
  EXPECT_EQ(answer_all["examinations"].size(), 5U);
  EXPECT_EQ(answer("/versions", {{"patient", "P1"}})["versions"][0]["patients"], 1);
  EXPECT_EQ(get("/versions", {{"structure", "Sciatic nerve"}}).status, 400);
  const Json values = answer("/values");
  EXPECT_EQ(values["stations"], (Json{"OR3", "OR4"}));
  EXPECT_EQ(values["measurements"][0]["unit"], "mm2");
}

TEST_P(AuditHandlerTest, FollowsStepsThatFailedForGood) {
  store().create(sample_workitem("1.1"));
  cancel_step("1.1", "INPUT");
  store().create(sample_workitem("1.2"));
  cancel_step("1.2", "TRANSIENT", {3, std::chrono::seconds(0)});  // replaced
  EXPECT_FALSE(index_->follow_steps(1000));
  const Json page = answer("/results", {{"kind", "failure"}});
  ASSERT_EQ(page["results"].size(), 1U);
  EXPECT_EQ(page["results"][0]["sopInstanceUid"], "1.1");
  EXPECT_THAT(page["results"][0]["reason"].get<std::string>(), HasSubstr("INPUT: "));
  const Json trace = answer("/trace/" + std::string(kSourceSopUid));
  EXPECT_EQ(trace["steps"].size(), 3U);
  EXPECT_GT(trace["steps"][0]["events"].size(), 0U);
  EXPECT_EQ(get("/trace/1.2.3.4").status, 404);
}

TEST_P(AuditHandlerTest, CountsCoverage) {
  intake().commit(5, {{"a", kSourceSopUid, ImageOutcome::kQueued, "Rule a, rule b", {sample_workitem("1.1")}},
                      {"b", "1.9", ImageOutcome::kSkipped, "No rule matches", {}}});
  const Json coverage = answer("/coverage");
  EXPECT_EQ(coverage["images"]["skipped"], 1);
  EXPECT_EQ(coverage["rules"][1],
            (Json{{"rule", "b"}, {"eligible", 1}, {"waiting", 1}, {"running", 0}, {"completed", 0}, {"canceled", 0}}));
  EXPECT_THAT(index_->pending(10), ElementsAre("b"));
  const std::string comparison = "Agreement of a person's segmentation with Sonolist's";
  intake().commit(6,
                  {{"c", "1.8", ImageOutcome::kQueued, comparison, {}}, {"d", "1.7", ImageOutcome::kQueued, "", {}}});
  EXPECT_EQ(answer("/coverage")["rules"].size(), 2U);
}

TEST_P(AuditHandlerTest, NotesDeletions) {
  write(example_report("7", "20260301120000", 52.5));
  EXPECT_EQ(answer("/values")["structures"].size(), 2U);
  remove("report-7");
  EXPECT_EQ(found({}).size(), 0U);
  for (const char* list : {"structures", "measurements", "models", "stations"})
    EXPECT_EQ(answer("/values")[list], Json::array());
  EXPECT_EQ(answer("/trace/1.3.7")["deletions"][0]["sopInstanceUid"], "1.3.7");
}

TEST_P(AuditHandlerTest, RecordsEachRead) {
  get("/results", {{"patient", "P7"}});
  get("/results", {{"colour", "red"}});
  const Json accesses = answer("/accesses")["accesses"];
  ASSERT_EQ(accesses.size(), 2U);
  EXPECT_EQ(accesses[1]["user"], "anna");
  EXPECT_EQ(accesses[1]["query"], "patient=P7");
  EXPECT_EQ(accesses[0]["status"], 400);
  const Json bundle = answer("/fhir/AuditEvent");
  EXPECT_EQ(bundle["resourceType"], "Bundle");
  EXPECT_EQ(bundle["entry"][0]["resource"]["agent"][0]["altId"], "anna");
  database_->write([](SqlSession& session) {
    session.execute_script(
        "INSERT INTO access (created_us, user_name, method, path, query, status, hash) "
        "WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < 10000) "
        "SELECT i, 'x', 'GET', '/', '', 200, '' FROM numbers");
    session.commit();
  });
  EXPECT_EQ(get("/fhir/AuditEvent").status, 400);
  EXPECT_EQ(get("/fhir/AuditEvent", {{"from", "2000-01-01"}}).status, 200);
}

TEST_P(AuditHandlerTest, VerifyFindsEveryKindOfTampering) {
  for (int i = 0; i < 5; ++i) store().create(sample_workitem("1." + std::to_string(i)));
  get("/values");
  Json verified = answer("/verify");
  EXPECT_EQ(verified["intact"], true) << verified;
  EXPECT_EQ(verified["logs"][0]["rows"], 5);
  EXPECT_EQ(verified["logs"][1]["rows"], 1);
  const auto broken_after = [this](const std::string& sql, const std::string& undo) {
    database_->write([&](SqlSession& session) {
      session.execute_script(sql);
      session.commit();
    });
    const Json broken = answer("/verify")["broken"];
    database_->write([&](SqlSession& session) {
      session.execute_script(undo);
      session.commit();
    });
    return broken.is_null() ? "" : broken["log"].get<std::string>() + " " + std::to_string(broken["id"].get<int>());
  };
  EXPECT_EQ(broken_after("UPDATE event SET uid = '1.x' WHERE id = 3", "UPDATE event SET uid = '1.2' WHERE id = 3"),
            "event 3");
  EXPECT_EQ(broken_after("UPDATE access SET user_name = 'x' WHERE id = 1",
                         "UPDATE access SET user_name = 'anna' WHERE id = 1"),
            "access 1");
  EXPECT_EQ(broken_after("UPDATE event SET id = 30 WHERE id = 5", "UPDATE event SET id = 5 WHERE id = 30"), "event 30");
  EXPECT_EQ(broken_after("INSERT INTO event (id, created_us, type, uid, json, hash) VALUES (6, 1, 1, '1.9', '{}', 'x')",
                         "DELETE FROM event WHERE id = 6"),
            "event 6");
  EXPECT_EQ(answer("/verify")["intact"], true);
  EXPECT_EQ(broken_after("DELETE FROM event WHERE id = 2", "SELECT 1"), "event 3");
}

TEST_P(AuditHandlerTest, TellsItsObserverOfAccessesAndBrokenLinks) {
  get("/values");
  answer("/verify");
  ASSERT_EQ(observer_.accesses.size(), 2U);
  EXPECT_EQ(observer_.accesses[0].access.user, "anna");
  EXPECT_EQ(observer_.accesses[0].access.path, "/sonolist/audit/values");
  EXPECT_EQ(observer_.accesses[1].row.id, observer_.accesses[0].row.id + 1);
  EXPECT_TRUE(observer_.links.empty());
  database_->write([&](SqlSession& session) {
    session.execute_script("UPDATE access SET user_name = 'x' WHERE id = 1");
    session.commit();
  });
  const Json verified = answer("/verify");
  ASSERT_EQ(observer_.links.size(), 1U);
  EXPECT_EQ(observer_.links[0].log, "access");
  EXPECT_EQ(observer_.links[0].row, 1);
  EXPECT_EQ(observer_.links[0].reason, verified["broken"]["reason"]);
}

TEST_P(AuditHandlerTest, ChainOutlivesRetention) {
  store().create(sample_workitem("1.1"));
  time_.advance(std::chrono::hours(24));
  store().create(sample_workitem("1.2"));
  store().remove_finished(time_.now() - std::chrono::hours(1), 100, [](const Workitem&) { return false; });
  const Json verified = answer("/verify");
  EXPECT_EQ(verified["intact"], true) << verified;
  EXPECT_EQ(verified["logs"][0]["rows"], 1);
}

TEST_P(AuditHandlerTest, RefusesWhatItDoesNotKnow) {
  const auto refusal = [this](const Query& query) {
    const HttpResponse response = get("/results", query);
    EXPECT_EQ(response.status, 400) << response.body;
    return response.body;
  };
  EXPECT_THAT(refusal({{"colour", "red"}}), HasSubstr("colour"));
  EXPECT_THAT(refusal({{"from", "yesterday"}}), HasSubstr("from must be a day"));
  EXPECT_THAT(refusal({{"measurement", "Area>large"}}), HasSubstr("Area>large"));
  EXPECT_THAT(refusal({{"measurement", std::string(100'000, 'x') + ">"}}), HasSubstr("longer"));
  EXPECT_THAT(refusal({{"kind", "x"}}), HasSubstr("agreement, failure"));
  EXPECT_THAT(refusal({{"limit", "0"}}), HasSubstr("limit"));
  EXPECT_THAT(refusal({{"cursor", "1.2.3"}}), HasSubstr("cursor"));
  EXPECT_THAT(refusal({{"agreement", "0.7"}}), HasSubstr("agreement=<0.7"));
  EXPECT_THAT(refusal({{"format", "xml"}}), HasSubstr("format"));
  EXPECT_EQ(get("/nothing").status, 404);
  EXPECT_EQ(get("/trace/").status, 404);
  for (const char* path :
       {"/values", "/verify", "/accesses", "/coverage", "/fhir/AuditEvent", "/reindex", "/trace/1.2"}) {
    EXPECT_EQ(get(path, {{"colour", "red"}}).status, 400) << path;
  }
  EXPECT_EQ(request(HttpMethod::kPost, "/results").status, 405);
  EXPECT_EQ(request(HttpMethod::kPost, "/reindex").status, 202);
  EXPECT_EQ(reindexing_.requests, 1);
  EXPECT_FALSE(handler_->handle({HttpMethod::kGet, "/sonolist/auditor", {}, {}, ""}));
}

INSTANTIATE_TEST_SUITE_P(Engines, AuditHandlerTest, testing::Values(sqlite_engine(), postgresql_engine()), engine_name);

}  // namespace
}  // namespace sonolist::plugin
