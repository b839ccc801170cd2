// Pages of results: a snapshot, a filter, an order by time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plugin/audit/audit_filter.h"
#include "plugin/audit/page_cursor.h"
#include "plugin/audit/sql/audit_words.h"

namespace sonolist::plugin {

struct ResultRow {
  std::int64_t id = 0, time_us = 0;
  std::string kind, outcome, reason;
  std::int64_t structure_id = 0, scanner_id = 0, algorithm_id = 0;
  std::string details;  // JSON, see record_rows.cpp
  std::string sop_uid, study_uid, study_date, patient_id, accession_number, source_sop_uid;
};

struct PageRequest {
  AuditFilter filter;
  bool newest_first = true;
  std::size_t limit = 0;
  std::optional<PageCursor> after;
};

struct ResultPage {
  std::vector<ResultRow> rows;
  std::optional<PageCursor> next;  // when there are more
};

// In the order of time, then of their numbers. Throws StoreError.
ResultPage read_page(SqlSession& session, const PageRequest& request, const AuditWords& words);

}  // namespace sonolist::plugin
