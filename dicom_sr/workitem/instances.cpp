#include "dicom_sr/workitem/instances.h"

#include "dicom_sr/workitem/tags.h"

namespace sonolist::dicom {

Json sop_reference(const std::string& sop_class_uid, const std::string& sop_instance_uid) {
  Json item = Json::object();
  set_string(item, tag::kReferencedSopClassUid, "UI", sop_class_uid);
  set_string(item, tag::kReferencedSopInstanceUid, "UI", sop_instance_uid);
  return item;
}

Json instances_item(const std::string& study_uid, const std::string& series_uid, std::vector<Json> references,
                    const std::string& retrieve_url) {
  Json item = Json::object();
  set_string(item, tag::kTypeOfInstances, "CS", "DICOM");
  set_string(item, tag::kStudyInstanceUid, "UI", study_uid);
  set_string(item, tag::kSeriesInstanceUid, "UI", series_uid);
  set_items(item, tag::kReferencedSopSequence, std::move(references));
  Json access = Json::object();
  set_string(access, tag::kRetrieveUrl, "UR", retrieve_url);
  set_items(item, tag::kWadoRsRetrievalSequence, {std::move(access)});
  return item;
}

}  // namespace sonolist::dicom
