#include "dicom_sr/report/observation_context.h"

#include "dicom_sr/modules/equipment_modules.h"
#include "dicom_sr/report/report_codes.h"
#include "dicom_sr/uid/deterministic_uid.h"

namespace sonolist::dicom {

void append_observation_context(TreeBuilder& tree, const Algorithm& algorithm) {
  constexpr auto kContext = Relation::kHasObservationContext;
  tree.code(Relation::kHasConceptModifier, code::kLanguage,
            tree.language() == Language::kChinese ? code::kSimplifiedChinese : code::kEnglish);
  tree.code(kContext, code::kObserverType, code::kDevice);
  tree.uid(kContext, code::kDeviceObserverUid, deterministic_uid("device|" + algorithm.weights_sha256));
  tree.text(kContext, code::kDeviceObserverName, algorithm.model_title);
  tree.text(kContext, code::kDeviceObserverManufacturer, kManufacturer);
  tree.text(kContext, code::kDeviceObserverModelName, algorithm.model_name + " " + algorithm.model_version);
  tree.text(kContext, code::kDeviceObserverSerialNumber, algorithm.weights_sha256);
  tree.code(Relation::kHasConceptModifier, code::kProcedureReported, code::kImagingProcedure);
}

}  // namespace sonolist::dicom
