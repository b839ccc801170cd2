#include "dicom_sr/modules/patient_study_modules.h"

#include "dicom_sr/modules/attributes.h"

namespace sonolist::dicom {

namespace {

enum class WhenAbsent { kLeaveOut, kEmpty };

struct CopiedAttribute {
  DcmTagKey tag;
  WhenAbsent when_absent;
};

// PS3.3 C.12.1 (the two that the others depend on), C.7.1.1, C.7.1.3, C.7.2.1, C.7.2.2, C.7.2.3.
const CopiedAttribute kAttributes[] = {
    {DCM_SpecificCharacterSet, WhenAbsent::kLeaveOut},
    {DCM_TimezoneOffsetFromUTC, WhenAbsent::kLeaveOut},
    // Patient
    {DCM_PatientName, WhenAbsent::kEmpty},
    {DCM_PatientID, WhenAbsent::kEmpty},
    {DCM_IssuerOfPatientID, WhenAbsent::kLeaveOut},
    {DCM_TypeOfPatientID, WhenAbsent::kLeaveOut},
    {DCM_IssuerOfPatientIDQualifiersSequence, WhenAbsent::kLeaveOut},
    {DCM_PatientBirthDate, WhenAbsent::kEmpty},
    {DCM_PatientBirthTime, WhenAbsent::kLeaveOut},
    {DCM_PatientSex, WhenAbsent::kEmpty},
    {DCM_OtherPatientIDsSequence, WhenAbsent::kLeaveOut},
    {DCM_OtherPatientNames, WhenAbsent::kLeaveOut},
    {DCM_EthnicGroup, WhenAbsent::kLeaveOut},
    {DCM_PatientComments, WhenAbsent::kLeaveOut},
    {DCM_PatientSpeciesDescription, WhenAbsent::kLeaveOut},
    {DCM_PatientSpeciesCodeSequence, WhenAbsent::kLeaveOut},
    {DCM_PatientBreedDescription, WhenAbsent::kLeaveOut},
    {DCM_PatientBreedCodeSequence, WhenAbsent::kLeaveOut},
    {DCM_BreedRegistrationSequence, WhenAbsent::kLeaveOut},
    {DCM_ResponsiblePerson, WhenAbsent::kLeaveOut},
    {DCM_ResponsiblePersonRole, WhenAbsent::kLeaveOut},
    {DCM_ResponsibleOrganization, WhenAbsent::kLeaveOut},
    {DCM_PatientIdentityRemoved, WhenAbsent::kLeaveOut},
    {DCM_DeidentificationMethod, WhenAbsent::kLeaveOut},
    {DCM_DeidentificationMethodCodeSequence, WhenAbsent::kLeaveOut},
    // Clinical Trial Subject and Study
    {DCM_ClinicalTrialSponsorName, WhenAbsent::kLeaveOut},
    {DCM_ClinicalTrialProtocolID, WhenAbsent::kLeaveOut},
    {DCM_ClinicalTrialProtocolName, WhenAbsent::kLeaveOut},
    {DCM_ClinicalTrialSiteID, WhenAbsent::kLeaveOut},
    {DCM_ClinicalTrialSiteName, WhenAbsent::kLeaveOut},
    {DCM_ClinicalTrialSubjectID, WhenAbsent::kLeaveOut},
    {DCM_ClinicalTrialSubjectReadingID, WhenAbsent::kLeaveOut},
    {DCM_ClinicalTrialTimePointID, WhenAbsent::kLeaveOut},
    {DCM_ClinicalTrialTimePointDescription, WhenAbsent::kLeaveOut},
    // General Study
    {DCM_StudyInstanceUID, WhenAbsent::kEmpty},
    {DCM_StudyDate, WhenAbsent::kEmpty},
    {DCM_StudyTime, WhenAbsent::kEmpty},
    {DCM_ReferringPhysicianName, WhenAbsent::kEmpty},
    {DCM_StudyID, WhenAbsent::kEmpty},
    {DCM_AccessionNumber, WhenAbsent::kEmpty},
    {DCM_IssuerOfAccessionNumberSequence, WhenAbsent::kLeaveOut},
    {DCM_StudyDescription, WhenAbsent::kLeaveOut},
    {DCM_ProcedureCodeSequence, WhenAbsent::kLeaveOut},
    // Patient Study
    {DCM_AdmittingDiagnosesDescription, WhenAbsent::kLeaveOut},
    {DCM_AdmittingDiagnosesCodeSequence, WhenAbsent::kLeaveOut},
    {DCM_PatientAge, WhenAbsent::kLeaveOut},
    {DCM_PatientSize, WhenAbsent::kLeaveOut},
    {DCM_PatientWeight, WhenAbsent::kLeaveOut},
    {DCM_PatientSexNeutered, WhenAbsent::kLeaveOut},
    {DCM_AdmissionID, WhenAbsent::kLeaveOut},
    {DCM_IssuerOfAdmissionIDSequence, WhenAbsent::kLeaveOut},
};

}  // namespace

void copy_patient_and_study(DcmItem& from, DcmItem& to) {
  for (const CopiedAttribute& attribute : kAttributes) {
    to.findAndDeleteElement(attribute.tag);
    if (!copy_attribute(from, to, attribute.tag) && attribute.when_absent == WhenAbsent::kEmpty)
      put_empty(to, attribute.tag);
  }
}

}  // namespace sonolist::dicom
