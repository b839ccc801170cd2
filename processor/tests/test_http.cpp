#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "processor/client/dicomweb_address.h"
#include "processor/client/dicomweb_client.h"
#include "processor/client/http_answer.h"
#include "processor/client/ups_client.h"
#include "processor/client/web_address.h"
#include "processor/error.h"
#include "processor/tests/fake_server.h"

namespace sonolist::processor {
namespace {

using testing::HasSubstr;
using testing::Not;

template <typename Request>
FailureClass failure_of(Request request) {
  try {
    request();
  } catch (const ProcessorError& error) {
    return error.failure_class();
  }
  ADD_FAILURE() << "no failure";
  return FailureClass::kInternal;
}

const InstanceAddress kInstance{"1", "2", "3"};

TEST(HttpClient, TruncatedBodyIsTransient) {
  FakeServer server([](const std::string&) { return "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"; });
  EXPECT_EQ(failure_of([&] { HttpClient({}).send({"GET", server.url()}); }), FailureClass::kTransient);
}

TEST(HttpClient, ConnectionClosedWithoutAnAnswerIsTransient) {
  FakeServer server([](const std::string&) { return ""; });
  EXPECT_EQ(failure_of([&] { HttpClient({}).send({"GET", server.url()}); }), FailureClass::kTransient);
}

TEST(HttpClient, BodyIsBounded) {
  FakeServer server([](const std::string&) { return http_answer("200 OK", "", std::string(2000, 'x')); });
  HttpSettings settings;
  settings.largest_body = 1999;
  EXPECT_EQ(failure_of([&] { HttpClient(settings).send({"GET", server.url()}); }), FailureClass::kInput);
  settings.largest_body = 2000;
  EXPECT_EQ(HttpClient(settings).send({"GET", server.url()}).body.size(), 2000U);
}

TEST(HttpClient, HangingRequestIsAbandonedWhenAsked) {
  std::promise<void> arrived, released;
  FakeServer server([&](const std::string&) {
    arrived.set_value();
    released.get_future().wait();
    return "";
  });
  std::atomic<bool> stop{false};
  HttpSettings settings;
  settings.abandon = [&] { return stop.load(); };
  const HttpClient client(settings);
  auto request = std::async(std::launch::async, [&] { client.send({"GET", server.url()}); });
  arrived.get_future().wait();
  stop = true;
  EXPECT_THROW(request.get(), ProcessorError);
  released.set_value();
}

TEST(HttpClient, FarewellIsSentAfterTheStop) {
  FakeServer server([](const std::string&) { return http_answer("200 OK", "", "done"); });
  HttpSettings settings;
  settings.abandon = [] { return true; };
  EXPECT_EQ(HttpClient(settings).send({"PUT", server.url(), {}, "CANCELED"}).status, 200);
}

TEST(HttpAnswer, RetryAfterInSecondsOrAsADate) {
  HttpResponse response{503, "", "", {{"retry-after", "7"}}};
  EXPECT_EQ(retry_after(response, 0), std::chrono::seconds(7));
  response.headers = {{"retry-after", "Thu, 01 Jan 1970 00:01:40 GMT"}};
  EXPECT_EQ(retry_after(response, 40), std::chrono::seconds(60));
  EXPECT_EQ(retry_after(response, 200), std::chrono::seconds(0));
  response.headers["date"] = "Thu, 01 Jan 1970 00:01:30 GMT";  // the server's own clock counts
  EXPECT_EQ(retry_after(response, 200), std::chrono::seconds(10));
  response.headers = {{"retry-after", "soon"}};
  EXPECT_EQ(retry_after(response, 0), std::nullopt);
}

TEST(HttpAnswer, BusyServerSaysWhenToComeBack) {
  try {
    throw_unless_usable({503, "", "", {{"retry-after", "7"}}}, "STOW-RS");
    ADD_FAILURE() << "accepted";
  } catch (const ProcessorError& error) {
    EXPECT_EQ(error.failure_class(), FailureClass::kTransient);
    EXPECT_EQ(error.retry_after(), std::chrono::seconds(7));
  }
  EXPECT_EQ(failure_of([] { throw_unless_usable({302, "", ""}, "WADO-RS"); }), FailureClass::kConfiguration);
}

TEST(WebAddress, HasItsParts) {
  const WebAddress address = parse_web_address("WSS://Pacs:8043/ws/subscribers/A?x=1");
  EXPECT_EQ(address.scheme + " " + address.host + " " + address.port + " " + address.target,
            "wss pacs 8043 /ws/subscribers/A?x=1");
  EXPECT_EQ(origin_of(parse_web_address("https://pacs/dicom-web")), "https://pacs:443");
  EXPECT_THROW(parse_web_address("/dicom-web/studies/1"), ProcessorError);
  EXPECT_THROW(parse_web_address("file:///etc/passwd"), ProcessorError);
}

TEST(DicomwebAddress, FollowsTheWorkitem) {
  const auto at = [](const std::string& url) { return instance_url("http://own/dw", {"1", "2", "3", url}); };
  EXPECT_EQ(at(""), "http://own/dw/studies/1/series/2/instances/3");
  EXPECT_EQ(at("/dicom-web/studies/1"), "http://own/dw/studies/1/series/2/instances/3");
  for (const char* url :
       {"https://a/w/studies/1", "https://a/w/studies/1/series/2/", "https://a/w/studies/1/series/2/instances/3"})
    EXPECT_EQ(at(url), "https://a/w/studies/1/series/2/instances/3") << url;
  EXPECT_EQ(store_url("http://own/dw", ""), "http://own/dw/studies");
  EXPECT_EQ(store_url("http://own/dw", "https://a/w/"), "https://a/w/studies");
  EXPECT_EQ(store_url("http://own/dw", "https://a/w/studies/1"), "https://a/w/studies/1");
  EXPECT_EQ(stored_instance_url("https://a/w/studies/1", kInstance), "https://a/w/studies/1/series/2/instances/3");
}

class DicomwebClientTest : public testing::Test {
 protected:
  std::unique_ptr<DicomwebClient> client(const std::string& root, const std::vector<std::string>& allowed = {}) const {
    HttpSettings settings;
    settings.username = "ai";
    settings.password = "secret";
    Servers servers;
    servers.add_root(root, settings);
    for (const std::string& host : allowed) servers.allow(host, settings);
    return std::make_unique<DicomwebClient>(root, std::move(servers));
  }
  static std::string text(const std::vector<std::uint8_t>& bytes) { return {bytes.begin(), bytes.end()}; }
};

TEST_F(DicomwebClientTest, SinglePartAnswerIsTaken) {
  FakeServer server(
      [](const std::string&) { return http_answer("200 OK", "Content-Type: application/dicom\r\n", "DICM"); });
  EXPECT_EQ(text(client(server.url())->retrieve(kInstance)), "DICM");
}

TEST_F(DicomwebClientTest, SimplerAcceptIsTriedAndRemembered) {
  FakeServer server([](const std::string& request) {
    const bool simple = request.find("transfer-syntax=*") == std::string::npos;
    return simple ? http_answer("200 OK", "Content-Type: application/dicom\r\n", "DICM")
                  : http_answer("406 No", "", "");
  });
  const auto store = client(server.url());
  store->retrieve(kInstance);
  store->retrieve(kInstance);
  EXPECT_EQ(server.requests().size(), 3U);
}

TEST_F(DicomwebClientTest, CredentialsStayWithTheConfiguredServer) {
  FakeServer other(
      [](const std::string&) { return http_answer("200 OK", "Content-Type: application/dicom\r\n", "DICM"); });
  FakeServer own(
      [](const std::string&) { return http_answer("200 OK", "Content-Type: application/dicom\r\n", "own"); });
  const InstanceAddress elsewhere{"1", "2", "3", other.url() + "/studies/1/series/2"};
  EXPECT_EQ(failure_of([&] { client(own.url())->retrieve(elsewhere); }), FailureClass::kConfiguration);
  EXPECT_EQ(failure_of([&] { client(own.url())->store({{1}}, other.url()); }), FailureClass::kConfiguration);
  EXPECT_TRUE(other.requests().empty());
  EXPECT_EQ(text(client(own.url(), {other.host()})->retrieve(elsewhere)), "DICM");
  EXPECT_THAT(other.requests().at(0), Not(HasSubstr("Authorization")));
  EXPECT_EQ(text(client(own.url())->retrieve(kInstance)), "own");
  EXPECT_THAT(own.requests().at(0), HasSubstr("Authorization: Basic"));
}

TEST(UpsClient, ServersClockDecidesWhatIsDue) {
  FakeServer server(
      [](const std::string&) { return http_answer("204 No Content", "Date: Thu, 01 Jan 2015 12:00:00 GMT\r\n", ""); });
  UpsClient client(server.url(), {});
  client.search(10, 0);
  ASSERT_EQ(server.requests().size(), 2U);  // the first told the time
  EXPECT_THAT(server.requests().at(1), HasSubstr("ScheduledProcedureStepStartDateTime=-2015010111"));
}

TEST(UpsClient, ClaimOfSeveralIsNotOfferedByOthers) {
  for (const char* status : {"404 Not Found", "405 Method Not Allowed", "400 Bad Request", "501 Not Implemented"}) {
    FakeServer server([&](const std::string&) { return http_answer(status, "", ""); });
    EXPECT_EQ(UpsClient(server.url(), {}).claim_batch({{{"known", "1"}}, 2, "1.2"}), std::nullopt) << status;
  }
  FakeServer server([&](const std::string&) { return http_answer("200 OK", "", "[{}, {}]"); });
  EXPECT_EQ(UpsClient(server.url(), {}).claim_batch({{{"known", "1"}}, 2, "1.2"})->size(), 2U);
  EXPECT_THAT(server.requests().at(0), testing::AllOf(HasSubstr("POST /dicom-web/workitems/claims"),
                                                      HasSubstr("\"Maximum\":2"), HasSubstr("\"Model\":\"known\"")));
}

}  // namespace
}  // namespace sonolist::processor
