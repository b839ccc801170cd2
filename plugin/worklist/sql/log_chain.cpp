#include "plugin/worklist/sql/log_chain.h"

#include "plugin/digest/sha256.h"

namespace sonolist::plugin {
namespace {

std::vector<std::string> texts(const SqlRows& row, int first, int count) {
  std::vector<std::string> fields;
  for (int column = first; column < first + count; ++column) fields.push_back(row.text(column));
  return fields;
}

}  // namespace

std::string chained_hash(const std::string& previous, const std::vector<std::string>& fields) {
  std::string bytes = previous;
  for (const std::string& field : fields) bytes += std::to_string(field.size()) + ":" + field;
  return sha256_hex(bytes);
}

LogChain::LogChain(SqlSession& session, std::string log) : session_(session), log_(std::move(log)) {
  const auto row = session.query("SELECT head_id, head_hash FROM log_chain WHERE log = ?1", {log_});
  if (!row->next()) return;
  head_id_ = row->integer(0);
  head_hash_ = row->text(1);
}

std::string LogChain::next_hash(const std::vector<std::string>& fields) {
  head_hash_ = chained_hash(head_hash_, fields);
  return head_hash_;
}

void LogChain::finish() {
  session_.execute("UPDATE log_chain SET head_id = ?2, head_hash = ?3 WHERE log = ?1", {log_, head_id_, head_hash_});
}

void LogChain::cut(SqlSession& session, const std::string& log, std::int64_t id, const std::string& hash) {
  session.execute("UPDATE log_chain SET anchor_id = ?2, anchor_hash = ?3 WHERE log = ?1 AND anchor_id < ?2",
                  {log, id, hash});
}

std::vector<std::string> event_fields(const SqlRows& row, int first) {
  constexpr int kFields = 5;
  return texts(row, first, kFields);
}

std::vector<std::string> access_fields(const SqlRows& row, int first) {
  constexpr int kFields = 6;
  return texts(row, first, kFields);
}

}  // namespace sonolist::plugin
