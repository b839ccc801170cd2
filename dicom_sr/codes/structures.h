// Codes of the structures that the built-in models know, by the name that a model package gives them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dicom_sr/codes/code.h"

namespace sonolist::dicom {

struct StructureCodes {
  std::string name;                     // as in model.json: "sciatic_nerve"
  Code category;                        // Segmented Property Category, CID 7150
  Code type;                            // Segmented Property Type; FMA where DICOM's SNOMED subset has no code
  std::optional<Code> anatomic_region;  // none for structures that occur anywhere
};

// Ordered by name, built once, immutable; thread safe.
const std::vector<StructureCodes>& known_structures();

// Borrowed from known_structures(); nullptr for an unknown name.
const StructureCodes* find_structure(std::string_view name);

}  // namespace sonolist::dicom
