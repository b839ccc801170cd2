#include "dicom_sr/segmentation/segmentation_reader.h"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/functional_group.h"
#include "dicom_sr/refusal.h"
#include "dicom_sr/segmentation/label_map.h"
#include "dicom_sr/segmentation/segment_sequence.h"
#include "dicom_sr/segmentation/stored_pixels.h"

namespace sonolist::dicom {

namespace {

void require_sop_class(const std::string& sop_class) {
  if (sop_class == UID_SegmentationStorage || sop_class == kLabelMapSegmentationStorage) return;
  const char* name = dcmFindNameOfUID(sop_class.c_str());
  refuse_input(std::string("SOP Class UID (0008,0016) is ") + (name != nullptr ? name : "unknown") +
               ", only Segmentation Storage and Label Map Segmentation Storage are read");
}

SegmentationType read_type(DcmItem& dataset) {
  const std::string name = get_value(dataset, DCM_SegmentationType);
  for (const auto type : {SegmentationType::kBinary, SegmentationType::kFractional, SegmentationType::kLabelMap}) {
    if (name == segmentation_type_name(type)) return type;
  }
  refuse_input("Segmentation Type (0062,0001) is " +
               std::string(name.empty() ? "missing" : "neither BINARY, FRACTIONAL nor LABELMAP"));
}

int required_size(DcmItem& dataset, const DcmTagKey& tag, const char* name) {
  Uint16 value = 0;
  if (dataset.findAndGetUint16(tag, value).bad() || value == 0) refuse_input(std::string(name) + " is missing or 0");
  return value;
}

int read_bits(DcmItem& dataset, SegmentationType type) {
  const int bits = required_size(dataset, DCM_BitsAllocated, "Bits Allocated (0028,0100)");
  const bool allowed =
      type == SegmentationType::kBinary ? bits == 1 : bits == 8 || (type == SegmentationType::kLabelMap && bits == 16);
  if (!allowed)
    refuse_input("Bits Allocated (0028,0100) is " + std::to_string(bits) + ", which " + segmentation_type_name(type) +
                 " does not allow");
  return bits;
}

int read_frame_count(DcmItem& dataset) {
  Sint32 count = 0;
  if (dataset.findAndGetSint32(DCM_NumberOfFrames, count).bad() || count < 1)
    refuse_input("Number of Frames (0028,0008) is missing or not positive");
  return count;
}

// Everything of the object but its pixels.
void read_header(DcmDataset& dataset, ReadSegmentation& read) {
  read.sop_class_uid = get_value(dataset, DCM_SOPClassUID);
  require_sop_class(read.sop_class_uid);
  read.type = read_type(dataset);
  read.sop_instance_uid = get_value(dataset, DCM_SOPInstanceUID);
  read.series_instance_uid = get_value(dataset, DCM_SeriesInstanceUID);
  read.study_instance_uid = get_value(dataset, DCM_StudyInstanceUID);
  read.frame_of_reference_uid = get_value(dataset, DCM_FrameOfReferenceUID);
  read.rows = required_size(dataset, DCM_Rows, "Rows (0028,0010)");
  read.cols = required_size(dataset, DCM_Columns, "Columns (0028,0011)");
  if (read.type == SegmentationType::kFractional) {
    read.fractional_type = get_value(dataset, DCM_SegmentationFractionalType);
    read.maximum_fractional_value =
        required_size(dataset, DCM_MaximumFractionalValue, "Maximum Fractional Value (0062,000E)");
  }
  read.segments = read_segment_sequence(dataset, read.type);
}

// Collects the images that an object names, each once.
class ImageList {
 public:
  explicit ImageList(std::vector<ReferencedImage>& images) : images_(images) {}

  // The index of the image; kUnknownSource when the reference has no instance UID.
  int add(DcmItem& reference) {
    ReferencedImage image{get_value(reference, DCM_ReferencedSOPClassUID),
                          get_value(reference, DCM_ReferencedSOPInstanceUID)};
    if (image.sop_instance_uid.empty()) return kUnknownSource;
    const auto [entry, fresh] = indices_.emplace(image.sop_instance_uid, static_cast<int>(images_.size()));
    if (fresh) images_.push_back(std::move(image));
    return entry->second;
  }

  void add_referenced_series(DcmItem& dataset) {
    DcmSequenceOfItems* series = nullptr;
    if (dataset.findAndGetSequence(DCM_ReferencedSeriesSequence, series).bad()) return;
    for (unsigned long i = 0; i < series->card(); ++i) {
      DcmSequenceOfItems* instances = nullptr;
      if (series->getItem(i)->findAndGetSequence(DCM_ReferencedInstanceSequence, instances).bad()) continue;
      for (unsigned long j = 0; j < instances->card(); ++j) add(*instances->getItem(j));
    }
  }

