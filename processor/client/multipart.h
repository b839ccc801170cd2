// multipart/related bodies (RFC 2387) of DICOMweb: several binary DICOM files in one message.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sonolist::processor {

using Bytes = std::vector<std::uint8_t>;

// The bodies of all parts, in order. `content_type` is the header of the message, which names the boundary. A boundary
// counts only at the start of a line and when it is complete: the same characters inside a binary body are data. Throws
// ProcessorError(kTransient) when the message is no complete multipart message (a cut transfer).
std::vector<Bytes> parse_multipart(std::string_view content_type, std::string_view body);

struct MultipartMessage {
  std::string content_type, body;
};

// One message with a part of type application/dicom per file. The boundary occurs in none of them.
MultipartMessage make_multipart(const std::vector<Bytes>& files);

}  // namespace sonolist::processor
