#include "dicom_sr/codes/structures.h"

#include <algorithm>

#include "dicom_sr/codes/concepts.h"

namespace sonolist::dicom {

const std::vector<StructureCodes>& known_structures() {
  static const Code kThigh{"68367000", "SCT", "Thigh"};
  static const std::vector<StructureCodes> kStructures{
      {"adductor_magnus", code::kAnatomicalStructure, {"22443", "FMA", "Adductor magnus"}, kThigh},
      {"artery", code::kAnatomicalStructure, {"51114001", "SCT", "Artery"}, std::nullopt},
      {"bone", code::kAnatomicalStructure, {"272673000", "SCT", "Bone"}, std::nullopt},
      {"femoral_artery", code::kAnatomicalStructure, {"7657000", "SCT", "Femoral artery"}, kThigh},
      {"femur", code::kAnatomicalStructure, {"71341001", "SCT", "Femur"}, kThigh},
      {"muscle", code::kAnatomicalStructure, {"71616004", "SCT", "Muscle"}, std::nullopt},
      {"nerve", code::kAnatomicalStructure, {"84782009", "SCT", "Peripheral nerve"}, std::nullopt},
      {"sciatic_nerve", code::kAnatomicalStructure, {"19034", "FMA", "Sciatic nerve"}, kThigh},
      {"semitendinosus", code::kAnatomicalStructure, {"22357", "FMA", "Semitendinosus"}, kThigh},
      {"vein", code::kAnatomicalStructure, {"29092000", "SCT", "Vein"}, std::nullopt},
      {"vessel", code::kAnatomicalStructure, {"59820001", "SCT", "Blood vessel"}, std::nullopt},
  };
  return kStructures;
}

const StructureCodes* find_structure(std::string_view name) {
  const std::vector<StructureCodes>& structures = known_structures();
  const auto found = std::find_if(structures.begin(), structures.end(),
                                  [&](const StructureCodes& structure) { return structure.name == name; });
  return found != structures.end() ? &*found : nullptr;
}

}  // namespace sonolist::dicom
