#include "plugin/events/event_frame.h"

namespace sonolist::plugin {
namespace {

constexpr const char* kEventSopClass = "1.2.840.10008.5.1.4.34.6.1";
// The instance that reports about the server as a whole are about (PS3.4 CC.2.4.3).
constexpr const char* kGlobalSubscription = "1.2.840.10008.5.1.4.34.5";
constexpr int kLargestMessageId = 65'535;

Json element(const char* vr, const Json& value) {
  return {{"vr", vr}, {"Value", Json::array({value})}};
}

// The command elements keep the VRs of PS3.7, also where the example of PS3.18 11.13 has others.
std::string frame(int type, std::int64_t message_id, const std::string& instance, Json content) {
  content["00000002"] = element("UI", kEventSopClass);
  content["00000110"] = element("US", message_id);
  content["00001000"] = element("UI", instance);
  content["00001002"] = element("US", type);
  return content.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string status_change(const char* scp_status, bool lists_are_kept) {
  const char* lists = lists_are_kept ? "WARM START" : "COLD START";
  return frame(static_cast<int>(WorkitemEvent::Type::kStatusChange), 1, kGlobalSubscription,
               {{"00741242", element("CS", scp_status)},
                {"00741244", element("CS", lists)},
                {"00741246", element("CS", lists)}});
}

}  // namespace

std::string event_frame(const StoredEvent& event) {
  const std::int64_t message_id = event.id % kLargestMessageId + 1;
  return frame(static_cast<int>(event.event.type), message_id, event.event.workitem_uid, event.event.content);
}

std::string restarted_frame(bool lists_are_kept) {
  return status_change("RESTARTED", lists_are_kept);
}

std::string going_down_frame() {
  return status_change("GOING DOWN", true);
}

}  // namespace sonolist::plugin
