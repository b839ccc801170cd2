// A segmentation as anybody may have written it, read and validated.
#include "dicom_sr/segmentation/segmentation_reader.h"

#include "dicom_sr/validation/validator.h"
#include "tests/fuzz/data_set.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto dataset = sonolist::fuzz::data_set(bytes, size);
  if (!dataset) return 0;
  try {
    static_cast<void>(sonolist::dicom::read_segmentation(*dataset));
  } catch (const sonolist::dicom::DicomError&) {
    // A clear refusal.
  }
  sonolist::dicom::Validator validator;
  validator.add("object", *dataset);
  static_cast<void>(validator.finish());
  return 0;
}
