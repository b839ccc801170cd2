// Reading and writing rows inside a session that the caller opened; shared by the stores.
#pragma once

#include <optional>
#include <vector>

#include "plugin/worklist/sql/sql_session.h"
#include "plugin/worklist/sql/workitem_columns.h"
#include "plugin/worklist/worklist_store.h"

namespace sonolist::plugin {

// Columns that read_workitem() expects, in its order.
inline constexpr const char* kWorkitemColumns =
    "json, state, transaction_hash, lease_until_us, cancel_requested, revision, id, series_key, quiet_us";

Workitem read_workitem(const SqlRows& row);

// "SELECT <kWorkitemColumns> FROM workitem " + `rest`, all rows.
std::vector<Workitem> select_workitems(SqlSession& session, const std::string& rest, const SqlValues& values);

// What is the same for all rows that one transaction writes.
struct WriteContext {
  TimePoint now;
  AgeingInterval ageing = kDefaultAgeing;
};

// Writes the item with revision 1 and its creation events; false when the UID exists.
bool insert_workitem(SqlSession& session, const Workitem& workitem, const WriteContext& context);

// Writes all columns where the revision is `read_revision`; false when there is no such row any more.
bool update_workitem(SqlSession& session, const Workitem& workitem, std::int64_t read_revision,
                     const WriteContext& context);

// The same for an item that was read in this transaction: columns that stay as they are are left alone.
bool update_workitem(SqlSession& session, const Workitem& before, const Workitem& after, const WriteContext& context);

// What a change brings along beside the new form of its item: events and the replacement. Call it when all rows that
// the transaction changes are written: from here on it holds the lock of those who write events.
void write_consequences(SqlSession& session, const WorkitemChange& change, const WriteContext& context);

// Takes the columns that can be searched by from the item once more; no change of the item, no event.
void fill_columns(SqlSession& session, const Workitem& workitem, AgeingInterval ageing);

// To the end of the transaction nobody else creates workitems or events: they become visible in the order of their
// numbers. Taken last, when the rows that the transaction changes are written, or a deadlock may follow.
void lock_numbers(SqlSession& session);

// The order of their numbers is that of the transactions.
void insert_events(SqlSession& session, const std::vector<WorkitemEvent>& events, TimePoint now);

}  // namespace sonolist::plugin
