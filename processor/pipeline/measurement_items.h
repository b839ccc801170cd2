// Measurements of a structure as NUM items of the report.
#pragma once

#include <vector>

#include "dicom_sr/report/report_writer.h"
#include "model/package/manifest.h"
#include "processor/measurement/measurement.h"
#include "processor/pipeline/image_analysis.h"

namespace sonolist::processor {

// Refuses a name in Manifest::measurements that is not one of: area, perimeter, axes, depth, echogenicity, parts,
// probability, estimated_dice, distance. Throws ProcessorError(kConfiguration).
void check_measurement_names(const model::Manifest& manifest);

// In the order of that list, area first and always: it carries the contour. Lengths in mm and areas in mm2 when
// `calibrated`, else both in {pixels}; rounded to four decimals. `distances` are those from this structure.
std::vector<dicom::Measurement> measurement_items(const StructureMeasurements& structure,
                                                  const std::vector<StructureDistance>& distances, bool calibrated,
                                                  const model::Manifest& manifest);

}  // namespace sonolist::processor
