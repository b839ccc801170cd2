// Who observed what in which language: the opening rows of TID 1500 (TID 1204, TID 1001, TID 1004).
#pragma once

#include "dicom_sr/modules/algorithm.h"
#include "dicom_sr/report/tree_builder.h"

namespace sonolist::dicom {

// Language, device observer and procedure reported. The Device Observer UID is derived from the weights' hash, so that
// the same network is the same observer in every report.
void append_observation_context(TreeBuilder& tree, const Algorithm& algorithm);

}  // namespace sonolist::dicom
