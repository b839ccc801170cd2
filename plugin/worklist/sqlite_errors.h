#pragma once

#include <SQLiteCpp/Exception.h>

#include <string>

#include "plugin/worklist/store_error.h"

namespace sonolist::plugin {

// Runs `work` and says in our words what SQLite refused.
template <typename Work>
auto translating_errors(Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const SQLite::Exception& error) {
    throw StoreError(std::string("The worklist data base refused an operation (") + error.what() +
                     "): check the free space and the health of its disk");
  }
}

}  // namespace sonolist::plugin
