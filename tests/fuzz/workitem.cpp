// A workitem in DICOM JSON, as a client of the worklist sends it: the codec both ways, and the task it describes.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include "dicom_sr/error.h"
#include "dicom_sr/json/dicom_json.h"
#include "dicom_sr/workitem/processing_task.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto json = sonolist::dicom::Json::parse(bytes, bytes + size, nullptr, false);
  if (json.is_discarded()) return 0;
  try {
    const auto dataset = sonolist::dicom::from_json(json);
    static_cast<void>(sonolist::dicom::to_json(*dataset));
  } catch (const sonolist::dicom::DicomError&) {
    // A clear refusal.
  }
  try {
    static_cast<void>(sonolist::dicom::to_workitem(sonolist::dicom::from_workitem(json)));
  } catch (const sonolist::dicom::DicomError&) {
    // A clear refusal.
  }
  return 0;
}
