// The first workitem for an image, for a series, or for two segmentations of one image. Pure.
#pragma once

#include "plugin/routing/image_attributes.h"
#include "plugin/routing/rule.h"
#include "plugin/routing/segmentation_header.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

// SCHEDULED, READY, attempt 1. Its UID follows from the image, the model and its version: a second trigger makes the
// same workitem. `retrieve_root` ends with a slash; where it names a host, the results are to be stored there too.
Workitem make_workitem(const ImageAttributes& image, const Rule& rule, const std::string& retrieve_root, TimePoint now);

// SCHEDULED, INCOMPLETE, with this image as its only input; READY after the quiet time of the rule. Its UID follows
// from the series, the model and its version.
Workitem make_series_workitem(const ImageAttributes& image, const Rule& rule, const std::string& retrieve_root,
                              TimePoint now);

// The comparison of our segmentation with a person's: model "agreement", inputs in that order. `patient` is the header
// of either. Its UID follows from the two.
Workitem make_agreement_workitem(const ImageAttributes& patient, const SegmentationHeader& ours,
                                 const SegmentationHeader& reference, const std::string& retrieve_root, TimePoint now);

}  // namespace sonolist::plugin
