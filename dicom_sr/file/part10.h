// DICOM Part 10 files (PS3.10) to and from memory and disk.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

class DcmDataset;

namespace sonolist::dicom {

// The transfer syntax that is written.
enum class Compression {
  kNone,      // Explicit VR Little Endian
  kDeflated,  // Deflated Explicit VR Little Endian: the whole data set, lossless, for any object
  kRle        // RLE Lossless: the pixel data, 8 or 16 bits a pixel only (PS3.5 annex G)
};

// With a meta header. The data set is copied and stays as it is. Throws DicomError(kConfiguration) for kRle and pixels
// of one bit, DicomError(kInternal) with DCMTK's reason.
std::vector<std::uint8_t> to_part10(DcmDataset& dataset, Compression compression = Compression::kNone);

// Writes to `path` + ".part" and renames, so that no half-written file is ever seen under `path`.
void write_part10(DcmDataset& dataset, const std::string& path, Compression compression = Compression::kNone);

// Throws DicomError(kInput) when the bytes are not a complete DICOM file.
std::unique_ptr<DcmDataset> from_part10(const std::vector<std::uint8_t>& bytes);
std::unique_ptr<DcmDataset> read_part10(const std::string& path);

}  // namespace sonolist::dicom
