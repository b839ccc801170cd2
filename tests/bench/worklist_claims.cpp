#include "tests/bench/worklist_claims.h"

#include <atomic>
#include <chrono>
#include <future>

#include "plugin/ups_rs/worklist_service.h"
#include "plugin/worklist/sql/sql_worklist_store.h"
#include "tests/bench/worklist_bare.h"
#include "tests/bench/worklist_engine.h"
#include "tests/bench/worklist_items.h"

namespace sonolist::bench {
namespace {

constexpr int kTurn = 100;  // steps

// One engine's worklist with the service in front of it.
struct Worklist {
  explicit Worklist(plugin::SqlDatabase& database)
      : store(database, plugin::system_time), service(store, plugin::LeasePolicy(), plugin::system_time) {}

  void create(int steps) {
    for (int number = 0; number < steps; ++number) store.create(make_item(number));
  }

  void claim_and_complete(int number, plugin::Json performed) {
    const std::string uid = uid_of_item(number);
    const std::string transaction_uid = uid + ".9";
    require(service.change_state(uid, plugin::StepState::kInProgress, transaction_uid));
    require(service.update(uid, std::move(performed), transaction_uid));
    require(service.change_state(uid, plugin::StepState::kCompleted, transaction_uid));
  }

  static void require(const plugin::ServiceAnswer& answer) {
    if (answer.status != plugin::UpsStatus::kSuccess) throw std::runtime_error(answer.problems.front());
  }

  plugin::SqlWorklistStore store;
  plugin::WorklistService service;
};

// Calls `work(performer, number)` for each step, several at a time, and returns the seconds that all took.
template <typename Work>
double seconds_for(int performers, int first, int end, const Work& work) {
  std::atomic<int> next = first;
  std::vector<std::future<void>> running;
  const auto began = std::chrono::steady_clock::now();
  for (int performer = 0; performer < performers; ++performer) {
    running.push_back(std::async(std::launch::async, [&, performer] {
      for (int number = next++; number < end; number = next++) work(performer, number);
    }));
  }
  for (std::future<void>& done : running) done.get();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

}  // namespace

nlohmann::json measure_claims(const std::string& engine, const std::array<std::string, 3>& places, int steps,
                              int performers) {
  const plugin::Json performed = performed_by_stub();
  const auto database = open_engine(engine, places[0]);
  Worklist worklist(*database);
  worklist.create(steps);

  // The tape of each turn, from a worklist of its own.
  const auto recorded_database = open_engine(engine, places[1]);
  Tape tape;
  RecordingDatabase recording(*recorded_database, tape);
  Worklist recorded(recording);
  recorded.create(steps);
  tape.clear();
  for (int number = 0; number < steps; ++number) recorded.claim_and_complete(number, performed);
  const std::size_t units_per_step = tape.size() / static_cast<std::size_t>(steps);

  Worklist(*open_engine(engine, places[2])).create(steps);
  // SQLite has one writer at a time: further connections would only wait.
  const int connections = engine == "sqlite" ? 1 : performers;
  std::vector<std::unique_ptr<BareEngine>> bare;
  for (int i = 0; i < connections; ++i) bare.push_back(open_bare(engine, places[2]));

  double service_s = 0.0;
  double bare_s = 0.0;
  for (int first = 0; first < steps; first += kTurn) {
    const int end = std::min(first + kTurn, steps);
    std::vector<plugin::Json> bodies(kTurn, performed);  // the door has parsed them
    service_s += seconds_for(performers, first, end, [&](int, int number) {
      worklist.claim_and_complete(number, std::move(bodies[static_cast<std::size_t>(number - first)]));
    });
    bare_s += seconds_for(connections, first, end, [&](int connection, int number) {
      const std::size_t begin = static_cast<std::size_t>(number) * units_per_step;
      for (std::size_t i = begin; i < begin + units_per_step; ++i)
        bare[static_cast<std::size_t>(connection)]->play(tape[i]);
    });
  }
  std::size_t statements = 0;
  std::size_t commits = 0;
  for (const Unit& played : tape) {
    statements += played.statements.size();
    commits += played.writes ? 1 : 0;
  }
  return {{"steps", steps},
          {"performers", performers},
          {"service_s", service_s},
          {"bare_s", bare_s},
          {"statements_per_step", static_cast<double>(statements) / steps},
          {"commits_per_step", static_cast<double>(commits) / steps}};
}

}  // namespace sonolist::bench
