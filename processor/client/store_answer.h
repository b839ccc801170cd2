// The answer of a STOW-RS server: Store Instances Response Module (PS3.18 annex I), as JSON or XML.
#pragma once

#include <cstddef>

#include "processor/client/http.h"

namespace sonolist::processor {

// Throws ProcessorError when one of the `expected` instances was neither stored nor there already (failure reason
// 0111): kTransient when the server has no room or fails by itself (A7xx, 0110, 5xx), kConfiguration when it does not
// take such objects at all (0122, 0124), kInput for others. A 200 without a body says that all were stored.
void check_store_answer(const HttpResponse& response, std::size_t expected);

}  // namespace sonolist::processor
