#include "tests/interop/matrix/truth.h"

#include <cmath>

#include "processor/pipeline/image_analysis.h"
#include "processor/pipeline/result_identity.h"

namespace sonolist::matrix {
namespace {

using nlohmann::json;

struct Sums {
  std::int64_t pixels = 0, rows = 0, columns = 0, values = 0;
};

// Of the stored values that are not 0. A structure is stored where it was found; of a fractional SEG everywhere. The
// network sees nothing outside `box`.
Sums sums_of(const Scene& scene, const dicom::PixelBox& box, int label, int frame, dicom::SegmentationType type) {
  Sums sums;
  for (int row = box.row_begin; row < box.row_end; ++row) {
    for (int col = box.col_begin; col < box.col_end; ++col) {
      std::int64_t value = label_at(scene, frame, row, col) == label ? 1 : 0;
      if (type == dicom::SegmentationType::kFractional)
        value = std::lround(255.0F * probability(scene, label, frame, row, col));
      if (value == 0) continue;
      ++sums.pixels;
      sums.rows += row;
      sums.columns += col;
      sums.values += value;
    }
  }
  return sums;
}

json frames_of(const dicom::SourceImage& source, const model::Manifest& manifest, const Scene& scene,
               dicom::SegmentationType type) {
  const dicom::PixelBox box = processor::box_for(source, manifest);
  json frames = json::array();
  for (const model::StructureClass& structure : manifest.classes) {
    for (int frame = 0; frame < scene.frames; ++frame) {
      const Sums sums = sums_of(scene, box, structure.index, frame, type);
      if (sums.pixels == 0) continue;
      frames.push_back({{"tracking_uid", processor::tracking_uid(source, manifest, structure)},
                        {"source_frame", frame + 1},
                        {"pixels", sums.pixels},
                        {"rows", sums.rows},
                        {"columns", sums.columns},
                        {"values", sums.values}});
    }
  }
  return frames;
}

std::string text_of(const dicom::Code& code) {
  return code.value + "|" + code.scheme;
}

json measurements_of(const dicom::ReportContent& report) {
  json measurements = json::array();
  for (const dicom::MeasurementGroup& group : report.groups) {
    for (const dicom::Measurement& measurement : group.measurements) {
      measurements.push_back({{"tracking_uid", group.tracking_uid},
                              {"concept", text_of(measurement.concept)},
                              {"derivation", measurement.derivation ? text_of(*measurement.derivation) : ""},
                              {"unit", measurement.value ? measurement.unit.value : ""},
                              {"value", measurement.value ? json(*measurement.value) : json(nullptr)}});
    }
  }
  return measurements;
}

}  // namespace

json truth(const dicom::SourceImage& source, const model::Manifest& manifest, const Scene& scene,
           dicom::SegmentationType type, const processor::ResultContent& content) {
  return {{"frames", frames_of(source, manifest, scene, type)}, {"measurements", measurements_of(content.report)}};
}

}  // namespace sonolist::matrix
