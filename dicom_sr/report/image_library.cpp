#include "dicom_sr/report/image_library.h"

#include "dicom_sr/report/report_codes.h"

namespace sonolist::dicom {

void append_image_library(TreeBuilder& tree, const SourceImage& source) {
  constexpr auto kContext = Relation::kHasAcquisitionContext;
  tree.container(code::kImageLibrary, "1600");
  tree.below([&] {
    tree.container(code::kImageLibraryGroup);
    tree.below([&] {
      // The whole image: no frame number, although a cine has frames.
      tree.image(Relation::kContains, std::nullopt, {source.sop_class_uid(), source.sop_instance_uid(), std::nullopt});
      tree.below([&] {
        tree.code(kContext, code::kModality, code::kUltrasound);
        tree.number(kContext, code::kPixelDataRows, source.rows(), code::kPixels);
        tree.number(kContext, code::kPixelDataColumns, source.cols(), code::kPixels);
      });
    });
  });
}

}  // namespace sonolist::dicom
