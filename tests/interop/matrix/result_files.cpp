#include "tests/interop/matrix/result_files.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

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

processor::ImageAnalysis analyse(const dicom::SourceImage& source, const Scene& scene, const model::Manifest& manifest,
                                 bool keep_probabilities) {
  std::vector<std::unique_ptr<model::Predictor>> predictors;
  predictors.push_back(std::make_unique<ScenePredictor>(manifest, scene, processor::box_for(source, manifest)));
  processor::InferenceEngine engine(std::move(predictors), {kBatchFrames});
  processor::StageTimes times;
  return processor::analyse_image(
      source, engine, *engine.manifests().front(), {keep_probabilities}, [](double) {}, times);
}

}  // namespace

void write_results(const SourceCase& source_case, const model::Manifest& manifest, dicom::SegmentationType type,
                   dicom::Geometry geometry, const std::string& folder) {
  const auto source = dicom::SourceImage::from_bytes(source_case.file);
  dicom::OutputOptions outputs;
  outputs.segmentation_type = type;
  outputs.geometry = geometry;
  const bool keep_probabilities = type == dicom::SegmentationType::kFractional;
  const processor::ImageAnalysis analysis = analyse(source, source_case.scene, manifest, keep_probabilities);
  const auto content = processor::build_result(source, manifest, analysis, outputs, {"20260101", "101500"});
  std::unique_ptr<DcmDataset> segmentation;
  if (content.segmentation) {
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
