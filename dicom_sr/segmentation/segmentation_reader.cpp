#include "dicom_sr/segmentation/segmentation_reader.h"

#include <initializer_list>
#include <utility>

#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/refusal.h"
#include "dicom_sr/segmentation/segment_sequence.h"

namespace sonolist::dicom {

namespace {

void require_binary(DcmDataset& dataset) {
  const std::string sop_class = get_value(dataset, DCM_SOPClassUID);
  if (sop_class != UID_SegmentationStorage) {
    const char* name = dcmFindNameOfUID(sop_class.c_str());
    refuse_input(std::string("SOP Class UID (0008,0016) is ") + (name != nullptr ? name : "unknown") +
                 ", only Segmentation Storage is read");
  }
  const std::string type = get_value(dataset, DCM_SegmentationType);
  if (type != "BINARY")
    refuse_input("Segmentation Type (0062,0001) is " + (type.empty() ? "missing" : type) + ", only BINARY is read");
  // What DCMTK can decompress was decompressed on loading by the caller; the rest has no plain pixels.
  const DcmXfer syntax(dataset.getCurrentXfer());
  if (syntax.isEncapsulated())
    refuse_input(std::string("Transfer syntax ") + syntax.getXferName() + " of a segmentation is not supported");
}

int required_size(DcmItem& dataset, const DcmTagKey& tag, const char* name) {
  Uint16 value = 0;
  if (dataset.findAndGetUint16(tag, value).bad() || value == 0) refuse_input(std::string(name) + " is missing or 0");
  return value;
}

// Descends through the first items of nested sequences; null when one is absent.
DcmItem* find_item(DcmItem* item, std::initializer_list<DcmTagKey> path) {
  for (const DcmTagKey& tag : path) {
    if (item == nullptr || item->findAndGetSequenceItem(tag, item).bad()) return nullptr;
  }
  return item;
}

// A macro may stand in the shared groups when it is the same for all frames.
DcmItem* find_in_groups(DcmItem* frame_groups, DcmItem* shared_groups, std::initializer_list<DcmTagKey> path) {
  DcmItem* found = find_item(frame_groups, path);
  return found != nullptr ? found : find_item(shared_groups, path);
}

struct PackedBits {
  const std::uint8_t* bytes = nullptr;
  std::size_t size = 0;
};

PackedBits find_pixels(DcmDataset& dataset) {
  DcmElement* element = nullptr;
  if (dataset.findAndGetElement(DCM_PixelData, element).bad()) refuse_input("Pixel Data (7FE0,0010) is missing");
  Uint8* bytes = nullptr;
  Uint16* words = nullptr;
  // Implicit VR makes it OW, whose words DCMTK holds in the machine's order.
  const bool found = element->getVR() == EVR_OW ? element->getUint16Array(words).good() && words != nullptr
                                                : element->getUint8Array(bytes).good() && bytes != nullptr;
  if (!found) refuse_input("Pixel Data (7FE0,0010) is empty");
  return {bytes != nullptr ? bytes : reinterpret_cast<const std::uint8_t*>(words), element->getLength()};
}

int segment_number_of(DcmItem* groups, DcmItem* shared, std::size_t segments) {
  DcmItem* identification = find_in_groups(groups, shared, {DCM_SegmentIdentificationSequence});
  Uint16 number = 0;
  if (identification == nullptr || identification->findAndGetUint16(DCM_ReferencedSegmentNumber, number).bad() ||
      number < 1 || number > segments)
    refuse_input("Referenced Segment Number (0062,000B) of a frame is missing or no segment");
  return number;
}

// 0-based; a reference without a frame number is one to an image of one frame.
int source_frame_of(DcmItem& source_image) {
  Sint32 number = 0;
  if (source_image.findAndGetSint32(DCM_ReferencedFrameNumber, number).bad()) return 0;
  if (number < 1) refuse_input("Referenced Frame Number (0008,1160) of a frame is not positive");
  return number - 1;
}

DcmSequenceOfItems& frame_items(DcmDataset& dataset) {
  Sint32 count = 0;
  DcmSequenceOfItems* items = nullptr;
  if (dataset.findAndGetSint32(DCM_NumberOfFrames, count).bad() || count < 1)
    refuse_input("Number of Frames (0028,0008) is missing or not positive");
  if (dataset.findAndGetSequence(DCM_PerFrameFunctionalGroupsSequence, items).bad() ||
      items->card() != static_cast<unsigned long>(count))
    refuse_input("Per-Frame Functional Groups Sequence (5200,9230) does not have one item per frame");
  return *items;
}

void read_frames(DcmDataset& dataset, ReadSegmentation& read) {
  DcmSequenceOfItems& items = frame_items(dataset);
  const std::size_t pixels = static_cast<std::size_t>(read.rows) * static_cast<std::size_t>(read.cols);
  const PackedBits packed = find_pixels(dataset);
  if ((pixels * items.card() + 7) / 8 > packed.size)
    refuse_input("Pixel Data (7FE0,0010) is shorter than rows x columns x frames");

  DcmItem* shared = find_item(&dataset, {DCM_SharedFunctionalGroupsSequence});
  for (unsigned long i = 0; i < items.card(); ++i) {
    DcmItem* groups = items.getItem(i);
    SegmentFrame frame;
    frame.segment_number = segment_number_of(groups, shared, read.segments.size());
    if (DcmItem* image = find_in_groups(groups, shared, {DCM_DerivationImageSequence, DCM_SourceImageSequence})) {
      frame.source_frame = source_frame_of(*image);
      if (i == 0) read.source_sop_instance_uid = get_value(*image, DCM_ReferencedSOPInstanceUID);
    }
    frame.mask = unpack_bits(packed.bytes, packed.size, pixels, i);
    read.frames.push_back(std::move(frame));
  }
}

}  // namespace

ReadSegmentation read_segmentation(DcmDataset& dataset) {
  require_binary(dataset);
  ReadSegmentation read;
  read.sop_instance_uid = get_value(dataset, DCM_SOPInstanceUID);
  read.series_instance_uid = get_value(dataset, DCM_SeriesInstanceUID);
  read.study_instance_uid = get_value(dataset, DCM_StudyInstanceUID);
  read.rows = required_size(dataset, DCM_Rows, "Rows (0028,0010)");
  read.cols = required_size(dataset, DCM_Columns, "Columns (0028,0011)");
  if (required_size(dataset, DCM_BitsAllocated, "Bits Allocated (0028,0100)") != 1)
    refuse_input("Bits Allocated (0028,0100) is not 1, as BINARY demands");
  read.segments = read_segment_sequence(dataset);
  read_frames(dataset, read);
  return read;
}

}  // namespace sonolist::dicom
