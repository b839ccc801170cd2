#include "plugin/worklist/sql/claim_queue.h"

#include <algorithm>
#include <utility>

namespace sonolist::plugin {
namespace {

using Place = std::pair<std::int64_t, std::int64_t>;  // in the queue: key, number

// The steps of one model that may be claimed now, in the order of the queue.
class Claimable {
 public:
  Claimable(const ClaimCriteria& criteria, const std::string& model)
      : values_{model, to_microseconds(criteria.now), to_microseconds(criteria.now + kLowestRank * kMaximumAgeing)} {
    condition_ =
        "WHERE state = 'SCHEDULED' AND input_readiness = 'READY' AND model = ?1 AND start_us <= ?2 AND "
        "queue_key <= ?3 AND (model_version = ''";
    for (const ServedModelVersion& served : criteria.served) {
      if (served.model == model) condition_ += " OR model_version = " + add_value(served.version);
    }
    condition_ += ")";
    if (criteria.urgent_only) condition_ += " AND priority_rank = 0";
    condition_ += " ORDER BY queue_key, id LIMIT ";
  }

  std::optional<Place> head(SqlSession& session) const {
    const auto row = session.query("SELECT queue_key, id FROM workitem " + condition_ + "1", values_);
    if (!row->next()) return std::nullopt;
    return Place(row->integer(0), row->integer(1));
  }

  std::vector<Workitem> first(SqlSession& session, std::int64_t maximum) const {
    // In the text: a plan for any number of rows would read all of them and sort.
    return select_workitems(session, condition_ + std::to_string(maximum) + " " + session.skip_locked(), values_);
  }

 private:
  std::string add_value(const std::string& value) {
    values_.emplace_back(value);
    return "?" + std::to_string(values_.size());
  }

  SqlValues values_;
  std::string condition_;
};

std::vector<Workitem> held_under(SqlSession& session, const std::string& transaction_hash) {
  if (transaction_hash.empty()) return {};
  return select_workitems(session, "WHERE state = 'IN PROGRESS' AND transaction_hash = ?1 ORDER BY queue_key, id",
                          {transaction_hash});
}

// How many steps of each served model may still be claimed; models of which none may are left out.
std::map<std::string, std::int64_t> free_places(SqlSession& session, const ClaimCriteria& criteria,
                                                std::int64_t wanted) {
  std::map<std::string, std::int64_t> places;
  const std::set<std::string> paused = paused_models(session);
  for (const ServedModelVersion& served : criteria.served) {
    if (!is_paused(paused, served.model)) places[served.model] = wanted;
  }
  for (auto place = places.begin(); place != places.end();) {
    const auto limit = criteria.limits.find(place->first);
    if (limit != criteria.limits.end() && limit->second.at_once > 0) {
      lock_claims(session, place->first);
      const std::int64_t left = limit->second.at_once - steps_in_progress(session, place->first);
      place->second = std::min(place->second, left);
    }
    place = place->second > 0 ? std::next(place) : places.erase(place);
  }
  return places;
}

// All items first, then their consequences, see write_consequences().
std::vector<Workitem> write_claims(SqlSession& session, const std::vector<Workitem>& steps,
                                   const std::function<WorkitemChange(const Workitem&)>& claim,
                                   const WriteContext& context) {
  std::vector<WorkitemChange> changes;
  for (const Workitem& step : steps) {
    WorkitemChange change = claim(step);
    if (update_workitem(session, step, change.after, context)) changes.push_back(std::move(change));
  }
  std::vector<Workitem> claimed;
  for (WorkitemChange& change : changes) {
    write_consequences(session, change, context);
    ++change.after.revision;
    claimed.push_back(std::move(change.after));
  }
  return claimed;
}

}  // namespace

std::set<std::string> paused_models(SqlSession& session) {
  std::set<std::string> models;
  const auto rows = session.query("SELECT model FROM paused_model", {});
  while (rows->next()) models.insert(rows->text(0));
  return models;
}

bool is_paused(const std::set<std::string>& paused, const std::string& model) {
  return paused.count("") != 0 || paused.count(model) != 0;
}

void lock_claims(SqlSession& session, const std::string& model) {
  session.lock("claims of " + model);
}

std::int64_t steps_in_progress(SqlSession& session, const std::string& model) {
  const auto row = session.query("SELECT COUNT(*) FROM workitem WHERE state = 'IN PROGRESS' AND model = ?1", {model});
  return row->next() ? row->integer(0) : 0;
}

std::vector<Workitem> claim_next(SqlSession& session, const ClaimCriteria& criteria,
                                 const std::function<WorkitemChange(const Workitem&)>& claim,
                                 const WriteContext& context) {
  std::vector<Workitem> steps = held_under(session, criteria.transaction_hash);
  if (steps.size() >= criteria.maximum) return steps;
  const auto places = free_places(session, criteria, static_cast<std::int64_t>(criteria.maximum - steps.size()));
  std::map<Place, std::string> heads;
  for (const auto& [model, number] : places) {
    if (!steps.empty() && model != steps.front().model()) continue;
    if (const auto head = Claimable(criteria, model).head(session)) heads.emplace(*head, model);
  }
  // A model whose steps others are just claiming leaves the turn to the next one.
  for (const auto& [place, model] : heads) {
    std::vector<Workitem> claimed =
        write_claims(session, Claimable(criteria, model).first(session, places.at(model)), claim, context);
    steps.insert(steps.end(), std::make_move_iterator(claimed.begin()), std::make_move_iterator(claimed.end()));
    if (!claimed.empty()) break;
  }
  return steps;
}

}  // namespace sonolist::plugin
