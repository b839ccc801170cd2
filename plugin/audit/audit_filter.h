// What a query of the audit asks for, read from its parameters: see docs/audit.md. Pure.
#pragma once

#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "plugin/http/http_message.h"
#include "plugin/worklist/date_time.h"

namespace sonolist::plugin {

// what() names the parameter and what it must be: answered as 400.
class InvalidAuditQuery : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class Comparison { kAny, kLess, kLessOrEqual, kEqual, kGreaterOrEqual, kGreater };

// "Depth (Minimum)<3 mm": a result has such a measurement.
struct MeasurementCriterion {
  std::string scheme;    // of a code, else empty
  std::string name;      // code value, or meaning: case does not matter
  std::string modifier;  // meaning of the derivation; empty: none
  Comparison comparison = Comparison::kAny;
  double value = 0;
  std::string unit;  // empty: any
};

// A list that is empty lets all pass; else one of its values must fit. All lists must.
struct AuditFilter {
  std::optional<TimePoint> from, until;  // `until` itself is outside
  std::vector<std::string> patients, accessions, studies, reports, sources;
  std::vector<std::string> modalities, manufacturers, scanner_models, stations;
  std::vector<std::string> models, model_versions, weights, producers;
  std::vector<std::string> structures;  // "SCT:123", "123" or a meaning
  std::vector<std::string> kinds, outcomes, reasons;
  std::vector<MeasurementCriterion> measurements;  // each of them
  std::vector<MeasurementCriterion> agreements;    // each of them, too
};

using QueryParameters = std::vector<std::pair<std::string, std::string>>;

// Reads the parameters of the filter. Any other one must be in `others`. Throws InvalidAuditQuery.
AuditFilter parse_audit_filter(const QueryParameters& query, const std::set<std::string>& others);

// Throws InvalidAuditQuery.
MeasurementCriterion parse_measurement(const std::string& text);

// Meaning and modifier as results name a measurement: "Depth (Minimum)".
std::string measurement_name(const std::string& meaning, const std::string& modifier);

// The last value of a parameter, if it is there.
std::optional<std::string> query_value(const QueryParameters& query, const std::string& name);

// A whole number between the two; `otherwise` when absent. Throws InvalidAuditQuery.
std::int64_t whole_parameter(const QueryParameters& query, const std::string& name, std::int64_t otherwise,
                             std::int64_t least, std::int64_t most);

}  // namespace sonolist::plugin
