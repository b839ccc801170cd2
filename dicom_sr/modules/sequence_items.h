// Walking through a sequence.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

namespace sonolist::dicom {

// Calls visit(DcmItem&) for each item of the sequence `tag`; none when it is absent. Linear: getItem(i) would count
// from the start each time.
template <typename Visit>
void for_each_item(DcmItem& parent, const DcmTagKey& tag, const Visit& visit) {
  DcmSequenceOfItems* items = nullptr;
  if (parent.findAndGetSequence(tag, items).bad()) return;
  DcmObject* object = nullptr;
  while ((object = items->nextInContainer(object)) != nullptr) {
    if (auto* item = dynamic_cast<DcmItem*>(object)) visit(*item);
  }
}

}  // namespace sonolist::dicom
