// A TID 1500 report as a record of the audit index. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plugin/audit/audit_record.h"
#include "plugin/routing/image_attributes.h"

namespace sonolist::plugin {

// Attributes of the source image, as far as a record takes them.
AuditScanner scanner_of(const ImageAttributes& image);

// Reads a Part 10 file; `scanner` and `scanner_known` are left for the caller, who knows the PACS. Every measurement
// group is a result, and so is every structure of which the report says that it was not found; a report with neither
// has one result, "missing", of no structure. A NUM without a finite value is no measurement. The structure is the
// finding of the group, else its site. Throws dicom::DicomError for a file that is no TID 1500 report.
AuditRecord read_report_record(const std::vector<std::uint8_t>& part10);

}  // namespace sonolist::plugin
