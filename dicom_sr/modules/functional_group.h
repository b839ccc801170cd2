// Finding a functional group macro in a multi-frame object (PS3.3 C.7.6.16).
#pragma once

#include <initializer_list>

class DcmItem;
class DcmSequenceOfItems;
class DcmTagKey;

namespace sonolist::dicom {

// Descends through the first items of nested sequences; null when one is absent, or when `item` is null.
DcmItem* find_item(DcmItem* item, std::initializer_list<DcmTagKey> path);

// A macro that is the same for all frames may stand in the shared groups instead of the frame's; null when in neither.
DcmItem* find_in_groups(DcmItem* frame_groups, DcmItem* shared_groups, std::initializer_list<DcmTagKey> path);

// The one item of Shared Functional Groups Sequence (5200,9229); null when absent.
DcmItem* shared_groups_of(DcmItem& dataset);

// Per-Frame Functional Groups Sequence (5200,9230), with exactly one item for each of `frames`. Throws
// DicomError(kInput) otherwise.
DcmSequenceOfItems& frame_groups_of(DcmItem& dataset, int frames);

}  // namespace sonolist::dicom
