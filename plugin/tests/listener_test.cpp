#include "plugin/listener/listener.h"

#include <gmock/gmock.h>

#include <future>
#include <list>

#include "plugin/configuration/configuration_error.h"
#include "plugin/tests/listener_client.h"
#include "plugin/tests/samples.h"

namespace sonolist::plugin {
namespace {

using testing::HasSubstr;

ListenerSettings on_any_port() {
  ListenerSettings settings;
  settings.port = 0;
  return settings;
}

// Says what it was asked.
HttpResponse echo(const HttpRequest& request) {
  Json query = Json::array();
  for (const auto& [name, value] : request.query) query.push_back(name + "=" + value);
  return json_response(200, {{"method", static_cast<int>(request.method)},
                             {"path", request.path},
                             {"query", query},
                             {"scheme", request.header("x-forwarded-proto")},
                             {"body", request.body}});
}

class ListenerTest : public testing::Test {
 protected:
  void listen(RequestHandler handler = echo) {
    listener_.emplace(settings_, std::vector<std::string>{"/dicom-web/ws/subscribers/"}, std::move(handler), channels_,
                      log_, limits_);
    listener_->start();
    const std::string url = listener_->url();
    port_ = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
  }

  ClientAnswer ask(const std::string& request) {
    HttpClient client(port_);
    client.send(request);
    return client.receive().value();
  }

  ListenerSettings settings_ = on_any_port();
  ListenerLimits limits_;
  SilentLog log_;
  ChannelRegistry channels_;
  std::optional<Listener> listener_;
  std::uint16_t port_ = 0;
};

// Holds requests until it is told to let them go.
class Gate {
 public:
  RequestHandler handler() {
    return [this](const HttpRequest&) {
      arrived_.set_value();
      opened_.wait();
      return json_response(200, "done");
    };
  }
  void wait_for_request() { arrived_.get_future().wait(); }
  void open() { open_.set_value(); }

