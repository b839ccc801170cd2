// References to instances inside a workitem (PS3.4 tables CC.2.5-2c and CC.2.5-2f). All pure.
#pragma once

#include <string>
#include <vector>

#include "dicom_sr/json/dicom_json.h"

namespace sonolist::dicom {

inline constexpr const char* kUpsPushSopClassUid = "1.2.840.10008.5.1.4.34.6.1";

// Referenced SOP Class UID and Referenced SOP Instance UID.
Json sop_reference(const std::string& sop_class_uid, const std::string& sop_instance_uid);

// "Referenced instances and access": DICOM instances of one series and the WADO-RS URL that gives them.
Json instances_item(const std::string& study_uid, const std::string& series_uid, std::vector<Json> references,
                    const std::string& retrieve_url);

}  // namespace sonolist::dicom
