#include "plugin/administration/administration.h"

#include "plugin/worklist/replacement.h"

namespace sonolist::plugin {
namespace {

constexpr std::size_t kAll = static_cast<std::size_t>(-1);
constexpr std::chrono::microseconds kMinute = std::chrono::minutes(1);

IndexedFilter indexed(const DeadLetterFilter& filter) {
  IndexedFilter indexed;
  indexed.dead_letters = true;
  indexed.uids = filter.uids;
  indexed.model = filter.model;
  indexed.discontinuation = filter.reason;
  indexed.study_instance_uid = filter.study_instance_uid;
  return indexed;
}

// Keywords only: the values may be patient data.
std::string description_of(const ReprocessRequest& request) {
  if (!request.level.empty()) return request.level + "/" + request.orthanc_id;
  std::string keywords;
  for (const auto& [keyword, value] : request.query.items()) keywords += (keywords.empty() ? "" : ", ") + keyword;
  return "query by " + keywords;
}

}  // namespace

std::vector<Workitem> Administration::dead_letters(const DeadLetterFilter& filter, std::size_t limit) const {
  std::vector<Workitem> found;
  worklist_.visit(indexed(filter), [&](const Workitem& workitem) {
    found.push_back(workitem);
    return found.size() < limit;
  });
  return found;
}

std::vector<std::string> Administration::requeue(const DeadLetterFilter& filter) {
  std::vector<std::string> requeued;
  const TimePoint now = clock_();
  for (const Workitem& dead : dead_letters(filter, kAll)) {
    const Workitem again = requeue_of(dead, now, now);
    if (worklist_.create(again)) requeued.push_back(again.uid());
  }
  return requeued;
}

std::optional<ReprocessJob> Administration::reprocess(const ReprocessRequest& request) {
  const std::vector<std::string> ids = request.level.empty() ? images_.instances_matching(request.query)
                                                             : images_.instances_of(request.level, request.orthanc_id);
  if (ids.empty()) return std::nullopt;
  ReprocessJob job;
  job.description = description_of(request);
  job.priority = request.priority;
  if (request.steps_per_minute > 0) job.interval = kMinute / request.steps_per_minute;
  job.created = clock_();
  job.next_start = job.created;
  job.images = static_cast<std::int64_t>(ids.size());
  job.waiting = job.images;
  job.id = reprocess_.begin(job, ids);
  return job;
}

}  // namespace sonolist::plugin
