// The two files of a model package: the first byte says which.
#include <string_view>

#include "model/error.h"
#include "model/package/manifest.h"
#include "model/package/safetensors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view content(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  try {
    if (bytes[0] == 'W') {
      static_cast<void>(sonolist::model::parse_safetensors(content, "weights"));
    } else {
      const auto json = nlohmann::json::parse(content, nullptr, false);
      if (!json.is_discarded()) static_cast<void>(sonolist::model::parse_manifest(json, "model.json"));
    }
  } catch (const sonolist::model::ModelError&) {
    // A clear refusal.
  }
  return 0;
}
