// The lock of a claimed workitem (PS3.4 CC.1.1).
#pragma once

#include <string>
#include <string_view>

namespace sonolist::plugin {

// SHA-256 as 64 lower-case hex digits: what the worklist keeps, so that a copy of its data base lets nobody write.
std::string transaction_hash(std::string_view transaction_uid);

}  // namespace sonolist::plugin
