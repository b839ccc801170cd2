// Memory from one training step to the next.
#pragma once

namespace sonolist::model {

// From now on memory that is freed stays with the process, PROCESS WIDE, for good. Every step allocates the same large
// maps again; by default the C library gives them back to the system in between and gets them anew page by page: an
// eighth of a step's time for EfficientNet-Lite0 at 256x256 on two cores (9.6 against 11.0 pictures a second). Does
// nothing where the C library is not glibc.
void keep_freed_memory();

}  // namespace sonolist::model
