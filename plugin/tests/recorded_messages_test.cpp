#include "plugin/audit/syslog/recorded_messages.h"

#include <gmock/gmock.h>

#include "dicom_sr/workitem/processing_task.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/tests/store_test.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const AuditSource kSource{"Sonolist@host", "PACS"};
const TimePoint kNoon = parse_date_time("20260301120000")->first;

RecordedAccess access_to(const std::string& path, int status = 200) {
  return {{"anna", "GET", path, "patient=P1", status}, kNoon, {17, "abc"}};
}

EndedStep completed_step() {
  LazyDataSet item = sample_workitem("1.9").item;
  item.update(sample_performed_update());
  return {{5, "def"}, kNoon, "1.9", StepState::kCompleted, item};
}

std::vector<std::string> user_ids(const AuditMessage& message) {
  std::vector<std::string> ids;
  for (const AuditParticipant& participant : message.participants) ids.push_back(participant.user_id);
  return ids;
}

const AuditObject* object_of(const AuditMessage& message, AuditObjectRole role) {
  for (const AuditObject& object : message.objects) {
    if (object.role == role) return &object;
  }
  return nullptr;
}

TEST(RecordedMessages, TellOfStartAndStop) {
  const AuditMessage start = activity_message(kSource, ApplicationActivity::kStart, kNoon);
  EXPECT_EQ(start.event.value, "110100");
  EXPECT_EQ(start.event_type->value, "110120");
  EXPECT_EQ(start.participants[0].alternative_user_id, "AETITLES=PACS");
  EXPECT_EQ(activity_message(kSource, ApplicationActivity::kStop, kNoon).event_type->value, "110121");
}

TEST(RecordedMessages, ReadingTheIndexIsAQuery) {
  const AuditMessage message = access_message(kSource, access_to("/sonolist/audit/results"));
  EXPECT_EQ(message.event.value, "110112");
  EXPECT_EQ(message.action, AuditAction::kExecute);
  EXPECT_EQ(message.outcome, AuditOutcome::kSuccess);
  EXPECT_THAT(user_ids(message), ElementsAre("anna", "Sonolist@host"));
  EXPECT_TRUE(message.participants[0].is_requestor);
  ASSERT_THAT(message.objects, SizeIs(1));
  EXPECT_EQ(message.objects[0].query, "GET /sonolist/audit/results?patient=P1");
  EXPECT_EQ(message.objects[0].details[1].value, "17");
  EXPECT_EQ(message.objects[0].details[2].value, "abc");
}

TEST(RecordedMessages, ReadingTheLogsIsAuditLogUsed) {
  for (const char* path : {"/sonolist/audit/verify", "/sonolist/audit/accesses", "/sonolist/audit/fhir/AuditEvent"}) {
    const AuditMessage message = access_message(kSource, access_to(path));
    EXPECT_EQ(message.event.value, "110101");
    EXPECT_EQ(message.action, AuditAction::kRead);
    EXPECT_EQ(message.objects.at(0).role, AuditObjectRole::kSecurityResource);
    EXPECT_EQ(message.objects.at(0).name, "Security Audit Log");
  }
}

TEST(RecordedMessages, ARefusedOrFailedAccessSaysSo) {
  EXPECT_EQ(access_message(kSource, access_to("/x", 404)).outcome, AuditOutcome::kMinorFailure);
  const AuditMessage failed = access_message(kSource, access_to("/x", 500));
  EXPECT_EQ(failed.outcome, AuditOutcome::kSeriousFailure);
  EXPECT_THAT(failed.outcome_description, HasSubstr("500"));
}

TEST(RecordedMessages, ABrokenLinkIsAnAlert) {
  const AuditMessage message = broken_link_message(kSource, {"event", 17, "its hash is wrong"}, kNoon);
  EXPECT_EQ(message.event.value, "110113");
  EXPECT_EQ(message.outcome, AuditOutcome::kMajorFailure);
  EXPECT_EQ(message.objects.at(0).details.at(0).type, "Alert Description");
  EXPECT_EQ(message.objects[0].details[0].value, "The event log is broken at row 17: its hash is wrong");
}

