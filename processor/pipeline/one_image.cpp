#include "processor/pipeline/one_image.h"

#include <dcmtk/dcmdata/dctk.h>

#include <chrono>

#include "dicom_sr/file/part10.h"
#include "dicom_sr/report/report_writer.h"
#include "processor/pipeline/overlay_capture.h"
#include "processor/pipeline/result_builder.h"

namespace sonolist::processor {
namespace {

std::vector<ResultObject> encode(const dicom::SourceImage& source, const ResultContent& content,
                                 const dicom::OutputOptions& outputs) {
  std::vector<ResultObject> objects;
  std::unique_ptr<DcmDataset> segmentation;
  if (content.segmentation) {
    segmentation = dicom::make_segmentation(source, *content.segmentation);
    objects.push_back({"seg", dicom::segmentation_sop_class(outputs.segmentation_type),
                       content.segmentation->sop_instance_uid, content.segmentation->series_instance_uid,
                       dicom::to_part10(*segmentation, outputs.compression)});
  }
  const auto report = dicom::make_report(source, segmentation.get(), content.report);
  objects.push_back({"sr", UID_Comprehensive3DSRStorage, content.report.sop_instance_uid,
                     content.report.series_instance_uid, dicom::to_part10(*report)});
  return objects;
}

}  // namespace

ImageResult process_image(const dicom::SourceImage& source, InferenceEngine& engine, const model::Manifest& manifest,
                          const dicom::OutputOptions& outputs, const Checkpoint& checkpoint, StageTimes& times) {
  const bool needs_probabilities = outputs.segmentation_type == dicom::SegmentationType::kFractional;
  ImageResult result;
  result.analysis = analyse_image(source, engine, manifest, needs_probabilities, checkpoint, times);
  checkpoint(1.0);
  const StageTimer timer(times, "encode");
  const ContentMoment moment = content_moment(source, std::chrono::system_clock::now());
  ResultContent content = build_result(source, manifest, result.analysis, outputs, moment);
  const bool draws_overlay = outputs.overlay && shows_no_screen_text(source);
  if (outputs.overlay && !draws_overlay) state_missing_overlay(content.report);
  result.objects = encode(source, content, outputs);
  if (draws_overlay) result.objects.push_back(make_overlay(source, manifest, result.analysis, outputs, moment));
  return result;
}

}  // namespace sonolist::processor
