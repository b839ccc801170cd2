#include "plugin/monitoring/readiness.h"

#include "plugin/worklist/store_error.h"

namespace sonolist::plugin {

std::optional<std::string> Readiness::reason_not_ready() const {
  try {
    events_.last_event();
  } catch (const StoreError& error) {
    return std::string("The data base of the worklist does not answer: ") + error.what();
  }
  const auto intake = intake_();
  if (!intake) return "Orthanc has not started the plug-in yet";
  if (intake->since_success <= kPatience) return std::nullopt;
  const std::string sentence = "The intake has not got on for " +
                               std::to_string(static_cast<std::int64_t>(intake->since_success.count())) + " s";
  return intake->failure.empty() ? sentence : sentence + ": " + intake->failure;
}

}  // namespace sonolist::plugin
