// DICOM images and their segmentations as a packed data set for training (docs/packed-dataset.md).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dicom_sr/tools/segmented_frames.h"
#include "model/dataset/packed_dataset.h"

namespace sonolist::dicom {

struct DatasetRules {
  LabelRules labels;
  std::int64_t height = 480, width = 640;
  int every = 1;     // of the segmented frames of an image, every so many is taken
  std::string salt;  // goes into the pseudonyms
};

// Adds images one by one. Not thread safe.
class DatasetBuilder {
 public:
  DatasetBuilder(DatasetRules rules, std::string source, bool simulated);

  // Appends the segmented frames of an image, at least one of them: cropped to image.analysis_box() as the processor
  // does, luma (ITU-R BT.601), stretched to the size. Frames that no segmentation speaks of are left out: nobody has
  // looked at them. Returns how many were appended. Throws DicomError as label_frames() does.
  int add(const SourceImage& image, const std::vector<NamedSegmentation>& segmentations);

  const model::PackedDataset& dataset() const { return dataset_; }

 private:
  DatasetRules rules_;
  model::PackedDataset dataset_;
};

// 16 hexadecimal digits of the SHA-256 of the salt and the patient (Patient ID and its issuer), or of the study where
// the image states no Patient ID. A pseudonym: whoever knows salt and ID can tell it.
std::string group_of_image(const SourceImage& image, const std::string& salt);

}  // namespace sonolist::dicom
