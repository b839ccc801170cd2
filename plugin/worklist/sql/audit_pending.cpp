#include "plugin/worklist/sql/audit_pending.h"

namespace sonolist::plugin {

void add_audit_pending(SqlSession& session, const std::string& source, const std::string& orthanc_id) {
  session.execute("INSERT INTO audit_pending (source, orthanc_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                  {source, orthanc_id});
}

void add_reports_awaiting(SqlSession& session, const std::string& source, const std::string& sop_instance_uid) {
  session.execute(
      "INSERT INTO audit_pending (source, orthanc_id) SELECT source, orthanc_id FROM audit_record "
      "WHERE source_sop_uid = ?2 AND source = ?1 AND scanner_known = 0 AND orthanc_id <> '' ON CONFLICT DO NOTHING",
      {source, sop_instance_uid});
}

}  // namespace sonolist::plugin
