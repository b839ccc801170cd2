#include <gmock/gmock.h>

#include <thread>

#include "processor/client/http.h"
#include "processor/monitoring/monitoring.h"
#include "processor/monitoring/observed_worklist.h"
#include "processor/monitoring/process_memory.h"
#include "processor/monitoring/readiness.h"
#include "processor/tests/fake_predictor.h"
#include "processor/tests/fake_surroundings.h"

namespace sonolist::processor {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::Optional;

class VitalsTest : public testing::Test {
 protected:
  static InferenceEngine make_engine() {
    std::vector<std::unique_ptr<model::Predictor>> predictors;
    predictors.push_back(std::make_unique<FakePredictor>());
    return {std::move(predictors), {4}};
  }

  SteadyTime now_{1h};
  Vitals vitals_{60s, [this] { return now_; }};
};

TEST_F(VitalsTest, CountsStepsByModelOutcomeAndClass) {
  vitals_.steps().prepare({{"fake", "1.0.0"}});
  StepReport report;
  report.model = "fake";
  report.outcome = StepOutcome::kCompleted;
  report.duration = 2s;
  report.milliseconds = {{"fetch", 2.0}, {"infer", 700.0}};
  for (int i = 0; i < 2; ++i) {
    vitals_.steps().step_began();
    vitals_.steps().step_ended(report);
  }
  report.outcome = StepOutcome::kCanceled;
  report.failure_class = FailureClass::kTransient;
  vitals_.steps().step_began();
  vitals_.steps().step_ended(report);
  vitals_.steps().step_began();
  vitals_.steps().claimed(4ms);
  const std::string text = vitals_.metrics();
  const auto has = [&](const std::string& line) { EXPECT_THAT(text, HasSubstr("\n" + line + "\n")); };
  has(R"(sonolist_processor_steps_total{error_class="none",model="fake",outcome="completed"} 2)");
  has(R"(sonolist_processor_steps_total{error_class="transient",model="fake",outcome="canceled"} 1)");
  has(R"(sonolist_processor_steps_total{error_class="internal",model="fake",outcome="canceled"} 0)");
  has("sonolist_processor_steps_in_flight 1");
  has(R"(sonolist_processor_step_seconds_bucket{outcome="completed",le="1"} 0)");
  has(R"(sonolist_processor_step_seconds_bucket{outcome="completed",le="2.5"} 2)");
  has(R"(sonolist_processor_step_seconds_sum{outcome="completed"} 4)");
  has(R"(sonolist_processor_stage_seconds_bucket{stage="fetch",le="0.001"} 0)");
  has(R"(sonolist_processor_stage_seconds_bucket{stage="fetch",le="0.0025"} 3)");
  has(R"(sonolist_processor_stage_seconds_count{stage="infer"} 3)");
  has(R"(sonolist_processor_stage_seconds_count{stage="store"} 0)");
  has(R"(sonolist_processor_stage_seconds_count{stage="claim"} 1)");
}

TEST_F(VitalsTest, AStepOfNoModelOfOursHasNoNameOfItsOwn) {
  StepReport report;
  report.outcome = StepOutcome::kCanceled;
  report.failure_class = FailureClass::kInput;
  vitals_.steps().step_began();
  vitals_.steps().step_ended(report);
  EXPECT_THAT(vitals_.metrics(), HasSubstr(R"(steps_total{error_class="input",model="unknown",outcome="canceled"} 1)"));
}

TEST_F(VitalsTest, ShowsTheEngineAsLongAsThereIsOne) {
  EXPECT_THAT(vitals_.metrics(), Not(HasSubstr("sonolist_processor_model_info")));
  InferenceEngine engine = make_engine();
  {
    const Vitals::ShownEngine shown(vitals_, engine);
    const std::vector<std::uint8_t> pixels(16 * 3, 120);
    dicom::RgbFrame frame;
    frame.rows = frame.cols = 4;
    frame.pixels = pixels;
    NetworkTimes times;
    engine.segment(*engine.manifests().front(), {frame, frame, frame}, {0, 4, 0, 4}, {}, times);
    EXPECT_THAT(vitals_.metrics(),
                AllOf(HasSubstr("sonolist_processor_model_info{model=\"fake\",version=\"1.0.0\",weights_sha256=\"" +
                                std::string(64, 'a') + "\"} 1\n"),
                      HasSubstr("sonolist_processor_batches_total 1\n"),
                      HasSubstr("sonolist_processor_batch_pictures_total 3\n"),
                      HasSubstr("sonolist_processor_batch_places_total 4\n"),
                      HasSubstr("sonolist_processor_batch_largest 4\n")));
  }
  EXPECT_THAT(vitals_.metrics(), Not(HasSubstr("sonolist_processor_model_info")));
}

TEST_F(VitalsTest, TellsOfTheProcess) {
  EXPECT_GT(resident_bytes(), 1U << 20);
  EXPECT_THAT(vitals_.metrics(), AllOf(HasSubstr("process_resident_memory_bytes "),
                                       HasSubstr("process_start_time_seconds "), HasSubstr(SONOLIST_VERSION)));
}

TEST_F(VitalsTest, IsReadyWithModelsAndAWorklistThatAnswers) {
  WorklistHealth& first = vitals_.add_worklist("http://one/dicom-web");
  WorklistHealth& second = vitals_.add_worklist("http://two/dicom-web");
  EXPECT_THAT(vitals_.not_ready(), Optional(HasSubstr("models")));
  InferenceEngine engine = make_engine();
  const Vitals::ShownEngine shown(vitals_, engine);
  EXPECT_THAT(vitals_.not_ready(), Optional(HasSubstr("No worklist answers yet")));
  first.failed("connection refused");
  EXPECT_THAT(vitals_.not_ready(), Optional(HasSubstr("connection refused")));
  second.answered();
  EXPECT_EQ(vitals_.not_ready(), std::nullopt) << "one that is away holds up no other";
  now_ += 60s;
  EXPECT_EQ(vitals_.not_ready(), std::nullopt);
  now_ += 1s;
  EXPECT_NE(vitals_.not_ready(), std::nullopt);
  second.answered();
  second.failed("HTTP 503");
  EXPECT_NE(vitals_.not_ready(), std::nullopt);
}

TEST_F(VitalsTest, TellsOfEachWorklistWithoutItsPassword) {
  WorklistHealth& worklist = vitals_.add_worklist("https://ai:se@cret@pacs/dicom-web");
  worklist.answered();
  worklist.set_channel_open(true);
  now_ += 3s;
  EXPECT_THAT(vitals_.metrics(),
              AllOf(HasSubstr("sonolist_processor_worklist_up{worklist=\"https://pacs/dicom-web\"} 1\n"),
                    HasSubstr("_worklist_answer_age_seconds{worklist=\"https://pacs/dicom-web\"} 3\n"),
                    HasSubstr("_event_channel_open{worklist=\"https://pacs/dicom-web\"} 1\n"), Not(HasSubstr("cret"))));
  worklist.failed("gone");
  EXPECT_THAT(vitals_.metrics(), HasSubstr("worklist_up{worklist=\"https://pacs/dicom-web\"} 0\n"));
}

TEST(ObservedWorklist, NotesAnswersFailuresAndClaims) {
  FakeWorklist worklist;
  worklist.add("1.1", "known");
  WorklistHealth health("http://pacs/dicom-web", std::chrono::steady_clock::now);
  int claims = 0;
  ObservedWorklist observed(worklist, health, [&](auto) { ++claims; });
  worklist.refuse_connections(1);
  EXPECT_THROW(observed.search(1, 0), ProcessorError);
  EXPECT_FALSE(health.state().answers);
  EXPECT_EQ(health.state().failure, "connection refused");
  EXPECT_EQ(observed.search(1, 0).size(), 1U);
  EXPECT_TRUE(health.state().answers);
  EXPECT_EQ(observed.claim_batch({{{"known", ""}}, 1, "2.1"}), std::nullopt);
  EXPECT_EQ(claims, 0);
  EXPECT_EQ(observed.claim("1.1", "2.1"), StepAnswer::kAccepted);
  EXPECT_EQ(observed.claim("1.1", "2.2"), StepAnswer::kLost);
  EXPECT_EQ(claims, 1);
  EXPECT_EQ(observed.update("1.1", "2.2", {}), StepAnswer::kLost);
  worklist.refuse_connections(1);
  EXPECT_THROW(observed.finish("1.1", "2.1", "COMPLETED"), ProcessorError);
  EXPECT_FALSE(health.state().answers);
  EXPECT_EQ(observed.finish("1.1", "2.1", "COMPLETED"), StepAnswer::kAccepted);
  EXPECT_TRUE(health.state().answers);
}

class MonitoringTest : public VitalsTest {
 protected:
  static HttpResponse get(const std::string& url, const std::string& method = "GET", const std::string& host = "") {
    HttpRequest request;
    request.method = method;
    request.url = url;
    if (!host.empty()) request.headers.emplace_back("Host", host);
    return HttpClient({}).send(request);
  }
  static MonitoringSettings at(int port) { return {true, "127.0.0.1", port}; }

