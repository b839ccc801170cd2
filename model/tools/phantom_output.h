// Where drawn phantoms go: picture files, or a packed data set.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "model/dataset/packed_dataset.h"
#include "model/phantom/phantom.h"
#include "model/tools/option_values.h"
#include "model/tools/phantom_options.h"

namespace sonolist::model::tools {

// images/0007.png, masks/0007.png (class indices) and 0007.json; images/0007_012.png for frame 12 of a cine loop.
// Several threads may write different phantoms.
class PhantomFolder {
 public:
  PhantomFolder(std::filesystem::path folder, PhantomDescription description);

  // Throws ModelError naming the file; always without OpenCV.
  void write(const Phantom& phantom, std::int64_t index) const;

 private:
  std::filesystem::path folder_;
  PhantomDescription description_;
};

// A data set with room for all frames, one group a phantom. Several threads may add different phantoms.
class PhantomPack {
 public:
  PhantomPack(const PhantomDescription& description, PictureSize size);

  void add(const Phantom& phantom, std::int64_t index);  // reduced to the size of the data set
  const PackedDataset& dataset() const { return dataset_; }

 private:
  std::int64_t frames_;
  PackedDataset dataset_;
};

}  // namespace sonolist::model::tools
