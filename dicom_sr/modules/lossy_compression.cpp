#include "dicom_sr/modules/lossy_compression.h"

#include "dicom_sr/modules/attributes.h"

namespace sonolist::dicom {

void write_lossy_compression(DcmDataset& source, DcmItem& dataset) {
  const bool lossy =
      get_value(source, DCM_LossyImageCompression) == "01" || DcmXfer(source.getOriginalXfer()).isLossy();
  put_string(dataset, DCM_LossyImageCompression, lossy ? "01" : "00");
  if (!lossy) return;
  copy_attribute(source, dataset, DCM_LossyImageCompressionRatio);
  copy_attribute(source, dataset, DCM_LossyImageCompressionMethod);
}

}  // namespace sonolist::dicom
