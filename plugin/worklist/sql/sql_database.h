// An SQL data base as the stores see it: work that runs in a session.
#pragma once

#include <functional>
#include <optional>
#include <type_traits>

#include "plugin/worklist/sql/event_signal.h"
#include "plugin/worklist/sql/sql_session.h"

namespace sonolist::plugin {

// Thread safe. Throws StoreError.
class SqlDatabase {
 public:
  virtual ~SqlDatabase() = default;

  // Runs `work(session)` and returns its result. A read sees all that was committed in this process before it began;
  // each of its statements may see a newer state than the one before.
  template <typename Work>
  auto read(const Work& work) {
    return result_of(work, [this](const Task& task) { run_reading(task); });
  }

  // The same, and all statements see one state: for answers that are put together from several.
  template <typename Work>
  auto read_snapshot(const Work& work) {
    return result_of(work, [this](const Task& task) { run_snapshot(task); });
  }

  // The same in a transaction that counts from `session.commit()` on; without it, and after an exception, it is rolled
  // back. `work` may run again from the start when the engine broke the transaction off: its only effects outside of
  // the session are those that a second run repeats.
  template <typename Work>
  auto write(const Work& work) {
    return result_of(work, [this](const Task& task) { run_writing(task); });
  }

  // Whether the engine knows the contents of its columns well enough to find the best index by itself.
  virtual bool chooses_indexes() const = 0;

  // Hands the room of deleted rows back to the file system, where the engine does not do that by itself.
  virtual void give_back_space() = 0;

  EventSignal& event_signal() { return event_signal_; }

 protected:
  using Task = std::function<void(SqlSession&)>;
  virtual void run_reading(const Task& task) = 0;
  virtual void run_snapshot(const Task& task) = 0;
  virtual void run_writing(const Task& task) = 0;

 private:
  template <typename Work, typename Run>
  static auto result_of(const Work& work, const Run& run) {
    using Result = std::invoke_result_t<Work, SqlSession&>;
    if constexpr (std::is_void_v<Result>) {
      run(work);
    } else {
      std::optional<Result> result;
      run([&](SqlSession& session) { result.emplace(work(session)); });
      return std::move(*result);
    }
  }

  EventSignal event_signal_;
};

}  // namespace sonolist::plugin
