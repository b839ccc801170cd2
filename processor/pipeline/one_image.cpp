#include "processor/pipeline/one_image.h"

#include <dcmtk/dcmdata/dctk.h>

#include <chrono>

#include "dicom_sr/file/part10.h"
#include "dicom_sr/report/report_writer.h"
#include "processor/pipeline/overlay_capture.h"
#include "processor/pipeline/result_builder.h"

namespace sonolist::processor {
namespace {

void encode_segmentation(const dicom::SourceImage& source, const dicom::SegmentationContent& content,
                         const dicom::OutputOptions& outputs, ImageParts& parts) {
  parts.segmentation = dicom::make_segmentation(source, content);
  parts.objects.push_back({"seg", dicom::segmentation_sop_class(outputs.segmentation_type), content.sop_instance_uid,
                           content.series_instance_uid, dicom::to_part10(*parts.segmentation, outputs.compression)});
}

}  // namespace

ImageParts process_parts(const dicom::SourceImage& source, InferenceEngine& engine, const ImageTask& task,
                         const Checkpoint& checkpoint, StageTimes& times) {
  const dicom::OutputOptions& outputs = task.outputs;
  const SegmentWish wish{outputs.segmentation_type == dicom::SegmentationType::kFractional, task.urgent};
  ImageParts parts;
  parts.analysis = analyse_image(source, engine, task.manifest, wish, checkpoint, times);
  checkpoint(1.0);
  const StageTimer timer(times, "encode");
  const ContentMoment moment = content_moment(source, std::chrono::system_clock::now());
  ResultContent content = build_result(source, task.manifest, parts.analysis, outputs, moment);
  parts.report = std::move(content.report);
  if (content.segmentation) encode_segmentation(source, *content.segmentation, outputs, parts);
  const bool draws_overlay = outputs.overlay && shows_no_screen_text(source);
  if (outputs.overlay && !draws_overlay) state_missing_overlay(parts.report);
  if (draws_overlay) parts.objects.push_back(make_overlay(source, task.manifest, parts.analysis, outputs, moment));
  return parts;
}

ImageResult process_image(const dicom::SourceImage& source, InferenceEngine& engine, const ImageTask& task,
                          const Checkpoint& checkpoint, StageTimes& times) {
  ImageParts parts = process_parts(source, engine, task, checkpoint, times);
  const StageTimer timer(times, "encode");
  const auto report = dicom::make_report(source, parts.segmentation.get(), parts.report);
  const auto after_segmentation = parts.objects.begin() + (parts.segmentation ? 1 : 0);
  parts.objects.insert(after_segmentation, report_object(*report, parts.report));
  return {std::move(parts.analysis), std::move(parts.objects)};
}

ResultObject report_object(DcmDataset& report, const dicom::ReportContent& content) {
  return {"sr", UID_Comprehensive3DSRStorage, content.sop_instance_uid, content.series_instance_uid,
          dicom::to_part10(report)};
}

}  // namespace sonolist::processor
