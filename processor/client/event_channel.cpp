#include "processor/client/event_channel.h"

#include <algorithm>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <cctype>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

#include "dicom_sr/json/dicom_json.h"
#include "dicom_sr/workitem/tags.h"
#include "processor/client/web_socket.h"
#include "processor/error.h"

namespace sonolist::processor {
namespace {

constexpr std::size_t kReadablePart = 7;  // of a title; the rest makes it unique

bool is_title_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
}

}  // namespace

struct EventChannel::Impl {
  Impl(Subscription given, EventChannelSettings wanted, Doorbell& bell, Log lines)
      : subscription(std::move(given)), settings(std::move(wanted)), doorbell(bell), log(std::move(lines)) {}

  Subscription subscription;
  EventChannelSettings settings;
  Doorbell& doorbell;
  const Log log;
  std::mutex mutex;
  std::condition_variable changed;
  bool ending = false;          // guarded by mutex
  WebSocket* socket = nullptr;  // guarded by mutex; the one that is open or being opened
  bool subscribed = false;      // belongs to the thread
  std::minstd_rand random{std::random_device{}()};
  std::thread thread;

  void run();
  // Until the channel ends. False when the server has none.
  bool listen();
  bool wait(std::chrono::milliseconds pause);  // false: it is time to end
  bool is_ending() {
    const std::lock_guard<std::mutex> lock(mutex);
    return ending;
  }
};

EventChannel::EventChannel(Subscription subscription, EventChannelSettings settings, Doorbell& doorbell, Log log)
    : impl_(std::make_unique<Impl>(std::move(subscription), std::move(settings), doorbell, std::move(log))) {
  impl_->thread = std::thread([impl = impl_.get()] { impl->run(); });
}

EventChannel::~EventChannel() {
  {
    const std::lock_guard<std::mutex> lock(impl_->mutex);
    impl_->ending = true;
    if (impl_->socket != nullptr) impl_->socket->cancel();
  }
  impl_->changed.notify_all();
  impl_->thread.join();
}

void EventChannel::Impl::run() {
  std::chrono::milliseconds pause = settings.first_pause;
  bool was_told = false;
  do {
    try {
      const bool exists = listen();
      // A channel that was open is opened again soon; a server without one is asked again now and then.
      pause = exists ? settings.first_pause : settings.longest_pause;
      if (!exists && !was_told) log.info("the worklist has no event channel; it is polled");
      was_told = !exists;
    } catch (const ProcessorError& error) {
      if (!is_ending()) log.warning("no event channel", {{"reason", error.what()}});
      pause = std::min(2 * pause, settings.longest_pause);
    }
    doorbell.set_connected(false);
  } while (wait(pause));
  if (!subscribed) return;
  try {
    subscription.end();
  } catch (const ProcessorError& error) {
    log.warning("the subscription stays", {{"reason", error.what()}});
  }
}

bool EventChannel::Impl::listen() {
  const std::optional<std::string> address = subscription.make();
  if (!address) return false;
  subscribed = true;
  WebSocket web_socket(*address, settings);
  {
    const std::lock_guard<std::mutex> lock(mutex);
    if (ending) return true;
    socket = &web_socket;
  }
  const auto forget = [this](void*) {
    const std::lock_guard<std::mutex> lock(mutex);
    socket = nullptr;
  };
  const std::unique_ptr<void, decltype(forget)> forget_at_end(this, forget);
  web_socket.open();
  log.info("event channel open", {{"address", *address}});
  doorbell.set_connected(true);
  while (const std::optional<std::string> event = web_socket.receive()) {
    if (announces_work(*event)) doorbell.ring();
  }
  return true;
}

bool EventChannel::Impl::wait(std::chrono::milliseconds pause) {
  // Random, lest all processors come back at once when a server has been restarted.
  const auto half = static_cast<long>(pause.count() / 2);
  const std::chrono::milliseconds duration(half + std::uniform_int_distribution<long>(0, half)(random));
  std::unique_lock<std::mutex> lock(mutex);
  return !changed.wait_for(lock, duration, [this] { return ending; });
}

bool announces_work(const std::string& event) {
  dicom::Json document = dicom::Json::parse(event, nullptr, false);
  if (document.is_array() && !document.empty()) document = dicom::Json(document.front());
  return document.is_object() && dicom::get_string(document, dicom::tag::kProcedureStepState) == "SCHEDULED";
}

std::string subscriber_title(const std::string& processor_name, const std::string& host_name) {
  std::string title;
  std::copy_if(processor_name.begin(), processor_name.end(), std::back_inserter(title), is_title_character);
  title.resize(std::min(title.size(), kReadablePart));
  const boost::uuids::name_generator_sha1 hash(boost::uuids::ns::oid());
  return title + "-" + to_string(hash(processor_name + "@" + host_name)).substr(0, 8);
}

}  // namespace sonolist::processor
