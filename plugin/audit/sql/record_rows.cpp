#include "plugin/audit/sql/record_rows.h"

#include <array>
#include <nlohmann/json.hpp>

#include "plugin/audit/audit_time.h"
#include "plugin/audit/code_json.h"
#include "plugin/worklist/store_error.h"

namespace sonolist::plugin {
namespace {

using nlohmann::json;

struct Value {
  std::int64_t series_id;
  double value;
};

// What is shown of a result and not searched. The dictionary tells what a series is.
std::string details_of(const AuditResult& result, const std::vector<Value>& values) {
  json measurements = json::array();
  for (const Value& value : values) measurements.push_back({value.series_id, value.value});
  const json details{{"laterality", code_json(result.laterality)},
                     {"trackingUid", result.tracking_uid},
                     {"segmentationUid", result.segmentation_uid},
                     {"segment", result.segment ? json(*result.segment) : json()},
                     {"measurements", std::move(measurements)}};
  return details.dump(-1, ' ', false, json::error_handler_t::replace);
}

struct Place {
  std::int64_t time_us, result_id, algorithm_id, scanner_id;
};

// Several rows in one statement; a few sizes, so that the texts are few.
void insert_values(SqlSession& session, const std::vector<Value>& values, const Place& place) {
  constexpr std::array<std::size_t, 3> kSizes{16, 4, 1};
  std::size_t done = 0;
  for (const std::size_t size : kSizes) {
    std::string sql =
        "INSERT INTO audit_value (series_id, value, time_us, result_id, algorithm_id, scanner_id) VALUES ";
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t first = 5 + 2 * i;
      sql += (i == 0 ? "(?" : ", (?") + std::to_string(first) + ", ?" + std::to_string(first + 1) + ", ?1, ?2, ?3, ?4)";
    }
    for (; done + size <= values.size(); done += size) {
      SqlValues row{place.time_us, place.result_id, place.algorithm_id, place.scanner_id};
      for (std::size_t i = done; i < done + size; ++i) {
        row.emplace_back(values[i].series_id);
        row.emplace_back(values[i].value);
      }
      session.execute(sql, row);
    }
  }
}

void insert_result(SqlSession& session, const AuditRecord& record, const AuditResult& result, std::int64_t record_id,
                   const Place& place, Dictionaries& dictionaries) {
  const std::int64_t structure_id = result.structure ? dictionaries.structure(session, *result.structure) : 0;
  std::vector<Value> values;
  for (const AuditMeasurement& measurement : result.measurements) {
    values.push_back({dictionaries.series(session, structure_id, measurement), measurement.value});
  }
  session.execute(
      "INSERT INTO audit_result (id, record_id, time_us, day, kind, outcome, reason, structure_id, scanner_id, "
      "algorithm_id, details) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
      {place.result_id, record_id, place.time_us, day_of(record.time), record.kind, result.outcome, result.reason,
       structure_id, place.scanner_id, place.algorithm_id, details_of(result, values)});
  insert_values(session, values, place);
}

// Two UIDs that draw one number are a matter of one in a hundred thousand for a million reports; it still must not
// lose one.
std::int64_t free_record_id(SqlSession& session, const std::string& source, const AuditRecord& record) {
  for (int salt = 0;; ++salt) {
    const std::int64_t id = audit_record_id(source, record.kind, record.sop_uid, salt);
    if (!session.query("SELECT 1 FROM audit_record WHERE id = ?1", {id})->next()) return id;
  }
}

std::int64_t next_place(SqlSession& session) {
  const std::int64_t next = progress_value(session, kEverywhere, "added") + 1;
  set_progress_value(session, kEverywhere, "added", next);
  return next;
}

struct ResultPlace {
  std::int64_t id, time_us, structure_id;
};

void remove_record(SqlSession& session, std::int64_t record_id) {
  std::vector<ResultPlace> results;
  {
    const auto rows =
        session.query("SELECT id, time_us, structure_id FROM audit_result WHERE record_id = ?1", {record_id});
    while (rows->next()) results.push_back({rows->integer(0), rows->integer(1), rows->integer(2)});
  }
  for (const ResultPlace& result : results) {
    session.execute(
        "DELETE FROM audit_value WHERE series_id IN (SELECT id FROM audit_series WHERE structure_id = ?1) "
        "AND time_us = ?2 AND result_id = ?3",
        {result.structure_id, result.time_us, result.id});
  }
  session.execute("DELETE FROM audit_result WHERE record_id = ?1", {record_id});
  session.execute("DELETE FROM audit_record WHERE id = ?1", {record_id});
}

std::optional<std::int64_t> remove_records(SqlSession& session, const std::string& condition, const SqlValues& values) {
  std::vector<std::int64_t> ids;
  std::optional<std::int64_t> added;
  {
    const auto rows = session.query("SELECT id, added FROM audit_record WHERE " + condition, values);
    while (rows->next()) {
      ids.push_back(rows->integer(0));
      added = rows->integer(1);
    }
  }
  for (const std::int64_t id : ids) remove_record(session, id);
  return added;
}

}  // namespace

