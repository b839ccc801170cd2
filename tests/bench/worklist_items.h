// Workitems and updates as intake and processors write them, for the programs that measure the worklist.
#pragma once

#include <string>

#include "plugin/worklist/workitem.h"

namespace sonolist::bench {

// Workitem `number` of a long list: the numbers differ in patient (ten steps each), study, source, priority, model,
// label, and start time (a minute apart). `token` becomes part of every identifier.
plugin::Workitem make_item(int number, const std::string& token = "");

// The same as a client sends it.
plugin::Json data_set_to_create(int number);

// Its identifiers.
std::string uid_of_item(int number, const std::string& token = "");
std::string patient_of_item(int number, const std::string& token = "");
std::string accession_of_item(int number, const std::string& token = "");
std::string study_of_item(int number, const std::string& token = "");
std::string source_of_item(int number, const std::string& token = "");
std::string start_of_item(int number);  // DT

// What a processor writes before COMPLETED.
plugin::Json performed_by_stub();

// ... and before CANCELED.
plugin::Json canceled_by_stub();

}  // namespace sonolist::bench
