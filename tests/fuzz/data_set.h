// Fuzzer input as a data set. What the reader refuses with its own error is no finding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/oflog/oflog.h>

#include "dicom_sr/error.h"
#include "dicom_sr/file/part10.h"

namespace sonolist::fuzz {

// Null when the bytes are no DICOM file.
inline std::unique_ptr<DcmDataset> data_set(const std::uint8_t* bytes, std::size_t size) {
  static const bool silenced = [] {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    return true;
  }();
  static_cast<void>(silenced);
  try {
    return dicom::from_part10({bytes, bytes + size});
  } catch (const dicom::DicomError&) {
    return nullptr;
  }
}

}  // namespace sonolist::fuzz
