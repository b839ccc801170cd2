#pragma once

#include <stdexcept>

namespace sonolist::plugin {

// A setting that the plug-in cannot work with; what() names the key and what it must be.
class ConfigurationError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace sonolist::plugin
