// A data set to be read, whatever form it is kept in.
#pragma once

#include <string_view>

#include "dicom_sr/json/lazy_data_set.h"

namespace sonolist::dicom {

// Borrows the data set; for parameters.
class DataSetView {
 public:
  DataSetView(const Json& dataset) : json_(&dataset) {}         // NOLINT(google-explicit-constructor)
  DataSetView(const LazyDataSet& dataset) : lazy_(&dataset) {}  // NOLINT(google-explicit-constructor)

  // The attribute {"vr": ...}, or nullptr. It stays where it is until the data set is changed or ends.
  const Json* find(std::string_view tag) const {
    if (lazy_ != nullptr) return lazy_->find(tag);
    if (!json_->is_object()) return nullptr;
    const auto found = json_->find(tag);
    return found == json_->end() ? nullptr : &*found;
  }

 private:
  const Json* json_ = nullptr;
  const LazyDataSet* lazy_ = nullptr;
};

}  // namespace sonolist::dicom
