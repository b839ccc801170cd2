#include "plugin/ups_rs/attribute_macros.h"

#include "plugin/ups_rs/table_words.h"

namespace sonolist::plugin::macro {
namespace {

using namespace words;

// clang-format off
constexpr AttributeRow kCodeRows[] = {
    same("00080100", "SH", "CodeValue", kIf),
    same("00080102", "SH", "CodingSchemeDesignator", kIf),
    same("00080103", "SH", "CodingSchemeVersion", kIf),
    same("00080104", "LO", "CodeMeaning", kVal),
    same("00080119", "UC", "LongCodeValue", kIf),
    same("00080120", "UR", "URNCodeValue", kIf),
};
constexpr ItemCondition kCodeConditions[] = {
    {"", "", {"00080100", "00080119", "00080120"}},
    {"00080100", "", {"00080102"}},
    {"00080119", "", {"00080102"}},
};
constexpr ItemCondition kDescribedCodeConditions[] = {
    {"00080100", "", {"00080102"}},
    {"00080119", "", {"00080102"}},
};

constexpr AttributeRow kContentItemRows[] = {
    same("0040A040", "CS", "ValueType", kVal),
    same("0040A043", "SQ", "ConceptNameCodeSequence", kVal, &kCode),
    same("0040A120", "DT", "DateTime", kIf),
    same("0040A121", "DA", "Date", kIf),
    same("0040A122", "TM", "Time", kIf),
    same("0040A123", "PN", "PersonName", kIf),
    same("0040A124", "UI", "UID", kIf),
    same("0040A160", "UT", "TextValue", kIf),
    same("0040A168", "SQ", "ConceptCodeSequence", kIf, &kCode),
    same("0040A30A", "DS", "NumericValue", kIf),
    same("004008EA", "SQ", "MeasurementUnitsCodeSequence", kIf, &kCode),
    same("00400441", "SQ", "ContentItemModifierSequence", kOpt, &kContentItem),
};
constexpr ItemCondition kContentItemConditions[] = {
    {"0040A040", "DATETIME", {"0040A120"}},
    {"0040A040", "DATE", {"0040A121"}},
    {"0040A040", "TIME", {"0040A122"}},
    {"0040A040", "PNAME", {"0040A123"}},
    {"0040A040", "UIDREF", {"0040A124"}},
    {"0040A040", "TEXT", {"0040A160"}},
    {"0040A040", "CODE", {"0040A168"}},
    {"0040A040", "NUMERIC", {"0040A30A"}},
    {"0040A040", "NUMERIC", {"004008EA"}},
};

constexpr AttributeRow kInstanceRows[] = {
    same("00081150", "UI", "ReferencedSOPClassUID", kVal),
    same("00081155", "UI", "ReferencedSOPInstanceUID", kVal),
    same("0040E001", "ST", "HL7InstanceIdentifier", kIf),
    same("00081160", "IS", "ReferencedFrameNumber", kIf),
    same("0062000B", "US", "ReferencedSegmentNumber", kIf),
};
constexpr AttributeTable kInstance = {rows(kInstanceRows), {}};

constexpr AttributeRow kDicomRetrievalRows[] = {same("00080054", "AE", "RetrieveAETitle", kVal)};
constexpr AttributeTable kDicomRetrieval = {rows(kDicomRetrievalRows), {}};
constexpr AttributeRow kMediaRetrievalRows[] = {
    same("00880130", "SH", "StorageMediaFileSetID", kHas),
    same("00880140", "UI", "StorageMediaFileSetUID", kVal),
};
constexpr AttributeTable kMediaRetrieval = {rows(kMediaRetrievalRows), {}};
constexpr AttributeRow kWadoRetrievalRows[] = {same("0040E010", "UR", "RetrieveURI", kVal)};
constexpr AttributeTable kWadoRetrieval = {rows(kWadoRetrievalRows), {}};
constexpr AttributeRow kWadoRsRetrievalRows[] = {same("00081190", "UR", "RetrieveURL", kVal)};
constexpr AttributeTable kWadoRsRetrieval = {rows(kWadoRsRetrievalRows), {}};
constexpr AttributeRow kXdsRows[] = {
    same("0040E030", "UI", "RepositoryUniqueID", kVal),
    same("0040E031", "UI", "HomeCommunityID", kOpt),
};
constexpr AttributeTable kXds = {rows(kXdsRows), {}};

constexpr AttributeRow kReferencedInstancesRows[] = {
    same("0040E020", "CS", "TypeOfInstances", kVal),
    same("0020000D", "UI", "StudyInstanceUID", kIf),
    same("0020000E", "UI", "SeriesInstanceUID", kIf),
    same("00081199", "SQ", "ReferencedSOPSequence", kVal, &kInstance),
    same("0040E021", "SQ", "DICOMRetrievalSequence", kIf, &kDicomRetrieval),
    same("0040E022", "SQ", "DICOMMediaRetrievalSequence", kIf, &kMediaRetrieval),
    same("0040E023", "SQ", "WADORetrievalSequence", kIf, &kWadoRetrieval),
    same("0040E025", "SQ", "WADORSRetrievalSequence", kIf, &kWadoRsRetrieval),
    same("0040E024", "SQ", "XDSRetrievalSequence", kIf, &kXds),
};
constexpr ItemCondition kReferencedInstancesConditions[] = {
    {"0040E020", "CDA", {"00081199.0040E001"}},
    {"", "", {"0040E021", "0040E022", "0040E023", "0040E025", "0040E024"}},
};

constexpr AttributeRow kDesignatorRows[] = {
    same("00400031", "UT", "LocalNamespaceEntityID", kIf),
    same("00400032", "UT", "UniversalEntityID", kIf),
    same("00400033", "CS", "UniversalEntityIDType", kIf),
};
constexpr ItemCondition kDesignatorConditions[] = {
    {"", "", {"00400031", "00400032"}},
    {"00400032", "", {"00400033"}},
};

constexpr AttributeRow kIssuerQualifiersRows[] = {
    same("00400032", "UT", "UniversalEntityID", kHas),
    same("00400033", "CS", "UniversalEntityIDType", kOpt),
    same("00400035", "CS", "IdentifierTypeCode", kHas),
    same("00400036", "SQ", "AssigningFacilitySequence", kHas, &kDesignator),
    same("00400039", "SQ", "AssigningJurisdictionCodeSequence", kHas, &kCode),
    same("0040003A", "SQ", "AssigningAgencyOrDepartmentCodeSequence", kHas, &kCode),
};
constexpr ItemCondition kIssuerQualifiersConditions[] = {{"00400032", "", {"00400033"}}};

constexpr AttributeRow kSopReferenceRows[] = {
    same("00081150", "UI", "ReferencedSOPClassUID", kVal),
    same("00081155", "UI", "ReferencedSOPInstanceUID", kVal),
};

constexpr AttributeRow kDicomStorageRows[] = {same("21000140", "AE", "DestinationAE", kVal)};
constexpr AttributeTable kDicomStorage = {rows(kDicomStorageRows), {}};
constexpr AttributeRow kStowStorageRows[] = {same("00404073", "UR", "StorageURL", kVal)};
constexpr AttributeTable kStowStorage = {rows(kStowStorageRows), {}};
constexpr AttributeRow kOutputDestinationRows[] = {
    same("00081150", "UI", "ReferencedSOPClassUID", kIf),
    same("00404071", "SQ", "DICOMStorageSequence", kIf, &kDicomStorage),
    same("00404072", "SQ", "STOWRSStorageSequence", kIf, &kStowStorage),
    same("00404074", "SQ", "XDSStorageSequence", kIf, &kXds),
};
constexpr ItemCondition kOutputDestinationConditions[] = {{"", "", {"00404071", "00404072", "00404074"}}};
// clang-format on

}  // namespace

constexpr AttributeTable kCode = {rows(kCodeRows), rows(kCodeConditions)};
constexpr AttributeTable kDescribedCode = {rows(kCodeRows), rows(kDescribedCodeConditions)};
constexpr AttributeTable kContentItem = {rows(kContentItemRows), rows(kContentItemConditions)};
constexpr AttributeTable kReferencedInstances = {rows(kReferencedInstancesRows), rows(kReferencedInstancesConditions)};
constexpr AttributeTable kDesignator = {rows(kDesignatorRows), rows(kDesignatorConditions)};
constexpr AttributeTable kIssuerQualifiers = {rows(kIssuerQualifiersRows), rows(kIssuerQualifiersConditions)};
constexpr AttributeTable kSopReference = {rows(kSopReferenceRows), {}};
constexpr AttributeTable kOutputDestination = {rows(kOutputDestinationRows), rows(kOutputDestinationConditions)};

}  // namespace sonolist::plugin::macro
