#include "dicom_sr/report/report_document.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmsr/dsrdoc.h>

#include "dicom_sr/error.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/coding_schemes.h"
#include "dicom_sr/modules/result_modules.h"
#include "dicom_sr/modules/utf8_conversion.h"
#include "dicom_sr/report/report_codes.h"

namespace sonolist::dicom {

namespace {

void require_step(const OFCondition& condition, const std::string& step) {
  if (condition.bad()) throw DicomError(ErrorClass::kInternal, "SR " + step + ": " + condition.text());
}

void enter_evidence(DSRDocument& document, const SourceImages& sources, const std::vector<DcmDataset*>& segmentations) {
  auto& evidence = document.getCurrentRequestedProcedureEvidence();
  for (const SourceImage* source : sources) {
    // The source is referred to as it calls itself, even by a UID with leading zeros.
    require_step(evidence.addItem(source->dataset(), OFFalse), "evidence (source image)");
  }
  for (DcmDataset* segmentation : segmentations)
    require_step(evidence.addItem(*segmentation, OFFalse), "evidence (segmentation)");
}

// What comes from the source and who made the report, as a data set of its own, so that all of it changes its character
// set together.
std::unique_ptr<DcmDataset> make_header(DcmDataset& source, const ResultIdentity& identity, const Algorithm& algorithm,
                                        Language language) {
  auto header = std::make_unique<DcmDataset>();
  write_result_modules(source, *header, identity, algorithm);
  if (language == Language::kChinese) convert_to_utf8(*header);
  return header;
}

// dcmsr filled the header with its own UIDs, dates and character set.
void replace_header(DcmDataset& dataset, DcmDataset& header) {
  dataset.findAndDeleteElement(DCM_SpecificCharacterSet);
  while (header.card() > 0) put_element(dataset, std::unique_ptr<DcmElement>(header.remove(0UL)));
}

}  // namespace

std::unique_ptr<DcmDataset> make_report_document(const SourceImages& sources,
                                                 const std::vector<DcmDataset*>& segmentations,
                                                 const ReportIdentity& identity, const Algorithm& algorithm,
                                                 Language language, const std::function<void(TreeBuilder&)>& build) {
  const ResultIdentity written{UID_Comprehensive3DSRStorage, "SR",
                               identity.sop_instance_uid,    identity.series_instance_uid,
                               identity.series_number,       identity.series_description,
                               identity.content_date,        identity.content_time};
  require_identity(written);

  DSRDocument document(DSRTypes::DT_Comprehensive3DSR);
  if (language == Language::kChinese)
    require_step(document.setSpecificCharacterSetType(DSRTypes::CS_UTF8), "character set");
  TreeBuilder tree(document.getTree(), code::kImagingMeasurementReport, "1500", language);
  build(tree);
  enter_evidence(document, sources, segmentations);
  require_step(document.setPreliminaryFlag(DSRTypes::PF_Preliminary), "preliminary flag");
  require_step(document.completeDocument(), "completion");
  auto dataset = std::make_unique<DcmDataset>();
  require_step(document.write(*dataset), "writing");
  const auto header = make_header(sources.front()->dataset(), written, algorithm, language);
  replace_header(*dataset, *header);
  declare_private_coding_schemes(*dataset);
  return dataset;
}

}  // namespace sonolist::dicom
