// Each rule has an object or a set that breaks it, and only it.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/report/report_writer.h"
#include "dicom_sr/segmentation/segmentation_writer.h"
#include "dicom_sr/tests/result_example.h"
#include "dicom_sr/validation/validator.h"

namespace sonolist::dicom {
namespace {

using testing::Contains;
using testing::HasSubstr;

// A cine of two frames, its SEG and its report, free to be spoilt.
struct Objects {
  Objects() {
    test::SourceExample cine;
    cine.cine_frames = 2;
    const SourceImage source = test::source_image(cine);
    const SegmentationContent masks = test::segmentation_content(source);
    image = from_part10(to_part10(*test::source_dataset(cine)));
    segmentation = from_part10(to_part10(*make_segmentation(source, masks)));
    report = from_part10(to_part10(*make_report(source, segmentation.get(), test::report_content(source, masks))));
  }

  Findings judge() const {
    Validator validator;
    validator.add("us", *image);
    validator.add("seg", *segmentation);
    validator.add("sr", *report);
    return validator.finish();
  }

  std::unique_ptr<DcmDataset> image, segmentation, report;
};

std::vector<std::string> texts(const Findings& findings) {
  std::vector<std::string> lines;
  for (const Finding& finding : findings)
    lines.push_back(finding.object + " [" + finding.rule + "] " + finding.attribute + " " + finding.sentence);
  return lines;
}

TEST(Validator, FindsNothingWrongWithWhatWeWrite) {
  EXPECT_THAT(texts(Objects().judge()), testing::IsEmpty());
}

struct Breach {
  const char* name;
  std::function<void(Objects&)> spoil;
  const char* finding;  // part of its line
};

class ValidatorFinds : public testing::TestWithParam<Breach> {};

TEST_P(ValidatorFinds, TheBreachOfItsRule) {
  Objects objects;
  GetParam().spoil(objects);
  EXPECT_THAT(texts(objects.judge()), Contains(HasSubstr(GetParam().finding)));
}

DcmItem& first_group(Objects& objects) {
  DcmItem* container = nullptr;
  for (long i = 0; objects.report->findAndGetSequenceItem(DCM_ContentSequence, container, i).good(); ++i) {
    if (get_value(test::item(*container, DCM_ConceptNameCodeSequence), DCM_CodeValue) == "126010") break;
  }
  return test::item(*container, DCM_ContentSequence);
}

DcmItem& row(DcmItem& group, const Code& concept) {
  DcmItem* found = nullptr;
  for (long i = 0; group.findAndGetSequenceItem(DCM_ContentSequence, found, i).good(); ++i) {
    if (get_value(test::item(*found, DCM_ConceptNameCodeSequence), DCM_CodeValue) == concept.value) break;
  }
  return *found;
}

DcmItem& evidence_series(Objects& objects, long index) {
  return test::item(test::item(*objects.report, DCM_CurrentRequestedProcedureEvidenceSequence),
                    DCM_ReferencedSeriesSequence, index);
}

DcmItem& first_frame(Objects& objects) {
  return test::item(*objects.segmentation, DCM_PerFrameFunctionalGroupsSequence);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, ValidatorFinds,
    testing::Values(
        Breach{"MissingAttribute", [](auto& o) { o.segmentation->findAndDeleteElement(DCM_SegmentationType); },
               "seg [attributes] SegmentationType (0062,0001) is missing"},
        Breach{"EmptyTypeOne", [](auto& o) { put_empty(*o.report, DCM_CompletionFlag); },
               "sr [attributes] CompletionFlag (0040,a491) is empty"},
        Breach{"WrongVr",
               [](auto& o) { o.report->insert(new DcmShortString(DcmTag(DCM_SeriesNumber, EVR_SH)), OFTrue); },
               "sr [attributes] SeriesNumber (0020,0011) has the VR SH instead of IS"},
        Breach{"TooManyValues", [](auto& o) { put_string(*o.segmentation, DCM_ContentLabel, "A\\B"); },
               "seg [attributes] ContentLabel (0070,0080) has 2 values"},
        Breach{"ValueOfAnotherKind", [](auto& o) { put_string(*o.report, DCM_ContentDate, "2024-05-01"); },
               "sr [attributes] ContentDate (0008,0023) has a value that is no DA"},
        Breach{"NotForResearch", [](auto& o) { put_string(*o.report, DCM_ContentQualification, "PRODUCT"); },
               "sr [attributes] ContentQualification (0018,9004) is not RESEARCH"},
        Breach{
            "AttributeOfASegment",
            [](auto& o) { test::item(*o.segmentation, DCM_SegmentSequence, 1).findAndDeleteElement(DCM_SegmentLabel); },
            "seg [attributes] SegmentSequence item 2: SegmentLabel (0062,0005) is missing"},
        Breach{"AttributeOfAFrame", [](auto& o) { first_frame(o).findAndDeleteElement(DCM_FrameContentSequence); },
               "seg [attributes] PerFrameFunctionalGroupsSequence item 1: FrameContentSequence"},
        Breach{"NoUid", [](auto& o) { put_string(*o.image, DCM_SeriesInstanceUID, "1.02.3"); },
               "us [uids] SeriesInstanceUID (0020,000e) is not a valid UID"},
        Breach{"UnknownCharacterSet", [](auto& o) { put_string(*o.report, DCM_SpecificCharacterSet, "ISO_IR 999"); },
               "sr [character-set] SpecificCharacterSet (0008,0005)"},
        Breach{"UndeclaredCharacterSet", [](auto& o) { put_string(*o.image, DCM_PatientName, "\xCD\xF5"); },
               "us [character-set] PatientName (0010,0010)"},
        Breach{"UndeclaredScheme",
               [](auto& o) { o.report->findAndDeleteElement(DCM_CodingSchemeIdentificationSequence); },
               "does not declare the private scheme 99SONOLIST"},
        Breach{"ShortPixels", [](auto& o) { put_uint16(*o.segmentation, DCM_Rows, 49); },
               "seg [pixel-data] PixelData (7fe0,0010) has"},
        Breach{"SegmentsOutOfOrder",
               [](auto& o) { put_uint16(test::item(*o.segmentation, DCM_SegmentSequence), DCM_SegmentNumber, 2); },
               "seg [segments] SegmentNumber (0062,0004) is 2 instead of 1"},
        Breach{"FrameOfNoSegment",
               [](auto& o) {
                 put_uint16(test::item(first_frame(o), DCM_SegmentIdentificationSequence), DCM_ReferencedSegmentNumber,
                            9);
               },
               "seg [segments] ReferencedSegmentNumber (0062,000b) of frame 1"},
        Breach{"HalfATracking",
               [](auto& o) { test::item(*o.segmentation, DCM_SegmentSequence).findAndDeleteElement(DCM_TrackingID); },
               "seg [segments] TrackingUID (0062,0021)"},
        Breach{"FrameTooMany", [](auto& o) { put_string(*o.segmentation, DCM_NumberOfFrames, "5"); },
               "does not have one item per frame"},
        Breach{"EvidenceMissing",
               [](auto& o) {
                 put_string(
                     test::item(row(first_group(o), code::kSourceImageForSegmentation), DCM_ReferencedSOPSequence),
                     DCM_ReferencedSOPInstanceUID, "2.25.77");
               },
               "sr [evidence] CurrentRequestedProcedureEvidenceSequence (0040,a375) does not list 2.25.77"},
        Breach{"EvidenceTooMuch",
               [](auto& o) {
                 put_string(add_item(evidence_series(o, 0), DCM_ReferencedSOPSequence), DCM_ReferencedSOPInstanceUID,
                            "2.25.78");
               },
               "lists 2.25.78, which nothing refers to"},
        Breach{"SourceNotListed", [](auto& o) { o.segmentation->findAndDeleteElement(DCM_ReferencedSeriesSequence); },
               "seg [evidence] ReferencedSeriesSequence (0008,1115) does not list 2.25.1001"},
        Breach{"UnreadableReport", [](auto& o) { o.report->findAndDeleteElement(DCM_ConceptNameCodeSequence); },
               "sr [report]"},
        Breach{"AnotherPatient", [](auto& o) { put_string(*o.report, DCM_PatientID, "P-18"); },
               "sr [identity] PatientID (0010,0020) differs from us"},
        Breach{"SameInstance", [](auto& o) { put_string(*o.report, DCM_SOPInstanceUID, "2.25.2001"); },
               "sr [identity] SOPInstanceUID (0008,0018) is that of seg too"},
        Breach{"SeriesOfTwoStudies",
               [](auto& o) {
                 put_string(*o.report, DCM_SeriesInstanceUID, "2.25.2002");
                 put_string(*o.report, DCM_StudyInstanceUID, "2.25.79");
               },
               "sr [identity] StudyInstanceUID (0020,000d) differs from seg"},
        Breach{"SeriesOfTwoModalities", [](auto& o) { put_string(*o.report, DCM_SeriesInstanceUID, "2.25.2002"); },
               "sr [identity] Modality (0008,0060) differs from seg"},
        Breach{"SizeOfAnotherImage", [](auto& o) { put_uint16(*o.image, DCM_Columns, 60); },
               "seg [references] Rows (0028,0010)"},
        Breach{"FrameBeyondTheSource", [](auto& o) { put_string(*o.image, DCM_NumberOfFrames, "1"); },
               "seg [references] ReferencedFrameNumber (0008,1160) is 2, us has 1 frame(s)"},
        Breach{"AnotherClass", [](auto& o) { put_string(*o.image, DCM_SOPClassUID, UID_MRImageStorage); },
               "says another SOP class of us"},
        Breach{"AnotherSeries", [](auto& o) { put_string(*o.image, DCM_SeriesInstanceUID, "2.25.80"); },
               "says another series of us"},
        Breach{"FrameBeyondTheSeg",
               [](auto& o) {
                 put_string(
                     test::item(row(first_group(o), code::kReferencedSegmentationFrame), DCM_ReferencedSOPSequence),
                     DCM_ReferencedFrameNumber, "5");
               },
               "sr [references] ReferencedFrameNumber (0008,1160) is 5, seg has 4 frame(s)"},
        Breach{"AnotherTracking",
               [](auto& o) { put_string(row(first_group(o), code::kTrackingUniqueIdentifier), DCM_UID, "2.25.81"); },
               "sr [tracking] Tracking Unique Identifier (112040,DCM)"}),
    [](const auto& breach) { return breach.param.name; });

TEST(Validator, DoesNotDemandOurOwnAttributesOfOthers) {
  Objects objects;
  put_string(*objects.segmentation, DCM_Manufacturer, "Another");
  objects.segmentation->findAndDeleteElement(DCM_ContentQualification);
  EXPECT_THAT(texts(objects.judge()), testing::IsEmpty());
}

TEST(Validator, DoesNotJudgeReferencesOutOfTheSet) {
  Objects objects;
  Validator validator;
  validator.add("sr", *objects.report);
  EXPECT_THAT(texts(validator.finish()), testing::IsEmpty());
}

TEST(Validator, AcceptsARecordOfTheSamePatientInAnotherCharacterSet) {
  test::SourceExample chinese;
  chinese.character_set = "GB18030";
  chinese.patient_name = "Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab";
  const SourceImage source = test::source_image(chinese);
  ReportContent content = test::empty_report_content();
  content.language = Language::kChinese;
  Validator validator;
  validator.add("us", source.dataset());
  validator.add("sr", *make_report(source, nullptr, content));
  EXPECT_THAT(texts(validator.finish()), testing::IsEmpty());
}

}  // namespace
}  // namespace sonolist::dicom
