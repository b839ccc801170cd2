#include "plugin/worklist/cancellation.h"

#include "dicom_sr/workitem/tags.h"
#include "plugin/worklist/processing_parameters.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;

}  // namespace

const Json& progress_item(DataSetView item) {
  static const Json kNone = Json::object();
  const Json::array_t& items = dicom::values_in_place(item, tag::kProcedureStepProgressInformationSequence);
  return items.empty() || !items.front().is_object() ? kNone : items.front();
}

dicom::Code unspecified_reason() {
  return {"110513", "DCM", "Discontinued for unspecified reason"};
}

void complete_cancellation(LazyDataSet& item, TimePoint now) {
  Json progress = progress_item(item);
  if (!dicom::has_value(progress, tag::kProcedureStepCancellationDateTime)) {
    dicom::set_string(progress, tag::kProcedureStepCancellationDateTime, "DT", format_date_time(now));
  }
  if (!dicom::has_value(progress, tag::kProcedureStepDiscontinuationReasonCodeSequence)) {
    dicom::set_code(progress, tag::kProcedureStepDiscontinuationReasonCodeSequence, unspecified_reason());
  }
  dicom::set_items(item, tag::kProcedureStepProgressInformationSequence, {std::move(progress)});
}

void set_cancellation(LazyDataSet& item, const std::string& reason, const std::vector<dicom::Code>& codes,
                      TimePoint now) {
  Json progress = progress_item(item);
  std::vector<Json> code_items;
  code_items.reserve(codes.size());
  for (const dicom::Code& code : codes) code_items.push_back(dicom::code_item(code));
  dicom::set_string(progress, tag::kReasonForCancellation, "LT", reason);
  dicom::set_items(progress, tag::kProcedureStepDiscontinuationReasonCodeSequence, std::move(code_items));
  dicom::set_items(item, tag::kProcedureStepProgressInformationSequence, {std::move(progress)});
  complete_cancellation(item, now);
}

void keep_cancellation_reason(LazyDataSet& item, const LazyDataSet& recorded) {
  if (item.has_same(recorded, tag::kProcedureStepProgressInformationSequence)) return;
  const Json& before = progress_item(recorded);
  Json progress = progress_item(item);
  if (!dicom::has_value(before, tag::kProcedureStepDiscontinuationReasonCodeSequence)) return;
  if (dicom::has_value(progress, tag::kProcedureStepDiscontinuationReasonCodeSequence)) return;
  for (const char* key : {tag::kProcedureStepDiscontinuationReasonCodeSequence, tag::kReasonForCancellation,
                          tag::kProcedureStepCancellationDateTime}) {
    if (before.contains(key) && !progress.contains(key)) progress[key] = before.at(key);
  }
  dicom::set_items(item, tag::kProcedureStepProgressInformationSequence, {std::move(progress)});
}

std::string discontinuation_class(DataSetView item) {
  for (const Json& code :
       dicom::values_in_place(progress_item(item), tag::kProcedureStepDiscontinuationReasonCodeSequence)) {
    if (dicom::get_string(code, tag::kCodingSchemeDesignator) == kLocalScheme) {
      return dicom::get_string(code, tag::kCodeValue).value_or("");
    }
  }
  return "";
}

}  // namespace sonolist::plugin
