#include "plugin/intake/withdrawal.h"

#include "plugin/worklist/cancellation.h"
#include "plugin/worklist/step_changes.h"

namespace sonolist::plugin {
namespace {

constexpr std::size_t kAwaitedAtOnce = 500;

// Whoever claimed it meanwhile finds out when fetching the image.
bool withdraw(WorklistStore& worklist, const std::string& uid, TimePoint now) {
  const auto end_if_unclaimed = [now](const Workitem& workitem) -> std::optional<WorkitemChange> {
    if (workitem.state != StepState::kScheduled || !workitem.series_key.empty()) return std::nullopt;
    return end_unclaimed(workitem, "The image was deleted from the PACS", kInputDeleted, now);
  };
  return worklist.change(uid, end_if_unclaimed) == WriteResult::kWritten;
}

}  // namespace

int withdraw_deleted(ImageSource& source, const IntakeStore& intake, WorklistStore& worklist, TimePoint now,
                     const std::atomic<bool>& stop) {
  int withdrawn = 0;
  std::int64_t number = 0;
  while (true) {
    const std::vector<AwaitedImage> page = intake.awaited_images(number, kAwaitedAtOnce);
    for (const AwaitedImage& image : page) {
      if (stop) return withdrawn;
      number = image.number;
      if (source.sop_class_uid(image.orthanc_id)) continue;
      if (withdraw(worklist, image.workitem_uid, now)) ++withdrawn;
    }
    if (page.size() < kAwaitedAtOnce) return withdrawn;
  }
}

}  // namespace sonolist::plugin
