#include "plugin/ups_rs/claim_request.h"

#include "dicom_sr/uid/deterministic_uid.h"
#include "plugin/http/media_type.h"
#include "plugin/ups_rs/refused_request.h"
#include "plugin/ups_rs/request_body.h"

namespace sonolist::plugin {
namespace {

std::string text_member_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return "";
  if (!found->is_string()) throw RefusedRequest(kBadRequest, std::string("\"") + name + "\" must be a text");
  return found->get<std::string>();
}

std::vector<ServedModelVersion> models_of(const Json& body) {
  const auto models = body.find("Models");
  if (models == body.end() || !models->is_array() || models->empty()) {
    throw RefusedRequest(kBadRequest, "\"Models\" must be an array of at least one model");
  }
  std::vector<ServedModelVersion> served;
  for (const Json& model : *models) {
    if (!model.is_object()) throw RefusedRequest(kBadRequest, "\"Models\" must hold objects");
    served.push_back({text_member_of(model, "Model"), text_member_of(model, "ModelVersion")});
    if (served.back().model.empty()) throw RefusedRequest(kBadRequest, "\"Model\" must have a value");
  }
  return served;
}

std::size_t maximum_of(const Json& body) {
  const auto maximum = body.find("Maximum");
  if (maximum == body.end()) return 1;
  if (maximum->is_number_unsigned()) {
    const auto number = maximum->get<std::uint64_t>();
    if (number >= 1 && number <= kMostClaims) return number;
  }
  throw RefusedRequest(kBadRequest, "\"Maximum\" must be a number from 1 to " + std::to_string(kMostClaims));
}

bool is_urgent_only(const Json& body) {
  const std::string priority = text_member_of(body, "Priority");
  if (!priority.empty() && priority != "HIGH") throw RefusedRequest(kBadRequest, "\"Priority\" may only be \"HIGH\"");
  return !priority.empty();
}

}  // namespace

ClaimRequest parse_claim_request(const HttpRequest& request) {
  const auto types = parse_media_types(request.header("content-type"));
  if (!types.empty() && types.front().name != "application/json") {
    throw RefusedRequest(kUnsupportedMediaType, "The body must be application/json");
  }
  const Json body = parse_shallow_json(request.body);
  if (!body.is_object()) throw RefusedRequest(kBadRequest, "The body must be an object in JSON");
  ClaimRequest result{models_of(body), maximum_of(body), text_member_of(body, "TransactionUID"), is_urgent_only(body)};
  if (!dicom::is_valid_uid(result.transaction_uid)) {
    throw RefusedRequest(kBadRequest, "\"TransactionUID\" must be a UID");
  }
  return result;
}

}  // namespace sonolist::plugin
