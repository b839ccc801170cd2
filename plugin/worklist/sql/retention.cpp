#include "plugin/worklist/sql/retention.h"

#include <algorithm>

namespace sonolist::plugin {
namespace {

// An item is read to be asked about: the memory that takes must not grow with the limit.
constexpr std::int64_t kItemsAtOnce = 50;

void remove_item(SqlSession& session, const Workitem& workitem) {
  session.execute("DELETE FROM workitem_accession WHERE workitem_id = ?1", {workitem.number});
  session.execute("DELETE FROM subscription_entry WHERE workitem_uid = ?1", {workitem.uid()});
  session.execute("DELETE FROM workitem WHERE id = ?1", {workitem.number});
}

}  // namespace

std::int64_t remove_finished_items(SqlSession& session, TimePoint before, std::int64_t limit,
                                   const std::function<bool(const Workitem&)>& is_locked) {
  std::int64_t removed = 0;
  std::int64_t locked = 0;  // these stay, so the next page begins behind as many
  while (removed < limit) {
    const std::vector<Workitem> page = select_workitems(
        session,
        "WHERE state IN ('COMPLETED', 'CANCELED') AND updated_us < ?1 ORDER BY updated_us, id LIMIT ?2 OFFSET ?3",
        {to_microseconds(before), std::min(limit - removed, kItemsAtOnce), locked});
    if (page.empty()) break;
    for (const Workitem& workitem : page) {
      if (is_locked(workitem)) {
        ++locked;
      } else {
        remove_item(session, workitem);
        ++removed;
      }
    }
  }
  return removed;
}

std::int64_t remove_events(SqlSession& session, TimePoint before, std::int64_t limit) {
  return session.execute(
      "DELETE FROM event WHERE id IN (SELECT id FROM event WHERE created_us < ?1 ORDER BY created_us LIMIT ?2)",
      {to_microseconds(before), limit});
}

}  // namespace sonolist::plugin
