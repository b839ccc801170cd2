#include "dicom_sr/segmentation/display_geometry.h"

#include "dicom_sr/image/source_image.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/decimal_string.h"
#include "dicom_sr/uid/deterministic_uid.h"

namespace sonolist::dicom {

void write_display_frame_of_reference(const SourceImage& source, DcmItem& dataset) {
  put_string(dataset, DCM_FrameOfReferenceUID, deterministic_uid("frame of reference|" + source.sop_instance_uid()));
  put_empty(dataset, DCM_PositionReferenceIndicator);
}

void write_display_planes(const SourceImage& source, DcmItem& shared_groups) {
  const Calibration calibration = source.calibration_for(source.analysis_box()).value_or(Calibration{1.0, 1.0, ""});
  DcmItem& measures = add_item(shared_groups, DCM_PixelMeasuresSequence);
  put_string(measures, DCM_PixelSpacing,
             decimal_string("row spacing", calibration.mm_per_row) + "\\" +
                 decimal_string("column spacing", calibration.mm_per_col));
  put_string(measures, DCM_SliceThickness, "1");
  put_string(add_item(shared_groups, DCM_PlaneOrientationSequence), DCM_ImageOrientationPatient, "1\\0\\0\\0\\1\\0");
}

void write_display_position(DcmItem& frame_groups) {
  put_string(add_item(frame_groups, DCM_PlanePositionSequence), DCM_ImagePositionPatient, "0\\0\\0");
}

}  // namespace sonolist::dicom
