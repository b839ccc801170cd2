#include "plugin/audit/syslog/ended_step_reader.h"

#include <algorithm>

#include "dicom_sr/workitem/tags.h"

namespace sonolist::plugin {
namespace {

constexpr std::int64_t kReadAtOnce = 500;

constexpr const char* kLastEvent = "SELECT id FROM event ORDER BY id DESC LIMIT 1";

// Type 1: state report. Reports for one subscriber tell it what all others know.
constexpr const char* kStateReports =
    "SELECT e.id, e.hash, e.created_us, e.uid, e.json, w.json FROM event e JOIN workitem w ON w.uid = e.uid "
    "WHERE e.id > ?1 AND e.id <= ?2 AND e.type = 1 AND e.recipient = '' "
    "AND w.state NOT IN ('SCHEDULED', 'IN PROGRESS') ORDER BY e.id";

std::int64_t last_event_of(SqlSession& session) {
  const auto row = session.query(kLastEvent, {});
  return row->next() ? row->integer(0) : 0;
}

// Nothing for a report of an earlier state.
std::optional<EndedStep> ended_step(const SqlRows& row) {
  const Json report = Json::parse(row.text(4));
  const auto state = parse_step_state(dicom::get_string(report, dicom::tag::kProcedureStepState).value_or(""));
  if (state != StepState::kCompleted && state != StepState::kCanceled) return std::nullopt;
  return EndedStep{{row.integer(0), row.text(1)},
                   from_microseconds(row.integer(2)),
                   row.text(3),
                   *state,
                   LazyDataSet::parse(row.text(5))};
}

}  // namespace

std::vector<EndedStep> EndedStepReader::read_on() {
  const std::int64_t first = last_event_.value_or(0);
  std::int64_t end = 0, up_to = 0;
  std::vector<EndedStep> steps = database_.read([&](SqlSession& session) {
    std::vector<EndedStep> found;
    end = last_event_of(session);
    up_to = last_event_ ? std::min(end, first + kReadAtOnce) : end;
    if (!last_event_ || up_to <= first) return found;
    const auto rows = session.query(kStateReports, {first, up_to});
    while (rows->next()) {
      if (auto step = ended_step(*rows)) found.push_back(std::move(*step));
    }
    return found;
  });
  last_event_ = std::max(first, up_to);
  has_more_ = up_to < end;
  return steps;
}

}  // namespace sonolist::plugin
