#include "dicom_sr/tools/dataset_builder.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <cmath>
#include <cstdio>
#include <utility>

#include "model/dataset/resize_picture.h"
#include "model/package/sha256.h"

namespace sonolist::dicom {
namespace {

constexpr std::size_t kPseudonymDigits = 16;

std::string text_of(DcmDataset& dataset, const DcmTagKey& tag) {
  OFString value;
  dataset.findAndGetOFString(tag, value);
  const std::string text(value.c_str(), value.size());
  const auto begin = text.find_first_not_of(' ');
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::string pseudonym(const std::string& salt, const std::string& kind, const std::string& identity) {
  return model::sha256_hex(salt + "|" + kind + "|" + identity).substr(0, kPseudonymDigits);
}

// 8-bit luma (ITU-R BT.601).
std::vector<std::uint8_t> grey_of(const RgbFrame& frame) {
  std::vector<std::uint8_t> grey(frame.pixels.size() / 3);
  for (std::size_t i = 0; i < grey.size(); ++i) {
    const double luma = 0.299 * frame.pixels[3 * i] + 0.587 * frame.pixels[3 * i + 1] + 0.114 * frame.pixels[3 * i + 2];
    grey[i] = static_cast<std::uint8_t>(std::lround(luma));
  }
  return grey;
}

model::GreyView view_of(const std::vector<std::uint8_t>& pixels, int cols, const PixelBox& box) {
  const auto offset = static_cast<std::size_t>(box.row_begin) * static_cast<std::size_t>(cols) +
                      static_cast<std::size_t>(box.col_begin);
  return {pixels.data() + offset, box.rows(), box.cols(), cols};
}

void append_bytes(std::vector<std::uint8_t>& to, const std::vector<std::uint8_t>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

DatasetBuilder::DatasetBuilder(DatasetRules rules, std::string source, bool simulated) : rules_(std::move(rules)) {
  dataset_.height = rules_.height;
  dataset_.width = rules_.width;
  dataset_.classes = {"background"};
  for (const auto& structure : rules_.labels.classes) dataset_.classes.push_back(structure.name);
  dataset_.source = std::move(source);
  dataset_.simulated = simulated;
}

int DatasetBuilder::add(const SourceImage& image, const std::vector<NamedSegmentation>& segmentations) {
  const auto labels_of_frames = label_frames(image, segmentations, rules_.labels);
  const auto box = image.analysis_box();
  const auto group = group_of_image(image, rules_.salt);
  const auto name = pseudonym(rules_.salt, "image", image.sop_instance_uid());
  int seen = 0, added = 0;
  for (const auto& [frame, labels] : labels_of_frames) {
    if (seen++ % rules_.every != 0) continue;
    const auto grey = grey_of(image.frame(frame));
    append_bytes(dataset_.pictures,
                 model::rounded(model::resize_grey(view_of(grey, image.cols(), box), rules_.height, rules_.width)));
    append_bytes(dataset_.labels,
                 model::resize_labels(view_of(labels, image.cols(), box), rules_.height, rules_.width));
    char number[16];
    std::snprintf(number, sizeof(number), "_%04d", frame + 1);
    dataset_.names.push_back(image.is_multi_frame() ? name + number : name);
    dataset_.groups.push_back(group);
    ++dataset_.count;
    ++added;
  }
  return added;
}

std::string group_of_image(const SourceImage& image, const std::string& salt) {
  auto& dataset = image.dataset();
  const auto patient = text_of(dataset, DCM_PatientID);
  if (patient.empty()) return pseudonym(salt, "study", image.study_instance_uid());
  return pseudonym(salt, "patient", text_of(dataset, DCM_IssuerOfPatientID) + "|" + patient);
}

}  // namespace sonolist::dicom
