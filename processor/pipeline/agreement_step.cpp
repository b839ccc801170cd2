#include "processor/pipeline/agreement_step.h"

#include <dcmtk/dcmdata/dctk.h>

#include <chrono>
#include <cmath>
#include <memory>

#include "dicom_sr/file/part10.h"
#include "dicom_sr/refusal.h"
#include "dicom_sr/report/agreement_report.h"
#include "dicom_sr/segmentation/result_algorithm.h"
#include "dicom_sr/segmentation/segmentation_reader.h"
#include "dicom_sr/uid/deterministic_uid.h"
#include "processor/pipeline/result_identity.h"
#include "processor/pipeline/slice_spacing.h"

namespace sonolist::processor {
namespace {

std::unique_ptr<DcmDataset> fetch_input(const dicom::ProcessingTask& task, std::size_t index, const Fetch& fetch) {
  const dicom::InputSeries& series = task.inputs[index];
  return dicom::from_part10(fetch({task.study_instance_uid, series.series_instance_uid,
                                   series.instances.front().sop_instance_uid, series.retrieve_url}));
}

std::string referenced_series(DcmDataset& segmentation) {
  DcmItem* series = nullptr;
  OFString uid;
  if (segmentation.findAndGetSequenceItem(DCM_ReferencedSeriesSequence, series).bad() ||
      series->findAndGetOFString(DCM_SeriesInstanceUID, uid).bad() || uid.empty())
    dicom::refuse_input("Referenced Series Sequence (0008,1115) of our segmentation names no series");
  return {uid.c_str(), uid.size()};
}

std::vector<dicom::SourceImage> fetch_sources(const dicom::ProcessingTask& task, DcmDataset& ours,
                                              const dicom::ReadSegmentation& read, const Fetch& fetch) {
  const std::string series = referenced_series(ours);
  std::vector<dicom::SourceImage> sources;
  for (const dicom::ReferencedImage& image : read.images)
    sources.push_back(dicom::SourceImage::from_bytes(fetch({task.study_instance_uid, series, image.sop_instance_uid})));
  if (sources.empty()) dicom::refuse_input("our segmentation refers to no image");
  return sources;
}

dicom::SegmentationAgreement compare(const dicom::ReadSegmentation& ours, const dicom::ReadSegmentation& reference,
                                     std::vector<dicom::SourceImage>& sources) {
  const std::optional<double> slice_spacing = sort_by_position(sources);
  std::vector<dicom::SourceFrame> order;
  for (const dicom::SourceImage& source : sources) {
    for (int frame = 0; frame < source.frames(); ++frame) order.emplace_back(source.sop_instance_uid(), frame);
  }
  std::optional<dicom::GridSpacing> spacing;
  const dicom::SourceImage& first = sources.front();
  if (const auto calibration = first.calibration_for(first.analysis_box()))
    spacing = dicom::GridSpacing{slice_spacing.value_or(1.0), calibration->mm_per_row, calibration->mm_per_col};
  return dicom::compare_segmentations(ours, reference, order, spacing, spacing && slice_spacing);
}

}  // namespace

std::optional<ServedModel> AgreementStep::served_model(const std::string& name, const std::string& version) const {
  const bool is_served = name == dicom::kAgreementModel && (version.empty() || version == SONOLIST_VERSION);
  if (!is_served) return std::nullopt;
  return ServedModel{name, SONOLIST_VERSION, ""};
}

std::vector<WantedModel> AgreementStep::served_models() const {
  return {{dicom::kAgreementModel, SONOLIST_VERSION}};
}

StepResult AgreementStep::process(const ServedModel&, const dicom::ProcessingTask& task, const Fetch& fetch,
                                  const Checkpoint& checkpoint, StageTimes& times) {
  if (task.inputs.size() != 2)
    dicom::refuse_input(
        "an agreement needs two inputs in Input Information Sequence (0040,4021): our segmentation and a person's");
  CrashJournal::Work work(journal_, task.inputs.front().instances.front().sop_instance_uid);
  const auto ours = fetch_input(task, 0, fetch);
  const auto reference = fetch_input(task, 1, fetch);
  dicom::AgreementContent content;
  content.algorithm = dicom::read_result_algorithm(*ours);
  const auto our_masks = dicom::read_segmentation(*ours);
  auto sources = fetch_sources(task, *ours, our_masks, fetch);
  checkpoint(0.5);
  {
    const StageTimer timer(times, "measure");
    content.agreement = compare(our_masks, dicom::read_segmentation(*reference), sources);
  }
  checkpoint(0.9);

  const StageTimer timer(times, "encode");
  const std::string pair = our_masks.sop_instance_uid + "|" + task.inputs[1].instances.front().sop_instance_uid;
  const ContentMoment moment = content_moment(sources.front(), std::chrono::system_clock::now());
  content.sop_instance_uid = dicom::deterministic_uid("agreement|" + pair);
  content.series_instance_uid = dicom::deterministic_uid("agreement-series|" + pair);
  content.series_number = agreement_series_number(sources.front());
  content.content_date = moment.date;
  content.content_time = moment.time;
  content.language = language_;
  dicom::SourceImages images;
  for (const dicom::SourceImage& source : sources) images.push_back(&source);
  const auto report = dicom::make_agreement_report(images, *ours, *reference, content);
  StepResult result;
  result.objects.push_back({"sr", UID_Comprehensive3DSRStorage, content.sop_instance_uid, content.series_instance_uid,
                            dicom::to_part10(*report)});
  work.succeeded();
  return result;
}

}  // namespace sonolist::processor
