// Reports and records of a hospital that there never was, for measurements of the audit index: SIMULATED.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plugin/audit/audit_record.h"

namespace sonolist::bench {

// A report of five structures with ten measurements each, as our processor writes it, as a Part 10 file. Everything in
// it follows from `number`: 200,000 of them are two years of 20 scanners and four versions of the model.
std::vector<std::uint8_t> example_report_file(int number);

// What the index makes of example_report_file(number), without the detour through the file.
plugin::AuditRecord example_record(int number);

// Failures, skipped images and comparisons among them: one of each kind for every hundred reports.
std::vector<plugin::AuditRecord> example_companions(int number);

}  // namespace sonolist::bench
