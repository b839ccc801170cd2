#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "plugin/http/lower_case.h"
#include "plugin/ups_rs/routes.h"

namespace sonolist::plugin {
namespace {

using Resources = std::map<std::string, std::set<int>>;  // "get /workitems" and its statuses

Resources routed() {
  Resources resources;
  for (const Route& route : worklist_routes()) {
    auto& statuses =
        resources[lower_case(std::string(to_string(route.method))) + " /workitems" + std::string(route.path)];
    for (const int status : route.statuses) {
      if (status != 0) statuses.insert(status);
    }
  }
  return resources;
}

Resources documented() {
  std::ifstream file(SONOLIST_OPENAPI);
  const auto document = nlohmann::json::parse(file);
  Resources resources;
  for (const auto& [path, methods] : document.at("paths").items()) {
    for (const auto& [method, operation] : methods.items()) {
      auto& statuses = resources[method + " " + path];
      for (const auto& [status, response] : operation.at("responses").items()) statuses.insert(std::stoi(status));
    }
  }
  return resources;
}

TEST(OpenApi, DocumentsEveryRouteMethodAndStatus) {
  EXPECT_EQ(documented(), routed());
}

TEST(Routes, PreferTheirOwnWords) {
  EXPECT_EQ(find_route(HttpMethod::kPost, "/claims").route->operation, Operation::kClaim);
  EXPECT_EQ(find_route(HttpMethod::kPost, "/1.2/").route->operation, Operation::kUpdate);
  const RouteMatch match = find_route(HttpMethod::kPost, "/1.2/cancelrequest/AE");
  EXPECT_EQ(match.workitem, "1.2");
  EXPECT_EQ(match.requester, "AE");
  EXPECT_EQ(find_route(HttpMethod::kGet, "/1.2/subscribers/AE").route, nullptr);
  EXPECT_EQ(find_route(HttpMethod::kGet, "/1.2/subscribers/AE").allowed, "POST, DELETE");
  EXPECT_EQ(find_route(HttpMethod::kGet, "/1.2/a/b/c").allowed, "");
  EXPECT_EQ(find_route(HttpMethod::kGet, "//1.2").route, nullptr);
}

}  // namespace
}  // namespace sonolist::plugin
