#include "dicom_sr/segmentation/segmentation_pixels.h"

#include <memory>
#include <string>
#include <utility>

#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/refusal.h"
#include "dicom_sr/segmentation/bit_packing.h"
#include "dicom_sr/segmentation/label_map.h"

namespace sonolist::dicom {

namespace {

std::vector<std::uint8_t> packed_masks(const SegmentationContent& content, const std::vector<StoredFrame>& frames) {
  std::vector<const std::vector<std::uint8_t>*> masks;
  masks.reserve(frames.size());
  for (const StoredFrame& frame : frames) masks.push_back(&content.frames[frame.content.front()].mask);
  return pack_bits(masks);
}

// Frames without padding between them, the whole padded to an even length.
std::vector<std::uint8_t> bytes_of_frames(const SegmentationContent& content, const std::vector<StoredFrame>& frames) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(frames.size() * content.frames.front().mask.size() + 1);
  for (const StoredFrame& frame : frames) {
    std::vector<const SegmentFrame*> parts;
    for (const std::size_t i : frame.content) parts.push_back(&content.frames[i]);
    const std::vector<std::uint8_t>& values =
        content.type == SegmentationType::kLabelMap ? merge_labels(parts) : parts.front()->mask;
    bytes.insert(bytes.end(), values.begin(), values.end());
  }
  if (bytes.size() % 2 != 0) bytes.push_back(0);
  return bytes;
}

}  // namespace

void write_segmentation_pixels(const SourceImage& source, const SegmentationContent& content,
                               const std::vector<StoredFrame>& frames, DcmItem& dataset) {
  const bool binary = content.type == SegmentationType::kBinary;
  const std::uint16_t bits = binary ? 1 : 8;
  put_string(dataset, DCM_NumberOfFrames, std::to_string(frames.size()));
  put_uint16(dataset, DCM_Rows, static_cast<std::uint16_t>(source.rows()));
  put_uint16(dataset, DCM_Columns, static_cast<std::uint16_t>(source.cols()));
  put_uint16(dataset, DCM_SamplesPerPixel, 1);
  put_string(dataset, DCM_PhotometricInterpretation, "MONOCHROME2");
  put_uint16(dataset, DCM_BitsAllocated, bits);
  put_uint16(dataset, DCM_BitsStored, bits);
  put_uint16(dataset, DCM_HighBit, static_cast<std::uint16_t>(bits - 1));
  put_uint16(dataset, DCM_PixelRepresentation, 0);

  const std::vector<std::uint8_t> bytes = binary ? packed_masks(content, frames) : bytes_of_frames(content, frames);
  auto element = std::make_unique<DcmPixelData>(DCM_PixelData);
  element->setVR(EVR_OB);
  if (element->putUint8Array(bytes.data(), static_cast<unsigned long>(bytes.size())).bad())
    refuse_internal("cannot write PixelData");
  put_element(dataset, std::move(element));
}

}  // namespace sonolist::dicom
