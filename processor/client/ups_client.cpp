#include "processor/client/ups_client.h"

#include <array>
#include <chrono>
#include <ctime>

#include "dicom_sr/workitem/tags.h"
#include "processor/error.h"

namespace sonolist::processor {
namespace {

constexpr const char* kDicomJson = "application/dicom+json";

// Now, in the time zone UTC-01:00. A "+" must be percent-encoded in a query string, for it means a space, and
// Orthanc 1.10 gives plug-ins the values of a query without decoding them; "-0100" reads the same either way.
std::string now_for_query() {
  const std::time_t shifted =
      std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() - std::chrono::hours(1));
  std::tm parts{};
  gmtime_r(&shifted, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y%m%d%H%M%S-0100", &parts);
  return text.data();
}

StepAnswer step_answer(const HttpResponse& response, const std::string& what) {
  throw_unless_usable(response, what);
  switch (response.status) {
    case 200:
    case 201:
    case 202:
    case 204:
      return StepAnswer::kAccepted;
    case 400:
    case 404:
    case 409:
    case 410:
      return StepAnswer::kLost;
    default:
      throw ProcessorError(FailureClass::kConfiguration, what + ": the server answers " +
                                                             std::to_string(response.status) +
                                                             "; is the address the root of a UPS-RS worklist?");
  }
}

}  // namespace

UpsClient::UpsClient(std::string root, HttpSettings settings) : root_(std::move(root)), http_(std::move(settings)) {}

std::vector<dicom::Json> UpsClient::search(int limit, int offset) {
  HttpRequest request;
  request.url = root_ + "/workitems?ProcedureStepState=SCHEDULED&InputReadinessState=READY" +
                "&ScheduledProcedureStepStartDateTime=" + "-" + now_for_query() + "&limit=" + std::to_string(limit) +
                "&offset=" + std::to_string(offset);
  request.headers = {{"Accept", kDicomJson}};
  const HttpResponse response = http_.send(request);
  throw_unless_usable(response, "UPS-RS search");
  if (response.status == 204) return {};
  if (response.status != 200 && response.status != 206) {
    throw ProcessorError(FailureClass::kConfiguration, "UPS-RS search: the server answers " +
                                                           std::to_string(response.status) +
                                                           "; is the address the root of a UPS-RS worklist?");
  }
  dicom::Json answer = dicom::Json::parse(response.body, nullptr, false);
  if (!answer.is_array()) throw ProcessorError(FailureClass::kTransient, "UPS-RS search: the answer is no JSON array");
  return answer.get<std::vector<dicom::Json>>();
}

StepAnswer UpsClient::claim(const std::string& workitem_uid, const std::string& transaction_uid) {
  return change_state(workitem_uid, transaction_uid, "IN PROGRESS");
}

StepAnswer UpsClient::update(const std::string& workitem_uid, const std::string& transaction_uid,
                             const dicom::Json& changes) {
  HttpRequest request;
  request.method = "POST";
  request.url = root_ + "/workitems/" + workitem_uid + "?Transaction-uid=" + transaction_uid;
  // Orthanc shows a plug-in no query string of a POST: its plug-in reads the header, other servers the query.
  request.headers = {{"Content-Type", kDicomJson}, {"Accept", kDicomJson}, {"X-Transaction-UID", transaction_uid}};
  request.body = dicom::Json::array({changes}).dump();
  return step_answer(http_.send(request), "UPS-RS update");
}

StepAnswer UpsClient::finish(const std::string& workitem_uid, const std::string& transaction_uid,
                             const std::string& state) {
  return change_state(workitem_uid, transaction_uid, state);
}

StepAnswer UpsClient::change_state(const std::string& workitem_uid, const std::string& transaction_uid,
                                   const std::string& state) {
  dicom::Json change = dicom::Json::object();
  dicom::set_string(change, dicom::tag::kProcedureStepState, "CS", state);
  dicom::set_string(change, dicom::tag::kTransactionUid, "UI", transaction_uid);
  HttpRequest request;
  request.method = "PUT";
  request.url = root_ + "/workitems/" + workitem_uid + "/state";
  request.headers = {{"Content-Type", kDicomJson}, {"Accept", kDicomJson}};
  request.body = dicom::Json::array({change}).dump();
  return step_answer(http_.send(request), "UPS-RS change of state to " + state);
}

}  // namespace sonolist::processor
