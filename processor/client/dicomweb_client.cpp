#include "processor/client/dicomweb_client.h"

#include <array>
#include <boost/algorithm/string.hpp>

#include "processor/client/dicomweb_address.h"
#include "processor/client/http_answer.h"
#include "processor/client/multipart.h"
#include "processor/client/store_answer.h"
#include "processor/error.h"

namespace sonolist::processor {
namespace {

// The best first. "*": as stored; without it the server decompresses a compressed cine before sending it. Not every
// server knows it, nor every form of the header.
constexpr std::array kAcceptedForms = {"multipart/related; type=\"application/dicom\"; transfer-syntax=*",
                                       "multipart/related; type=\"application/dicom\"", "application/dicom"};

bool is_refusal_of_form(int status) {
  return status == 400 || status == 406 || status == 415;
}

}  // namespace

std::vector<std::uint8_t> instance_of_answer(const HttpResponse& response) {
  if (boost::istarts_with(response.content_type, "application/dicom")) {
    return {response.body.begin(), response.body.end()};
  }
  std::vector<Bytes> parts = parse_multipart(response.content_type, response.body);
  if (parts.size() != 1) {
    throw ProcessorError(FailureClass::kTransient,
                         "WADO-RS: " + std::to_string(parts.size()) + " parts instead of one instance");
  }
  return std::move(parts.front());
}

DicomwebClient::DicomwebClient(std::string root, Servers servers)
    : root_(std::move(root)), servers_(std::move(servers)) {}

std::vector<std::uint8_t> DicomwebClient::retrieve(const InstanceAddress& address) {
  const HttpResponse response = request_instance(instance_url(root_, address));
  throw_unless_usable(response, "WADO-RS");
  if (response.status == 404 || response.status == 410) {
    throw ProcessorError(FailureClass::kInput, "the image is no longer in the store");
  }
  if (response.status != 200) {
    throw ProcessorError(FailureClass::kConfiguration,
                         "WADO-RS: the server answers " + std::to_string(response.status) + " to a retrieve");
  }
  return instance_of_answer(response);
}

HttpResponse DicomwebClient::request_instance(const std::string& url) {
  const HttpClient& client = servers_.client_for(url);
  HttpResponse response;
  const std::size_t first = accept_;
  for (std::size_t i = 0; i < kAcceptedForms.size(); ++i) {
    const std::size_t form = (first + i) % kAcceptedForms.size();
    response = client.send({"GET", url, {{"Accept", kAcceptedForms.at(form)}}});
    if (is_refusal_of_form(response.status)) continue;
    accept_ = form;
    break;
  }
  return response;
}

void DicomwebClient::store(const std::vector<std::vector<std::uint8_t>>& files, const std::string& storage_url) {
  MultipartMessage message = make_multipart(files);
  HttpRequest request;
  request.method = "POST";
  request.url = store_url(root_, storage_url);
  request.headers = {{"Content-Type", message.content_type}, {"Accept", "application/dicom+json"}};
  request.body = std::move(message.body);
  check_store_answer(servers_.client_for(request.url).send(request), files.size());
}

std::string DicomwebClient::retrieve_url(const InstanceAddress& address, const std::string& storage_url) const {
  return stored_instance_url(store_url(root_, storage_url), address);
}

}  // namespace sonolist::processor
