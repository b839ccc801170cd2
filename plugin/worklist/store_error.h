#pragma once

#include <stdexcept>

namespace sonolist::plugin {

// The data base of the worklist cannot be read or written; what() names the place and the remedy.
class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Not now, but perhaps soon: the server of the data base is away or overloaded.
class StoreUnavailable : public StoreError {
 public:
  using StoreError::StoreError;
};

}  // namespace sonolist::plugin
