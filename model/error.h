// The one exception type of model/: a sentence that names the thing and the remedy.
#pragma once

#include <stdexcept>

namespace sonolist::model {

class ModelError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace sonolist::model
