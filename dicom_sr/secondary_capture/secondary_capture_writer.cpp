#include "dicom_sr/secondary_capture/secondary_capture_writer.h"

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/coding_schemes.h"
#include "dicom_sr/modules/lossy_compression.h"
#include "dicom_sr/modules/result_modules.h"
#include "dicom_sr/refusal.h"

namespace sonolist::dicom {

namespace {

void require_frames(const SourceImage& source, const std::vector<RgbFrame>& frames) {
  if (frames.size() != static_cast<std::size_t>(source.frames()))
    refuse_internal("frames: not one picture per frame of the source");
  const RgbFrame& first = frames.front();
  const std::size_t bytes = static_cast<std::size_t>(first.rows) * static_cast<std::size_t>(first.cols) * 3;
  for (const RgbFrame& frame : frames) {
    if (frame.rows != first.rows || frame.cols != first.cols || frame.pixels.size() != bytes || bytes == 0)
      refuse_internal("frames: the pictures differ in size, or are empty");
  }
}

void write_derivation(const SourceImage& source, DcmItem& dataset) {
  put_string(dataset, DCM_ImageType, "DERIVED\\SECONDARY");
  put_string(dataset, DCM_DerivationDescription, "Structures found by a neural network, drawn over the image");
  put_code(dataset, DCM_DerivationCodeSequence, code::kSegmentation);
  DcmItem& image = add_item(dataset, DCM_SourceImageSequence);
  put_string(image, DCM_ReferencedSOPClassUID, source.sop_class_uid());
  put_string(image, DCM_ReferencedSOPInstanceUID, source.sop_instance_uid());
  put_code(image, DCM_PurposeOfReferenceCodeSequence, code::kSourceImageForProcessing);
  put_empty(dataset, DCM_PatientOrientation);
  // Type 2C: unlike that of a SEG, dciodvfy wants it here, even without a value.
  if (!dataset.tagExists(DCM_Laterality)) put_empty(dataset, DCM_Laterality);
  put_string(dataset, DCM_ConversionType, "WSD");
  put_string(dataset, DCM_BurnedInAnnotation, "NO");
  write_lossy_compression({&source}, dataset);
}

// The time between the frames, where the source tells it; else the frames are mere pages (PS3.3 C.8.6.3).
void write_frame_order(const SourceImage& source, const std::vector<RgbFrame>& frames, DcmItem& dataset) {
  put_string(dataset, DCM_NumberOfFrames, std::to_string(frames.size()));
  const std::string frame_time = get_value(source.dataset(), DCM_FrameTime);
  if (!frame_time.empty()) {
    put_string(dataset, DCM_FrameTime, frame_time);
    put_tag(dataset, DCM_FrameIncrementPointer, DCM_FrameTime);
    return;
  }
  std::string pages;
  for (std::size_t page = 1; page <= frames.size(); ++page) pages += (page > 1 ? "\\" : "") + std::to_string(page);
  put_string(dataset, DCM_PageNumberVector, pages);
  put_tag(dataset, DCM_FrameIncrementPointer, DCM_PageNumberVector);
}

void write_pixels(const std::vector<RgbFrame>& frames, DcmItem& dataset) {
  put_uint16(dataset, DCM_SamplesPerPixel, 3);
  put_string(dataset, DCM_PhotometricInterpretation, "RGB");
  put_uint16(dataset, DCM_PlanarConfiguration, 0);
  put_uint16(dataset, DCM_Rows, static_cast<std::uint16_t>(frames.front().rows));
  put_uint16(dataset, DCM_Columns, static_cast<std::uint16_t>(frames.front().cols));
  put_uint16(dataset, DCM_BitsAllocated, 8);
  put_uint16(dataset, DCM_BitsStored, 8);
  put_uint16(dataset, DCM_HighBit, 7);
  put_uint16(dataset, DCM_PixelRepresentation, 0);

  std::vector<Uint8> pixels;
  pixels.reserve(frames.size() * frames.front().pixels.size() + 1);
  for (const RgbFrame& frame : frames) pixels.insert(pixels.end(), frame.pixels.begin(), frame.pixels.end());
  if (pixels.size() % 2 != 0) pixels.push_back(0);
  auto element = std::make_unique<DcmPixelData>(DCM_PixelData);
  element->setVR(EVR_OB);
  if (element->putUint8Array(pixels.data(), static_cast<unsigned long>(pixels.size())).bad())
    refuse_internal("cannot write PixelData");
  put_element(dataset, std::move(element));
}

}  // namespace

std::unique_ptr<DcmDataset> make_secondary_capture(const SourceImage& source, const SecondaryCaptureContent& content) {
  const bool multi_frame = source.is_multi_frame();
  // The modality is that of the equipment which made the picture that was captured.
  const ResultIdentity identity{
      multi_frame ? UID_MultiframeTrueColorSecondaryCaptureImageStorage : UID_SecondaryCaptureImageStorage,
      get_value(source.dataset(), DCM_Modality),
      content.sop_instance_uid,
      content.series_instance_uid,
      content.series_number,
      series_description(content.algorithm, "overlay"),
      content.content_date,
      content.content_time};
  require_algorithm(content.algorithm);
  require_identity(identity);
  require_frames(source, content.frames);

  auto dataset = std::make_unique<DcmDataset>();
  write_result_modules(source.dataset(), *dataset, identity, content.algorithm);
  write_derivation(source, *dataset);
  if (multi_frame) write_frame_order(source, content.frames, *dataset);
  write_pixels(content.frames, *dataset);
  declare_private_coding_schemes(*dataset);
  return dataset;
}

}  // namespace sonolist::dicom
