#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmsr/dsrdoc.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <set>
#include <sstream>

#include "dicom_sr/codes/structures.h"
#include "dicom_sr/error.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/report/content_tree.h"
#include "dicom_sr/report/report_codes.h"
#include "dicom_sr/report/report_writer.h"
#include "dicom_sr/segmentation/segmentation_reader.h"
#include "dicom_sr/tests/result_example.h"

namespace sonolist::dicom {
namespace {

using test::SourceExample;
using testing::HasSubstr;

// A source, its SEG and its report, each as another program would get it.
struct Results {
  explicit Results(const SourceExample& example = {}, int segments = 2)
      : source(test::source_image(example)),
        masks(test::segmentation_content(source, segments)),
        segmentation(from_part10(to_part10(*make_segmentation(source, masks)))),
        content(test::report_content(source, masks)) {}

  std::unique_ptr<DcmDataset> report() const {
    return from_part10(to_part10(*make_report(source, segmentation.get(), content)));
  }

  SourceImage source;
  SegmentationContent masks;
  std::unique_ptr<DcmDataset> segmentation;
  ReportContent content;
};

SourceExample cine() {
  SourceExample example;
  example.cine_frames = 3;
  return example;
}

const ContentItem& child(const ContentItem& parent, const Code& concept) {
  const ContentItem* found = find_child(parent, concept);
  if (found == nullptr) throw std::runtime_error("no item " + concept.meaning);
  return *found;
}

std::vector<ContentItem> groups_of(DcmDataset& report) {
  return child(read_content_tree(report), code::kImagingMeasurements).children;
}

std::set<std::string> evidence_of(DcmDataset& report) {
  std::set<std::string> uids;
  DcmStack stack;
  DcmSequenceOfItems* evidence = nullptr;
  report.findAndGetSequence(DCM_CurrentRequestedProcedureEvidenceSequence, evidence);
  while (evidence->search(DCM_ReferencedSOPInstanceUID, stack, ESM_afterStackTop, OFTrue).good()) {
    OFString uid;
    dynamic_cast<DcmElement&>(*stack.top()).getOFString(uid, 0);
    uids.insert(uid.c_str());
  }
  return uids;
}

void collect_references(const ContentItem& item, std::set<std::string>& uids) {
  if (!item.sop_instance_uid.empty()) uids.insert(item.sop_instance_uid);
  for (const ContentItem& below : item.children) collect_references(below, uids);
}

TEST(Report, OpensWithTheRowsOfTid1500InOrder) {
  const Results results;
  const auto report = results.report();
  const ContentItem root = read_content_tree(*report);
  EXPECT_EQ(root.template_id, "1500");
  std::vector<Code> concepts;
  for (const ContentItem& item : root.children) concepts.push_back(*item.concept);
  EXPECT_THAT(concepts, testing::ElementsAre(code::kLanguage, code::kObserverType, code::kDeviceObserverUid,
                                             code::kDeviceObserverName, code::kDeviceObserverManufacturer,
                                             code::kDeviceObserverModelName, code::kDeviceObserverSerialNumber,
                                             code::kProcedureReported, code::kImageLibrary, code::kImagingMeasurements,
                                             code::kQualitativeEvaluations));
}

TEST(Report, IsReadByDcmtkAsAValidDocument) {
  const Results results(cine());
  const auto report = results.report();
  DSRDocument document;
  ASSERT_TRUE(document.read(*report).good());
  EXPECT_TRUE(document.isValid());
  EXPECT_EQ(document.getDocumentType(), DSRTypes::DT_Comprehensive3DSR);
  EXPECT_EQ(document.getCompletionFlag(), DSRTypes::CF_Complete);
  EXPECT_EQ(document.getVerificationFlag(), DSRTypes::VF_Unverified);
  EXPECT_EQ(document.getPreliminaryFlag(), DSRTypes::PF_Preliminary);
}

TEST(Report, HasOneGroupPerStructureAndFrameTrackedAsInTheSeg) {
  const Results results(cine());
  const ReadSegmentation seg = read_segmentation(*results.segmentation);
  const auto groups = groups_of(*results.report());
  ASSERT_EQ(groups.size(), seg.frames.size());
  for (std::size_t i = 0; i < groups.size(); ++i) {
    EXPECT_EQ(groups[i].template_id, "1410");
    const ContentItem& frame = child(groups[i], code::kReferencedSegmentationFrame);
    EXPECT_EQ(frame.sop_class_uid, UID_SegmentationStorage);
    EXPECT_EQ(frame.sop_instance_uid, seg.sop_instance_uid);
    const auto& referenced = seg.frames.at(static_cast<std::size_t>(frame.frame.value() - 1));
    const Segment& segment = seg.segments.at(static_cast<std::size_t>(referenced.segment_number - 1));
    EXPECT_EQ(child(groups[i], code::kTrackingIdentifier).text, segment.tracking_id);
    EXPECT_EQ(child(groups[i], code::kTrackingUniqueIdentifier).text, segment.tracking_uid);
    EXPECT_EQ(child(groups[i], code::kFinding).code, segment.type);
    const ContentItem& image = child(groups[i], code::kSourceImageForSegmentation);
    EXPECT_EQ(image.sop_instance_uid, seg.source_sop_instance_uid);
    EXPECT_EQ(image.frame, referenced.source_frame + 1);
  }
}

TEST(Report, NamesNoFrameOfAStill) {
  const Results results;
  const auto groups = groups_of(*results.report());
  EXPECT_FALSE(child(groups[0], code::kSourceImageForSegmentation).frame.has_value());
}

TEST(Report, CarriesTheClosedContourUnderTheFirstNumber) {
  const Results results(cine());
  const auto groups = groups_of(*results.report());
  const ContentItem& contour = child(child(groups[1], code::kArea), code::kImageRegion);
  EXPECT_EQ(contour.relation, "INFERRED FROM");
  EXPECT_EQ(contour.value_type, "SCOORD");
  EXPECT_THAT(contour.coordinates, testing::ElementsAre(0, 0, 61, 0, 61, 48, 0, 48, 0, 0));
  ASSERT_EQ(contour.children.size(), 1U);
  EXPECT_EQ(contour.children[0].relation, "SELECTED FROM");
  EXPECT_EQ(contour.children[0].sop_instance_uid, results.source.sop_instance_uid());
  EXPECT_EQ(contour.children[0].frame, 2);
  EXPECT_EQ(find_child(child(groups[1], code::kEchogenicity), code::kImageRegion), nullptr);
  EXPECT_EQ(find_child(groups[1], code::kImageRegion), nullptr);
}

TEST(Report, DoesNotCloseAClosedContourTwice) {
  Results results;
  auto& contour = results.content.groups[0].contour;
  contour.push_back(contour.front());
  const auto groups = groups_of(*results.report());
  EXPECT_EQ(child(child(groups[0], code::kArea), code::kImageRegion).coordinates.size(), 10U);
}

TEST(Report, WritesValuesUnitsDerivationAndAlgorithm) {
  const Results results;
  const auto groups = groups_of(*results.report());
  const ContentItem& echogenicity = child(groups[0], code::kEchogenicity);
  EXPECT_NEAR(echogenicity.number.value(), 1.0 / 3.0, 1e-12);
  EXPECT_EQ(echogenicity.unit, code::kArbitraryUnit);
  EXPECT_EQ(child(echogenicity, code::kDerivation).code, code::kMean);
  EXPECT_EQ(child(echogenicity, code::kAlgorithmName).text, "anterior-sciatic");
  EXPECT_EQ(child(echogenicity, code::kAlgorithmVersion).text, "0.1.0");
}

TEST(Report, StatesSettingsAndPrecisionUnderTheFirstNumberOnly) {
  Results results;
  results.content.algorithm.settings_sha256 = std::string(64, '5');
  results.content.algorithm.precision = "int8";
  const auto groups = groups_of(*results.report());
  const ContentItem& parameters = child(child(groups[0], code::kArea), code::kAlgorithmParameters);
  EXPECT_EQ(parameters.relation, "HAS CONCEPT MOD");
  EXPECT_EQ(parameters.text, "settings SHA-256 " + std::string(64, '5') + ", precision int8");
  EXPECT_EQ(find_child(child(groups[0], code::kEchogenicity), code::kAlgorithmParameters), nullptr);
}

TEST(Report, SaysWhyAValueIsMissing) {
  const Results results;
  const auto groups = groups_of(*results.report());
  const ContentItem& depth = child(groups[0], code::kDepth);
  EXPECT_FALSE(depth.number.has_value());
  EXPECT_FALSE(depth.unit.has_value());
  EXPECT_EQ(depth.qualifier, code::kMeasurementFailure);
}

TEST(Report, EntersEveryReferenceInTheEvidence) {
  const Results results(cine());
  const auto report = results.report();
  std::set<std::string> references;
  collect_references(read_content_tree(*report), references);
  EXPECT_EQ(references, (std::set<std::string>{"2.25.1001", "2.25.2001"}));
  EXPECT_EQ(evidence_of(*report), references);
}

TEST(Report, PutsTextsOfGroupsIntoTheEvaluations) {
  const Results results(cine());
  const auto report = results.report();
  const ContentItem root = read_content_tree(*report);
  std::vector<std::string> texts;
  for (const ContentItem& item : child(root, code::kQualitativeEvaluations).children) texts.push_back(item.text);
  EXPECT_THAT(texts, testing::Contains("Structure 2, frame 3: Sequence of Ultrasound Regions, item 1"));
  EXPECT_THAT(texts, testing::Contains(HasSubstr("Research use only")));
  EXPECT_THAT(texts, testing::Contains(HasSubstr("SIMULATED")));
}

TEST(Report, SaysThatNothingWasFound) {
  const SourceImage source = test::source_image();
  const auto report = from_part10(to_part10(*make_report(source, nullptr, test::empty_report_content())));
  DSRDocument document;
  ASSERT_TRUE(document.read(*report).good());
  EXPECT_TRUE(document.isValid());
  const ContentItem root = read_content_tree(*report);
  EXPECT_EQ(find_child(root, code::kImagingMeasurements), nullptr);
  const ContentItem& evaluations = child(root, code::kQualitativeEvaluations);
  EXPECT_EQ(child(evaluations, code::kSegmentationResult).code, code::kNoStructureFound);
  EXPECT_EQ(child(evaluations, code::kStructureNotFound).code, find_structure("sciatic_nerve")->type);
  EXPECT_EQ(evidence_of(*report), (std::set<std::string>{source.sop_instance_uid()}));
}

TEST(Report, CopiesPatientAndStudyByteForByte) {
  SourceExample chinese;
  chinese.character_set = "GB18030";
  chinese.patient_name = "Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab";
  const Results results(chinese);
  const auto original = test::source_dataset(chinese);
  const auto report = results.report();
  for (const DcmTagKey& tag : {DCM_SpecificCharacterSet, DCM_PatientName, DCM_PatientID, DCM_PatientBirthDate,
                               DCM_StudyInstanceUID, DCM_StudyDate, DCM_StudyTime, DCM_StudyID, DCM_AccessionNumber}) {
    OFString copy, expected;
    report->findAndGetOFStringArray(tag, copy);
    original->findAndGetOFStringArray(tag, expected);
    EXPECT_EQ(copy, expected) << tag.toString();
  }
}

TEST(Report, NamesNoCharacterSetWhenTheSourceNamesNone) {
  const Results results;
  EXPECT_FALSE(results.report()->tagExists(DCM_SpecificCharacterSet));
}

TEST(Report, DeclaresItsPrivateCodes) {
  const Results results;
  const auto report = results.report();
  DcmItem* scheme = nullptr;
  ASSERT_TRUE(report->findAndGetSequenceItem(DCM_CodingSchemeIdentificationSequence, scheme).good());
  EXPECT_EQ(get_value(*scheme, DCM_CodingSchemeDesignator), "99SONOLIST");
  EXPECT_FALSE(report->findAndGetSequenceItem(DCM_CodingSchemeIdentificationSequence, scheme, 1).good());
}

TEST(Report, IsTheSameForTheSameInput) {
  const Results results;
  std::ostringstream a, b;
  results.report()->print(a);
  results.report()->print(b);
  EXPECT_EQ(a.str(), b.str());
}

// Two stills of one series; the SEG shows structure 1 on the first and structure 2 on the second.
struct TwoImages {
  TwoImages() : first(test::source_image()), second(another_of_the_series()) {
    const SegmentationContent masks = test::segmentation_content(first);
    segmentation = make_segmentation(first, masks);
    DcmItem& frame = test::item(*segmentation, DCM_PerFrameFunctionalGroupsSequence, 1);
    put_string(test::item(test::item(frame, DCM_DerivationImageSequence), DCM_SourceImageSequence),
               DCM_ReferencedSOPInstanceUID, second.sop_instance_uid());
    content = test::report_content(first, masks);
    content.groups[1].source_image = 1;
  }

