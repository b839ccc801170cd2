// What a store asks of its data base, noted statement by statement, to be played to the bare engine.
#pragma once

#include <string>
#include <vector>

#include "plugin/worklist/sql/sql_database.h"

namespace sonolist::bench {

struct Statement {
  enum class Kind { kStatement, kLock, kAnnounceEvents };
  Kind kind = Kind::kStatement;
  std::string sql;  // of a lock: its name
  plugin::SqlValues values;
};

struct Unit {
  bool writes = false;  // in a transaction of its own, which is committed
  std::vector<Statement> statements;
};

using Tape = std::vector<Unit>;

// Passes everything on and notes it. One thread.
class RecordingDatabase : public plugin::SqlDatabase {
 public:
  // Borrows both.
  RecordingDatabase(plugin::SqlDatabase& database, Tape& tape) : database_(database), tape_(tape) {}

  bool chooses_indexes() const override { return database_.chooses_indexes(); }
  void give_back_space() override { database_.give_back_space(); }

 protected:
  void run_reading(const Task& task) override;
  void run_snapshot(const Task& task) override;
  void run_writing(const Task& task) override;

 private:
  plugin::SqlDatabase& database_;
  Tape& tape_;
};

}  // namespace sonolist::bench
