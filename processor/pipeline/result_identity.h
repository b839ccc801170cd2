// UIDs, series numbers and times of the objects made from one image by one model.
#pragma once

#include <chrono>
#include <string>

#include "dicom_sr/image/source_image.h"
#include "dicom_sr/modules/algorithm.h"
#include "dicom_sr/workitem/output_options.h"
#include "model/package/manifest.h"

namespace sonolist::processor {

// What makes results of one image differ: name, version, weights, settings of the package (views, members,
// temperatures: a site may change them without another version) and, where it is not the usual one, precision.
std::string model_identity(const model::Manifest& manifest);

// The same for the objects to state.
dicom::Algorithm algorithm_of(const model::Manifest& manifest);

// The same source, model, version, weights, settings and options always give the same UIDs, whoever works.
struct ResultIdentity {
  std::string segmentation_uid, segmentation_series_uid;
  std::string report_uid, report_series_uid;
  std::string overlay_uid, overlay_series_uid;
  int segmentation_series_number = 0, report_series_number = 0, overlay_series_number = 0;
};

ResultIdentity result_identity(const dicom::SourceImage& source, const model::Manifest& manifest,
                               const dicom::OutputOptions& outputs);

// The tracking UID of one structure.
std::string tracking_uid(const dicom::SourceImage& source, const model::Manifest& manifest,
                         const model::StructureClass& structure);

// Series numbers near the source's: 100 * number + 51 and + 52 (+ 53: the overlay); below 100 when the source has none,
// or too large a one.
int segmentation_series_number(int source_series_number);
int report_series_number(int source_series_number);
// + 54: the agreement with a person's segmentation.
int agreement_series_number(const dicom::SourceImage& source);

struct ContentMoment {
  std::string date, time;  // DA, TM
};

// `now` in the time zone of the source (0008,0201), else in local time. A malformed zone counts as absent.
ContentMoment content_moment(const dicom::SourceImage& source, std::chrono::system_clock::time_point now);

}  // namespace sonolist::processor
