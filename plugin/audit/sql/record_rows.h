// Rows of one record inside a write session that holds the lock "audit".
#pragma once

#include <optional>
#include <string>

#include "plugin/audit/audit_record.h"
#include "plugin/audit/sql/dictionaries.h"
#include "plugin/worklist/sql/sql_session.h"

namespace sonolist::plugin {

// Of no PACS in particular: steps, and what all share.
inline constexpr const char* kEverywhere = "";

// Removes the records with this Orthanc identifier, or of the step with this UID. Returns the place in snapshots of the
// one removed, if there was any.
std::optional<std::int64_t> remove_records_of_instance(SqlSession& session, const std::string& source,
                                                       const std::string& orthanc_id);
std::optional<std::int64_t> remove_records_of_step(SqlSession& session, const std::string& workitem_uid);

// Without `added` the record gets the next place in snapshots.
void insert_record(SqlSession& session, const std::string& source, const AuditRecord& record,
                   std::optional<std::int64_t> added, Dictionaries& dictionaries);

// Notes that a record's object left the PACS, before the record is removed.
void note_deletion(SqlSession& session, const std::string& source, const std::string& orthanc_id, TimePoint now);

// A number that is kept for the PACS: 0 at first.
std::int64_t progress_value(SqlSession& session, const std::string& source, const std::string& name);
void set_progress_value(SqlSession& session, const std::string& source, const std::string& name, std::int64_t value);

}  // namespace sonolist::plugin
