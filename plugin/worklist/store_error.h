#pragma once

#include <stdexcept>

namespace sonolist::plugin {

// The data base of the worklist cannot be read or written; what() names the file and the remedy.
class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace sonolist::plugin