TEST(RecordedMessages, ACompletedStepIsAProcedureRecordAndATransfer) {
  const EndedStep step = completed_step();
  const auto messages = step_messages(kSource, step);
  ASSERT_THAT(messages, SizeIs(2));
  EXPECT_EQ(messages[0].event.value, "110111");
  EXPECT_EQ(messages[0].action, AuditAction::kUpdate);
  EXPECT_EQ(messages[0].outcome, AuditOutcome::kSuccess);
  EXPECT_THAT(user_ids(messages[0]), ElementsAre(dicom::performer_of(step.item), "Sonolist@host"));
  const AuditObject* job = object_of(messages[0], AuditObjectRole::kJob);
  ASSERT_NE(job, nullptr);
  EXPECT_EQ(job->id, "urn:oid:1.9");
  EXPECT_EQ(job->details.at(2).value, "def");
  const AuditObject* patient = object_of(messages[0], AuditObjectRole::kPatient);
  ASSERT_NE(patient, nullptr);
  EXPECT_EQ(patient->id, dicom::get_string(step.item, tag::kPatientId));
  EXPECT_THAT(patient->name, IsEmpty());

  EXPECT_EQ(messages[1].event.value, "110104");
  EXPECT_EQ(messages[1].action, AuditAction::kCreate);
  const AuditObject* study = object_of(messages[1], AuditObjectRole::kReport);
  ASSERT_NE(study, nullptr);
  EXPECT_EQ(study->id, "1.2.826.0.1.77");
  ASSERT_THAT(study->sop_classes, SizeIs(1));
  EXPECT_EQ(study->sop_classes[0].uid, "1.2.840.10008.5.1.4.1.1.66.4");
  EXPECT_EQ(study->sop_classes[0].instances, 1);
}

TEST(RecordedMessages, ACanceledStepIsAFailureOfItsWorklist) {
  EndedStep step = completed_step();
  step.state = StepState::kCanceled;
  step.item = sample_workitem("1.9").item;
  step.item.erase(tag::kPatientId);
  const auto messages = step_messages(kSource, step);
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_EQ(messages[0].outcome, AuditOutcome::kMinorFailure);
  EXPECT_EQ(messages[0].outcome_description, "The procedure step is CANCELED");
  EXPECT_THAT(user_ids(messages[0]), ElementsAre("Sonolist@host"));
  EXPECT_EQ(object_of(messages[0], AuditObjectRole::kPatient)->id, "unknown");
}

class EndedStepReaderTest : public StoreTest {};

TEST_P(EndedStepReaderTest, TellsOfEachStepThatEndsFromTheFirstCallOn) {
  store().create(sample_workitem("1.1"));
  store().create(sample_workitem("1.2"));
  cancel_step("1.1", "INPUT");
  const auto database = backend_->open();
  EndedStepReader steps(*database);
  EXPECT_THAT(steps.read_on(), IsEmpty());
  EXPECT_THAT(steps.read_on(), IsEmpty());
  cancel_step("1.2", "INPUT");
  const auto ended = steps.read_on();
  ASSERT_THAT(ended, SizeIs(1));
  EXPECT_EQ(ended[0].uid, "1.2");
  EXPECT_EQ(ended[0].state, StepState::kCanceled);
  EXPECT_EQ(ended[0].time, time_.now());
  EXPECT_EQ(ended[0].row.hash.size(), 64U);
  EXPECT_EQ(dicom::get_string(ended[0].item, tag::kProcedureStepState), "CANCELED");
  EXPECT_FALSE(steps.has_more());
  EXPECT_THAT(steps.read_on(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Engines, EndedStepReaderTest, testing::Values(sqlite_engine(), postgresql_engine()),
                         engine_name);

}  // namespace
}  // namespace sonolist::plugin
