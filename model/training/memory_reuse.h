// Memory from one training step to the next.
#pragma once

namespace sonolist::model {

// From now on memory that is freed stays with the process, PROCESS WIDE, for good. Every step allocates the same large
// maps again; by default the C library gives them back to the system in between, and on a CPU a fifth of the time of a
// light network went into getting them anew, page by page (docs/comparison.md). Does nothing where the C library is
// not glibc.
void keep_freed_memory();

}  // namespace sonolist::model
