// Who may claim what: the head of the queue, the pauses and the limits, inside a session that writes.
#pragma once

#include <functional>

#include "plugin/worklist/sql/workitem_rows.h"

namespace sonolist::plugin {

std::set<std::string> paused_models(SqlSession& session);

bool is_paused(const std::set<std::string>& paused, const std::string& model);

// From here on, to the end of the transaction, nobody else claims a step of this model. To be called before any row is
// written, and for several models in their order.
void lock_claims(SqlSession& session, const std::string& model);

std::int64_t steps_in_progress(SqlSession& session, const std::string& model);

// See WorklistStore::claim_next(). The caller commits.
std::vector<Workitem> claim_next(SqlSession& session, const ClaimCriteria& criteria,
                                 const std::function<WorkitemChange(const Workitem&)>& claim,
                                 const WriteContext& context);

}  // namespace sonolist::plugin
