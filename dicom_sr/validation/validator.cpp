#include "dicom_sr/validation/validator.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <map>

#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/equipment_modules.h"
#include "dicom_sr/validation/attribute_rules.h"
#include "dicom_sr/validation/object_rules.h"
#include "dicom_sr/validation/reference_rules.h"

namespace sonolist::dicom {

namespace {

void check_tables(DcmDataset& dataset, const ObjectFacts& facts, bool is_own, Findings& findings) {
  if (facts.modality != "SEG" && facts.modality != "SR") return;
  check_attributes(dataset, common_attributes(), facts.name, "", findings);
  if (facts.modality == "SEG") {
    check_attributes(dataset, segmentation_attributes(), facts.name, "", findings);
    check_items(dataset, DCM_SegmentSequence, segment_attributes(), facts.name, findings);
    check_items(dataset, DCM_PerFrameFunctionalGroupsSequence, frame_attributes(), facts.name, findings);
  } else {
    check_attributes(dataset, report_attributes(), facts.name, "", findings);
  }
  if (is_own) check_attributes(dataset, own_attributes(), facts.name, "", findings);
}

}  // namespace

void Validator::add(const std::string& name, DcmDataset& dataset) {
  ObjectFacts facts = object_facts(name, dataset);
  const bool is_own = get_value(dataset, DCM_Manufacturer) == kManufacturer;
  check_tables(dataset, facts, is_own, findings_);
  check_uids(dataset, name, findings_);
  check_character_set(dataset, name, findings_);
  check_coding_schemes(dataset, name, findings_);
  check_pixel_data(dataset, name, findings_);
  if (facts.modality == "SEG") check_segments(facts, findings_);
  check_evidence(facts, findings_);
  if (is_own) check_report(facts, findings_);
  objects_.push_back(std::move(facts));
}

Findings Validator::finish() {
  check_identity(objects_, findings_);
  check_references(objects_, findings_);
  std::map<std::string, std::size_t> order;
  for (const ObjectFacts& object : objects_) order.emplace(object.name, order.size());
  std::stable_sort(findings_.begin(), findings_.end(),
                   [&](const Finding& a, const Finding& b) { return order[a.object] < order[b.object]; });
  return std::move(findings_);
}

}  // namespace sonolist::dicom
