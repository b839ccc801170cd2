// The program's log: one JSON object a line on standard error, without patient data.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace spdlog {
class logger;
}

namespace sonolist::processor {

// Further keys of a line: "workitem", "stage", "milliseconds", ... UIDs of workitems only, never of patients or
// studies.
using LogFields = nlohmann::ordered_json;

// Thread safe.
class Log {
 public:
  // `level`: debug, info, warning or error; lines below it are dropped. Throws ProcessorError(kConfiguration) for
  // others.
  static Log to_standard_error(const std::string& level);
  // Drops everything.
  static Log silent();

  // The same log, with `fields` in every line.
  Log with(const LogFields& fields) const;

  void debug(const std::string& message, const LogFields& fields = LogFields::object()) const;
  void info(const std::string& message, const LogFields& fields = LogFields::object()) const;
  void warning(const std::string& message, const LogFields& fields = LogFields::object()) const;
  void error(const std::string& message, const LogFields& fields = LogFields::object()) const;

 private:
  explicit Log(std::shared_ptr<spdlog::logger> logger) : logger_(std::move(logger)) {}

  std::shared_ptr<spdlog::logger> logger_;
  LogFields common_ = LogFields::object();
};

}  // namespace sonolist::processor
