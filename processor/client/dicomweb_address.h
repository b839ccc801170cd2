// Addresses of DICOMweb resources (PS3.18 section 10), from the root of a server or from what a workitem names. Pure.
#pragma once

#include <string>

#include "processor/worker/worklist.h"

namespace sonolist::processor {

// Where to retrieve an instance: at the Retrieve URL of the workitem's input (0008,1190) when that is absolute, which
// may name the instance, its series or its study, else below `root`.
std::string instance_url(const std::string& root, const InstanceAddress& address);

// Where to store: at the Storage URL (0040,4073) that a workitem names, which may end with "/studies" or be the root,
// else at `root`.
std::string store_url(const std::string& root, const std::string& storage_url);

// What was stored at `store_url`, e.g. "https://archive/dicom-web/studies/1.2/series/3/instances/4".
std::string stored_instance_url(const std::string& store_url, const InstanceAddress& address);

}  // namespace sonolist::processor