 private:
  std::promise<void> arrived_, open_;
  std::shared_future<void> opened_ = open_.get_future().share();
};

TEST_F(ListenerTest, HandsOnMethodQueryAndBody) {
  listen();
  const ClientAnswer answer = ask(request_text("POST", "/a%2Fb/?Transaction-uid=1.2&x=%C3%A4+b", "body"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers.at("content-type"), "application/json");
  const Json said = Json::parse(answer.body);
  EXPECT_EQ(said.at("method"), static_cast<int>(HttpMethod::kPost));
  EXPECT_EQ(said.at("path"), "/a/b");
  EXPECT_EQ(said.at("query"), Json({"Transaction-uid=1.2", "x=\xC3\xA4 b"}));
  EXPECT_EQ(said.at("body"), "body");
  EXPECT_EQ(said.at("scheme"), "");
}

TEST_F(ListenerTest, AnswersPipelinedRequestsInTheirOrder) {
  listen();
  HttpClient client(port_);
  client.send(request_text("PUT", "/1", "a") + request_text("GET", "/2") + request_text("DELETE", "/3"));
  for (const char* path : {"/1", "/2", "/3"}) {
    EXPECT_EQ(Json::parse(client.receive().value().body).at("path"), path);
  }
  client.send(request_text("GET", "/4", "", "Connection: close\r\n"));
  EXPECT_EQ(client.receive().value().headers.at("connection"), "close");
  EXPECT_FALSE(client.receive());
}

TEST_F(ListenerTest, KnowsHeadAndOptions) {
  listen();
  HttpClient client(port_);
  client.send(request_text("GET", "/a"));
  const ClientAnswer whole = client.receive().value();
  client.send(request_text("HEAD", "/a"));
  const ClientAnswer head = client.receive(true).value();
  EXPECT_EQ(head.headers, whole.headers);
  EXPECT_EQ(head.body, "");
  client.send(request_text("OPTIONS", "/a"));
  EXPECT_EQ(Json::parse(client.receive().value().body).at("method"), static_cast<int>(HttpMethod::kOptions));
}

TEST_F(ListenerTest, AnswersWithoutBody) {
  listen([](const HttpRequest&) { return HttpResponse{204, "", {{"Warning", "299"}}, ""}; });
  HttpClient client(port_);
  client.send(request_text("GET", "/") + request_text("GET", "/"));
  for (int i = 0; i < 2; ++i) {
    const ClientAnswer answer = client.receive().value();
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.headers.at("warning"), "299");
    EXPECT_EQ(answer.headers.count("content-length"), 0U);
  }
}

TEST_F(ListenerTest, RefusesMalformedRequests) {
  listen();
  EXPECT_EQ(ask("NONSENSE\r\n\r\n").status, 400);
  EXPECT_EQ(ask(request_text("GET", "/%zz")).status, 400);
  EXPECT_EQ(ask(request_text("GET", "relative")).status, 400);
  EXPECT_EQ(ask("GET / HTTP/1.1\r\n\r\n").status, 400);
  EXPECT_EQ(ask(request_text("POST", "/", "", "Content-Length: -1\r\n")).status, 400);
  EXPECT_EQ(ask(request_text("POST", "/", "x\r\n", "Transfer-Encoding: chunked\r\n")).status, 400);
  const ClientAnswer answer = ask(request_text("PATCH", "/"));
  EXPECT_EQ(answer.status, 405);
  EXPECT_THAT(answer.headers.at("allow"), HasSubstr("OPTIONS"));
}

TEST_F(ListenerTest, RefusesTooMuch) {
  limits_.header_bytes = 1000;
  limits_.body_bytes = 1000;
  listen();
  EXPECT_EQ(ask(request_text("GET", "/" + std::string(1000, 'a'))).status, 431);
  EXPECT_EQ(ask(request_text("POST", "/", std::string(1001, 'a'))).status, 413);
  EXPECT_EQ(ask(request_text("POST", "/", "", "Transfer-Encoding: chunked\r\n") + "3e9\r\n" + std::string(1001, 'a') +
                "\r\n0\r\n\r\n")
                .status,
            413);
  EXPECT_EQ(ask(request_text("POST", "/", std::string(1000, 'a'))).status, 200);
}

TEST_F(ListenerTest, RefusesABodyOf16MiBThatIsBeingSent) {
  listen();
  HttpClient client(port_);
  client.send(request_text("POST", "/", "", "Content-Length: 16777217\r\n") + std::string(1'000'000, 'a'));
  EXPECT_EQ(client.receive().value().status, 413);
}

TEST_F(ListenerTest, AsksForTheBodyThatIsHeldBack) {
  listen();
  HttpClient client(port_);
  client.send(request_text("POST", "/", "", "Expect: 100-continue\r\nContent-Length: 4\r\n"));
  EXPECT_EQ(client.receive().value().status, 100);
  client.send("body");
  EXPECT_EQ(Json::parse(client.receive().value().body).at("body"), "body");
}

TEST_F(ListenerTest, EndsAConnectionThatSendsTooSlowly) {
  limits_.idle_timeout = std::chrono::milliseconds(50);
  listen();
  HttpClient idle(port_), in_head(port_), in_body(port_);
  in_head.send("GET / HTTP/1.1\r\nHo");
  in_body.send(request_text("POST", "/", "", "Content-Length: 10\r\n") + "12345");
  EXPECT_FALSE(idle.receive());
  EXPECT_FALSE(in_head.receive());
  EXPECT_FALSE(in_body.receive());
}

TEST_F(ListenerTest, ServesManyConnectionsAtOnce) {
  listen();
  std::list<HttpClient> clients;
  for (int i = 0; i < 200; ++i) clients.emplace_back(port_);
  int number = 0;
  for (HttpClient& client : clients) client.send(request_text("GET", "/" + std::to_string(number++)));
  number = 0;
  for (HttpClient& client : clients) {
    EXPECT_EQ(Json::parse(client.receive().value().body).at("path"), "/" + std::to_string(number++));
  }
}

TEST_F(ListenerTest, RefusesMoreConnectionsThanAllowed) {
  limits_.connections = 2;
  listen();
  HttpClient first(port_), second(port_);
  for (HttpClient* client : {&first, &second}) {
    client->send(request_text("GET", "/"));
    EXPECT_EQ(client->receive().value().status, 200);
  }
  EXPECT_EQ(ask(request_text("GET", "/")).status, 503);
}

TEST_F(ListenerTest, RefusesMoreRequestsThanMayWait) {
  limits_.waiting_requests = 1;
  Gate gate;
  listen(gate.handler());
  HttpClient waiting(port_);
  waiting.send(request_text("GET", "/"));
  gate.wait_for_request();
  const ClientAnswer refusal = ask(request_text("GET", "/"));
  EXPECT_EQ(refusal.status, 503);
  EXPECT_EQ(refusal.headers.count("retry-after"), 1U);
  gate.open();
  EXPECT_EQ(waiting.receive().value().status, 200);
}

TEST_F(ListenerTest, TurnsAnExceptionInto500) {
  listen([](const HttpRequest&) -> HttpResponse { throw std::runtime_error("the disk is full"); });
  const ClientAnswer answer = ask(request_text("GET", "/"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, HasSubstr("the disk is full"));
}

TEST_F(ListenerTest, LetsARunningRequestEndWhenItStops) {
  Gate gate;
  listen(gate.handler());
  HttpClient idle(port_), busy(port_);
  busy.send(request_text("GET", "/"));
  gate.wait_for_request();
  auto stopped = std::async(std::launch::async, [this] { listener_->stop(); });
  EXPECT_FALSE(idle.receive());
  gate.open();
  EXPECT_EQ(busy.receive().value().status, 200);
  EXPECT_FALSE(busy.receive());
  stopped.wait();
  EXPECT_EQ(listener_->url(), "");
  EXPECT_THROW(HttpClient{port_}, std::exception);
}

TEST_F(ListenerTest, EndsBusyConnectionsAfterAWhile) {
  limits_.stop_timeout = std::chrono::milliseconds(50);
  Gate gate;
  listen(gate.handler());
  HttpClient busy(port_);
  busy.send(request_text("GET", "/"));
  gate.wait_for_request();
  auto stopped = std::async(std::launch::async, [this] {
    listener_->stop();
    listener_.reset();
  });
  // Nothing can be closed while the handler runs; it then finds nobody to answer.
  EXPECT_EQ(stopped.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
  gate.open();
  EXPECT_FALSE(busy.receive());
  stopped.wait();
}

TEST_F(ListenerTest, AsksForTheUsersPassword) {
  settings_.users = Users{{"user", "secret"}};
  listen();
  HttpClient client(port_);
  client.send(request_text("GET", "/"));
  EXPECT_EQ(client.receive().value().status, 401);
  client.send(request_text("GET", "/", "", "Authorization: Basic dXNlcjpzZWNyZXQ=\r\n"));
  EXPECT_EQ(client.receive().value().status, 200);
}

TEST_F(ListenerTest, DoesNotReadTheBodyOfAStranger) {
  settings_.users = Users{{"user", "secret"}};
  listen();
  HttpClient client(port_);
  client.send(request_text("POST", "/", "", "Content-Length: 1000000\r\n"));
  EXPECT_EQ(client.receive().value().status, 401);
  EXPECT_FALSE(client.receive());
}

TEST_F(ListenerTest, ServesTls) {
  const TemporaryFolder folder;
  const TestCertificate certificate(folder.path());
  settings_.certificate_file = certificate.certificate;
  settings_.private_key_file = certificate.private_key;
  listen();
  EXPECT_EQ(listener_->url(), "https://127.0.0.1:" + std::to_string(port_));
  HttpClient client(port_, Transport::kTls);
  for (const char* path : {"/1", "/2"}) {
    client.send(request_text("PUT", path, std::string(100'000, 'a')));
    const Json said = Json::parse(client.receive().value().body);
    EXPECT_EQ(said.at("path"), path);
    EXPECT_EQ(said.at("scheme"), "https");
  }
  client.send(request_text("GET", "/", "", "Connection: close\r\n"));
  EXPECT_EQ(client.receive().value().status, 200);
  EXPECT_FALSE(client.receive());
  EXPECT_FALSE(takes_outdated_tls(port_));
  HttpClient without_tls(port_);
  without_tls.send(request_text("GET", "/"));
  EXPECT_FALSE(without_tls.receive());
}

TEST_F(ListenerTest, NamesTheKeyOfACertificateItCannotRead) {
  const TemporaryFolder folder;
  const TestCertificate certificate(folder.path());
  settings_.certificate_file = folder.path() / "missing.pem";
  settings_.private_key_file = certificate.private_key;
  const auto message = [this] {
    try {
      listen();
    } catch (const ConfigurationError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_THAT(message(), HasSubstr("Sonolist.Listener.CertificateFile"));
  settings_.certificate_file = certificate.certificate;
  settings_.private_key_file = certificate.certificate;
  EXPECT_THAT(message(), HasSubstr("Sonolist.Listener.PrivateKeyFile"));
}

TEST_F(ListenerTest, NamesTheKeyOfAPortThatIsTaken) {
  listen();
  ListenerSettings same = settings_;
  same.port = port_;
  Listener second(same, {"/ws/"}, echo, channels_, log_);
  try {
    second.start();
    FAIL() << "two listeners on one port";
  } catch (const ListenerError& error) {
    EXPECT_THAT(error.what(), HasSubstr("Sonolist.Listener.Port"));
  }
  EXPECT_EQ(second.url(), "");
}

TEST_F(ListenerTest, TellsItsPublicUrl) {
  settings_.public_url = "https://pacs.example/door";
  listener_.emplace(settings_, std::vector<std::string>{"/dicom-web/ws/"}, echo, channels_, log_);
  EXPECT_EQ(listener_->url(), "");
  EXPECT_EQ(listener_->channel_url("AE"), "");
  listener_->start();
  EXPECT_EQ(listener_->url(), "https://pacs.example/door");
  EXPECT_EQ(listener_->channel_url("AE_1"), "wss://pacs.example/door/dicom-web/ws/AE_1");
  EXPECT_EQ(listener_->channel_url("A 1"), "wss://pacs.example/door/dicom-web/ws/A%201");
}

}  // namespace
}  // namespace sonolist::plugin
