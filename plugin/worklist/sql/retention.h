// Takes out of the data base what is over and done with, inside a session that writes.
#pragma once

#include <functional>

#include "plugin/worklist/sql/workitem_rows.h"

namespace sonolist::plugin {

// See WorklistStore::remove_finished(). Returns how many items were deleted. The caller commits.
std::int64_t remove_finished_items(SqlSession& session, TimePoint before, std::int64_t limit,
                                   const std::function<bool(const Workitem&)>& is_locked);

std::int64_t remove_events(SqlSession& session, TimePoint before, std::int64_t limit);

}  // namespace sonolist::plugin
