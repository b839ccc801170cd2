// From one 8-bit picture to a label map and calibrated probabilities of the same size. No DICOM here: the caller
// crops to the ultrasound region first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "model/package/manifest.h"

namespace sonolist::model {

struct Package;

// Borrowed view on interleaved 8-bit pixels; `channels` is 1 (grey) or 3 (RGB). Valid during the call only.
struct PictureView {
  const std::uint8_t* pixels = nullptr;
  int rows = 0, cols = 0, channels = 3;
  std::size_t row_stride = 0;  // bytes from one row to the next
};

struct PredictionTimes {  // milliseconds; of a batch: the picture's share
  double preprocess = 0.0, network = 0.0, postprocess = 0.0;
};

// All arrays row-major, rows*cols, in pixels of the picture given.
struct Prediction {
  int rows = 0, cols = 0;
  PredictionTimes times;
  std::vector<std::uint8_t> labels;               // 0 = background, else StructureClass::index
  std::vector<std::vector<float>> probabilities;  // [channel][pixel], after temperature; sums to 1 over channels
};

// Owns the network. Thread safe.
class Predictor {
 public:
  // `package_path` is a package folder or its .zip. `device`: "cpu", "cuda", "cuda:N" or "auto". Loads and validates
  // the package (hash, shapes), folds batch normalisation, sets the number of LibTorch threads to max(2, threads)
  // (threads 0 = number of cores; the setting is process wide), and runs once so that the first image is not slower.
  // `precision`: see choose_precision(). Throws ModelError naming the field, file or tensor.
  static std::unique_ptr<Predictor> create(const std::string& package_path, const std::string& device = "auto",
                                           int threads = 0, const std::string& precision = "auto");
  // The same of a package that is loaded already; its network must not be used otherwise any more.
  static std::unique_ptr<Predictor> create_from(Package package, const std::string& device, int threads,
                                                const std::string& precision);
  virtual ~Predictor() = default;

  virtual const Manifest& manifest() const = 0;
  virtual std::string device() const = 0;
  virtual std::string precision() const = 0;  // "float32", "bfloat16" or "int8"
  // Whether calls of predict() run side by side, each on threads of its own; else one waits for the other.
  virtual bool runs_side_by_side() const { return false; }
  // One batch; pictures may differ in size. `threads`: where calls run side by side, of this one; 0: all. Throws
  // ModelError("out of memory ...") when the device has too little.
  std::vector<Prediction> predict(const std::vector<PictureView>& pictures, int threads = 0) {
    return run(pictures, threads);
  }

 private:
  virtual std::vector<Prediction> run(const std::vector<PictureView>& pictures, int threads) = 0;
};

}  // namespace sonolist::model
