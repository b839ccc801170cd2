#include "processor/client/store_answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/algorithm/string.hpp>
#include <cstdlib>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "dicom_sr/json/dicom_json.h"
#include "processor/client/http_answer.h"
#include "processor/error.h"

namespace sonolist::processor {
namespace {

constexpr const char* kFailedSopSequence = "00081198";
constexpr const char* kReferencedSopSequence = "00081199";
constexpr const char* kFailureReason = "00081197";

// Failure reasons (PS3.3 C.14.1.1, PS3.4 table B.2-1, PS3.18 table I.2-2).
constexpr int kDuplicateSopInstance = 0x0111;
constexpr int kProcessingFailure = 0x0110;
constexpr int kSopClassNotSupported = 0x0122;
constexpr int kNotAuthorised = 0x0124;
constexpr int kOutOfResources = 0xA700;

struct StoreAnswer {
  std::size_t stored = 0;
  std::vector<int> failure_reasons;
};

int failure_reason(const dicom::Json& item) {
  const auto attribute = item.find(kFailureReason);
  if (attribute == item.end() || !attribute->contains("Value") || (*attribute)["Value"].empty()) return 0;
  const dicom::Json& value = (*attribute)["Value"].front();
  return value.is_number_integer() ? value.get<int>() : 0;
}

StoreAnswer of_json(const dicom::Json& data_set) {
  StoreAnswer answer;
  answer.stored = dicom::get_items(data_set, kReferencedSopSequence).size();
  for (const dicom::Json& item : dicom::get_items(data_set, kFailedSopSequence)) {
    answer.failure_reasons.push_back(failure_reason(item));
  }
  return answer;
}

// Native DICOM Model (PS3.19 annex A).
StoreAnswer of_xml(const pugi::xml_node& data_set) {
  StoreAnswer answer;
  for (const pugi::xml_node sequence : data_set.children("DicomAttribute")) {
    const std::string tag = boost::to_upper_copy(std::string(sequence.attribute("tag").value()));
    for (const pugi::xml_node item : sequence.children("Item")) {
      if (tag == kReferencedSopSequence) ++answer.stored;
      if (tag != kFailedSopSequence) continue;
      const auto reason = item.find_child_by_attribute("DicomAttribute", "tag", kFailureReason);
      answer.failure_reasons.push_back(std::atoi(reason.child_value("Value")));
    }
  }
  return answer;
}

StoreAnswer parse(const HttpResponse& response, std::size_t expected) {
  if (response.status == 200 && response.body.empty()) return {expected, {}};
  dicom::Json json = dicom::Json::parse(response.body, nullptr, false);
  if (json.is_array() && !json.empty()) return of_json(json.front());
  if (json.is_object()) return of_json(json);
  pugi::xml_document xml;
  const bool readable = xml.load_buffer(response.body.data(), response.body.size());
  const pugi::xml_node data_set = xml.child("NativeDicomModel");
  if (readable && data_set) return of_xml(data_set);
  throw ProcessorError(FailureClass::kTransient,
                       fmt::format("STOW-RS: the answer (status {}) is no DICOM data set", response.status));
}

FailureClass failure_class_of(int reason) {
  if (reason == kProcessingFailure || (reason & 0xFF00) == kOutOfResources) return FailureClass::kTransient;
  if (reason == kSopClassNotSupported || reason == kNotAuthorised) return FailureClass::kConfiguration;
  return FailureClass::kInput;
}

}  // namespace

void check_store_answer(const HttpResponse& response, std::size_t expected) {
  throw_unless_usable(response, "STOW-RS");
  // 202 and 409 carry the same data set as 200; it says which instances failed.
  if (response.status != 200 && response.status != 202 && response.status != 409) {
    throw ProcessorError(FailureClass::kConfiguration,
                         fmt::format("STOW-RS: the server refuses the objects with status {}", response.status));
  }
  StoreAnswer answer = parse(response, expected);
  for (const int reason : answer.failure_reasons) {
    if (reason == kDuplicateSopInstance) {
      ++answer.stored;
      continue;
    }
    throw ProcessorError(failure_class_of(reason),
                         fmt::format("STOW-RS: the server did not store an object, failure reason {:04X}H", reason));
  }
  if (answer.stored < expected) {
    throw ProcessorError(FailureClass::kTransient,
                         fmt::format("STOW-RS: the server confirms {} of {} objects", answer.stored, expected));
  }
}

}  // namespace sonolist::processor
