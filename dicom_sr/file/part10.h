// DICOM Part 10 files (PS3.10) to and from memory and disk.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

class DcmDataset;

namespace sonolist::dicom {

// Explicit VR Little Endian with a meta header. Throws DicomError(kInternal) with DCMTK's reason.
std::vector<std::uint8_t> to_part10(DcmDataset& dataset);

// Writes to `path` + ".part" and renames, so that no half-written file is ever seen under `path`.
void write_part10(DcmDataset& dataset, const std::string& path);

// Throws DicomError(kInput) when the bytes are not a complete DICOM file.
std::unique_ptr<DcmDataset> from_part10(const std::vector<std::uint8_t>& bytes);
std::unique_ptr<DcmDataset> read_part10(const std::string& path);

}  // namespace sonolist::dicom
