#include "plugin/worklist/processing_parameters.h"

#include <algorithm>
#include <charconv>

#include "dicom_sr/workitem/tags.h"

namespace sonolist::plugin {
namespace {

using dicom::Json;

bool is_named(const Json& content_item, std::string_view code_value) {
  const auto name = dicom::get_code(content_item, dicom::tag::kConceptNameCodeSequence);
  return name && name->value == code_value && name->scheme == kLocalScheme;
}

}  // namespace

std::string parameter_text(dicom::DataSetView item, std::string_view code_value) {
  for (const Json& parameter : dicom::values_in_place(item, dicom::tag::kScheduledProcessingParametersSequence)) {
    if (is_named(parameter, code_value)) return dicom::get_string(parameter, dicom::tag::kTextValue).value_or("");
  }
  return "";
}

int attempt_of(dicom::DataSetView item) {
  const std::string text = parameter_text(item, "ATTEMPT");
  int attempt = 0;
  std::from_chars(text.data(), text.data() + text.size(), attempt);
  return std::max(attempt, 1);
}

void set_attempt(dicom::LazyDataSet& item, int attempt) {
  std::vector<Json> parameters = dicom::get_items(item, dicom::tag::kScheduledProcessingParametersSequence);
  const auto has_name = [](const Json& parameter) { return is_named(parameter, "ATTEMPT"); };
  parameters.erase(std::remove_if(parameters.begin(), parameters.end(), has_name), parameters.end());
  Json parameter = Json::object();
  dicom::set_string(parameter, dicom::tag::kValueType, "CS", "TEXT");
  dicom::set_code(parameter, dicom::tag::kConceptNameCodeSequence, {"ATTEMPT", kLocalScheme, "Attempt"});
  dicom::set_string(parameter, dicom::tag::kTextValue, "UT", std::to_string(attempt));
  parameters.push_back(std::move(parameter));
  dicom::set_items(item, dicom::tag::kScheduledProcessingParametersSequence, std::move(parameters));
}

}  // namespace sonolist::plugin
