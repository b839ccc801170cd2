#include "processor/client/ups_client.h"

#include <array>
#include <chrono>
#include <cstdlib>
#include <ctime>

#include "dicom_sr/workitem/tags.h"
#include "processor/client/http_answer.h"
#include "processor/error.h"

namespace sonolist::processor {
namespace {

constexpr const char* kDicomJson = "application/dicom+json";

constexpr const char* kGlobalSubscription = "1.2.840.10008.5.1.4.34.5";
constexpr long kNegligibleOffset = 2;  // seconds: Date has whole ones, and the answer was under way

// In the time zone UTC-01:00. A "+" must be percent-encoded in a query string, for it means a space, and Orthanc 1.10
// gives plug-ins the values of a query without decoding them; "-0100" reads the same either way.
std::string time_for_query(std::time_t time) {
  const std::time_t shifted = time - 3600;
  std::tm parts{};
  gmtime_r(&shifted, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y%m%d%H%M%S-0100", &parts);
  return text.data();
}

[[noreturn]] void refuse_status(const HttpResponse& response, const std::string& what) {
  throw ProcessorError(FailureClass::kConfiguration, what + ": the server answers " + std::to_string(response.status) +
                                                         "; is the address the root of a UPS-RS worklist?");
}

std::vector<dicom::Json> workitems_of(const HttpResponse& response, const std::string& what) {
  throw_unless_usable(response, what);
  if (response.status == 204) return {};
  if (response.status != 200 && response.status != 206) refuse_status(response, what);
  dicom::Json answer = dicom::Json::parse(response.body, nullptr, false);
  if (!answer.is_array()) throw ProcessorError(FailureClass::kTransient, what + ": the answer is no JSON array");
  return answer.get<std::vector<dicom::Json>>();
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
      refuse_status(response, what);
  }
}

}  // namespace

UpsClient::UpsClient(std::string root, HttpSettings settings) : root_(std::move(root)), http_(std::move(settings)) {}

std::vector<dicom::Json> UpsClient::search(int limit, int offset) {
  const long believed = clock_offset_;
  HttpResponse response = search_once(limit, offset);
  // The answer told us the server's time: what we asked for was of another moment.
  if (clock_offset_ != believed) response = search_once(limit, offset);
  return workitems_of(response, "UPS-RS search");
}

HttpResponse UpsClient::search_once(int limit, int offset) {
  HttpRequest request;
  // Whether a step is due, the server's clock decides.
  request.url = root_ + "/workitems?ProcedureStepState=SCHEDULED&InputReadinessState=READY" +
                "&ScheduledProcedureStepStartDateTime=" + "-" + time_for_query(std::time(nullptr) + clock_offset_) +
                "&limit=" + std::to_string(limit) + "&offset=" + std::to_string(offset);
  request.headers = {{"Accept", kDicomJson}};
  HttpResponse response = http_.send(request);
  compare_clocks(response);
  return response;
}

void UpsClient::compare_clocks(const HttpResponse& response) {
  const auto theirs = server_time(response);
  if (!theirs) return;
  const long offset = static_cast<long>(*theirs - std::time(nullptr));
  if (std::labs(offset - clock_offset_) > kNegligibleOffset) clock_offset_ = offset;
}

std::optional<std::vector<dicom::Json>> UpsClient::claim_batch(const BatchClaim& claim) {
  dicom::Json wanted = {
      {"Models", dicom::Json::array()}, {"Maximum", claim.maximum}, {"TransactionUID", claim.transaction_uid}};
  if (claim.urgent_only) wanted["Priority"] = "HIGH";
  for (const WantedModel& model : claim.models) {
    wanted["Models"].push_back({{"Model", model.name}, {"ModelVersion", model.version}});
  }
  HttpRequest request;
  request.method = "POST";
  request.url = root_ + "/workitems/claims";
  request.headers = {{"Content-Type", "application/json"}, {"Accept", kDicomJson}};
  request.body = wanted.dump();
  const HttpResponse response = http_.send(request);
  // To others it is an update of a workitem of that name.
  for (const int status : {400, 404, 405, 409, 410, 501}) {
    if (response.status == status) return std::nullopt;
  }
  return workitems_of(response, "UPS-RS claim of several steps");
}

std::optional<std::string> UpsClient::subscribe(const std::string& ae_title) {
  HttpRequest request;
  request.method = "POST";
  request.url = subscription_url(ae_title);
  request.headers = {{"Accept", kDicomJson}};
  const HttpResponse response = http_.send(request);
  if (response.status == 501) return std::nullopt;
  throw_unless_usable(response, "UPS-RS subscription");
  const auto channel = response.headers.find("content-location");
  if (response.status != 201 || channel == response.headers.end()) return std::nullopt;
  return channel->second;
}

void UpsClient::unsubscribe(const std::string& ae_title) {
  http_.send({"DELETE", subscription_url(ae_title)});
}

std::string UpsClient::subscription_url(const std::string& ae_title) const {
  return root_ + "/workitems/" + kGlobalSubscription + "/subscribers/" + ae_title;
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