  static SourceImage another_of_the_series() {
    const auto dataset = test::source_dataset({});
    put_string(*dataset, DCM_SOPInstanceUID, "2.25.1011");
    return SourceImage::from_bytes(to_part10(*dataset));
  }

  std::unique_ptr<DcmDataset> report() const { return make_report({&first, &second}, segmentation.get(), content); }

  SourceImage first, second;
  std::unique_ptr<DcmDataset> segmentation;
  ReportContent content;
};

TEST(ReportOnSeveralImages, ListsThemAllAndRefersToEach) {
  const TwoImages images;
  const auto report = images.report();
  const ContentItem root = read_content_tree(*report);
  EXPECT_EQ(child(child(root, code::kImageLibrary), code::kImageLibraryGroup).children.size(), 2U);
  const auto groups = groups_of(*report);
  EXPECT_EQ(child(groups[0], code::kSourceImageForSegmentation).sop_instance_uid, "2.25.1001");
  EXPECT_EQ(child(groups[1], code::kSourceImageForSegmentation).sop_instance_uid, "2.25.1011");
  EXPECT_EQ(child(child(groups[1], code::kArea), code::kImageRegion).children[0].sop_instance_uid, "2.25.1011");
  EXPECT_EQ(evidence_of(*report), (std::set<std::string>{"2.25.1001", "2.25.1011", "2.25.2001"}));
  std::vector<std::string> texts;
  for (const ContentItem& item : child(root, code::kQualitativeEvaluations).children) texts.push_back(item.text);
  EXPECT_THAT(texts, testing::Contains(HasSubstr("Structure 2, image 2: ")));
}

TEST(ReportOnSeveralImages, RefusesAnImageThatTheFrameDoesNotShow) {
  TwoImages images;
  images.content.groups[1].source_image = 0;
  EXPECT_THROW(images.report(), DicomError);
  images.content.groups[1].source_image = 2;
  EXPECT_THROW(images.report(), DicomError);
}

TEST(ReportOnSeveralImages, RefusesImagesOfTwoPatients) {
  TwoImages images;
  put_string(images.second.dataset(), DCM_PatientID, "P-18");
  EXPECT_THROW(images.report(), DicomError);
}

// One group per structure of a cine, as if its frames were a volume.
Results volume() {
  Results results(cine());
  results.content.groups.erase(results.content.groups.begin() + 1, results.content.groups.begin() + 3);
  results.content.groups.resize(2);
  for (MeasurementGroup& group : results.content.groups) {
    group.form = GroupForm::kVolumetric;
    group.measurements[0] = {code::kVolume, 80.5, code::kCubicMillimetre, std::nullopt, std::nullopt};
    group.finding_site = Code{"68367000", "SCT", "Thigh"};
    group.laterality = code::kRight;
  }
  return results;
}

TEST(VolumetricReport, RefersToTheSegmentAndItsSeries) {
  const auto report = volume().report();
  const auto groups = groups_of(*report);
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[1].template_id, "1411");
  const ContentItem& segment = child(groups[1], code::kReferencedSegment);
  EXPECT_EQ(segment.sop_instance_uid, "2.25.2001");
  EXPECT_EQ(segment.segment, 2);
  EXPECT_FALSE(segment.frame.has_value());
  EXPECT_EQ(child(groups[1], code::kSourceSeriesForSegmentation).text, "2.25.1003");
  EXPECT_EQ(find_child(groups[1], code::kReferencedSegmentationFrame), nullptr);
  EXPECT_EQ(child(groups[1], code::kVolume).unit, code::kCubicMillimetre);
  EXPECT_EQ(child(child(groups[1], code::kVolume), code::kImageRegion).children[0].frame, 1);
  EXPECT_EQ(child(child(groups[1], code::kFindingSite), code::kLaterality).code, code::kRight);
}

TEST(VolumetricReport, RefusesAContourWhereTheSegmentIsNot) {
  Results results = volume();
  results.content.groups[0].source_frame = 2;
  EXPECT_NO_THROW(results.report());
  // The last frame of segment 1 is given to segment 2.
  put_uint16(test::item(test::item(*results.segmentation, DCM_PerFrameFunctionalGroupsSequence, 2),
                        DCM_SegmentIdentificationSequence),
             DCM_ReferencedSegmentNumber, 2);
  EXPECT_THROW(results.report(), DicomError);
}

TEST(Report, NamesTheModalityOfItsSource) {
  Results results;
  const auto modality_of = [](DcmDataset& report) {
    const ContentItem root = read_content_tree(report);
    const ContentItem& group = child(child(root, code::kImageLibrary), code::kImageLibraryGroup);
    return child(group.children.at(0), code::kModality).code->value;
  };
  EXPECT_EQ(modality_of(*results.report()), "US");
  put_string(results.source.dataset(), DCM_Modality, "MR");
  EXPECT_EQ(modality_of(*results.report()), "MR");
  put_string(results.source.dataset(), DCM_Modality, "XX");
  EXPECT_EQ(modality_of(*results.report()), "US") << "an ultrasound object whose modality is misspelt";
}

struct Refusal {
  const char* name;
  std::function<void(ReportContent&)> spoil;
  const char* sentence_part;
};

class ReportRefuses : public testing::TestWithParam<Refusal> {};

TEST_P(ReportRefuses, NamingTheField) {
  Results results(cine());
  ASSERT_NO_THROW(results.report());
  GetParam().spoil(results.content);
  try {
    results.report();
    FAIL() << "written all the same";
  } catch (const DicomError& error) {
    EXPECT_THAT(error.what(), HasSubstr(GetParam().sentence_part));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Contents, ReportRefuses,
    testing::Values(
        Refusal{"AnotherTrackingUid", [](auto& c) { c.groups[0].tracking_uid = "2.25.99"; }, "groups[0].tracking"},
        Refusal{"AnotherTrackingId", [](auto& c) { c.groups[0].tracking_id = "Elsewhere"; }, "groups[0].tracking"},
        Refusal{"UnknownSegment", [](auto& c) { c.groups[0].segment_number = 3; }, "groups[0].segment_number"},
        Refusal{"FrameOfAnotherSegment", [](auto& c) { c.groups[0].segmentation_frame = 4; },
                "groups[0].segmentation_frame shows another segment"},
        Refusal{"FrameOfAnotherTime", [](auto& c) { c.groups[0].source_frame = 1; },
                "groups[0].segmentation_frame is of another source frame"},
        Refusal{"FrameBeyondTheSeg", [](auto& c) { c.groups[0].segmentation_frame = 7; }, "is no frame of the SEG"},
        Refusal{"FrameBeyondTheSource", [](auto& c) { c.groups[0].source_frame = 3; }, "is no frame of the source"},
        Refusal{"NoSuchImage", [](auto& c) { c.groups[0].source_image = 1; }, "groups[0].source_image"},
        Refusal{"SideOfNoSite",
                [](auto& c) {
                  c.groups[0].finding_site.reset();
                  c.groups[0].laterality = code::kLeft;
                },
                "groups[0].laterality"},
        Refusal{"TwoPoints", [](auto& c) { c.groups[1].contour.resize(2); }, "groups[1].contour has fewer"},
        Refusal{"PointOutside", [](auto& c) { c.groups[1].contour[0].first = 61.5F; }, "groups[1].contour leaves"},
        Refusal{"PointThatIsNoNumber",
                [](auto& c) { c.groups[1].contour[0].second = std::numeric_limits<float>::quiet_NaN(); },
                "groups[1].contour leaves"},
        Refusal{"NoMeasurement", [](auto& c) { c.groups[1].measurements.clear(); }, "groups[1].measurements"},
        Refusal{"NeitherValueNorReason", [](auto& c) { c.groups[1].measurements[0].value.reset(); },
                "groups[1].measurements[0]"},
        Refusal{"ValueAndReason", [](auto& c) { c.groups[1].measurements[2].value = 1.0; },
                "groups[1].measurements[2]"},
        Refusal{"InfiniteValue",
                [](auto& c) { c.groups[1].measurements[0].value = std::numeric_limits<double>::infinity(); }, "Area"},
        Refusal{"LongCode", [](auto& c) { c.groups[0].finding.value = "12345678901234567"; }, "Finding"},
        Refusal{"ForeignText", [](auto& c) { c.image_texts[0].second = "caf\xc3\xa9"; }, "Spatial calibration"},
        Refusal{"GroupsWithoutSeg", [](auto& c) { c.groups.clear(); }, "groups and segmentation"},
        Refusal{"NoSeriesNumber", [](auto& c) { c.series_number = 0; }, "series_number"},
        Refusal{"BadTime", [](auto& c) { c.content_time = "10:15"; }, "content_time"},
        Refusal{"NoModelName", [](auto& c) { c.algorithm.model_name.clear(); }, "model_name"}),
    [](const auto& refusal) { return refusal.param.name; });

TEST(Report, RefusesGroupsWithoutASegmentation) {
  const Results results;
  EXPECT_THROW(make_report(results.source, nullptr, results.content), DicomError);
}

TEST(ContentTree, RefusesADataSetWithoutOne) {
  DcmDataset empty;
  EXPECT_THROW(read_content_tree(empty), DicomError);
}

TEST(ContentTree, RefusesEndlessNesting) {
  DcmDataset dataset;
  DcmItem* level = &dataset;
  for (int i = 0; i < 40; ++i) level = &add_item(*level, DCM_ContentSequence);
  EXPECT_THROW(read_content_tree(dataset), DicomError);
}

}  // namespace
}  // namespace sonolist::dicom
