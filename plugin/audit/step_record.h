// A step that failed for good as a record of the audit index. Pure.
#pragma once

#include "plugin/audit/audit_record.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

// `workitem` is CANCELED; `ended` is when it became so. The scanner stays unknown: the step does not say it.
AuditRecord failure_record(const Workitem& workitem, TimePoint ended);

}  // namespace sonolist::plugin
