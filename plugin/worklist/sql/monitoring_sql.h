// The statements of SqlMonitoringSource, apart so that a test can ask the engine by which index it answers them.
#pragma once

namespace sonolist::plugin::monitoring_sql {

inline constexpr const char* kQueue =
    "SELECT state, model, COUNT(*), MIN(start_us) FROM workitem WHERE state IN ('SCHEDULED', 'IN PROGRESS') "
    "GROUP BY state, model";

// The condition is that of the index workitem_finished, word by word. It knows all that is asked for here: rows of the
// table are not read.
inline constexpr const char* kEnded =
    "SELECT hour, state, discontinuation, cancel_requested, COUNT(*) FROM "
    "(SELECT updated_us / 3600000000 AS hour, state, discontinuation, cancel_requested FROM workitem "
    "WHERE state NOT IN ('SCHEDULED', 'IN PROGRESS') AND updated_us >= ?1 ORDER BY updated_us DESC, id DESC LIMIT ?2) "
    "AS latest GROUP BY hour, state, discontinuation, cancel_requested ORDER BY hour, state, discontinuation";

inline constexpr const char* kRunning =
    "SELECT state, updated_us, json FROM workitem WHERE state = 'IN PROGRESS' ORDER BY queue_key, id LIMIT ?1";

inline constexpr const char* kLastEnded =
    "SELECT state, updated_us, json FROM workitem WHERE state NOT IN ('SCHEDULED', 'IN PROGRESS') AND updated_us >= ?1 "
    "ORDER BY updated_us DESC, id DESC LIMIT ?2";

// Type 1: state report. Reports for one subscriber tell it what all others know.
inline constexpr const char* kStateChanges =
    "SELECT e.id, e.created_us, e.uid, e.json, w.start_us, w.discontinuation, w.cancel_requested "
    "FROM event e LEFT JOIN workitem w ON w.uid = e.uid "
    "WHERE e.id > ?1 AND e.id <= ?2 AND e.type = 1 AND e.recipient = '' ORDER BY e.id";

}  // namespace sonolist::plugin::monitoring_sql
