// The answer of a DICOMweb server: a content type, a line break, the message.
#include "processor/client/multipart.h"

#include <string_view>

#include "processor/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return 0;
  try {
    static_cast<void>(sonolist::processor::parse_multipart(text.substr(0, end), text.substr(end + 1)));
  } catch (const sonolist::processor::ProcessorError&) {
    // A clear refusal.
  }
  return 0;
}
