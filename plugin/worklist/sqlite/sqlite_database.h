// The SQLite file of the worklist: one connection that writes, a few that read.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "plugin/worklist/sql/sql_database.h"
#include "plugin/worklist/sqlite/sqlite_session.h"

namespace sonolist::plugin {

// Opens or creates the file with write-ahead log and synchronous=FULL, so that a commit survives a power failure.
// With the log, readers never wait for the writer nor it for them. Throws StoreError when the file cannot be opened,
// belongs to a newer version, or is no data base of ours.
class SqliteDatabase : public SqlDatabase {
 public:
  explicit SqliteDatabase(const std::filesystem::path& path);

  bool chooses_indexes() const override { return false; }
  void give_back_space() override;

 protected:
  void run_reading(const Task& task) override;
  void run_snapshot(const Task& task) override;
  void run_writing(const Task& task) override;

 private:
  static constexpr std::size_t kReaders = 4;

  // A connection of the pool while it is used.
  struct Reader {
    explicit Reader(SqliteDatabase& database);
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    SqliteDatabase& pool;
    std::unique_ptr<SqliteConnection> connection;
  };

  // Waits while all are in use.
  std::unique_ptr<SqliteConnection> take_reader();
  void put_back(std::unique_ptr<SqliteConnection> reader);

  const std::filesystem::path path_;
  std::mutex writer_mutex_;
  SqliteConnection writer_;  // under writer_mutex_

  std::mutex readers_mutex_;
  std::condition_variable reader_is_back_;
  std::vector<std::unique_ptr<SqliteConnection>> idle_readers_;  // under readers_mutex_
  std::size_t readers_in_use_ = 0;                               // under readers_mutex_
};

}  // namespace sonolist::plugin
