#include <gtest/gtest.h>

#include "dicom_sr/json/dicom_json.h"
#include "processor/client/store_answer.h"
#include "processor/error.h"

namespace sonolist::processor {
namespace {

using dicom::Json;

Json stored(int count) {
  Json items = Json::array();
  for (int i = 0; i < count; ++i)
    items.push_back({{"00081155", {{"vr", "UI"}, {"Value", {"1.2." + std::to_string(i)}}}}});
  return {{"vr", "SQ"}, {"Value", items}};
}

Json failed(int reason) {
  return {{"vr", "SQ"}, {"Value", {{{"00081197", {{"vr", "US"}, {"Value", {reason}}}}}}}};
}

HttpResponse answer(int status, const Json& body) {
  return {status, "application/dicom+json", body.dump()};
}

FailureClass failure_of(const HttpResponse& response, std::size_t expected) {
  try {
    check_store_answer(response, expected);
  } catch (const ProcessorError& error) {
    return error.failure_class();
  }
  ADD_FAILURE() << "accepted: " << response.status << ' ' << response.body;
  return FailureClass::kInternal;
}

TEST(StoreAnswer, AllStored) {
  // What orthanc-dicomweb 1.7 answers, also when it had the instances before.
  EXPECT_NO_THROW(check_store_answer(answer(200, {{"00081198", {{"vr", "SQ"}}}, {"00081199", stored(2)}}), 2));
  EXPECT_NO_THROW(check_store_answer(answer(200, Json::array({{{"00081199", stored(2)}}})), 2));
}

TEST(StoreAnswer, DuplicateCountsAsStored) {
  EXPECT_NO_THROW(check_store_answer(answer(202, {{"00081198", failed(0x0111)}, {"00081199", stored(1)}}), 2));
  EXPECT_NO_THROW(check_store_answer(answer(409, {{"00081198", failed(0x0111)}}), 1));
}

TEST(StoreAnswer, FailuresAreClassified) {
  EXPECT_EQ(failure_of(answer(409, {{"00081198", failed(0xA700)}}), 1), FailureClass::kTransient);
  EXPECT_EQ(failure_of(answer(409, {{"00081198", failed(0x0110)}}), 1), FailureClass::kTransient);
  EXPECT_EQ(failure_of(answer(409, {{"00081198", failed(0xC000)}}), 1), FailureClass::kInput);
  EXPECT_EQ(failure_of(answer(200, {{"00081199", stored(1)}}), 2), FailureClass::kTransient);
  EXPECT_EQ(failure_of({200, "text/html", "<html>"}, 1), FailureClass::kTransient);
  EXPECT_EQ(failure_of(answer(409, {{"00081198", failed(0x0122)}}), 1), FailureClass::kConfiguration);
  EXPECT_EQ(failure_of({400, "", ""}, 1), FailureClass::kConfiguration);
  EXPECT_EQ(failure_of({413, "", ""}, 1), FailureClass::kConfiguration);
  EXPECT_EQ(failure_of({415, "", ""}, 1), FailureClass::kConfiguration);
  EXPECT_EQ(failure_of({429, "", ""}, 1), FailureClass::kTransient);
  EXPECT_EQ(failure_of({507, "", ""}, 1), FailureClass::kTransient);
  EXPECT_EQ(failure_of({401, "", ""}, 1), FailureClass::kConfiguration);
  EXPECT_EQ(failure_of({503, "", ""}, 1), FailureClass::kTransient);
}

TEST(StoreAnswer, EmptyBodyOf200SaysThatAllIsStored) {
  EXPECT_NO_THROW(check_store_answer({200, "", ""}, 2));
  EXPECT_EQ(failure_of({202, "", ""}, 2), FailureClass::kTransient);
}

TEST(StoreAnswer, XmlIsReadToo) {
  const auto xml = [](const std::string& attributes) {
    return HttpResponse{409, "application/dicom+xml",
                        "<?xml version=\"1.0\"?><NativeDicomModel>" + attributes + "</NativeDicomModel>"};
  };
  const std::string stored_one = "<DicomAttribute tag=\"00081199\" vr=\"SQ\"><Item number=\"1\"/></DicomAttribute>";
  const auto failed_one = [](const std::string& reason) {
    return "<DicomAttribute tag=\"00081198\" vr=\"SQ\"><Item number=\"1\"><DicomAttribute tag=\"00081197\" vr=\"US\">"
           "<Value number=\"1\">" +
           reason + "</Value></DicomAttribute></Item></DicomAttribute>";
  };
  EXPECT_NO_THROW(check_store_answer(xml(stored_one), 1));
  EXPECT_NO_THROW(check_store_answer(xml(stored_one + failed_one("273")), 2));   // 0111H
  EXPECT_EQ(failure_of(xml(failed_one("42752")), 1), FailureClass::kTransient);  // A700H
  EXPECT_EQ(failure_of(xml(stored_one), 2), FailureClass::kTransient);
}

}  // namespace
}  // namespace sonolist::processor
