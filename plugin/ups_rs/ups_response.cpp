#include "plugin/ups_rs/ups_response.h"

#include <cstdio>

namespace sonolist::plugin {
namespace {

std::string code_text(UpsStatus status) {
  char text[8];
  std::snprintf(text, sizeof(text), "%04X", static_cast<unsigned>(status));
  return text;
}

bool is_success(UpsStatus status) {
  const unsigned code = static_cast<unsigned>(status);
  return code == 0 || (code >> 12) == 0xB;
}

int success_status(UpsTransaction transaction) {
  switch (transaction) {
    case UpsTransaction::kCreate:
      return 201;
    case UpsTransaction::kRequestCancel:
      return 202;
    case UpsTransaction::kUpdate:
    case UpsTransaction::kChangeState:
      break;
  }
  return 200;
}

std::string wrong_transaction_uid(bool has_transaction_uid) {
  return has_transaction_uid ? "The Transaction UID is incorrect." : "The Transaction UID is missing.";
}

std::string update_warning(UpsStatus status, bool has_transaction_uid) {
  switch (status) {
    case UpsStatus::kUpdatedWithModifications:
      return "The Workitem was updated with modifications.";
    case UpsStatus::kNotYetInProgress:
      return "The target URI did not reference a claimed Workitem.";
    case UpsStatus::kNoLongerUpdatable:
      return "The submitted request is inconsistent with the current state of the Workitem.";
    case UpsStatus::kWrongTransactionUid:
      return wrong_transaction_uid(has_transaction_uid);
    default:
      return "";
  }
}

std::string state_warning(UpsStatus status, bool has_transaction_uid) {
  switch (status) {
    case UpsStatus::kAlreadyCanceled:
      return "The UPS is already in the requested state of CANCELED.";
    case UpsStatus::kAlreadyCompleted:
      return "The UPS is already in the requested state of COMPLETED.";
    case UpsStatus::kWrongTransactionUid:
      return wrong_transaction_uid(has_transaction_uid);
    case UpsStatus::kNoLongerUpdatable:
    case UpsStatus::kAlreadyInProgress:
    case UpsStatus::kScheduledOnlyByCreate:
    case UpsStatus::kFinalStateNotMet:
    case UpsStatus::kNotYetInProgress:
      return "The submitted request is inconsistent with the state of the UPS Instance.";
    default:
      return "";
  }
}

std::string cancel_warning(UpsStatus status) {
  switch (status) {
    case UpsStatus::kAlreadyCanceled:
      return "The UPS is already in the requested state of CANCELED.";
    case UpsStatus::kAlreadyCompletedNoCancel:
      return "The UPS is already COMPLETED.";
    default:
      return "";
  }
}

}  // namespace

int http_status(UpsTransaction transaction, UpsStatus status) {
  if (is_success(status)) return success_status(transaction);
  switch (status) {
    case UpsStatus::kUnknownWorkitem:
      return 404;
    case UpsStatus::kWrongTransactionUid:
    case UpsStatus::kNotScheduledOnCreate:
    case UpsStatus::kUnableToProcess:
      return 400;
    case UpsStatus::kNoLongerUpdatable:
      return transaction == UpsTransaction::kUpdate ? 400 : 409;
    default:
      return 409;
  }
}

std::string warning_text(UpsTransaction transaction, UpsStatus status, bool has_transaction_uid) {
  switch (transaction) {
    case UpsTransaction::kCreate:
      return status == UpsStatus::kCreatedWithModifications ? "The Workitem was created with modifications." : "";
    case UpsTransaction::kUpdate:
      return update_warning(status, has_transaction_uid);
    case UpsTransaction::kChangeState:
      return state_warning(status, has_transaction_uid);
    case UpsTransaction::kRequestCancel:
      break;
  }
  return cancel_warning(status);
}

HttpResponse to_response(UpsTransaction transaction, const ServiceAnswer& answer, bool has_transaction_uid,
                         const std::string& base) {
  HttpResponse response;
  response.status = http_status(transaction, answer.status);
  if (!is_success(answer.status)) {
    response = json_response(response.status, {{"Status", code_text(answer.status)}, {"Problems", answer.problems}});
  }
  const std::string warning = warning_text(transaction, answer.status, has_transaction_uid);
  if (!warning.empty()) add_warning(response, base, warning);
  return response;
}

void add_warning(HttpResponse& response, const std::string& base, const std::string& text) {
  response.headers.emplace_back("Warning", "299 " + base + ": " + text);
}

}  // namespace sonolist::plugin