  Log log_ = Log::silent();
};

TEST_F(MonitoringTest, AnswersOverHttp) {
  const Monitoring monitoring(at(0), vitals_, log_);
  const HttpResponse metrics = get(monitoring.url() + "/metrics?x=1");
  EXPECT_EQ(metrics.status, 200);
  EXPECT_EQ(metrics.content_type, "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(metrics.body, HasSubstr("sonolist_processor_ready 0\n"));
  EXPECT_EQ(get(monitoring.url() + "/health/live").status, 200);
  const HttpResponse ready = get(monitoring.url() + "/health/ready");
  EXPECT_EQ(ready.status, 503);
  EXPECT_THAT(ready.body, HasSubstr("models"));
  vitals_.add_worklist("http://pacs").answered();
  InferenceEngine engine = make_engine();
  const Vitals::ShownEngine shown(vitals_, engine);
  EXPECT_EQ(get(monitoring.url() + "/health/ready").status, 200);
}

TEST_F(MonitoringTest, RefusesEverythingElse) {
  const Monitoring monitoring(at(0), vitals_, log_);
  EXPECT_EQ(get(monitoring.url() + "/").status, 404);
  EXPECT_EQ(get(monitoring.url() + "/metrics/").status, 404);
  const HttpResponse post = get(monitoring.url() + "/metrics", "POST");
  EXPECT_EQ(post.status, 405);
  EXPECT_EQ(post.headers.at("allow"), "GET, HEAD");
  EXPECT_EQ(get(monitoring.url() + "/metrics", "GET", "evil.example:8044").status, 421);
  EXPECT_EQ(get(monitoring.url() + "/metrics", "GET", "localhost").status, 200);
  EXPECT_EQ(get(monitoring.url() + "/metrics", "GET", "localhost.evil.example").status, 421);
  EXPECT_EQ(get(monitoring.url() + "/metrics", "GET", "127.evil.example").status, 421);
}

TEST_F(MonitoringTest, ManyAtOnceAreAllAnswered) {
  const Monitoring monitoring(at(0), vitals_, log_);
  std::vector<std::thread> clients;
  std::atomic<int> answered{0};
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&] {
      for (int j = 0; j < 20; ++j) answered += get(monitoring.url() + "/metrics").status == 200 ? 1 : 0;
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(answered, 160);
}

TEST_F(MonitoringTest, TakesTheNextPortWhenAnotherProcessorHasIt) {
  const Monitoring first(at(0), vitals_, log_);
  const int port = std::stoi(first.url().substr(first.url().rfind(':') + 1));
  const Monitoring second(at(port), vitals_, log_);
  ASSERT_NE(second.url(), "");
  EXPECT_NE(second.url(), first.url());
  EXPECT_EQ(get(second.url() + "/health/live").status, 200);
}

TEST_F(MonitoringTest, WithoutAFreePortTheProcessorGoesOn) {
  const HttpDoor first("127.0.0.1", {0}, [](std::string_view) { return DoorAnswer{}; });
  const HttpDoor second("127.0.0.1", {first.port()}, [](std::string_view) { return DoorAnswer{}; });
  EXPECT_TRUE(first.is_open());
  EXPECT_FALSE(second.is_open());
  EXPECT_EQ(second.url(), "");
  EXPECT_EQ(second.port(), 0);
}

TEST_F(MonitoringTest, AWrongAddressIsAMistakeOfTheConfiguration) {
  for (const char* address : {"localhost", "203.0.113.9", ""}) {
    EXPECT_THROW(Monitoring({true, address, 0}, vitals_, log_), ProcessorError) << address;
  }
  EXPECT_EQ(Monitoring({false, "nonsense", 0}, vitals_, log_).url(), "");
}

TEST_F(MonitoringTest, AnAnswerThatFailsIsAnAnswer) {
  const HttpDoor door("127.0.0.1", {0}, [](std::string_view) -> DoorAnswer { throw std::runtime_error("a defect"); });
  const HttpResponse answer = get(door.url() + "/metrics");
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, HasSubstr("a defect"));
}

}  // namespace
}  // namespace sonolist::processor
