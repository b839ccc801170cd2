// The subcommands of sonolist-dicom. Each function adds one to the program; the subcommand's callback does its work
// and throws DicomError (or std::exception) when it cannot.
#pragma once

namespace CLI {
class App;
}

namespace sonolist::dicom {

void add_tags_command(CLI::App& program);  // a data set as DICOM JSON
void add_wrap_command(CLI::App& program);  // pictures to an ultrasound object

}  // namespace sonolist::dicom
