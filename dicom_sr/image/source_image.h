// An image as received: identity, pixels as 8-bit RGB, regions, planes and spatial calibration.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

class DcmDataset;
class DcmFileFormat;

namespace sonolist::dicom {

// Half-open box in pixels of the source image: rows [row_begin, row_end), columns [col_begin, col_end).
struct PixelBox {
  int row_begin = 0, col_begin = 0, row_end = 0, col_end = 0;
  int rows() const { return row_end - row_begin; }
  int cols() const { return col_end - col_begin; }
};

// One item of Sequence of Ultrasound Regions (0018,6011), PS3.3 C.8.5.5.
struct UltrasoundRegion {
  int spatial_format = 0;  // (0018,6012): 1 = 2D
  int data_type = 0;       // (0018,6014): 1 = tissue, 2 = colour flow
  PixelBox box;            // half-open, clipped to the image; empty when the recorded box lies outside it
  bool box_was_clipped = false;
  int units_x = 0, units_y = 0;         // (0018,6024/6026): 3 = cm
  double delta_x = 0.0, delta_y = 0.0;  // (0018,602C/602E), in units per pixel
  std::optional<int> reference_pixel_x0, reference_pixel_y0;
};

// Millimetres per pixel and where they come from, e.g. "Sequence of Ultrasound Regions, item 1".
struct Calibration {
  double mm_per_col = 0.0;  // spacing between columns (x)
  double mm_per_row = 0.0;  // spacing between rows (y)
  std::string origin;
};

// 8-bit RGB, row-major, interleaved; size rows*cols*3.
struct RgbFrame {
  int rows = 0, cols = 0;
  std::vector<std::uint8_t> pixels;
};

// What an image knows of the place of its pixels.
enum class SourceKind {
  kUltrasound,        // nothing: the transducer is held by hand
  kUltrasoundVolume,  // planes in the volume's own coordinate system (PS3.3 C.8.24.2)
  kMagneticResonance  // one plane in the patient (PS3.3 C.7.6.2)
};

// Where a frame lies in the coordinate system of its object, in mm.
struct FramePlane {
  std::array<double, 3> position{};     // centre of the pixel of row 0 and column 0
  std::array<double, 6> orientation{};  // direction cosines along a row, then along a column
};

// What the SEG and SR writers and the processor need to know of the source. Values are as in the data set
// (raw bytes in the source's own character set). Immutable after construction; safe to share between threads
// except frame(), which must be called by one thread at a time.
class SourceImage {
 public:
  // Accepts Ultrasound Image Storage, Ultrasound Multi-frame Image Storage (and their retired forms), Enhanced US
  // Volume Storage and MR Image Storage. Throws DicomError(kInput) naming what is wrong: not DICOM, other SOP class,
  // transfer syntax that DCMTK cannot decode (by its name), no pixel data, inconsistent rows/columns/frames; for MR and
  // volumes also colour in MR and a missing Frame of Reference, plane or spacing, which are type 1 there.
  static SourceImage from_file(const std::string& path);
  static SourceImage from_bytes(const std::vector<std::uint8_t>& part10);

  SourceImage(SourceImage&&) noexcept;
  SourceImage& operator=(SourceImage&&) noexcept;
  ~SourceImage();

  const std::string& sop_class_uid() const;
  const std::string& sop_instance_uid() const;
  const std::string& study_instance_uid() const;
  const std::string& series_instance_uid() const;
  int rows() const;
  int cols() const;
  int frames() const;
  bool is_multi_frame() const;  // by SOP class, not by count: a one-frame cine still needs frame references
  SourceKind kind() const;      // by SOP class

  // The frame as shown: palette through its LUT, YBR to RGB, MONOCHROME1 inverted, >8 bit windowed. 0-based.
  // Throws DicomError(kInput) when this frame cannot be decoded, std::out_of_range for a wrong index.
  RgbFrame frame(int index) const;

  const std::vector<UltrasoundRegion>& regions() const;

  // The box that a network shall see: the largest 2D tissue or colour-flow region; the whole image when no
  // such region lies inside the image.
  PixelBox analysis_box() const;

  // Calibration valid for everything inside `box` (see dicom-objects reference: one 2D region, or several of equal
  // deltas, cm on both axes, containing the box; Pixel Spacing only when there is no region sequence at all).
  std::optional<Calibration> calibration_for(const PixelBox& box) const;
  // Why calibration_for would say no, as a sentence; empty when it would say yes.
  std::string calibration_refusal(const PixelBox& box) const;

  // The plane of a frame: Image Position and Orientation (Patient) of MR, (Volume) of Enhanced US Volume; nothing for
  // other ultrasound, even when it states some. Throws std::out_of_range for a frame that the image does not have.
  std::optional<FramePlane> plane(int frame) const;

  // The data set as received. Owned by this object.
  DcmDataset& dataset() const;

  // Frees the pixels, for whom only the description still matters: frame() throws DicomError afterwards.
  void drop_pixels();

 private:
  struct Impl;
  explicit SourceImage(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sonolist::dicom
