#include "plugin/audit/sql/access_log.h"

#include <functional>

#include "plugin/audit/audit_time.h"
#include "plugin/worklist/sql/log_chain.h"

namespace sonolist::plugin {
namespace {

using nlohmann::ordered_json;

struct LogTable {
  const char* name;
  const char* select;  // number, hash, then the fields of the hash
  std::vector<std::string> (*fields)(const SqlRows&, int);
};

constexpr LogTable kEvents{"event",
                           "SELECT id, hash, created_us, type, uid, json, recipient FROM event "
                           "WHERE id > ?1 ORDER BY id LIMIT ?2",
                           event_fields};
constexpr LogTable kAccesses{"access",
                             "SELECT id, hash, created_us, user_name, method, path, query, status FROM access "
                             "WHERE id > ?1 ORDER BY id LIMIT ?2",
                             access_fields};
constexpr std::int64_t kRowsAtOnce = 10'000;

struct Chain {
  std::int64_t anchor_id = 0, head_id = 0;
  std::string anchor_hash, head_hash;
};

Chain read_chain(SqlSession& session, const char* log) {
  const auto row =
      session.query("SELECT anchor_id, anchor_hash, head_id, head_hash FROM log_chain WHERE log = ?1", {log});
  if (!row->next()) return {};
  return {row->integer(0), row->integer(2), row->text(1), row->text(3)};
}

ordered_json broken_link(const char* log, std::int64_t id, const std::string& reason) {
  return {{"log", log}, {"id", id}, {"reason", reason}};
}

class Verification {
 public:
  Verification(SqlSession& session, const LogTable& table)
      : session_(session), table_(table), chain_(read_chain(session, table.name)), hash_(chain_.anchor_hash) {}

  // The first broken link, or null.
  ordered_json run() {
    last_ = chain_.anchor_id;
    ordered_json broken;
    while (broken.is_null() && read_some(broken)) {
    }
    if (!broken.is_null()) return broken;
    if (last_ < chain_.head_id) return broken_link(table_.name, chain_.head_id, "the end of the log is missing");
    if (hash_ != chain_.head_hash) {
      return broken_link(table_.name, last_, "the log ends with another hash than was noted for its last row");
    }
    return nullptr;
  }

  ordered_json summary() const {
    return {{"log", table_.name}, {"rows", rows_}, {"first", first_}, {"last", last_}, {"head", hash_}};
  }

 private:
  bool read_some(ordered_json& broken) {
    const auto rows = session_.query(table_.select, {last_, kRowsAtOnce});
    std::int64_t read = 0;
    while (rows->next()) {
      const std::int64_t id = rows->integer(0);
      if (id > chain_.head_id) {
        broken = beyond_the_head(id);
        return false;
      }
      hash_ = chained_hash(hash_, table_.fields(*rows, 2));
      if (hash_ != rows->text(1)) {
        broken = broken_link(table_.name, id,
                             "its hash does not follow from its content and the row before it: one of them was "
                             "changed, or a row was taken out or put in between");
        return false;
      }
      if (rows_ == 0) first_ = id;
      last_ = id;
      ++rows_;
      ++read;
    }
    return read == kRowsAtOnce;
  }

  // A row comes together with its place as the head: one that came while this was read is for the next time, one behind
  // the head was put there by somebody else.
  ordered_json beyond_the_head(std::int64_t id) {
    if (id <= read_chain(session_, table_.name).head_id) return nullptr;
    return broken_link(table_.name, id, "it stands behind the row that was noted as the last one");
  }

  SqlSession& session_;
  const LogTable& table_;
  const Chain chain_;
  std::string hash_;
  std::int64_t rows_ = 0, first_ = 0, last_ = 0;
};

}  // namespace

LoggedRow record_access(SqlDatabase& database, const Access& access, TimePoint now) {
  return database.write([&](SqlSession& session) {
    session.lock("access");
    LogChain chain(session, "access");
    const std::int64_t time = to_microseconds(now);
    LoggedRow logged;
    logged.hash = chain.next_hash(
        {std::to_string(time), access.user, access.method, access.path, access.query, std::to_string(access.status)});
    {
      const auto row = session.query(
          "INSERT INTO access (created_us, user_name, method, path, query, status, hash) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id",
          {time, access.user, access.method, access.path, access.query, access.status, logged.hash});
      if (row->next()) logged.id = row->integer(0);
    }
    chain.inserted(logged.id);
    chain.finish();
    session.commit();
    return logged;
  });
}

ordered_json read_accesses(SqlSession& session, std::int64_t before, std::int64_t limit) {
  const auto rows = session.query(
      "SELECT id, created_us, user_name, method, path, query, status FROM access WHERE id < ?1 ORDER BY id DESC LIMIT "
      "?2",
      {before, limit});
  ordered_json accesses = ordered_json::array();
  while (rows->next()) {
    accesses.push_back({{"id", rows->integer(0)},
                        {"time", iso_time(from_microseconds(rows->integer(1)))},
                        {"user", rows->text(2)},
                        {"method", rows->text(3)},
                        {"path", rows->text(4)},
                        {"query", rows->text(5)},
                        {"status", rows->integer(6)}});
  }
  return {{"accesses", std::move(accesses)}};
}

ordered_json verify_logs(SqlSession& session) {
  ordered_json answer{{"intact", true}, {"logs", ordered_json::array()}, {"broken", nullptr}};
  for (const LogTable& table : {kEvents, kAccesses}) {
    Verification verification(session, table);
    const ordered_json broken = verification.run();
    answer["logs"].push_back(verification.summary());
    if (broken.is_null() || !answer["broken"].is_null()) continue;
    answer["intact"] = false;
    answer["broken"] = broken;
  }
  return answer;
}

}  // namespace sonolist::plugin
