#include "dicom_sr/workitem/content_item.h"

#include "dicom_sr/workitem/tags.h"

namespace sonolist::dicom {

Json text_item(const Code& concept_name, const std::string& text) {
  Json item = Json::object();
  set_string(item, tag::kValueType, "CS", "TEXT");
  set_code(item, tag::kConceptNameCodeSequence, concept_name);
  set_string(item, tag::kTextValue, "UT", text);
  return item;
}

Json numeric_item(const Code& concept_name, double number, const Code& unit) {
  Json item = Json::object();
  set_string(item, tag::kValueType, "CS", "NUMERIC");
  set_code(item, tag::kConceptNameCodeSequence, concept_name);
  item[tag::kNumericValue] = Json{{"vr", "DS"}, {"Value", Json::array({number})}};
  set_code(item, tag::kMeasurementUnitsCodeSequence, unit);
  return item;
}

std::optional<std::string> text_parameter(const std::vector<Json>& items, const Code& concept_name) {
  for (const Json& item : items) {
    if (get_code(item, tag::kConceptNameCodeSequence) == concept_name) return get_string(item, tag::kTextValue);
  }
  return std::nullopt;
}

}  // namespace sonolist::dicom
