// A package in a .zip. Built only where libzip is there (SONOLIST_WITH_ZIP).
#pragma once

#include <memory>
#include <string>

#include "model/package/package_source.h"

namespace sonolist::model {

// Entries beyond 4 GiB are refused (a small archive may unpack to any size). Throws ModelError for a damaged archive.
std::unique_ptr<PackageSource> open_zip(const std::string& path);

}  // namespace sonolist::model
