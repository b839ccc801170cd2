#include "plugin/worklist/sql/schema.h"

#include "plugin/worklist/sql/schema_steps.h"
#include "plugin/worklist/sql/workitem_rows.h"
#include "plugin/worklist/store_error.h"

namespace sonolist::plugin {
namespace {

constexpr int kVersionBeforeSecondEngine = 2;
constexpr std::int64_t kItemsPerPage = 500;

// 0 for tables that are not there yet.
int schema_version(SqlSession& session) {
  session.execute_script("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
  const auto row = session.query("SELECT version FROM schema_version", {});
  return row->next() ? static_cast<int>(row->integer(0)) : 0;
}

std::vector<Workitem> items_after(SqlSession& session, std::int64_t number) {
  return select_workitems(session, "WHERE id > ?1 ORDER BY id LIMIT ?2", {number, kItemsPerPage});
}

// The columns of version 3 are taken from the items, which only C++ can read on both engines.
void fill_new_columns(SqlSession& session) {
  std::int64_t number = 0;
  for (auto page = items_after(session, number); !page.empty(); page = items_after(session, number)) {
    for (const Workitem& workitem : page) fill_columns(session, workitem, kDefaultAgeing);
    number = page.back().number;
  }
}

}  // namespace

bool bring_up_to_date(SqlSession& session, const std::string& name, const std::string& setting) {
  const int version = schema_version(session);
  if (version < 0 || version > kSchemaVersion) {
    throw StoreError(name + " has schema version " + std::to_string(version) + ", this plug-in knows up to " +
                     std::to_string(kSchemaVersion) + ": install the matching version of the plug-in or set " +
                     setting);
  }
  if (version == kSchemaVersion) return false;
  for (int step = version; step < kSchemaVersion; ++step) {
    session.execute_script(kSchemaSteps.at(static_cast<std::size_t>(step)));
    if (step == kVersionBeforeSecondEngine) fill_new_columns(session);
  }
  session.execute("DELETE FROM schema_version", {});
  session.execute("INSERT INTO schema_version VALUES (?1)", {kSchemaVersion});
  return true;
}

}  // namespace sonolist::plugin