std::optional<std::int64_t> remove_records_of_instance(SqlSession& session, const std::string& source,
                                                       const std::string& orthanc_id) {
  return remove_records(session, "orthanc_id = ?1 AND source = ?2", {orthanc_id, source});
}

std::optional<std::int64_t> remove_records_of_step(SqlSession& session, const std::string& workitem_uid) {
  return remove_records(session, "sop_uid = ?1 AND kind = 'failure'", {workitem_uid});
}

void insert_record(SqlSession& session, const std::string& source, const AuditRecord& record,
                   std::optional<std::int64_t> added, Dictionaries& dictionaries) {
  if (record.results.size() > kMostResults) {
    throw StoreError("The report " + record.sop_uid + " has more than " + std::to_string(kMostResults) + " results");
  }
  const std::int64_t id = free_record_id(session, source, record);
  const std::int64_t scanner_id = dictionaries.scanner(session, record.scanner);
  const std::int64_t algorithm_id = dictionaries.algorithm(session, record.algorithm);
  const std::int64_t time_us = to_microseconds(record.time);
  session.execute(
      "INSERT INTO audit_record (id, added, source, orthanc_id, kind, sop_uid, study_uid, study_date, patient_id, "
      "accession_number, source_sop_uid, scanner_id, scanner_known, algorithm_id, time_us, sha256) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
      {id, added ? *added : next_place(session), source, record.orthanc_id, record.kind, record.sop_uid,
       record.study_uid, record.study_date, record.patient_id, record.accession_number, record.source_sop_uid,
       scanner_id, record.scanner_known ? 1 : 0, algorithm_id, time_us, record.sha256});
  for (std::size_t i = 0; i < record.results.size(); ++i) {
    const Place place{time_us, id + static_cast<std::int64_t>(i), algorithm_id, scanner_id};
    insert_result(session, record, record.results[i], id, place, dictionaries);
  }
}

void note_deletion(SqlSession& session, const std::string& source, const std::string& orthanc_id, TimePoint now) {
  session.execute(
      "INSERT INTO audit_deletion (created_us, kind, sop_uid, source_sop_uid) "
      "SELECT ?1, kind, sop_uid, source_sop_uid FROM audit_record WHERE orthanc_id = ?2 AND source = ?3",
      {to_microseconds(now), orthanc_id, source});
}

std::int64_t progress_value(SqlSession& session, const std::string& source, const std::string& name) {
  const auto row = session.query("SELECT value FROM audit_progress WHERE source = ?1 AND name = ?2", {source, name});
  return row->next() ? row->integer(0) : 0;
}

void set_progress_value(SqlSession& session, const std::string& source, const std::string& name, std::int64_t value) {
  session.execute(
      "INSERT INTO audit_progress (source, name, value) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (source, name) DO UPDATE SET value = excluded.value",
      {source, name, value});
}

}  // namespace sonolist::plugin
