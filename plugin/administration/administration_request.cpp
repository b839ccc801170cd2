#include "plugin/administration/administration_request.h"

#include "plugin/configuration/configuration_error.h"
#include "plugin/configuration/section_reader.h"
#include "plugin/worklist/priority.h"

namespace sonolist::plugin {
namespace {

using nlohmann::json;

constexpr const char* kBody = "The body";
constexpr int kMostStepsPerMinute = 60'000;

json parse_object(const std::string& body) {
  json parsed = body.empty() ? json::object() : json::parse(body, nullptr, false);
  if (!parsed.is_object()) throw InvalidAdministrationRequest("The body must be a JSON object");
  return parsed;
}

// The reader of configuration sections knows the same mistakes.
template <typename Read>
void reading(const json& object, Read read) {
  try {
    SectionReader reader(object, kBody);
    read(reader);
    reader.reject_unknown();
  } catch (const ConfigurationError& error) {
    throw InvalidAdministrationRequest(error.what());
  }
}

std::optional<std::string> optional_text(SectionReader& reader, const char* key) {
  std::string text = reader.text(key, "");
  return text.empty() ? std::nullopt : std::optional<std::string>(std::move(text));
}

std::vector<std::string> texts(const json& list) {
  std::vector<std::string> texts;
  for (const json& text : list) {
    if (!text.is_string()) throw InvalidAdministrationRequest("The body.Uids must be a list of texts");
    texts.push_back(text.get<std::string>());
  }
  return texts;
}

void read_pace(SectionReader& reader, ReprocessRequest& request) {
  request.priority = reader.text("Priority", "");
  request.steps_per_minute = reader.integer("StepsPerMinute", 0, 0, kMostStepsPerMinute);
  if (!request.priority.empty() && !is_priority(request.priority)) {
    throw InvalidAdministrationRequest("The body.Priority must be HIGH, MEDIUM or LOW");
  }
}

}  // namespace

DeadLetterFilter parse_requeue(const std::string& body) {
  DeadLetterFilter filter;
  bool all = false;
  const json object = parse_object(body);
  reading(object, [&](SectionReader& reader) {
    filter.uids = texts(reader.any("Uids"));
    filter.model = optional_text(reader, "Model");
    filter.reason = optional_text(reader, "Reason");
    filter.study_instance_uid = optional_text(reader, "Study");
    all = reader.boolean("All", false);
  });
  if (!all && filter.uids.empty() && !filter.model && !filter.reason && !filter.study_instance_uid) {
    throw InvalidAdministrationRequest("Say which dead letters: Uids, Model, Reason or Study; or All: true");
  }
  return filter;
}

std::string parse_model(const std::string& body) {
  std::string model;
  const json object = parse_object(body);
  reading(object, [&](SectionReader& reader) { model = reader.text("Model", ""); });
  return model;
}

ReprocessRequest parse_reprocess(const std::string& body) {
  ReprocessRequest request;
  const json object = parse_object(body);
  reading(object, [&](SectionReader& reader) {
    request.query = reader.any("Query");
    read_pace(reader, request);
  });
  if (!request.query.is_object() || request.query.empty()) {
    throw InvalidAdministrationRequest(
        "The body.Query must name DICOM keywords and values, e.g. {\"StudyInstanceUID\": \"1.2.3\"}");
  }
  return request;
}

void parse_pace(const std::string& body, ReprocessRequest& into) {
  const json object = parse_object(body);
  reading(object, [&](SectionReader& reader) { read_pace(reader, into); });
}

}  // namespace sonolist::plugin