 private:
  std::vector<ReferencedImage>& images_;
  std::map<std::string, int> indices_;
};

// 0-based; a reference without a frame number is one to an image of one frame.
int source_frame_of(DcmItem& source_image) {
  Sint32 number = 0;
  if (source_image.findAndGetSint32(DCM_ReferencedFrameNumber, number).bad()) return 0;
  if (number < 1) refuse_input("Referenced Frame Number (0008,1160) of a frame is not positive");
  return number - 1;
}

// Segment and source of one stored frame; the mask is empty.
SegmentFrame read_frame_groups(DcmItem* groups, DcmItem* shared, const ReadSegmentation& read, ImageList& images) {
  SegmentFrame frame;
  frame.source_image = kUnknownSource;
  if (DcmItem* image = find_in_groups(groups, shared, {DCM_DerivationImageSequence, DCM_SourceImageSequence})) {
    frame.source_image = images.add(*image);
    frame.source_frame = source_frame_of(*image);
  }
  if (read.type == SegmentationType::kLabelMap) return frame;
  DcmItem* identification = find_in_groups(groups, shared, {DCM_SegmentIdentificationSequence});
  Uint16 number = 0;
  if (identification == nullptr || identification->findAndGetUint16(DCM_ReferencedSegmentNumber, number).bad() ||
      number < 1 || number > read.segments.size())
    refuse_input("Referenced Segment Number (0062,000B) of a frame is missing or no segment");
  frame.segment_number = number;
  return frame;
}

// The pixel value that is no segment. Pixel Padding Value says which; without it a segment typed as background, or 0
// where no segment claims it.
std::optional<int> background_of(DcmItem& dataset, const std::vector<ReadSegment>& segments) {
  Uint16 padding = 0;
  if (dataset.findAndGetUint16(DCM_PixelPaddingValue, padding).good()) return padding;
  bool zero_is_segment = false;
  for (const ReadSegment& segment : segments) {
    if (segment.type == code::kBackground) return segment.number;
    zero_is_segment = zero_is_segment || segment.number == kBackgroundNumber;
  }
  return zero_is_segment ? std::nullopt : std::optional<int>(kBackgroundNumber);
}

// One frame of a label map as one mask for each of its segments.
class LabelSplitter {
 public:
  LabelSplitter(const std::vector<ReadSegment>& segments, std::optional<int> background) : background_(background) {
    for (const ReadSegment& segment : segments) numbers_.insert(segment.number);
  }

  void split(const std::vector<std::uint16_t>& labels, const SegmentFrame& place, std::vector<SegmentFrame>& frames) {
    std::map<int, SegmentFrame> by_number;
    SegmentFrame* current = nullptr;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const int number = labels[i];
      if (number == background_) continue;
      if (current == nullptr || current->segment_number != number)
        current = &frame_of(number, labels.size(), place, by_number);
      current->mask[i] = 1;
    }
    for (auto& entry : by_number) frames.push_back(std::move(entry.second));
  }

 private:
  SegmentFrame& frame_of(int number, std::size_t pixels, const SegmentFrame& place,
                         std::map<int, SegmentFrame>& by_number) {
    const auto found = by_number.find(number);
    if (found != by_number.end()) return found->second;
    if (numbers_.count(number) == 0)
      refuse_input("Pixel Data (7FE0,0010) holds the value " + std::to_string(number) +
                   ", which is no Segment Number (0062,0004)");
    // A frame of 65535 labels would become as many masks.
    if (kMostMaskBytes - allocated_ < pixels)
      refuse_input("Pixel Data (7FE0,0010) holds more than 1 GiB of masks, which is not read");
    allocated_ += pixels;
    SegmentFrame& frame = by_number.emplace(number, place).first->second;
    frame.segment_number = number;
    frame.mask.assign(pixels, 0);
    return frame;
  }

  std::set<int> numbers_;
  std::optional<int> background_;
  std::size_t allocated_ = 0;
};

void require_fractions(const std::vector<std::uint8_t>& mask, int maximum) {
  if (std::any_of(mask.begin(), mask.end(), [maximum](std::uint8_t value) { return value > maximum; }))
    refuse_input("Pixel Data (7FE0,0010) holds a value above Maximum Fractional Value (0062,000E)");
}

void read_frames(DcmDataset& dataset, ReadSegmentation& read) {
  const int bits = read_bits(dataset, read.type);
  const int count = read_frame_count(dataset);
  DcmSequenceOfItems& items = frame_groups_of(dataset, count);
  const StoredPixels pixels(dataset, static_cast<std::size_t>(read.rows) * static_cast<std::size_t>(read.cols),
                            static_cast<std::size_t>(count), bits);
  ImageList images(read.images);
  images.add_referenced_series(dataset);
  LabelSplitter splitter(read.segments, background_of(dataset, read.segments));
  DcmItem* shared = shared_groups_of(dataset);
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    SegmentFrame frame = read_frame_groups(items.getItem(static_cast<unsigned long>(i)), shared, read, images);
    if (i == 0 && frame.source_image != kUnknownSource)
      read.source_sop_instance_uid = read.images[static_cast<std::size_t>(frame.source_image)].sop_instance_uid;
    if (read.type == SegmentationType::kLabelMap) {
      splitter.split(pixels.frame16(i), frame, read.frames);
      continue;
    }
    frame.mask = pixels.frame8(i);
    if (read.type == SegmentationType::kFractional) require_fractions(frame.mask, read.maximum_fractional_value);
    read.frames.push_back(std::move(frame));
  }
}

void leave_out_background(DcmItem& dataset, ReadSegmentation& read) {
  if (read.type != SegmentationType::kLabelMap) return;
  const std::optional<int> background = background_of(dataset, read.segments);
  const auto is_background = [&](const ReadSegment& segment) { return segment.number == background; };
  read.segments.erase(std::remove_if(read.segments.begin(), read.segments.end(), is_background), read.segments.end());
}

}  // namespace

ReadSegmentation read_segmentation(DcmDataset& dataset) {
  ReadSegmentation read;
  read_header(dataset, read);
  read_frames(dataset, read);
  leave_out_background(dataset, read);
  return read;
}

const ReadSegment& segment_numbered(const ReadSegmentation& segmentation, int number) {
  const auto& segments = segmentation.segments;
  const auto found = std::find_if(segments.begin(), segments.end(),
                                  [number](const ReadSegment& segment) { return segment.number == number; });
  if (found == segments.end()) throw std::out_of_range("no segment of number " + std::to_string(number));
  return *found;
}

}  // namespace sonolist::dicom
