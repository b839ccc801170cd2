#include "plugin/worklist/sql/retention.h"

#include <algorithm>

#include "plugin/worklist/sql/log_chain.h"

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
    const std::vector<Workitem> page =
        select_workitems(session,
                         "WHERE state NOT IN ('SCHEDULED', 'IN PROGRESS') AND updated_us < ?1 "
                         "ORDER BY updated_us, id LIMIT ?2 OFFSET ?3",
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
  // From the beginning and without a gap, also where a clock went back: the rest stays one chain.
  std::int64_t last = 0;
  std::string hash;
  {
    const auto rows = session.query("SELECT id, created_us, hash FROM event ORDER BY id LIMIT ?1", {limit});
    while (rows->next() && rows->integer(1) < to_microseconds(before)) {
      last = rows->integer(0);
      hash = rows->text(2);
    }
  }
  if (last == 0) return 0;
  lock_numbers(session);
  LogChain::cut(session, "event", last, hash);
  return session.execute("DELETE FROM event WHERE id <= ?1", {last});
}

}  // namespace sonolist::plugin
