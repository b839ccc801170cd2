#include "plugin/worklist/sql/where_clause.h"

#include "plugin/worklist/priority.h"
#include "plugin/worklist/sql/workitem_columns.h"

namespace sonolist::plugin {
namespace {

constexpr const char* kNoText = " || ''";
constexpr const char* kNothing = " + 0";

}  // namespace

// From the most telling criterion to the least.
WhereClause::WhereClause(const IndexedFilter& filter, bool engine_chooses_indexes)
    : engine_chooses_indexes_(engine_chooses_indexes) {
  const auto add_if = [this](const char* column, const std::optional<std::string>& value) {
    if (value) add_text(column, *value);
  };
  if (!filter.uids.empty()) add_uids(filter.uids);
  add_if("source_sop_uid", filter.source_sop_uid);
  if (filter.accession_number) {
    add(lead("id", kNothing) +
        " IN (SELECT workitem_id FROM workitem_accession WHERE number = " + add_value(*filter.accession_number) + ")");
  }
  add_if("study_uid", filter.study_instance_uid);
  add_if("patient_id", filter.patient_id);
  if (filter.dead_letters) add_dead_letters();
  add_if("discontinuation", filter.discontinuation);
  const bool state_leads = filter.state && !has_lead_;
  if (filter.state) add_text("state", to_string(*filter.state));
  if (state_leads) has_lead_ = !filter.model;  // the two have an index together
  add_if("model", filter.model);
  add_if("input_readiness", filter.input_readiness);
  add_if("step_label", filter.step_label);
  add_if("workitem_code", filter.workitem_code);
  if (filter.priority) {
    add(lead("priority_rank", kNothing) + " = " + add_value(priority_rank(*filter.priority)));
  }
  add_if("worklist_label", filter.worklist_label);
  add_start(filter);
}

std::string WhereClause::lead(const std::string& column, const char* neutral) {
  if (has_lead_ && !engine_chooses_indexes_) return column + neutral;
  has_lead_ = true;
  return column;
}

void WhereClause::add(const std::string& condition) {
  sql_ += (sql_.empty() ? " WHERE " : " AND ") + condition;
}

void WhereClause::add_text(const char* column, const std::string& value) {
  add(lead(column, kNoText) + " = " + add_value(value));
}

std::string WhereClause::add_value(SqlValue value) {
  values_.push_back(std::move(value));
  return "?" + std::to_string(values_.size());
}

// The list is filled up to a power of two with its last entry: few texts for all lengths.
void WhereClause::add_uids(const std::vector<std::string>& uids) {
  std::size_t size = 1;
  while (size < uids.size()) size *= 2;
  std::string list;
  for (std::size_t i = 0; i < size; ++i) {
    list += (i == 0 ? "" : ", ") + add_value(i < uids.size() ? uids[i] : uids.back());
  }
  add(lead("uid", kNoText) + " IN (" + list + ")");
}

// The key of the queue is the start time and at most two intervals more: the range of one is a range of the other,
// which every index of the queue's order knows.
void WhereClause::add_start(const IndexedFilter& filter) {
  if (filter.start_from) {
    const std::string from = add_value(to_microseconds(*filter.start_from));
    add("start_us >= " + from + " AND queue_key >= " + from);
  }
  if (filter.start_until) {
    add("start_us <= " + add_value(to_microseconds(*filter.start_until)));
    add("queue_key <= " + add_value(to_microseconds(*filter.start_until + kLowestRank * kMaximumAgeing)));
  }
}

void WhereClause::add_dead_letters() {
  add(lead("state", kNoText) +
      " = 'CANCELED' AND cancel_requested = 0 AND NOT EXISTS "
      "(SELECT 1 FROM workitem AS later WHERE later.replaces_uid = workitem.uid)");
}

void WhereClause::begin_after(std::int64_t queue_key, std::int64_t number) {
  const std::string key = add_value(queue_key);
  add("(queue_key, id) > (" + key + ", " + add_value(number) + ")");
}

}  // namespace sonolist::plugin
