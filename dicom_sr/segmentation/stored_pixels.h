// Pixel Data of a SEG as it is stored, checked against the size that the object declares.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

class DcmDataset;

namespace sonolist::dicom {

// The bytes belong to the data set.
class StoredPixels {
 public:
  // `bits` a pixel: 1 (packed), 8 or 16. Decodes compressed pixel data in place, once it is known that it can hold
  // what is declared. Throws DicomError(kInput) when it cannot, for packed bits that are compressed, for a codec that
  // DCMTK lacks (by its name), and when all frames, at one byte or more a pixel, are larger than 1 GiB.
  StoredPixels(DcmDataset& dataset, std::size_t pixels_per_frame, std::size_t frames, int bits);

  // Frame `index` from 0, row-major.
  std::vector<std::uint8_t> frame8(std::size_t index) const;    // of 1 or 8 bits
  std::vector<std::uint16_t> frame16(std::size_t index) const;  // of 8 or 16 bits

 private:
  std::size_t pixels_;
  int bits_;
  const std::uint8_t* bytes_ = nullptr;
  std::size_t size_ = 0;
};

// The most that the masks of one object may take, in bytes.
inline constexpr std::size_t kMostMaskBytes = std::size_t{1} << 30;

}  // namespace sonolist::dicom
