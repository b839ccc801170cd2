#include "dicom_sr/report/sentences.h"

namespace sonolist::dicom {

std::string research_sentence(Language language) {
  return language == Language::kChinese ? "仅供研究使用，不得用于诊断或治疗。"
                                        : "Research use only. Not for diagnosis or treatment.";
}

std::string simulated_training_sentence(Language language) {
  return language == Language::kChinese ? "该网络仅用模拟图像训练。" : "The network was trained on SIMULATED images.";
}

std::string name_on_frame(const std::string& name, int frame, Language language) {
  const std::string number = std::to_string(frame);
  return language == Language::kChinese ? name + "，第" + number + "帧" : name + ", frame " + number;
}

std::string name_on_image(const std::string& name, int image, Language language) {
  const std::string number = std::to_string(image);
  return language == Language::kChinese ? name + "，第" + number + "幅图像" : name + ", image " + number;
}

std::string agreement_sentence(bool calibrated, Language language) {
  if (language == Language::kChinese) {
    return std::string("与另一人的分割逐像素比较。豪斯多夫距离为两个方向边界距离95百分位数中的较大者，单位为") +
           (calibrated ? "毫米。" : "像素（图像未校准）。");
  }
  return std::string(
             "Compared pixel by pixel with the segmentation of a person. The Hausdorff distance is the larger one of "
             "both directions' 95th percentiles of boundary distances, in ") +
         (calibrated ? "millimetres." : "pixels (the image is not calibrated).");
}

}  // namespace sonolist::dicom
