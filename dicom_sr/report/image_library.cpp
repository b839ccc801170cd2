#include "dicom_sr/report/image_library.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <set>

#include "dicom_sr/error.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/report/report_codes.h"

namespace sonolist::dicom {

namespace {

// Some ultrasound scanners leave Modality empty or write a word of their own.
bool is_ultrasound(const std::string& sop_class_uid) {
  static const std::set<std::string> kUltrasoundClasses{
      UID_UltrasoundImageStorage, UID_UltrasoundMultiframeImageStorage, UID_RETIRED_UltrasoundImageStorage,
      UID_RETIRED_UltrasoundMultiframeImageStorage, UID_EnhancedUSVolumeStorage};
  return kUltrasoundClasses.count(sop_class_uid) > 0;
}

const Code& modality_of(const SourceImage& source) {
  const std::string modality = get_value(source.dataset(), DCM_Modality);
  for (const Code* known :
       {&code::kUltrasound, &code::kIntravascularUltrasound, &code::kMagneticResonance, &code::kComputedTomography}) {
    if (known->value == modality) return *known;
  }
  if (is_ultrasound(source.sop_class_uid())) return code::kUltrasound;
  throw DicomError(ErrorClass::kInput,
                   "Modality (0008,0060) of the source is none that a report can name: use an "
                   "image of US, IVUS, MR or CT");
}

void append_image(TreeBuilder& tree, const SourceImage& source) {
  constexpr auto kContext = Relation::kHasAcquisitionContext;
  // The whole image: no frame number, although a cine has frames.
  tree.image(Relation::kContains, std::nullopt,
             {source.sop_class_uid(), source.sop_instance_uid(), std::nullopt, std::nullopt});
  tree.below([&] {
    tree.code(kContext, code::kModality, modality_of(source));
    tree.number(kContext, code::kPixelDataRows, source.rows(), code::kPixels);
    tree.number(kContext, code::kPixelDataColumns, source.cols(), code::kPixels);
  });
}

}  // namespace

void append_image_library(TreeBuilder& tree, const SourceImages& sources) {
  tree.container(code::kImageLibrary, "1600");
  tree.below([&] {
    tree.container(code::kImageLibraryGroup);
    tree.below([&] {
      for (const SourceImage* source : sources) append_image(tree, *source);
    });
  });
}

}  // namespace sonolist::dicom
