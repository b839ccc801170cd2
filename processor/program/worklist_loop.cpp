#include "processor/program/worklist_loop.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "processor/error.h"

namespace sonolist::processor {
namespace {

constexpr int kLongestTransferSeconds = 900;            // of a long cine over a slow line
constexpr std::uint64_t kLargestInstance = 4ULL << 30;  // bytes
constexpr int kShortestHeartbeatTimeout = 5;

std::string read_password(const std::string& path) {
  if (path.empty()) return "";
  std::ifstream file(path);
  std::string password;
  if (!file) throw ProcessorError(FailureClass::kConfiguration, "PasswordFile " + path + " cannot be read");
  std::getline(file, password);
  return password;
}

HttpSettings http_settings(const WorklistAccess& access, const Configuration& configuration, const StopRequest& stop) {
  HttpSettings settings;
  settings.username = access.username;
  settings.password = read_password(access.password_file);
  settings.ca_file = access.ca_file;
  settings.stall_seconds = settings.longest_seconds = configuration.http_timeout_seconds;
  settings.abandon = [&stop] { return stop.grace_over(); };
  return settings;
}

// A heartbeat that hangs is worth less than the next one.
HttpSettings for_heartbeats(HttpSettings settings, int heartbeat_seconds) {
  const int longest = std::max(2 * heartbeat_seconds, kShortestHeartbeatTimeout);
  settings.stall_seconds = settings.longest_seconds = std::min(settings.longest_seconds, longest);
  return settings;
}

HttpSettings for_instances(HttpSettings settings) {
  settings.longest_seconds = std::max(settings.longest_seconds, kLongestTransferSeconds);
  settings.largest_body = kLargestInstance;
  return settings;
}

// The worklist's own server counts first, should another of the same origin have other credentials.
Servers servers_for(const WorklistAccess& own, const Configuration& configuration, const StopRequest& stop) {
  Servers servers;
  const HttpSettings settings = for_instances(http_settings(own, configuration, stop));
  servers.add_root(own.dicom_web_url, settings);
  for (const WorklistAccess& other : configuration.worklists)
    servers.add_root(other.dicom_web_url, for_instances(http_settings(other, configuration, stop)));
  for (const std::string& host : configuration.allowed_hosts) servers.allow(host, settings);
  return servers;
}

WorkerSettings worker_settings(const Configuration& configuration, int steps_at_once) {
  WorkerSettings settings;
  settings.poll_interval = std::chrono::milliseconds(configuration.poll_milliseconds);
  settings.idle_poll_interval = std::chrono::seconds(configuration.idle_poll_seconds);
  settings.heartbeat_interval = std::chrono::seconds(configuration.heartbeat_seconds);
  settings.steps_at_once = steps_at_once;
  settings.step.station_name = configuration.name;
  settings.step.retry_for = std::chrono::seconds(configuration.retry_seconds);
  return settings;
}

std::string host_name() {
  std::array<char, 256> name{};
  ::gethostname(name.data(), name.size() - 1);
  return name.data();
}

}  // namespace

WorklistLoop::WorklistLoop(const WorklistAccess& worklist, const Configuration& configuration, int steps_at_once,
                           StepProcessor& processor, const StopRequest& stop, const Log& log, Vitals& vitals)
    : access_(worklist),
      subscriber_(subscriber_title(configuration.name, host_name())),
      log_(configuration.worklists.size() == 1 ? log : log.with({{"worklist", worklist.dicom_web_url}})),
      health_(vitals.add_worklist(worklist.dicom_web_url)),
      worklist_(worklist.dicom_web_url, http_settings(worklist, configuration, stop)),
      heartbeat_worklist_(worklist.dicom_web_url, for_heartbeats(http_settings(worklist, configuration, stop),
                                                                 configuration.heartbeat_seconds)),
      observed_worklist_(worklist_, health_, [&vitals](auto duration) { vitals.steps().claimed(duration); }),
      observed_heartbeat_worklist_(heartbeat_worklist_, health_, [](auto) {}),
      store_(worklist.dicom_web_url, servers_for(worklist, configuration, stop)),
      doorbell_(stop, [this](bool is_open) { health_.set_channel_open(is_open); }),
      worker_({observed_worklist_, store_, processor, stop, log_, vitals.steps()}, observed_heartbeat_worklist_,
              doorbell_, worker_settings(configuration, steps_at_once)) {}

void WorklistLoop::run(bool once) {
  // Nobody needs to be told of what comes later when the loop ends with what there is.
  const std::unique_ptr<EventChannel> channel = once ? nullptr : open_channel();
  worker_.run(once);
}

std::unique_ptr<EventChannel> WorklistLoop::open_channel() {
  EventChannelSettings settings;
  settings.root = access_.dicom_web_url;
  settings.username = access_.username;
  settings.password = read_password(access_.password_file);
  settings.ca_file = access_.ca_file;
  return std::make_unique<EventChannel>(EventChannel::Subscription{[this] { return worklist_.subscribe(subscriber_); },
                                                                   [this] { worklist_.unsubscribe(subscriber_); }},
                                        settings, doorbell_, log_);
}

}  // namespace sonolist::processor
