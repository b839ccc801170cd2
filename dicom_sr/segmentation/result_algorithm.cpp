#include "dicom_sr/segmentation/result_algorithm.h"

#include "dicom_sr/error.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/equipment_modules.h"

namespace sonolist::dicom {

Algorithm read_result_algorithm(DcmItem& segmentation) {
  DcmItem* segment = nullptr;
  DcmItem* identification = nullptr;
  const bool is_ours =
      get_value(segmentation, DCM_Manufacturer) == kManufacturer &&
      segmentation.findAndGetSequenceItem(DCM_SegmentSequence, segment).good() &&
      segment->findAndGetSequenceItem(DCM_SegmentationAlgorithmIdentificationSequence, identification).good();
  if (!is_ours) throw DicomError(ErrorClass::kInput, "the segmentation to be judged is none that Sonolist wrote");
  Algorithm algorithm;
  algorithm.model_name = get_value(*identification, DCM_AlgorithmName);
  algorithm.model_title = algorithm.model_name;
  algorithm.model_version = get_value(*identification, DCM_AlgorithmVersion);
  algorithm.weights_sha256 = get_value(segmentation, DCM_DeviceSerialNumber);
  // Every description of a result says so (series_description()).
  algorithm.simulated = get_value(segmentation, DCM_SeriesDescription).find("SIMULATED") != std::string::npos;
  return algorithm;
}

}  // namespace sonolist::dicom
