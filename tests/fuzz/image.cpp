// An image as a modality sends it: header, regions, calibration, the first and the last frame.
#include "dicom_sr/image/source_image.h"

#include <dcmtk/oflog/oflog.h>

#include "dicom_sr/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const bool silenced = (OFLog::configure(OFLogger::OFF_LOG_LEVEL), true);
  static_cast<void>(silenced);
  try {
    const auto image = sonolist::dicom::SourceImage::from_bytes({bytes, bytes + size});
    const auto box = image.analysis_box();
    if (!image.calibration_for(box)) static_cast<void>(image.calibration_refusal(box));
    static_cast<void>(image.frame(0));
    static_cast<void>(image.frame(image.frames() - 1));
  } catch (const sonolist::dicom::DicomError&) {
    // A clear refusal.
  }
  return 0;
}
