#include "tests/bench/worklist_tape.h"

#include <functional>

namespace sonolist::bench {
namespace {

using plugin::SqlRows;
using plugin::SqlSession;
using plugin::SqlValues;

class RecordingSession : public SqlSession {
 public:
  RecordingSession(SqlSession& session, Unit& unit) : session_(session), unit_(unit) {}

  std::unique_ptr<SqlRows> query(const std::string& sql, const SqlValues& values) override {
    unit_.statements.push_back({Statement::Kind::kStatement, sql, values});
    return session_.query(sql, values);
  }
  std::int64_t execute(const std::string& sql, const SqlValues& values) override {
    unit_.statements.push_back({Statement::Kind::kStatement, sql, values});
    return session_.execute(sql, values);
  }
  void execute_script(const std::string& sql) override { session_.execute_script(sql); }
  void lock(const std::string& name) override {
    unit_.statements.push_back({Statement::Kind::kLock, name, {}});
    session_.lock(name);
  }
  const char* skip_locked() const override { return session_.skip_locked(); }
  void announce_events() override {
    unit_.statements.push_back({Statement::Kind::kAnnounceEvents, "", {}});
    session_.announce_events();
  }
  void commit() override { session_.commit(); }

 private:
  SqlSession& session_;
  Unit& unit_;
};

using Task = std::function<void(SqlSession&)>;

// What `task` asks of the session that `read` opens for it.
template <typename Read>
Unit noted(const Task& task, const Read& read) {
  Unit unit;
  read([&](SqlSession& session) {
    RecordingSession recording(session, unit);
    task(recording);
  });
  return unit;
}

}  // namespace

void RecordingDatabase::run_reading(const Task& task) {
  tape_.push_back(noted(task, [this](const Task& noting) { database_.read(noting); }));
}

void RecordingDatabase::run_snapshot(const Task& task) {
  tape_.push_back(noted(task, [this](const Task& noting) { database_.read_snapshot(noting); }));
}

void RecordingDatabase::run_writing(const Task& task) {
  Unit unit;
  database_.write([&](SqlSession& session) {
    unit = {true, {}};  // the transaction may have been broken off and begun anew
    RecordingSession recording(session, unit);
    task(recording);
  });
  tape_.push_back(std::move(unit));
}

}  // namespace sonolist::bench
