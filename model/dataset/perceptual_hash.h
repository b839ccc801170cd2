// A fingerprint of a picture that stays nearly the same when the picture changes little: frames of one sweep, the same
// frame at another gain, size or compression.
#pragma once

#include <cstdint>

#include "model/dataset/resize_picture.h"

namespace sonolist::model {

// `frequencies`: pHash (Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010): the sign
// against their median of the 64 lowest frequencies but the constant of the DCT of the picture at 32x32. `differences`:
// dHash (N. Krawetz, "Kind of Like That", 2013): whether brightness rises from left to right in the picture at 8x9.
struct PictureHash {
  std::uint64_t frequencies = 0, differences = 0;
};

// Margins that are black (below 8) on the whole row or column are left out before: black bars, the same in all pictures
// of a device, would make different ones alike. A black picture has hash 0,0. Pure; thread safe.
PictureHash perceptual_hash(const GreyView& picture);

// How many of the 128 bits differ. Unrelated pictures: about 64, less where all look alike from afar.
int hash_distance(const PictureHash& a, const PictureHash& b);

}  // namespace sonolist::model
