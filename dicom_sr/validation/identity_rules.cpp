#include <map>
#include <string>

#include "dicom_sr/validation/reference_rules.h"

namespace sonolist::dicom {

void check_identity(const std::vector<ObjectFacts>& objects, Findings& findings) {
  std::map<std::string, const ObjectFacts*> instances, studies, series;
  for (const ObjectFacts& object : objects) {
    const auto add = [&](const std::string& attribute, const std::string& sentence) {
      findings.push_back({object.name, "identity", attribute, sentence});
    };
    const auto [instance, is_new] = instances.emplace(object.sop_instance_uid, &object);
    if (!is_new) add("SOPInstanceUID (0008,0018)", "is that of " + instance->second->name + " too");
    const ObjectFacts& first_of_study = *studies.emplace(object.study_instance_uid, &object).first->second;
    for (const auto& [attribute, value] : object.identity) {
      if (first_of_study.identity.at(attribute) != value)
        add(attribute, "differs from " + first_of_study.name + ", which is of the same study");
    }
    const ObjectFacts& first_of_series = *series.emplace(object.series_instance_uid, &object).first->second;
    if (first_of_series.study_instance_uid != object.study_instance_uid)
      add("StudyInstanceUID (0020,000d)", "differs from " + first_of_series.name + ", which is of the same series");
    if (first_of_series.modality != object.modality)
      add("Modality (0008,0060)", "differs from " + first_of_series.name + ", which is of the same series");
  }
}

}  // namespace sonolist::dicom
