#include "plugin/orthanc/sonolist_plugin.h"

#include <cctype>

#include "plugin/configuration/open_database.h"
#include "plugin/events/event_frame.h"
#include "plugin/worklist/store_error.h"

namespace sonolist::plugin {
namespace {

constexpr std::int64_t kMostDeadLetters = 1'000'000;

// "IN PROGRESS" as the end of a Prometheus name.
std::string metric_suffix(const std::string& state) {
  std::string suffix;
  for (const char c : state) {
    suffix += c == ' ' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return suffix;
}

bool is_at_or_below(const std::string& path, const std::string& root) {
  return path.compare(0, root.size(), root) == 0 && (path.size() == root.size() || path[root.size()] == '/');
}

}  // namespace

SonolistPlugin::SonolistPlugin(OrthancServer& server, const Configuration& configuration)
    : server_(server),
      configuration_(configuration),
      errors_(server, system_time),
      database_(open_database(configuration.database, configuration.database_path, errors_)),
      worklist_(*database_, system_time, configuration.ageing),
      status_source_(*database_),
      events_(*database_),
      subscription_store_(*database_, system_time),
      service_(worklist_, configuration.lease, system_time),
      subscriptions_(subscription_store_, worklist_),
      worklist_handler_(
          service_, subscriptions_, [this](const std::string& ae_title) { return channel_url(ae_title); },
          configuration.worklist_root()),
      monitoring_(monitoring_parts()),
      status_handler_(
          status_source_, errors_, [this] { return more_status(); }, monitoring_),
      viewer_(configuration.viewer_folder, configuration.dicom_web_root),
      images_(server),
      dispatcher_(
          events_, [this](const StoredEvent& event) { return subscriptions_.recipients(event); }, channels_, errors_) {
  if (configuration.syslog.is_on()) {
    syslog_ = std::make_unique<SyslogAudit>(*database_, configuration.syslog, system_time, errors_);
  }
  if (!configuration.listener.enable) return;
  listener_.emplace(
      configuration.listener, configuration.channel_roots(),
      [this](const HttpRequest& request) { return answer(request); }, channels_, errors_);
}

void SonolistPlugin::start() {
  start_parts();
  is_started_ = true;
}

void SonolistPlugin::start_parts() {
  if (syslog_) syslog_->start();
  if (listener_) announce_restart();
  pacs_side_ = std::make_unique<PacsSide>(
      images_, *database_, worklist_, server_.identifier(), configuration_,
      [this](const Workitem& workitem) { return subscriptions_.is_deletion_locked(workitem); }, syslog_.get(), errors_);
  pacs_side_->start();
  started_ = pacs_side_.get();
  monitoring_.start();
  if (!listener_) return;
  dispatcher_.start();
  try {
    listener_->start();
    server_.warning("Sonolist listens at " + listener_->url());
  } catch (const ListenerError& error) {
    errors_.error(std::string("Sonolist: ") + error.what());
  }
}

void SonolistPlugin::stop() {
  if (pacs_side_) pacs_side_->stop();
  monitoring_.stop();
  dispatcher_.stop();
  channels_.send_to_all(std::make_shared<const std::string>(going_down_frame()));
  if (listener_) listener_->stop();
  if (syslog_) syslog_->stop();
}

// The restart is reported to those who were subscribed before it, each on the first channel that it opens.
void SonolistPlugin::announce_restart() {
  try {
    const bool lists_are_kept = events_.last_event() > 0;
    channels_.greet_once(subscription_store_.subscribers(),
                         std::make_shared<const std::string>(restarted_frame(lists_are_kept)));
  } catch (const StoreError& error) {
    errors_.error(std::string("Sonolist: subscribers do not hear of the restart: ") + error.what());
  }
}

std::string SonolistPlugin::channel_url(const std::string& ae_title) const {
  return listener_ ? listener_->channel_url(ae_title) : "";
}

void SonolistPlugin::hint() noexcept {
  if (PacsSide* const pacs = started_) pacs->hint();
}

void SonolistPlugin::hint_deletion(const std::string& orthanc_id) noexcept {
  if (PacsSide* const pacs = started_) pacs->hint_deletion(orthanc_id);
}

HttpResponse SonolistPlugin::answer_status(const HttpRequest& request) const {
  if (auto response = viewer_.handle(request)) return std::move(*response);
  if (const PacsSide* const pacs = started_) {
    if (auto response = pacs->administration().handle(request)) return std::move(*response);
    if (auto response = pacs->audit().handle(request)) return std::move(*response);
  }
  return status_handler_.handle(request);
}

HttpResponse SonolistPlugin::answer(const HttpRequest& request) const {
  if (is_at_or_below(request.path, worklist_handler_.root())) return answer_worklist(request);
  if (is_at_or_below(request.path, StatusHandler::kRoot)) return answer_status(request);
  return error_response(404, "Served here are " + worklist_handler_.root() + " and " + StatusHandler::kRoot);
}

MonitoringParts SonolistPlugin::monitoring_parts() {
  const auto of_intake = [this](auto question) {
    const PacsSide* const pacs = started_;
    return pacs == nullptr ? std::nullopt : std::make_optional((pacs->*question)());
  };
  return {*database_,
          status_source_,
          worklist_,
          events_,
          configuration_.models(),
          configuration_.package_folders,
          [of_intake] { return of_intake(&PacsSide::intake_health); },
          [of_intake] { return of_intake(&PacsSide::intake_progress); },
          [this] { return channels_.size(); },
          errors_,
          system_time};
}

nlohmann::json SonolistPlugin::more_status() const {
  const PacsSide* const pacs = started_;
  return {{"started", is_started_.load()},
          {"cursor", pacs == nullptr ? 0 : pacs->intake_store().cursor()},
          {"viewer", viewer_.path()},
          {"listener", {{"url", listener_ ? listener_->url() : ""}, {"channels", channels_.size()}}}};
}

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
  IndexedFilter dead;
  dead.dead_letters = true;
  server_.set_metric("sonolist_dead_letters", static_cast<double>(worklist_.count(dead, kMostDeadLetters)));
  if (const PacsSide* const pacs = started_) {
    server_.set_metric("sonolist_change_cursor", static_cast<double>(pacs->intake_store().cursor()));
  }
}

}  // namespace sonolist::plugin
