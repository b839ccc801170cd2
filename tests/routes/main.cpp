// sonolist-routes: prints every route of the plug-in, "METHOD PATH" a line, from the tables that its handlers use: what
// is asked of each of them (scripts/check doors) cannot forget a new one. Event channels are of the listener alone:
// "CHANNEL PATH".
#include <iostream>

#include "plugin/administration/administration_routes.h"
#include "plugin/audit/audit_routes.h"
#include "plugin/configuration/configuration.h"
#include "plugin/status/status_routes.h"
#include "plugin/ups_rs/routes.h"
#include "plugin/viewer/viewer_routes.h"

namespace {

using sonolist::plugin::to_string;

template <typename Table>
void print(const Table& table, const std::string& root) {
  for (const auto& route : table) std::cout << to_string(route.method) << ' ' << root << route.path << '\n';
}

}  // namespace

int main() {
  sonolist::plugin::Configuration configuration;
  configuration.dicom_web_root = "/dicom-web/";
  print(sonolist::plugin::worklist_routes(), configuration.worklist_root());
  print(sonolist::plugin::status_routes(), "/sonolist");
  print(sonolist::plugin::kViewerRoutes, "/sonolist");
  print(sonolist::plugin::administration_routes(), "/sonolist");
  print(sonolist::plugin::audit_routes(), "/sonolist/audit");
  for (const std::string& root : configuration.channel_roots()) std::cout << "CHANNEL " << root << "{aet}\n";
}
