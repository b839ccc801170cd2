// From the status of a UPS service to an HTTP answer with the Warning texts of PS3.18 section 11. Pure.
#pragma once

#include <string>

#include "plugin/http/http_message.h"
#include "plugin/ups_rs/worklist_service.h"

namespace sonolist::plugin {

// Which transaction answers: the texts differ.
enum class UpsTransaction { kCreate, kUpdate, kChangeState, kRequestCancel };

// HTTP status of a service status for a transaction.
int http_status(UpsTransaction transaction, UpsStatus status);

// Text of the Warning header, or "".
std::string warning_text(UpsTransaction transaction, UpsStatus status, bool has_transaction_uid);

// `base` is the service in the Warning header: the base URI of the worklist.
HttpResponse to_response(UpsTransaction transaction, const ServiceAnswer& answer, bool has_transaction_uid,
                         const std::string& base);

// Adds `Warning: 299 <base>: <text>`.
void add_warning(HttpResponse& response, const std::string& base, const std::string& text);

}  // namespace sonolist::plugin
