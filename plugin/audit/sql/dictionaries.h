// The words that many results share, each with a number: scanners, algorithms, structures, series of measurements.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plugin/audit/audit_record.h"
#include "plugin/worklist/sql/sql_session.h"

namespace sonolist::plugin {

struct Word {
  std::int64_t id = 0;
  std::string meaning;
};

// Remembers the numbers it has seen. Used inside one write session that holds the lock "audit".
class Dictionaries {
 public:
  std::int64_t scanner(SqlSession& session, const AuditScanner& scanner);
  std::int64_t algorithm(SqlSession& session, const AuditAlgorithm& algorithm);
  std::int64_t structure(SqlSession& session, const dicom::Code& structure);
  std::int64_t series(SqlSession& session, std::int64_t structure_id, const AuditMeasurement& measurement);

 private:
  std::map<std::vector<std::string>, Word> scanners_, algorithms_, structures_, series_;
};

}  // namespace sonolist::plugin
