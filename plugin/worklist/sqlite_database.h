// The SQLite file of the worklist: opening, schema, and the one lock under which it is used.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace sonolist::plugin {

// Opens or creates the file with write-ahead log and synchronous=FULL, so that a commit survives a power failure.
// Throws StoreError when the file cannot be opened, belongs to a newer version, or is no data base of ours.
class SqliteDatabase {
 public:
  explicit SqliteDatabase(const std::filesystem::path& path);

  // A prepared statement, reset when the guard goes. Whoever takes one binds all its parameters.
  class StatementGuard {
   public:
    explicit StatementGuard(SQLite::Statement& statement) : statement_(statement) {}
    ~StatementGuard();
    StatementGuard(const StatementGuard&) = delete;
    StatementGuard& operator=(const StatementGuard&) = delete;
    SQLite::Statement* operator->() { return &statement_; }
    SQLite::Statement& operator*() { return statement_; }

   private:
    SQLite::Statement& statement_;
  };

  // Exclusive use of the connection. Destroying it without commit() rolls a transaction back.
  class Session {
   public:
    StatementGuard prepare(const std::string& sql);
    void commit();

   private:
    friend class SqliteDatabase;
    Session(SqliteDatabase& database, bool writes);

    SqliteDatabase& database_;
    std::unique_lock<std::mutex> lock_;
    std::unique_ptr<SQLite::Transaction> transaction_;
  };

  Session read() { return {*this, false}; }
  Session write() { return {*this, true}; }  // BEGIN IMMEDIATE

 private:
  void prepare_schema(const std::filesystem::path& path);

  std::mutex mutex_;
  SQLite::Database connection_;
  std::map<std::string, std::unique_ptr<SQLite::Statement>> statements_;  // by SQL text
};

}  // namespace sonolist::plugin
