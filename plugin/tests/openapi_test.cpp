#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "plugin/audit/audit_routes.h"
#include "plugin/http/lower_case.h"
#include "plugin/ups_rs/routes.h"

namespace sonolist::plugin {
namespace {

using Resources = std::map<std::string, std::set<int>>;  // "get /workitems" and its statuses

template <typename Table>
void add(Resources& resources, const Table& table, const std::string& root) {
  for (const auto& route : table) {
    auto& statuses = resources[lower_case(std::string(to_string(route.method))) + " " + root + std::string(route.path)];
    for (const int status : route.statuses) {
      if (status != 0) statuses.insert(status);
    }
  }
}

Resources routed() {
  Resources resources;
  add(resources, worklist_routes(), "/workitems");
  add(resources, audit_routes(), "/audit");
  return resources;
}

nlohmann::json document() {
  std::ifstream file(SONOLIST_OPENAPI);
  return nlohmann::json::parse(file);
}

Resources documented() {
  const auto whole = document();
  Resources resources;
  for (const auto& [path, methods] : whole.at("paths").items()) {
    for (const auto& [method, operation] : methods.items()) {
      if (method == "servers") continue;
      auto& statuses = resources[method + " " + path];
      for (const auto& [status, response] : operation.at("responses").items()) statuses.insert(std::stoi(status));
    }
  }
  return resources;
}

TEST(OpenApi, DocumentsEveryRouteMethodAndStatus) {
  EXPECT_EQ(documented(), routed());
}

// The servers of the document have the worklist; the audit has another root.
TEST(OpenApi, NamesTheServerOfEachPath) {
  const auto whole = document();
  for (const auto& [path, item] : whole.at("paths").items()) {
    const bool is_audit = path.rfind("/audit/", 0) == 0;
    const std::string root = is_audit ? "/sonolist" : "/dicom-web";
    for (const auto& server : is_audit ? item.at("servers") : whole.at("servers")) {
      const std::string url = server.at("url");
      EXPECT_EQ(url.substr(url.size() - root.size()), root) << path;
    }
  }
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
