#include "tests/bench/worklist_tape.h"

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

}  // namespace

void RecordingDatabase::run_reading(const Task& task) {
  Unit unit;
  database_.read([&](SqlSession& session) {
    RecordingSession recording(session, unit);
    task(recording);
  });
  tape_.push_back(std::move(unit));
}

void RecordingDatabase::run_snapshot(const Task& task) {
  Unit unit;
  database_.read_snapshot([&](SqlSession& session) {
    RecordingSession recording(session, unit);
    task(recording);
  });
  tape_.push_back(std::move(unit));
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
