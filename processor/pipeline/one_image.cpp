#include "processor/pipeline/one_image.h"

#include <dcmtk/dcmdata/dctk.h>

#include <chrono>

#include "dicom_sr/file/part10.h"
#include "dicom_sr/report/report_writer.h"
#include "processor/pipeline/result_builder.h"

namespace sonolist::processor {
namespace {

std::vector<ResultObject> encode(const dicom::SourceImage& source, const ResultContent& content) {
  std::vector<ResultObject> objects;
  std::unique_ptr<DcmDataset> segmentation;
  if (content.segmentation) {
    segmentation = dicom::make_segmentation(source, *content.segmentation);
    objects.push_back({UID_SegmentationStorage, content.segmentation->sop_instance_uid,
                       content.segmentation->series_instance_uid, dicom::to_part10(*segmentation)});
  }
  const auto report = dicom::make_report(source, segmentation.get(), content.report);
  objects.push_back({UID_Comprehensive3DSRStorage, content.report.sop_instance_uid, content.report.series_instance_uid,
                     dicom::to_part10(*report)});
  return objects;
}

}  // namespace

ImageResult process_image(const dicom::SourceImage& source, InferenceEngine& engine, const model::Manifest& manifest,
                          dicom::Geometry geometry, const Checkpoint& checkpoint, StageTimes& times) {
  ImageResult result;
  result.analysis = analyse_image(source, engine, manifest, checkpoint, times);
  checkpoint(1.0);
  const StageTimer timer(times, "encode");
  const ContentMoment moment = content_moment(source, std::chrono::system_clock::now());
  result.objects = encode(source, build_result(source, manifest, result.analysis, geometry, moment));
  return result;
}

}  // namespace sonolist::processor
