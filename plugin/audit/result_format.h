// Results as JSON, NDJSON and CSV: see docs/audit.md.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "plugin/audit/sql/audit_words.h"
#include "plugin/audit/sql/result_pages.h"

namespace sonolist::plugin {

// Used by one thread.
class ResultFormat {
 public:
  // Borrows the words.
  explicit ResultFormat(const AuditWords& words) : words_(words) {}

  // The answer with `next`, the cursor or "".
  std::string json_page(const std::vector<ResultRow>& rows, const std::string& next);

  // One object a line.
  std::string ndjson(const std::vector<ResultRow>& rows);

  // RFC 4180 with a header line; measurements stand in one column, "Area=52.1 mm2; ...". A text that a spreadsheet
  // would take for a formula begins with an apostrophe.
  std::string csv(const std::vector<ResultRow>& rows) const;

 private:
  // What stands before and behind the value of a measurement; it is the same in every row.
  struct Frame {
    std::string before, behind;
  };

  std::string object(const ResultRow& row);
  nlohmann::ordered_json head(const ResultRow& row, const nlohmann::json& details) const;
  const Frame& frame(std::int64_t series_id);
  std::string csv_measurements(const nlohmann::json& measurements) const;

  const AuditWords& words_;
  std::map<std::int64_t, Frame> frames_;
};

}  // namespace sonolist::plugin
