#include "plugin/ups_rs/ups_handler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "dicom_sr/workitem/processing_task.h"
#include "dicom_sr/workitem/tags.h"
#include "dicom_sr/xml/native_model.h"
#include "plugin/http/media_type.h"
#include "plugin/http/multipart.h"
#include "plugin/tests/samples.h"
#include "plugin/ups_rs/subscription_request.h"
#include "plugin/worklist/sql/sql_status_source.h"
#include "plugin/worklist/sql/sql_subscription_store.h"
#include "plugin/worklist/sql/sql_worklist_store.h"
#include "plugin/worklist/sqlite/sqlite_database.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;
using testing::HasSubstr;

constexpr const char* kRoot = "/dicom-web/workitems";
constexpr const char* kTransaction = "1.2.3.4";

std::string header_of(const HttpResponse& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

std::string warning(const std::string& text) {
  return std::string("299 ") + kRoot + ": " + text;
}

Json state_body(const std::string& state, const std::string& transaction_uid) {
  Json body = Json::object();
  dicom::set_string(body, tag::kProcedureStepState, "CS", state);
  if (!transaction_uid.empty()) dicom::set_string(body, tag::kTransactionUid, "UI", transaction_uid);
  return Json::array({body});
}

class Handler : public testing::Test {
 protected:
  HttpResponse send(HttpMethod method, const std::string& below_root, const Json& body = nullptr,
                    std::vector<std::pair<std::string, std::string>> query = {},
                    std::map<std::string, std::string> headers = {}) {
    HttpRequest request{method, kRoot + below_root, std::move(query), std::move(headers), ""};
    if (!body.is_null()) request.body = body.dump();
    return handler_.handle(request);
  }
  HttpResponse create(const std::string& uid) {
    return send(HttpMethod::kPost, "", Json::array({sample_create_data_set()}), {{"workitem", uid}});
  }
  HttpResponse change_state(const std::string& uid, const std::string& state,
                            const std::string& transaction_uid = kTransaction) {
    return send(HttpMethod::kPut, "/" + uid + "/state", state_body(state, transaction_uid));
  }
  HttpResponse update(const std::string& uid, const Json& attributes,
                      const std::string& transaction_uid = kTransaction) {
    std::map<std::string, std::string> headers;
    if (!transaction_uid.empty()) headers["x-transaction-uid"] = transaction_uid;
    return send(HttpMethod::kPost, "/" + uid, Json::array({attributes}), {}, headers);
  }
  Json retrieve(const std::string& uid) {
    const HttpResponse response = send(HttpMethod::kGet, "/" + uid);
    EXPECT_EQ(response.status, 200);
    return Json::parse(response.body).at(0);
  }
  std::string state_of(const std::string& uid) {
    return dicom::get_string(retrieve(uid), tag::kProcedureStepState).value_or("");
  }
  void finish(const std::string& uid) {
    ASSERT_EQ(change_state(uid, "IN PROGRESS").status, 200);
    ASSERT_EQ(update(uid, sample_performed_update()).status, 200);
    ASSERT_EQ(change_state(uid, "COMPLETED").status, 200);
  }

  FakeTime time_;
  TemporaryFolder folder_;
  SqliteDatabase database_{folder_.database()};
  SqlWorklistStore store_{database_, time_.clock()};
  SqlStatusSource status_{database_};
  WorklistService service_{store_, {}, time_.clock()};
  SqlSubscriptionStore subscription_store_{database_, time_.clock()};
  SubscriptionService subscriptions_{subscription_store_, store_};
  UpsHandler handler_{service_, subscriptions_,
                      [](const std::string& ae_title) { return "ws://pacs:8043/" + ae_title; }, kRoot};
};

TEST_F(Handler, CreatesAndRetrieves) {
  const HttpResponse created = create("1.1");
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(header_of(created, "Location"), std::string(kRoot) + "/1.1");
  const Json item = retrieve("1.1");
  EXPECT_EQ(dicom::get_string(item, tag::kSopInstanceUid), "1.1");
  EXPECT_EQ(dicom::get_string(item, tag::kSopClassUid), "1.2.840.10008.5.1.4.34.6.1");
  EXPECT_TRUE(dicom::has_value(item, tag::kScheduledProcedureStepModificationDateTime));
  EXPECT_FALSE(item.contains(tag::kTransactionUid));
}

TEST_F(Handler, TakesTheUidOfANewStepFromEverywhere) {
  Json in_body = sample_create_data_set();
  dicom::set_string(in_body, tag::kSopInstanceUid, "UI", "1.2");
  EXPECT_EQ(send(HttpMethod::kPost, "", in_body).status, 201);  // a bare data set, too
  EXPECT_EQ(send(HttpMethod::kPost, "", sample_create_data_set(), {{"1.3", ""}}).status, 201);
  EXPECT_EQ(send(HttpMethod::kPost, "", sample_create_data_set(), {{"AffectedSOPInstanceUID", "1.4"}}).status, 201);
  for (const char* uid : {"1.2", "1.3", "1.4"}) EXPECT_EQ(state_of(uid), "SCHEDULED");
  const HttpResponse without = send(HttpMethod::kPost, "", sample_create_data_set());
  EXPECT_EQ(without.status, 201);
  EXPECT_THAT(header_of(without, "Location"), HasSubstr("/2.25."));
}

TEST_F(Handler, NamesItselfAsTheClientKnowsIt) {
  const HttpResponse created = send(HttpMethod::kPost, "", sample_create_data_set(), {{"workitem", "1.1"}},
                                    {{"host", "pacs:8042"}, {"x-forwarded-proto", "https"}});
  EXPECT_EQ(header_of(created, "Location"), "https://pacs:8042/dicom-web/workitems/1.1");
}

TEST_F(Handler, RefusesToCreateTwice) {
  create("1.1");
  EXPECT_EQ(create("1.1").status, 409);
}

TEST_F(Handler, RefusesToCreateAnythingButScheduled) {
  Json data_set = sample_create_data_set();
  dicom::set_string(data_set, tag::kProcedureStepState, "CS", "IN PROGRESS");
  const HttpResponse response = send(HttpMethod::kPost, "", data_set);
  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(response.body, HasSubstr("C309"));
}

TEST_F(Handler, SaysWhatIsWrongWithANewStep) {
  Json data_set = sample_create_data_set();
  data_set.erase(tag::kPatientName);
  const HttpResponse response = send(HttpMethod::kPost, "", data_set);
  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(response.body, HasSubstr("PatientName (0010,0010)"));
}

TEST_F(Handler, AssignsAWorklistLabelWithAWarning) {
  Json data_set = sample_create_data_set();
  data_set.erase(tag::kWorklistLabel);
  const HttpResponse response = send(HttpMethod::kPost, "", data_set, {{"workitem", "1.1"}});
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(header_of(response, "Warning"), warning("The Workitem was created with modifications."));
  EXPECT_TRUE(dicom::has_value(retrieve("1.1"), tag::kWorklistLabel));
}

TEST_F(Handler, RefusesBodiesThatAreNoDicomJson) {
  for (const char* body : {"", "{", "[]", "[{},{}]", "7", R"({"PatientName": {}})"}) {
    HttpRequest request{HttpMethod::kPost, kRoot, {}, {}, body};
    EXPECT_EQ(handler_.handle(request).status, 400) << body;
  }
}

TEST_F(Handler, AnswersMediaTypesItDoesNotSpeak) {
  const HttpResponse text = send(HttpMethod::kPost, "", sample_create_data_set(), {}, {{"content-type", "text/plain"}});
  EXPECT_EQ(text.status, 415);
  EXPECT_THAT(header_of(text, "Accept"), HasSubstr("application/dicom+json"));
  EXPECT_THAT(header_of(text, "Accept"), HasSubstr("multipart/related; type=\"application/dicom+xml\""));
  EXPECT_EQ(send(HttpMethod::kPost, "", sample_create_data_set(), {},
                 {{"content-type", "application/dicom+json; charset=iso-8859-1"}})
                .status,
            415);
  EXPECT_EQ(send(HttpMethod::kGet, "", nullptr, {}, {{"accept", "text/html"}}).status, 406);
  EXPECT_EQ(send(HttpMethod::kGet, "", nullptr, {}, {{"accept-charset", "iso-8859-1"}}).status, 406);
  EXPECT_EQ(send(HttpMethod::kGet, "", nullptr, {}, {{"accept", "text/html, */*;q=0.8"}}).status, 204);
  EXPECT_EQ(
      send(HttpMethod::kPost, "", sample_create_data_set(), {}, {{"content-type", "application/json; charset=utf-8"}})
          .status,
      201);
}

TEST_F(Handler, AnswersUnknownWorkitems) {
  EXPECT_EQ(send(HttpMethod::kGet, "/1.9").status, 404);
  EXPECT_EQ(change_state("1.9", "IN PROGRESS").status, 404);
  EXPECT_EQ(update("1.9", Json::object(), "").status, 404);
  EXPECT_EQ(send(HttpMethod::kPost, "/1.9/cancelrequest").status, 404);
  EXPECT_EQ(send(HttpMethod::kGet, "/not-a-uid").status, 400);
  HttpRequest latin;
  latin.path = "/dicom-web/workitems";
  latin.query = {{"PatientName", "M\xFCller"}};
  EXPECT_EQ(handler_.handle(latin).status, 400) << "a name in another encoding is refused, not a defect";
}

TEST_F(Handler, NamesTheMethodsOfAResource) {
  EXPECT_EQ(send(HttpMethod::kGet, "/1.1/other").status, 404);
  EXPECT_EQ(send(HttpMethod::kGet, "/ws/subscribers/AET").status, 400);
  const HttpResponse response = send(HttpMethod::kDelete, "/1.1");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(header_of(response, "Allow"), "GET, POST");
}

TEST_F(Handler, TellsItsCapabilities) {
  const HttpResponse json = send(HttpMethod::kOptions, "");
  EXPECT_EQ(json.status, 200);
  EXPECT_EQ(header_of(json, "Allow"), "GET, POST, OPTIONS");
  EXPECT_THAT(json.body, HasSubstr("/{workitem}/state"));
  const HttpResponse wadl = send(HttpMethod::kOptions, "", nullptr, {}, {{"accept", "application/vnd.sun.wadl+xml"}});
  EXPECT_EQ(wadl.content_type, "application/vnd.sun.wadl+xml");
  EXPECT_EQ(send(HttpMethod::kOptions, "", nullptr, {}, {{"accept", "text/html"}}).status, 406);
}

TEST_F(Handler, ReadsAndWritesXml) {
  HttpRequest request{
      HttpMethod::kPost, kRoot, {{"workitem", "1.1"}}, {}, dicom::to_native_xml(sample_create_data_set())};
  request.headers["content-type"] = "application/dicom+xml";
  EXPECT_EQ(handler_.handle(request).status, 201);
  request.query = {{"workitem", "1.2"}};
  request.headers["content-type"] = "multipart/related; type=\"application/dicom+xml\"; boundary=x";
  request.body = write_multipart({request.body}, "application/dicom+xml", "x");
  EXPECT_EQ(handler_.handle(request).status, 201);

  const HttpResponse one = send(HttpMethod::kGet, "/1.1", nullptr, {}, {{"accept", "application/dicom+xml"}});
  EXPECT_EQ(one.content_type, "application/dicom+xml");
  EXPECT_EQ(dicom::from_native_xml(one.body), retrieve("1.1"));
  const char* const kMultipart = "multipart/related; type=\"application/dicom+xml\"";
  const HttpResponse both = send(HttpMethod::kGet, "", nullptr, {}, {{"accept", kMultipart}});
  ASSERT_THAT(both.content_type, HasSubstr("multipart/related"));
  const std::string boundary = parse_media_types(both.content_type).at(0).parameter("boundary");
  EXPECT_EQ(parse_multipart(both.body, boundary)->size(), 2u);
  EXPECT_EQ(send(HttpMethod::kGet, "", nullptr, {}, {{"accept", "application/dicom+xml"}}).status, 406)
      << "one document cannot hold two workitems";
}

TEST_F(Handler, RefusesXmlThatIsNone) {
  for (const char* body : {"", "<a/>", "<NativeDicomModel><Value/></NativeDicomModel>"}) {
    HttpRequest request{HttpMethod::kPost, kRoot, {}, {{"content-type", "application/dicom+xml"}}, body};
    EXPECT_EQ(handler_.handle(request).status, 400) << body;
  }
  HttpRequest request{HttpMethod::kPost, kRoot, {}, {}, "no boundary"};
  request.headers["content-type"] = "multipart/related; type=\"application/dicom+xml\"; boundary=x";
  EXPECT_EQ(handler_.handle(request).status, 400);
}

TEST_F(Handler, ReadsTheQueryThatOrthancDropped) {
  const HttpResponse created = send(HttpMethod::kPost, "", sample_create_data_set(), {},
                                    {{"x-original-uri", "/dicom-web/workitems?workitem=1.7"}});
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(state_of("1.7"), "SCHEDULED");
}

TEST_F(Handler, AcceptsTagsInLowerCase) {
  Json data_set = sample_create_data_set();
  data_set["0040a370"] = data_set["0040A370"];
  data_set.erase("0040A370");
  EXPECT_EQ(send(HttpMethod::kPost, "", data_set, {{"workitem", "1.1"}}).status, 201);
  EXPECT_TRUE(retrieve("1.1").contains("0040A370"));
}

TEST_F(Handler, SurvivesDeepNesting) {
  for (const char* open : {"[", R"([{"0040A370":{"vr":"SQ","Value":)"}) {
    std::string body;
    for (int i = 0; i < 50'000; ++i) body += open;
    HttpRequest request{HttpMethod::kPost, kRoot, {}, {}, body};
    EXPECT_EQ(handler_.handle(request).status, 400);
  }
}

TEST_F(Handler, SaysWhatItChanged) {
  Json data_set = sample_create_data_set();
  dicom::set_string(data_set, tag::kScheduledProcedureStepModificationDateTime, "DT", "20200101");
  const HttpResponse created = send(HttpMethod::kPost, "", data_set, {{"workitem", "1.1"}});
  EXPECT_EQ(header_of(created, "Warning"), warning("The Workitem was created with modifications."));
  Json attributes = Json::object();
  dicom::set_string(attributes, tag::kSpecificCharacterSet, "CS", "ISO_IR 100");
  const HttpResponse updated = update("1.1", attributes, "");
  EXPECT_EQ(updated.status, 200);
  EXPECT_EQ(header_of(updated, "Warning"), warning("The Workitem was updated with modifications."));
  EXPECT_EQ(dicom::get_string(retrieve("1.1"), tag::kSpecificCharacterSet), "ISO_IR 192");
}

TEST_F(Handler, ARequesterIsAnAeTitle) {
  create("1.1");
  change_state("1.1", "IN PROGRESS");
  EXPECT_EQ(send(HttpMethod::kPost, "/1.1/cancelrequest/A_TITLE_OF_MORE_THAN_16").status, 400);
  EXPECT_EQ(send(HttpMethod::kPost, "/1.1/cancelrequest/VIEWER").status, 202);
  EXPECT_EQ(status_.events(0, 100).back()["content"]["00741236"]["Value"][0], "VIEWER");
}

TEST_F(Handler, LeadsAStepToCompleted) {
  create("1.1");
  finish("1.1");
  EXPECT_EQ(state_of("1.1"), "COMPLETED");
  EXPECT_EQ(store_.find("1.1")->lease_until, std::nullopt);
  const HttpResponse again = change_state("1.1", "COMPLETED");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(header_of(again, "Warning"), warning("The UPS is already in the requested state of COMPLETED."));
}

TEST_F(Handler, NeverShowsTheTransactionUid) {
  create("1.1");
  change_state("1.1", "IN PROGRESS");
  Json attributes = dicom::progress_update(10, "Started");
  dicom::set_string(attributes, tag::kTransactionUid, "UI", kTransaction);
  ASSERT_EQ(update("1.1", attributes, "").status, 200);
  EXPECT_FALSE(retrieve("1.1").contains(tag::kTransactionUid));
  const HttpResponse found = send(HttpMethod::kGet, "", nullptr, {{"includefield", "all"}});
  EXPECT_EQ(found.body.find(kTransaction), std::string::npos);
  EXPECT_EQ(status_.events(0, 100).dump().find(kTransaction), std::string::npos);
  EXPECT_EQ(store_.find("1.1")->transaction_hash.size(), 64u);
}

TEST_F(Handler, CompletionNeedsThePerformedAttributes) {
  create("1.1");
  change_state("1.1", "IN PROGRESS");
  const HttpResponse response = change_state("1.1", "COMPLETED");
  EXPECT_EQ(response.status, 409);
  EXPECT_THAT(response.body, HasSubstr("(0074,1216)"));
  EXPECT_EQ(header_of(response, "Warning"),
            warning("The submitted request is inconsistent with the state of the UPS Instance."));
  EXPECT_EQ(state_of("1.1"), "IN PROGRESS");
}

TEST_F(Handler, SaysWhyAStateDoesNotChange) {
  create("1.1");
  EXPECT_EQ(change_state("1.1", "COMPLETED").status, 409);
  EXPECT_EQ(change_state("1.1", "SCHEDULED").status, 409);
  EXPECT_EQ(change_state("1.1", "CANCELLED").status, 400);
  const HttpResponse missing = change_state("1.1", "IN PROGRESS", "");
  EXPECT_EQ(missing.status, 400);
  EXPECT_EQ(header_of(missing, "Warning"), warning("The Transaction UID is missing."));
  EXPECT_EQ(change_state("1.1", "IN PROGRESS", "no uid").status, 400);
  ASSERT_EQ(change_state("1.1", "IN PROGRESS").status, 200);
  const HttpResponse wrong = change_state("1.1", "CANCELED", "9.9");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(header_of(wrong, "Warning"), warning("The Transaction UID is incorrect."));
  EXPECT_EQ(change_state("1.1", "IN PROGRESS").status, 409);
}

TEST_F(Handler, OnlyOneOfManyPerformersClaims) {
  create("1.1");
  std::atomic<int> winners{0};
  std::vector<std::thread> performers;
  for (int i = 0; i < 8; ++i) {
    performers.emplace_back([this, i, &winners] {
      if (change_state("1.1", "IN PROGRESS", "1.2.3." + std::to_string(i)).status == 200) ++winners;
    });
  }
  for (std::thread& performer : performers) performer.join();
  EXPECT_EQ(winners, 1);
}

class TransactionSpelling : public Handler,
                            public testing::WithParamInterface<std::vector<std::pair<std::string, std::string>>> {};

TEST_P(TransactionSpelling, IsUnderstood) {
  create("1.1");
  change_state("1.1", "IN PROGRESS");
  EXPECT_EQ(send(HttpMethod::kPost, "/1.1", dicom::progress_update(10, "x"), GetParam()).status, 200);
}

INSTANTIATE_TEST_SUITE_P(
    Editions, TransactionSpelling,
    testing::Values(std::vector<std::pair<std::string, std::string>>{{"Transaction-uid", kTransaction}},
                    std::vector<std::pair<std::string, std::string>>{{"transaction-uid", kTransaction}},
                    std::vector<std::pair<std::string, std::string>>{{"transactionUID", kTransaction}},
                    std::vector<std::pair<std::string, std::string>>{{"transaction", kTransaction}},
                    std::vector<std::pair<std::string, std::string>>{{kTransaction, ""}}));

TEST_F(Handler, UpdatesOnlyWithTheRightLock) {
  create("1.1");
  Json label = Json::object();
  dicom::set_string(label, tag::kProcedureStepLabel, "LO", "Other");
  EXPECT_EQ(update("1.1", label, "").status, 200);
  const HttpResponse unclaimed = update("1.1", label);
  EXPECT_EQ(unclaimed.status, 409);
  EXPECT_EQ(header_of(unclaimed, "Warning"), warning("The target URI did not reference a claimed Workitem."));
  change_state("1.1", "IN PROGRESS");
  EXPECT_EQ(header_of(update("1.1", label, ""), "Warning"), warning("The Transaction UID is missing."));
  EXPECT_EQ(update("1.1", label, "9.9").status, 400);
  EXPECT_EQ(update("1.1", label).status, 200);
  update("1.1", sample_performed_update());
  change_state("1.1", "COMPLETED");
  const HttpResponse final_state = update("1.1", label);
  EXPECT_EQ(final_state.status, 400);
  EXPECT_EQ(header_of(final_state, "Warning"),
            warning("The submitted request is inconsistent with the current state of the Workitem."));
}

TEST_F(Handler, RefusesUpdatesOfFixedAttributes) {
  create("1.1");
  Json attributes = Json::object();
  dicom::set_string(attributes, tag::kPatientId, "LO", "P2");
  EXPECT_EQ(update("1.1", attributes, "").status, 400);
  EXPECT_EQ(dicom::get_string(retrieve("1.1"), tag::kPatientId), "P1");
}

TEST_F(Handler, EveryUpdateRenewsTheLease) {
  create("1.1");
  change_state("1.1", "IN PROGRESS");
  time_.advance(std::chrono::seconds(20));
  update("1.1", dicom::progress_update(50, "Half"));
  EXPECT_EQ(store_.find("1.1")->lease_until, time_.now() + std::chrono::seconds(30));
}

TEST_F(Handler, CancelRequestEndsAScheduledStep) {
  create("1.1");
  EXPECT_EQ(send(HttpMethod::kPost, "/1.1/cancelrequest").status, 202);
  EXPECT_EQ(state_of("1.1"), "CANCELED");
  const HttpResponse again = send(HttpMethod::kPost, "/1.1/cancelrequest", Json::array({Json::object()}));
  EXPECT_EQ(again.status, 202);
  EXPECT_EQ(header_of(again, "Warning"), warning("The UPS is already in the requested state of CANCELED."));
}

TEST_F(Handler, CancelRequestOfAClaimedStepIsOnlyReported) {
  create("1.1");
  change_state("1.1", "IN PROGRESS");
  Json reason = Json::object();
  dicom::set_string(reason, tag::kReasonForCancellation, "LT", "Wrong patient");
  EXPECT_EQ(send(HttpMethod::kPost, "/1.1/cancelrequest", reason, {{"requester", "VIEWER"}}).status, 202);
  EXPECT_EQ(state_of("1.1"), "IN PROGRESS");
  const Json event = status_.events(0, 100).back();
  EXPECT_EQ(event["type"], 2);
  EXPECT_EQ(event["content"]["00741236"]["Value"][0], "VIEWER");
  EXPECT_EQ(event["content"][tag::kReasonForCancellation]["Value"][0], "Wrong patient");
}

TEST_F(Handler, CancelRequestComesTooLateForACompletedStep) {
  create("1.1");
  finish("1.1");
  const HttpResponse response = send(HttpMethod::kPost, "/1.1/cancelrequest");
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(header_of(response, "Warning"), warning("The UPS is already COMPLETED."));
}

TEST_F(Handler, AHandedBackStepIsScheduledAgain) {
  create("1.1");
  change_state("1.1", "IN PROGRESS");
  update("1.1", sample_cancellation_update("HANDBACK"));
  EXPECT_EQ(change_state("1.1", "CANCELED").status, 200);
  const HttpResponse found = send(HttpMethod::kGet, "", nullptr, {{"ProcedureStepState", "SCHEDULED"}});
  ASSERT_EQ(found.status, 200);
  const Json items = Json::parse(found.body);
  ASSERT_EQ(items.size(), 1u);
  EXPECT_NE(dicom::get_string(items[0], tag::kSopInstanceUid), "1.1");
}

TEST_F(Handler, CancelingWithoutAReasonGetsTheDefaultOne) {
  create("1.1");
  change_state("1.1", "IN PROGRESS");
  EXPECT_EQ(change_state("1.1", "CANCELED").status, 200);
  const auto progress = dicom::get_items(retrieve("1.1"), tag::kProcedureStepProgressInformationSequence);
  ASSERT_EQ(progress.size(), 1u);
  EXPECT_EQ(dicom::get_code(progress[0], tag::kProcedureStepDiscontinuationReasonCodeSequence)->value, "110513");
  EXPECT_EQ(send(HttpMethod::kGet, "", nullptr, {{"ProcedureStepState", "SCHEDULED"}}).status, 204);
}

TEST_F(Handler, SubscribesAndNamesTheChannel) {
  create("1.1");
  const HttpResponse one =
      send(HttpMethod::kPost, "/1.1/subscribers/VIEWER", nullptr, {{"deletionlock", "true"}}, {{"host", "pacs:8042"}});
  EXPECT_EQ(one.status, 201);
  EXPECT_EQ(header_of(one, "Content-Location"), "ws://pacs:8043/VIEWER");
  EXPECT_TRUE(subscriptions_.is_deletion_locked(*store_.find("1.1")));
  const Json initial = status_.events(0, 100).back();
  EXPECT_EQ(initial["type"], 1);
  EXPECT_EQ(send(HttpMethod::kDelete, "/1.1/subscribers/VIEWER").status, 200);
  EXPECT_TRUE(subscriptions_.subscribers(*store_.find("1.1")).empty());
  EXPECT_EQ(send(HttpMethod::kPost, "/1.9/subscribers/VIEWER").status, 404);
  EXPECT_EQ(send(HttpMethod::kPost, "/1.1/subscribers/A_TITLE_OF_MORE_THAN_16").status, 400);
  EXPECT_EQ(send(HttpMethod::kPost, "/1.1/subscribers/VIEWER/suspend").status, 400);
}

TEST_F(Handler, SubscribesByFilterInQueryOrBody) {
  create("1.1");
  const std::string filtered = std::string("/") + kFilteredWorklistUid + "/subscribers/";
  EXPECT_EQ(
      send(HttpMethod::kPost, filtered + "A", nullptr, {{"filter", "WorklistLabel=SONOLIST,PatientID=P%31"}}).status,
      201);
  EXPECT_EQ(send(HttpMethod::kPost, filtered + "B", nullptr, {{"WorklistLabel", "SONOLIST"}}).status, 201);
  EXPECT_EQ(
      send(HttpMethod::kPost, filtered + "C", {{"DeletionLock", "TRUE"}, {"Filter", "WorklistLabel=SONOLIST"}}).status,
      201);
  EXPECT_EQ(send(HttpMethod::kPost, filtered + "D", {{"Filter", "WorklistLabel=OTHER"}}).status, 201);
  std::string titles;
  for (const Subscriber& subscriber : subscriptions_.subscribers(*store_.find("1.1"))) titles += subscriber.ae_title;
  EXPECT_EQ(titles, "ABC");
  EXPECT_EQ(send(HttpMethod::kPost, filtered + "A").status, 400);
  EXPECT_EQ(send(HttpMethod::kPost, filtered + "A", nullptr, {{"PatientNam", "x"}}).status, 400);
  EXPECT_EQ(send(HttpMethod::kPost, filtered + "A", nullptr, {{"deletionlock", "perhaps"}, {"PatientID", "1"}}).status,
            400);
}

TEST_F(Handler, ClaimsSeveralStepsAtOnce) {
  for (const char* uid : {"1.1", "1.2", "1.3"}) create(uid);
  const Json request = {{"Models", {{{"Model", "anterior-sciatic"}, {"ModelVersion", "0.1.0"}}}},
                        {"Maximum", 2},
                        {"TransactionUID", kTransaction}};
  const HttpResponse first = send(HttpMethod::kPost, "/claims", request);
  ASSERT_EQ(first.status, 200);
  EXPECT_EQ(Json::parse(first.body).size(), 2u);
  EXPECT_EQ(state_of("1.1"), "IN PROGRESS");
  EXPECT_EQ(first.body.find(kTransaction), std::string::npos);
  EXPECT_EQ(send(HttpMethod::kPost, "/claims", request).body, first.body) << "the answer may have been lost";
  EXPECT_EQ(update("1.1", dicom::progress_update(10, "x")).status, 200);
  Json other = request;
  other["TransactionUID"] = "1.2.9";
  EXPECT_EQ(Json::parse(send(HttpMethod::kPost, "/claims", other).body).size(), 1u);
  other["TransactionUID"] = "1.2.10";
  EXPECT_EQ(send(HttpMethod::kPost, "/claims", other).status, 204);
}

TEST_F(Handler, RefusesClaimsItCannotRead) {
  const Json model = {{{"Model", "anterior-sciatic"}}};
  for (const Json& body : {Json::object(), Json::array(), Json{{"Models", model}},
                           Json{{"Models", Json::array()}, {"TransactionUID", "1.2"}},
                           Json{{"Models", model}, {"TransactionUID", "1.2"}, {"Maximum", 0}},
                           Json{{"Models", model}, {"TransactionUID", "1.2"}, {"Maximum", 65}},
                           Json{{"Models", model}, {"TransactionUID", "1.2"}, {"Priority", "LOW"}},
                           Json{{"Models", {{{"Model", 7}}}}, {"TransactionUID", "1.2"}}}) {
    EXPECT_EQ(send(HttpMethod::kPost, "/claims", body).status, 400) << body;
  }
  EXPECT_EQ(send(HttpMethod::kPost, "/claims", Json::object(), {}, {{"content-type", "text/plain"}}).status, 415);
}

TEST_F(Handler, APausedModelIsNotClaimed) {
  create("1.1");
  store_.set_paused("anterior-sciatic", true);
  const HttpResponse held = change_state("1.1", "IN PROGRESS");
  EXPECT_EQ(held.status, 409);
  EXPECT_THAT(held.body, HasSubstr("Claims of model anterior-sciatic are paused"));
  store_.set_paused("anterior-sciatic", false);
  EXPECT_EQ(change_state("1.1", "IN PROGRESS").status, 200);
}

TEST_F(Handler, AModelMayHaveALimit) {
  LeasePolicy policy;
  policy.limits["anterior-sciatic"] = {1};
  WorklistService limited(store_, policy, time_.clock());
  for (const char* uid : {"1.1", "1.2"}) create(uid);
  EXPECT_EQ(limited.change_state("1.1", StepState::kInProgress, "1.2.3").status, UpsStatus::kSuccess);
  const ServiceAnswer held = limited.change_state("1.2", StepState::kInProgress, "1.2.4");
  EXPECT_EQ(held.status, UpsStatus::kClaimHeld);
  EXPECT_THAT(held.problems.at(0), HasSubstr("the limit is 1"));
}

TEST_F(Handler, SearchesPageByPage) {
  for (const char* uid : {"1.1", "1.2", "1.3"}) create(uid);
  const HttpResponse first = send(HttpMethod::kGet, "", nullptr, {{"limit", "2"}});
  EXPECT_EQ(first.status, 206);
  EXPECT_EQ(first.content_type, "application/dicom+json");
  EXPECT_EQ(Json::parse(first.body).size(), 2u);
  EXPECT_EQ(header_of(first, "Warning"), warning("There are 1 additional results that can be requested"));
  const HttpResponse second = send(HttpMethod::kGet, "", nullptr, {{"limit", "2"}, {"offset", "2"}});
  EXPECT_EQ(Json::parse(second.body).at(0)[tag::kSopInstanceUid]["Value"][0], "1.3");
  EXPECT_EQ(header_of(second, "Warning"), "");
  EXPECT_EQ(send(HttpMethod::kGet, "", nullptr, {{"offset", "3"}}).status, 204);
  // The same pages when the keys are matched on the items.
  const HttpResponse matched = send(HttpMethod::kGet, "", nullptr, {{"PatientName", "muster*"}, {"limit", "1"}});
  EXPECT_EQ(header_of(matched, "Warning"), warning("There are 2 additional results that can be requested"));
}

TEST_F(Handler, SaysThatFuzzyMatchingIsNotSupported) {
  create("1.1");
  const HttpResponse response = send(HttpMethod::kGet, "", nullptr, {{"fuzzymatching", "true"}});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(header_of(response, "Warning"),
            warning("The fuzzymatching parameter is not supported. Only literal matching has been performed."));
  EXPECT_EQ(send(HttpMethod::kGet, "", nullptr, {{"Foo", "1"}}).status, 400);
}

}  // namespace
}  // namespace sonolist::plugin
