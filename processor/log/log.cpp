#include "processor/log/log.h"

#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <map>

#include "processor/error.h"

namespace sonolist::processor {
namespace {

std::string utc_now() {
  const auto now = std::chrono::system_clock::now();
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                     utc.tm_hour, utc.tm_min, utc.tm_sec, milliseconds);
}

void write_line(spdlog::logger& logger, spdlog::level::level_enum level, const char* level_name,
                const std::string& message, const LogFields& common, const LogFields& fields) {
  if (!logger.should_log(level)) return;
  LogFields line = {{"time", utc_now()}, {"level", level_name}, {"message", message}};
  line.update(common);
  line.update(fields);
  // A text that is not UTF-8 (from a server, say) must not cost the line.
  logger.log(level, line.dump(-1, ' ', false, LogFields::error_handler_t::replace));
}

}  // namespace

Log Log::to_standard_error(const std::string& level) {
  const std::map<std::string, spdlog::level::level_enum> levels = {{"debug", spdlog::level::debug},
                                                                   {"info", spdlog::level::info},
                                                                   {"warning", spdlog::level::warn},
                                                                   {"error", spdlog::level::err}};
  const auto found = levels.find(level);
  if (found == levels.end()) {
    throw ProcessorError(FailureClass::kConfiguration,
                         "LogLevel '" + level + "' is unknown; use debug, info, warning or error");
  }
  auto logger = std::make_shared<spdlog::logger>("sonolist", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%v");
  logger->set_level(found->second);
  logger->flush_on(spdlog::level::debug);
  return Log(std::move(logger));
}

Log Log::silent() {
  auto logger = std::make_shared<spdlog::logger>("silent", std::make_shared<spdlog::sinks::null_sink_mt>());
  logger->set_level(spdlog::level::off);
  return Log(std::move(logger));
}

Log Log::with(const LogFields& fields) const {
  Log log = *this;
  log.common_.update(fields);
  return log;
}

void Log::debug(const std::string& message, const LogFields& fields) const {
  write_line(*logger_, spdlog::level::debug, "debug", message, common_, fields);
}

void Log::info(const std::string& message, const LogFields& fields) const {
  write_line(*logger_, spdlog::level::info, "info", message, common_, fields);
}

void Log::warning(const std::string& message, const LogFields& fields) const {
  write_line(*logger_, spdlog::level::warn, "warning", message, common_, fields);
}

void Log::error(const std::string& message, const LogFields& fields) const {
  write_line(*logger_, spdlog::level::err, "error", message, common_, fields);
}

}  // namespace sonolist::processor
