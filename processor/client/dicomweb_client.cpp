#include "processor/client/dicomweb_client.h"

#include "dicom_sr/json/dicom_json.h"
#include "processor/client/multipart.h"
#include "processor/error.h"

namespace sonolist::processor {
namespace {

// Store Instances Response Module (PS3.18 annex I).
constexpr const char* kFailedSopSequence = "00081198";
constexpr const char* kReferencedSopSequence = "00081199";
constexpr const char* kFailureReason = "00081197";

// Failure reasons (PS3.3 C.14.1.1, PS3.4 table B.2-1).
constexpr int kDuplicateSopInstance = 0x0111;
constexpr int kProcessingFailure = 0x0110;
constexpr int kOutOfResources = 0xA700;

int failure_reason(const dicom::Json& item) {
  const auto attribute = item.find(kFailureReason);
  if (attribute == item.end() || !attribute->contains("Value") || (*attribute)["Value"].empty()) return 0;
  const dicom::Json& value = (*attribute)["Value"].front();
  return value.is_number_integer() ? value.get<int>() : 0;
}

dicom::Json parse_answer(const HttpResponse& response) {
  dicom::Json answer = dicom::Json::parse(response.body, nullptr, false);
  if (answer.is_array() && !answer.empty()) return answer.front();
  if (answer.is_object()) return answer;
  throw ProcessorError(FailureClass::kTransient, "STOW-RS: the answer (status " + std::to_string(response.status) +
                                                     ") is no DICOM JSON data set");
}

}  // namespace

void check_store_answer(const HttpResponse& response, std::size_t expected) {
  throw_unless_usable(response, "STOW-RS");
  // 409 and 202 carry the same data set as 200; it says which instances failed.
  if (response.status != 200 && response.status != 202 && response.status != 409) {
    throw ProcessorError(FailureClass::kInternal,
                         "STOW-RS: the server refuses the objects with status " + std::to_string(response.status));
  }
  const dicom::Json answer = parse_answer(response);
  std::size_t stored = dicom::get_items(answer, kReferencedSopSequence).size();
  for (const dicom::Json& item : dicom::get_items(answer, kFailedSopSequence)) {
    const int reason = failure_reason(item);
    if (reason == kDuplicateSopInstance) {
      ++stored;
      continue;
    }
    const bool may_succeed_later = reason == kProcessingFailure || (reason & 0xFF00) == kOutOfResources;
    throw ProcessorError(may_succeed_later ? FailureClass::kTransient : FailureClass::kInternal,
                         "STOW-RS: the server did not store an object, failure reason " + std::to_string(reason));
  }
  if (stored < expected) {
    throw ProcessorError(FailureClass::kTransient, "STOW-RS: the server confirms " + std::to_string(stored) + " of " +
                                                       std::to_string(expected) + " objects");
  }
}

DicomwebClient::DicomwebClient(std::string root, HttpSettings settings)
    : root_(std::move(root)), http_(std::move(settings)) {}

std::vector<std::uint8_t> DicomwebClient::retrieve(const InstanceAddress& address) {
  HttpRequest request;
  request.url = retrieve_url(address);
  // "*": as stored. Without it the server would decompress a compressed cine before sending it.
  request.headers = {{"Accept", "multipart/related; type=\"application/dicom\"; transfer-syntax=*"}};
  const HttpResponse response = http_.send(request);
  throw_unless_usable(response, "WADO-RS");
  if (response.status == 404 || response.status == 410) {
    throw ProcessorError(FailureClass::kInput, "the image is no longer in the store");
  }
  if (response.status != 200) {
    throw ProcessorError(FailureClass::kInternal,
                         "WADO-RS: the server answers " + std::to_string(response.status) + " to a retrieve");
  }
  std::vector<Bytes> parts = parse_multipart(response.content_type, response.body);
  if (parts.size() != 1) {
    throw ProcessorError(FailureClass::kTransient,
                         "WADO-RS: " + std::to_string(parts.size()) + " parts instead of one instance");
  }
  return std::move(parts.front());
}

void DicomwebClient::store(const std::vector<std::vector<std::uint8_t>>& files) {
  MultipartMessage message = make_multipart(files);
  HttpRequest request;
  request.method = "POST";
  request.url = root_ + "/studies";
  request.headers = {{"Content-Type", message.content_type}, {"Accept", "application/dicom+json"}};
  request.body = std::move(message.body);
  check_store_answer(http_.send(request), files.size());
}

std::string DicomwebClient::retrieve_url(const InstanceAddress& address) const {
  return root_ + "/studies/" + address.study_instance_uid + "/series/" + address.series_instance_uid + "/instances/" +
         address.sop_instance_uid;
}

}  // namespace sonolist::processor
