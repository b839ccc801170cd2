#include "tests/interop/matrix/result_files.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <cmath>
#include <fstream>
#include <memory>

#include "dicom_sr/file/part10.h"
#include "dicom_sr/report/report_writer.h"
#include "processor/inference/inference_engine.h"
#include "processor/pipeline/image_analysis.h"
#include "processor/pipeline/result_builder.h"
#include "tests/interop/matrix/scene_predictor.h"
#include "tests/interop/matrix/truth.h"

namespace sonolist::matrix {
namespace {

constexpr int kBatchFrames = 4;  // the processor's default

processor::ImageAnalysis analyse(const dicom::SourceImage& source, const Scene& scene,
                                 const model::Manifest& manifest) {
  std::vector<std::unique_ptr<model::Predictor>> predictors;
  predictors.push_back(std::make_unique<ScenePredictor>(manifest, scene, processor::box_for(source, manifest)));
  processor::InferenceEngine engine(std::move(predictors), kBatchFrames);
  processor::StageTimes times;
  return processor::analyse_image(
      source, engine, *engine.manifests().front(), [](double) {}, times);
}

const model::StructureClass& structure_of(const model::Manifest& manifest, const std::string& name) {
  for (const model::StructureClass& structure : manifest.classes) {
    if (structure.name == name) return structure;
  }
  throw std::runtime_error("the manifest has no structure " + name);
}

// The content of a binary SEG with probabilities instead of masks.
void make_fractional(const Scene& scene, const model::Manifest& manifest, dicom::SegmentationContent& content) {
  content.type = dicom::SegmentationType::kFractional;
  for (dicom::SegmentFrame& frame : content.frames) {
    const auto& segment = content.segments[static_cast<std::size_t>(frame.segment_number) - 1];
    const int label = structure_of(manifest, segment.tracking_id).index;
    for (int row = 0; row < scene.rows; ++row) {
      for (int col = 0; col < scene.cols; ++col) {
        frame.mask[static_cast<std::size_t>(row) * scene.cols + col] =
            static_cast<std::uint8_t>(std::lround(255.0F * probability(scene, label, frame.source_frame, row, col)));
      }
    }
  }
}

// A label map has one frame for all segments: the groups of the report refer to other frames.
void make_label_map(const dicom::SourceImage& source, processor::ResultContent& content) {
  content.segmentation->type = dicom::SegmentationType::kLabelMap;
  const std::vector<int> numbers = dicom::stored_frame_numbers({&source}, *content.segmentation);
  for (dicom::MeasurementGroup& group : content.report.groups) {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const dicom::SegmentFrame& frame = content.segmentation->frames[i];
      if (frame.segment_number == group.segment_number && frame.source_frame == group.source_frame)
        group.segmentation_frame = numbers[i];
    }
  }
}

}  // namespace

void write_results(const SourceCase& source_case, const model::Manifest& manifest, dicom::SegmentationType type,
                   dicom::Geometry geometry, const std::string& folder) {
  const auto source = dicom::SourceImage::from_bytes(source_case.file);
  const processor::ImageAnalysis analysis = analyse(source, source_case.scene, manifest);
  auto content = processor::build_result(source, manifest, analysis, geometry, {"20260101", "101500"});
  std::unique_ptr<DcmDataset> segmentation;
  if (content.segmentation) {
    if (type == dicom::SegmentationType::kFractional)
      make_fractional(source_case.scene, manifest, *content.segmentation);
    if (type == dicom::SegmentationType::kLabelMap) make_label_map(source, content);
    segmentation = dicom::make_segmentation(source, *content.segmentation);
    dicom::write_part10(*segmentation, folder + "/seg.dcm");
  }
  dicom::write_part10(*dicom::make_report(source, segmentation.get(), content.report), folder + "/sr.dcm");
  std::ofstream(folder + "/source.dcm", std::ios::binary)
      .write(reinterpret_cast<const char*>(source_case.file.data()),
             static_cast<std::streamsize>(source_case.file.size()));
  std::ofstream(folder + "/truth.json") << truth(source, manifest, source_case.scene, type, content).dump(1) << '\n';
}

}  // namespace sonolist::matrix
