#include "plugin/orthanc/sonolist_plugin.h"

#include <cctype>

#include "plugin/configuration/open_database.h"

namespace sonolist::plugin {
namespace {

// "IN PROGRESS" as the end of a Prometheus name.
std::string metric_suffix(const std::string& state) {
  std::string suffix;
  for (const char c : state) {
    suffix += c == ' ' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return suffix;
}

}  // namespace

SonolistPlugin::SonolistPlugin(OrthancServer& server, const Configuration& configuration)
    : server_(server),
      errors_(server, system_time),
      database_(open_database(configuration.database, configuration.database_path, errors_)),
      worklist_(*database_, system_time),
      intake_store_(*database_, system_time, ""),
      status_source_(*database_),
      service_(worklist_, configuration.lease, system_time),
      worklist_handler_(service_, configuration.worklist_root()),
      status_handler_(status_source_, intake_store_, errors_),
      images_(server),
      intake_(images_, intake_store_, errors_, configuration.intake_policy(), system_time),
      worker_(intake_, worklist_, configuration.lease, errors_, system_time) {}

void SonolistPlugin::refresh_metrics() const {
  // A gauge that is not set again would keep its last value: every state is written, also with 0.
  auto workitems = status_source_.workitems_by_state();
  for (const StepState state :
       {StepState::kScheduled, StepState::kInProgress, StepState::kCompleted, StepState::kCanceled}) {
    const std::string term = to_string(state);
    server_.set_metric("sonolist_workitems_" + metric_suffix(term), static_cast<double>(workitems[term]));
  }
  auto images = status_source_.images_by_outcome();
  for (const ImageOutcome outcome :
       {ImageOutcome::kQueued, ImageOutcome::kSkipped, ImageOutcome::kDeleted, ImageOutcome::kFailed}) {
    const std::string term = to_string(outcome);
    server_.set_metric("sonolist_images_" + term, static_cast<double>(images[term]));
  }
  server_.set_metric("sonolist_change_cursor", static_cast<double>(intake_store_.cursor()));
}

}  // namespace sonolist::plugin
