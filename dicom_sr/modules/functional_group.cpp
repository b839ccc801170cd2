#include "dicom_sr/modules/functional_group.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include "dicom_sr/refusal.h"

namespace sonolist::dicom {

DcmItem* find_item(DcmItem* item, std::initializer_list<DcmTagKey> path) {
  for (const DcmTagKey& tag : path) {
    if (item == nullptr || item->findAndGetSequenceItem(tag, item).bad()) return nullptr;
  }
  return item;
}

DcmItem* find_in_groups(DcmItem* frame_groups, DcmItem* shared_groups, std::initializer_list<DcmTagKey> path) {
  DcmItem* found = find_item(frame_groups, path);
  return found != nullptr ? found : find_item(shared_groups, path);
}

DcmItem* shared_groups_of(DcmItem& dataset) {
  return find_item(&dataset, {DCM_SharedFunctionalGroupsSequence});
}

DcmSequenceOfItems& frame_groups_of(DcmItem& dataset, int frames) {
  DcmSequenceOfItems* items = nullptr;
  if (dataset.findAndGetSequence(DCM_PerFrameFunctionalGroupsSequence, items).bad() ||
      items->card() != static_cast<unsigned long>(frames))
    refuse_input("Per-Frame Functional Groups Sequence (5200,9230) does not have one item per frame");
  return *items;
}

}  // namespace sonolist::dicom
