// Brings the tables of the worklist to the form that this version works with.
#pragma once

#include <string>

#include "plugin/worklist/sql/sql_session.h"

namespace sonolist::plugin {

// Creates the tables or changes those of an older version; what is in them is kept. The caller commits. Throws
// StoreError when the tables belong to a newer version; `name` is the data base as the sentence begins with it,
// `setting` the key that chooses another. Returns whether there was anything to do.
bool bring_up_to_date(SqlSession& session, const std::string& name, const std::string& setting);

}  // namespace sonolist::plugin
