#include "plugin/audit/audit_indexer.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gmock/gmock.h>

#include "dicom_sr/error.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/tests/result_example.h"
#include "plugin/audit/report_record.h"
#include "plugin/tests/fake_pacs.h"
#include "plugin/tests/store_test.h"

namespace sonolist::plugin {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

// On an image 2.25.1001 with two structures, or with none.
std::vector<std::uint8_t> report_file(int structures) {
  const auto source = dicom::test::source_image();
  if (structures == 0)
    return dicom::to_part10(*dicom::make_report(source, nullptr, dicom::test::empty_report_content()));
  const auto content = dicom::test::segmentation_content(source, structures);
  const auto segmentation = dicom::make_segmentation(source, content);
  return dicom::to_part10(
      *dicom::make_report(source, segmentation.get(), dicom::test::report_content(source, content)));
}

TEST(ReportRecord, TakesWhatTheReportSays) {
  const AuditRecord record = read_report_record(report_file(2));
  EXPECT_EQ(record.kind, "report");
  EXPECT_EQ(record.sop_uid, "2.25.3001");
  EXPECT_EQ(record.study_uid, "2.25.1002");
  EXPECT_EQ(record.patient_id, "P-17");
  EXPECT_EQ(record.accession_number, "A7");
  EXPECT_EQ(record.source_sop_uid, "2.25.1001");
  EXPECT_EQ(record.algorithm.model, "anterior-sciatic");
  EXPECT_EQ(record.algorithm.weights, std::string(64, 'a'));
  EXPECT_EQ(record.algorithm.producer, "Sonolist");
  ASSERT_THAT(record.results, SizeIs(2));
  EXPECT_EQ(record.results[0].structure->meaning, "Femur");
  EXPECT_EQ(record.results[0].segmentation_uid, "2.25.2001");
  ASSERT_THAT(record.results[0].measurements, SizeIs(2));  // the depth has no value
  EXPECT_EQ(record.results[0].measurements[0].value, 12.25);
  EXPECT_EQ(record.results[0].measurements[1].modifier, "Mean");
}

TEST(ReportRecord, NamesWhatWasNotFound) {
  const AuditRecord record = read_report_record(report_file(0));
  ASSERT_THAT(record.results, SizeIs(2));
  EXPECT_EQ(record.results[0].outcome, "missing");
  EXPECT_EQ(record.results[0].structure->meaning, "Sciatic nerve");
  // No measurement names the algorithm: the device does.
  EXPECT_EQ(record.algorithm.model, "anterior-sciatic");
  EXPECT_NE(record.algorithm.model_version, "");
}

TEST(ReportRecord, RefusesMoreResultsThanCanBeNumbered) {
  const auto dataset = dicom::from_part10(report_file(2));
  DcmItem* container = nullptr;  // the imaging measurements
  for (signed long i = 0; dataset->findAndGetSequenceItem(DCM_ContentSequence, container, i).good(); ++i) {
    DcmItem* concept = nullptr;
    OFString value;
    if (container->findAndGetSequenceItem(DCM_ConceptNameCodeSequence, concept).bad()) continue;
    if (concept->findAndGetOFString(DCM_CodeValue, value).good() && value == "126010") break;
  }
  DcmItem* group = nullptr;
  ASSERT_TRUE(container->findAndGetSequenceItem(DCM_ContentSequence, group).good());
  DcmSequenceOfItems* groups = nullptr;
  ASSERT_TRUE(container->findAndGetSequence(DCM_ContentSequence, groups).good());
  while (groups->card() <= kMostResults) groups->append(new DcmItem(*group));
  EXPECT_THROW(read_report_record(dicom::to_part10(*dataset)), dicom::DicomError);
}

TEST(ReportRecord, TakesTheImageFromTheEvidenceWhenNothingElseNamesIt) {
  const auto dataset = dicom::from_part10(report_file(0));
  DcmItem* item = nullptr;
  for (signed long i = 0; dataset->findAndGetSequenceItem(DCM_ContentSequence, item, i).good(); ++i) {
    DcmItem* concept = nullptr;
    OFString value;
    if (item->findAndGetSequenceItem(DCM_ConceptNameCodeSequence, concept).bad()) continue;
    if (concept->findAndGetOFString(DCM_CodeValue, value).bad() || value != "111028") continue;
    ASSERT_TRUE(dataset->findAndDeleteSequenceItem(DCM_ContentSequence, i).good());
    break;
  }
  EXPECT_EQ(read_report_record(dicom::to_part10(*dataset)).source_sop_uid, "2.25.1001");
}

TEST(ReportRecord, KnowsTheTimeZoneOfTheReport) {
  auto dataset = dicom::from_part10(report_file(2));
  dicom::put_string(*dataset, DCM_TimezoneOffsetFromUTC, "+0200");
  EXPECT_EQ(read_report_record(dicom::to_part10(*dataset)).time, parse_date_time("20240501081500")->first);
}

class AuditIndexerTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (IsSkipped()) return;
    database_ = backend_->open();
    index_ = std::make_unique<AuditIndex>(*database_, "pacs", time_.clock());
    indexer_ = std::make_unique<AuditIndexer>(pacs_, *index_, log_);
    work();
  }

  void work() {
    while (indexer_->work(stop_)) {
    }
  }
  void store_report(const std::string& id, int structures = 2) {
    pacs_.store(id, kReport);
    const auto bytes = report_file(structures);
    pacs_.store_file(id, {bytes.begin(), bytes.end()});
    intake().commit(1, {{id, "1.2." + id, ImageOutcome::kSkipped, "A report is no input", {}}});
  }
  std::int64_t count(const std::string& condition) {
    return database_->read([&](SqlSession& session) {
      const auto row = session.query("SELECT COUNT(*) FROM " + condition, {});
      row->next();
      return row->integer(0);
    });
  }

  FakePacs pacs_;
  QuietLog log_;
  const std::atomic<bool> stop_{false};
  std::unique_ptr<SqlDatabase> database_;
  std::unique_ptr<AuditIndex> index_;
  std::unique_ptr<AuditIndexer> indexer_;
};

