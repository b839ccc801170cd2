// The subcommands of sonolist-dicom. Each function adds one to the program; the subcommand's callback does its work
// and throws DicomError (or std::exception) when it cannot.
#pragma once

namespace CLI {
class App;
}

namespace sonolist::dicom {

void add_dataset_command(CLI::App& program);   // images and SEGs to a packed data set
void add_inspect_command(CLI::App& program);   // what a SEG or SR says
void add_masks_command(CLI::App& program);     // the masks of a SEG as pictures
void add_tags_command(CLI::App& program);      // a data set as DICOM JSON
void add_validate_command(CLI::App& program);  // objects against the rules and each other
void add_wrap_command(CLI::App& program);      // pictures to an ultrasound object

}  // namespace sonolist::dicom
