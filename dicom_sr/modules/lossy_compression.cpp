#include "dicom_sr/modules/lossy_compression.h"

#include <algorithm>

#include "dicom_sr/modules/attributes.h"

namespace sonolist::dicom {

namespace {

bool is_lossy(const SourceImage* source) {
  DcmDataset& dataset = source->dataset();
  return get_value(dataset, DCM_LossyImageCompression) == "01" || DcmXfer(dataset.getOriginalXfer()).isLossy();
}

}  // namespace

void write_lossy_compression(const SourceImages& sources, DcmItem& dataset) {
  const auto lossy = std::find_if(sources.begin(), sources.end(), is_lossy);
  put_string(dataset, DCM_LossyImageCompression, lossy != sources.end() ? "01" : "00");
  if (lossy == sources.end()) return;
  copy_attribute((*lossy)->dataset(), dataset, DCM_LossyImageCompressionRatio);
  copy_attribute((*lossy)->dataset(), dataset, DCM_LossyImageCompressionMethod);
}

}  // namespace sonolist::dicom
