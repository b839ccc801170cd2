// Reading and writing rows inside a session that the caller opened; shared by the stores below.
#pragma once

#include <vector>

#include "plugin/worklist/sqlite_database.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

// Columns that read_workitem() expects, in its order.
inline constexpr const char* kWorkitemColumns =
    "json, state, transaction_hash, lease_until_us, cancel_requested, revision";

Workitem read_workitem(SQLite::Statement& row);

// Writes the item with revision 1 and its creation events; false when the UID exists.
bool insert_workitem(SqliteDatabase::Session& session, const Workitem& workitem, TimePoint now);

// Writes all columns where the revision is `read_revision`; false when there is no such row any more.
bool update_workitem(SqliteDatabase::Session& session, const Workitem& workitem, std::int64_t read_revision,
                     TimePoint now);

void insert_events(SqliteDatabase::Session& session, const std::vector<WorkitemEvent>& events, TimePoint now);

}  // namespace sonolist::plugin
