// What the intake leaves for the audit index, in its own transaction: nothing that was taken in is forgotten there.
#pragma once

#include <string>

#include "plugin/worklist/sql/sql_session.h"

namespace sonolist::plugin {

// The index is to look at this instance. Inside a write session.
void add_audit_pending(SqlSession& session, const std::string& source, const std::string& orthanc_id);

// The index is to look again at reports on this image that it met before the image.
void add_reports_awaiting(SqlSession& session, const std::string& source, const std::string& sop_instance_uid);

}  // namespace sonolist::plugin
