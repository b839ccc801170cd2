// The sentences that a report holds beside its numbers, in the report's language.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "dicom_sr/codes/code.h"
#include "dicom_sr/codes/language.h"
#include "processor/pipeline/image_analysis.h"

namespace sonolist::processor {

// English is ASCII, Chinese UTF-8. Labels of structures and names of DICOM attributes stay as they are.
class Statements {
 public:
  explicit Statements(dicom::Language language) : is_chinese_(language == dicom::Language::kChinese) {}

  // Calibration, sense of the measurements, research use: one concept and sentence each.
  std::vector<std::pair<dicom::Code, std::string>> on_image(const ImageAnalysis& analysis) const;

  // Why this frame of a cine was measured; frames count from 1.
  std::string frame_selection(int frame, int frames, std::size_t frames_with_structure) const;

  // A statement that holds for one image of a series only; images count from 1.
  std::string of_image(int image, const std::string& statement) const;

  std::string distance_target(const std::string& label) const;
  std::string missing_overlay() const;

 private:
  std::string calibration(const ImageAnalysis& analysis) const;

  bool is_chinese_;
};

}  // namespace sonolist::processor
