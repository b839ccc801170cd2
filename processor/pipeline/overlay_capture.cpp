#include "processor/pipeline/overlay_capture.h"

#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>

#include "dicom_sr/secondary_capture/secondary_capture_writer.h"
#include "processor/overlay/overlay_picture.h"
#include "processor/pipeline/private_codes.h"
#include "processor/pipeline/result_identity.h"
#include "processor/pipeline/statements.h"

namespace sonolist::processor {

bool shows_no_screen_text(const dicom::SourceImage& source) {
  if (source.kind() != dicom::SourceKind::kUltrasound) return true;
  const auto& regions = source.regions();
  return std::any_of(regions.begin(), regions.end(), [](const dicom::UltrasoundRegion& region) {
    return region.spatial_format == 1 && region.box.rows() > 0 && region.box.cols() > 0;
  });
}

void state_missing_overlay(dicom::ReportContent& report) {
  report.image_texts.emplace_back(kMeasurementNote, Statements(report.language).missing_overlay());
}

ResultObject make_overlay(const dicom::SourceImage& source, const model::Manifest& manifest,
                          const ImageAnalysis& analysis, const dicom::OutputOptions& outputs,
                          const ContentMoment& moment) {
  const ResultIdentity identity = result_identity(source, manifest, outputs);
  dicom::SecondaryCaptureContent content;
  content.algorithm = algorithm_of(manifest);
  content.sop_instance_uid = identity.overlay_uid;
  content.series_instance_uid = identity.overlay_series_uid;
  content.series_number = identity.overlay_series_number;
  content.content_date = moment.date;
  content.content_time = moment.time;
  const dicom::PixelBox box = source.analysis_box();
  for (int frame = 0; frame < source.frames(); ++frame) {
    const auto& labels = analysis.frames[static_cast<std::size_t>(frame)].labels;
    content.frames.push_back(draw_overlay_of_box(source.frame(frame), labels, manifest, box));
  }
  const auto dataset = dicom::make_secondary_capture(source, content);
  const auto compression = source.is_multi_frame() ? dicom::Compression::kRle : dicom::Compression::kNone;
  OFString sop_class;
  dataset->findAndGetOFString(DCM_SOPClassUID, sop_class);
  return {"overlay", sop_class.c_str(), content.sop_instance_uid, content.series_instance_uid,
          dicom::to_part10(*dataset, compression)};
}

}  // namespace sonolist::processor
