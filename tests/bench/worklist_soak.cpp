#include "tests/bench/worklist_soak.h"

#include <unistd.h>

#include <chrono>
#include <deque>
#include <fstream>

#include "plugin/ups_rs/worklist_service.h"
#include "plugin/worklist/sql/sql_worklist_store.h"
#include "tests/bench/worklist_engine.h"
#include "tests/bench/worklist_items.h"

namespace sonolist::bench {
namespace {

constexpr int kRemoveEvery = 500;  // steps
constexpr std::size_t kRemovedAtOnce = 500;

std::int64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::int64_t total = 0;
  std::int64_t resident = 0;
  file >> total >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

void require(const plugin::ServiceAnswer& answer) {
  if (!answer.problems.empty()) throw std::runtime_error(answer.problems.front());
}

}  // namespace

void soak(const std::string& engine, const std::string& place, int steps, int sample_every, int kept,
          const std::function<void(const SoakSample&)>& report) {
  const auto database = open_engine(engine, place);
  plugin::SqlWorklistStore store(*database, plugin::system_time);
  plugin::WorklistService service(store, plugin::LeasePolicy(), plugin::system_time);
  const plugin::Json performed = performed_by_stub();
  const auto began = std::chrono::steady_clock::now();
  std::deque<plugin::TimePoint> batch_ends;
  for (int number = 0; number < steps; ++number) {
    const std::string uid = uid_of_item(number);
    const std::string transaction_uid = uid + ".9";
    require(service.create(data_set_to_create(number)));
    require(service.change_state(uid, plugin::StepState::kInProgress, transaction_uid));
    require(service.update(uid, performed, transaction_uid));
    require(service.change_state(uid, plugin::StepState::kCompleted, transaction_uid));
    if ((number + 1) % kRemoveEvery == 0) {
      batch_ends.push_back(plugin::system_time());
      if (static_cast<int>(batch_ends.size()) > kept / kRemoveEvery) {
        store.remove_finished(batch_ends.front(), kRemovedAtOnce, [](const plugin::Workitem&) { return false; });
        batch_ends.pop_front();
      }
    }
    if ((number + 1) % sample_every == 0) {
      const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began;
      report({number + 1, passed.count(), resident_bytes(), store.count({}, steps)});
    }
  }
}

}  // namespace sonolist::bench
