#include "plugin/listener/admission.h"

#include <gtest/gtest.h>

namespace sonolist::plugin {
namespace {

constexpr const char* kCredentials = "Basic dXNlcjpww6RzczpjZQ==";  // user:päss:ce

int status(const Admission& admission, std::map<std::string, std::string> headers) {
  const auto refusal = admission.refusal({HttpMethod::kGet, "/", {}, std::move(headers), ""});
  return refusal ? refusal->status : 200;
}

const Admission& closed_door() {
  static const Admission admission(Users{{"other", "x"}, {"user", "p\xC3\xA4ss:ce"}}, "");
  return admission;
}

const Admission& open_door() {
  static const Admission admission(std::nullopt, "");
  return admission;
}

TEST(Admission, TakesAKnownUser) {
  EXPECT_EQ(status(closed_door(), {{"host", "pacs:8043"}, {"authorization", kCredentials}}), 200);
  EXPECT_EQ(status(closed_door(), {{"host", "pacs"}, {"authorization", "basic dXNlcjpww6RzczpjZQ=="}}), 200);
}

TEST(Admission, AsksOthersForAPassword) {
  for (const char* given : {"", "Basic", "Basic ", "Basic dXNlcjp4", "Basic b3RoZXI6",
                            "Bearer dXNlcjpww6RzczpjZQ==", "Basic dXNlcjpww6RzczpjZQ", "Basic ZXZlcnlib2R5Og=="}) {
    const auto refusal =
        closed_door().refusal({HttpMethod::kGet, "/", {}, {{"host", "h"}, {"authorization", given}}, ""});
    ASSERT_TRUE(refusal) << given;
    EXPECT_EQ(refusal->status, 401) << given;
    EXPECT_EQ(refusal->headers.at(0).first, "WWW-Authenticate");
  }
}

TEST(Admission, NobodyComesInWherePasswordsAreAskedAndNoUserExists) {
  EXPECT_EQ(status(Admission(Users{}, ""), {{"host", "localhost"}}), 401);
  EXPECT_EQ(status(Admission(Users{}, ""), {{"host", "localhost"}, {"authorization", kCredentials}}), 401);
}

TEST(Admission, WithoutUsersOnlyTheLoopbackNamesAreServed) {
  for (const char* host : {"127.0.0.1", "127.0.0.1:8043", "localhost", "LocalHost:1", "[::1]", "[::1]:8043"}) {
    EXPECT_EQ(status(open_door(), {{"host", host}}), 200) << host;
  }
  for (const char* host : {"evil.example", "127.0.0.1.evil.example:8043", "localhost.evil.example", "[::2]", "::1"}) {
    EXPECT_EQ(status(open_door(), {{"host", host}}), 403) << host;
  }
}

TEST(Admission, EveryRequestNamesAHost) {
  EXPECT_EQ(status(open_door(), {}), 400);
  EXPECT_EQ(status(closed_door(), {{"authorization", kCredentials}}), 400);
}

TEST(Admission, RefusesPagesOfOtherOrigins) {
  const std::map<std::string, std::string> request = {{"host", "localhost:8043"}};
  const auto with_origin = [&](const char* origin) {
    auto headers = request;
    headers["origin"] = origin;
    return status(open_door(), headers);
  };
  EXPECT_EQ(with_origin("http://localhost:8043"), 200);
  EXPECT_EQ(with_origin("HTTP://LOCALHOST:8043"), 200);
  for (const char* origin : {"", "null", "http://evil.example", "http://localhost", "http://localhost:8042",
                             "http://localhost:80430", "localhost:8043"}) {
    EXPECT_EQ(with_origin(origin), 403) << origin;
  }
}

TEST(Admission, KnowsItsPublicName) {
  const Admission admission(std::nullopt, "https://Pacs.example/worklist");
  EXPECT_EQ(status(admission, {{"host", "pacs.example"}, {"origin", "https://pacs.example"}}), 200);
  EXPECT_EQ(status(admission, {{"host", "127.0.0.1:8043"}, {"origin", "https://pacs.example"}}), 200);
  EXPECT_EQ(status(admission, {{"host", "pacs.example.evil"}}), 403);
}

}  // namespace
}  // namespace sonolist::plugin
