// WADO-RS URLs (PS3.18 section 10.4.1) of what the PACS holds.
#pragma once

#include <string>

namespace sonolist::plugin {

// `retrieve_root` ends with a slash.
inline std::string series_url(const std::string& retrieve_root, const std::string& study_instance_uid,
                              const std::string& series_instance_uid) {
  return retrieve_root + "studies/" + study_instance_uid + "/series/" + series_instance_uid;
}

inline std::string instance_url(const std::string& retrieve_root, const std::string& study_instance_uid,
                                const std::string& series_instance_uid, const std::string& sop_instance_uid) {
  return series_url(retrieve_root, study_instance_uid, series_instance_uid) + "/instances/" + sop_instance_uid;
}

}  // namespace sonolist::plugin
