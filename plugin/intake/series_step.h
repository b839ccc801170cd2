// A step that takes all images of a series (Grouping "series"): what one more image makes of it. Pure.
#pragma once

#include <string>

#include "plugin/routing/image_attributes.h"
#include "plugin/routing/rule.h"
#include "plugin/worklist/intake_store.h"

namespace sonolist::plugin {

// What the steps of one series for one model have in common.
std::string series_key(const std::string& series_instance_uid, const Rule& rule);

// Adds to `record` what the image asks for. `latest` is the last step of the series, or null:
//  - none: a first step, INCOMPLETE until the series is quiet;
//  - SCHEDULED: the image joins its inputs, and the quiet time begins anew;
//  - claimed or ended: a new step with all images, which replaces the old one;
//  - it has the image already: nothing.
void add_series_step(ImageRecord& record, const Workitem* latest, const ImageAttributes& image, const Rule& rule,
                     const std::string& retrieve_root, TimePoint now);

}  // namespace sonolist::plugin
