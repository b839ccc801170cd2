#include "processor/pipeline/statements.h"

#include <sstream>

#include "processor/pipeline/private_codes.h"

namespace sonolist::processor {

std::vector<std::pair<dicom::Code, std::string>> Statements::on_image(const ImageAnalysis& analysis) const {
  if (is_chinese_) {
    return {{kSpatialCalibration, calibration(analysis)},
            {kMeasurementNote, "深度自超声区域顶端起算：最小值为最近点，平均值为中心点"},
            {kMeasurementNote, "回声强度为不含彩色血流的8位亮度；取决于增益、时间增益补偿和压缩"},
            {kMeasurementNote, "估计的Dice系数：由网络自身概率推算的预期重叠，并非与人工分割的比较"},
            {kMeasurementNote, "仅供研究使用；不得用于诊断或治疗"}};
  }
  return {{kSpatialCalibration, calibration(analysis)},
          {kMeasurementNote,
           "Depth is below the top of the ultrasound region: minimum of the nearest, mean of the central point"},
          {kMeasurementNote,
           "Echogenicity is 8-bit luma without colour flow; it depends on gain, time gain compensation and "
           "compression"},
          {kMeasurementNote,
           "Estimated Dice coefficient: overlap expected from the network's own probabilities, not against a person's "
           "segmentation"},
          {kMeasurementNote, "Research use only; not for diagnosis or treatment"}};
}

std::string Statements::calibration(const ImageAnalysis& analysis) const {
  std::ostringstream text;
  if (!analysis.calibration) {
    text << (is_chinese_ ? "空间校准：无" : "Spatial calibration: absent") << " (" << analysis.calibration_refusal
         << ")";
    return text.str();
  }
  const dicom::Calibration& calibration = *analysis.calibration;
  if (is_chinese_) {
    text << "空间校准：有 (" << calibration.origin << ")，每列 " << calibration.mm_per_col << " mm，每行 "
         << calibration.mm_per_row << " mm";
  } else {
    text << "Spatial calibration: present (" << calibration.origin << "), " << calibration.mm_per_col
         << " mm per column, " << calibration.mm_per_row << " mm per row";
  }
  return text.str();
}

std::string Statements::frame_selection(int frame, int frames, std::size_t frames_with_structure) const {
  std::ostringstream text;
  if (is_chinese_) {
    text << "第 " << frame << " 帧（共 " << frames << " 帧）：面积最大；在 " << frames_with_structure << " 帧上找到";
  } else {
    text << "Frame " << frame << " of " << frames << ": largest area; found on " << frames_with_structure << " frames";
  }
  return text.str();
}

std::string Statements::of_image(int image, const std::string& statement) const {
  const std::string number = std::to_string(image);
  return (is_chinese_ ? "第" + number + "幅图像：" : "Image " + number + ": ") + statement;
}

std::string Statements::distance_target(const std::string& label) const {
  return label + (is_chinese_ ? "（像素中心间的最短距离）" : " (shortest distance of pixel centres)");
}

std::string Statements::missing_overlay() const {
  return is_chinese_
             ? "无叠加图：图像未声明超声区域，无法裁去图中的文字"
             : "No overlay picture: the image states no ultrasound region, so burned-in text could not be cut off";
}

}  // namespace sonolist::processor
