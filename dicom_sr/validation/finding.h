// One thing that is wrong with an object or a set of objects.
#pragma once

#include <string>
#include <vector>

namespace sonolist::dicom {

// No value of a patient is quoted; UIDs and numbers are.
struct Finding {
  std::string object;     // the name under which the object was given, e.g. its file
  std::string rule;       // "attributes", "uids", "character-set", ... (see validator.h)
  std::string attribute;  // "PatientName (0010,0010)"; empty when the finding is of the whole object
  std::string sentence;
};

using Findings = std::vector<Finding>;

}  // namespace sonolist::dicom
