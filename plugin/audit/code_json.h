// A coded concept in our own JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "dicom_sr/codes/code.h"

namespace sonolist::plugin {

// {"value", "scheme", "meaning"}, or null.
inline nlohmann::json code_json(const std::optional<dicom::Code>& code) {
  if (!code) return nullptr;
  return {{"value", code->value}, {"scheme", code->scheme}, {"meaning", code->meaning}};
}

}  // namespace sonolist::plugin
