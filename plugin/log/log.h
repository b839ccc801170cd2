// Where the plug-in reports to the operator: the log of Orthanc, or a test.
#pragma once

#include <string>

namespace sonolist::plugin {

// Thread safe. Sentences without patient data.
class Log {
 public:
  virtual ~Log() = default;
  virtual void info(const std::string& sentence) = 0;
  virtual void warning(const std::string& sentence) = 0;
  virtual void error(const std::string& sentence) = 0;
};

}  // namespace sonolist::plugin