TEST_P(AuditIndexerTest, IndexesWhatTheIntakeSaw) {
  store_report("r");
  work();
  EXPECT_EQ(count("audit_result"), 2);
  EXPECT_EQ(count("audit_value"), 4);
  EXPECT_THAT(index_->pending(10), SizeIs(0));
  EXPECT_EQ(count("audit_record WHERE scanner_known = 0"), 1);  // its image is not there
}

TEST_P(AuditIndexerTest, ForgetsWhatLeft) {
  store_report("r");
  work();
  pacs_.remove("r");
  indexer_->left("r");
  indexer_->left("of no interest");
  work();
  EXPECT_EQ(count("audit_record"), 0);
  EXPECT_EQ(count("audit_value"), 0);
  EXPECT_EQ(count("audit_deletion"), 1);
}

TEST_P(AuditIndexerTest, ReconciliationFindsWhatWasMissed) {
  store_report("r");
  store_report("gone");
  work();
  pacs_.remove("gone");
  pacs_.store("late", kReport);
  const auto bytes = report_file(0);
  pacs_.store_file("late", {bytes.begin(), bytes.end()});
  indexer_->request_reconciliation();
  work();
  EXPECT_EQ(count("audit_record"), 2);
  EXPECT_EQ(count("audit_result WHERE outcome = 'missing'"), 2);
}

TEST_P(AuditIndexerTest, LooksAgainWhenTheImageComes) {
  store_report("r");
  work();
  intake().commit(2, {{"image", "2.25.1001", ImageOutcome::kQueued, "Rule a", {}}});
  EXPECT_THAT(index_->pending(10), ElementsAre("r"));
}

TEST_P(AuditIndexerTest, SkippedImagesAreRecords) {
  pacs_.store("t", kTomography);
  intake().commit(1, {{"t", "1.2.t", ImageOutcome::kSkipped, "No rule matches", {}}});
  work();
  EXPECT_EQ(count("audit_result WHERE outcome = 'skipped' AND reason = 'No rule matches'"), 1);
  EXPECT_EQ(count("audit_scanner WHERE modality = 'US'"), 1);
}

TEST_P(AuditIndexerTest, ADamagedReportHoldsNothingUp) {
  pacs_.store("bad", kReport);
  pacs_.store_file("bad", "no DICOM");
  intake().commit(1, {{"bad", "1.2.bad", ImageOutcome::kSkipped, "A report is no input", {}}});
  store_report("r");
  work();
  EXPECT_EQ(count("audit_record"), 1);
  EXPECT_THAT(index_->pending(10), SizeIs(0));
}

TEST_P(AuditIndexerTest, GivesUpOnAnInstanceThatThePacsDoesNotGive) {
  store_report("r");
  store_report("broken");
  pacs_.break_image("broken");
  for (int i = 1; i < AuditIndexer::kMaximumTries; ++i) EXPECT_THROW(work(), ImageSourceError);
  work();
  EXPECT_EQ(log_.errors, 1);
  EXPECT_EQ(count("audit_record"), 1);
}

TEST_P(AuditIndexerTest, ReindexIsTheSameAndTellsHowFarItIs) {
  store_report("r");
  pacs_.store("t", kTomography);
  intake().commit(2, {{"t", "1.2.t", ImageOutcome::kSkipped, "No rule matches", {}}});
  work();
  const std::int64_t results = count("audit_result");
  const std::int64_t places = count("audit_record WHERE added <= 2");
  indexer_->request_reindex();
  work();
  const ReindexProgress progress = indexer_->reindex_progress();
  EXPECT_FALSE(progress.running);
  EXPECT_EQ(progress.total, 2);
  EXPECT_EQ(progress.done, 2);
  EXPECT_EQ(progress.failures, 0);
  EXPECT_TRUE(progress.finished);
  EXPECT_EQ(count("audit_result"), results);
  EXPECT_EQ(count("audit_record WHERE added <= 2"), places);
}

INSTANTIATE_TEST_SUITE_P(Engines, AuditIndexerTest, testing::Values(sqlite_engine(), postgresql_engine()), engine_name);

}  // namespace
}  // namespace sonolist::plugin
