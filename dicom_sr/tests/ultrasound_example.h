// Ultrasound objects for tests: pictures whose every pixel differs from its neighbours, wrapped and encoded.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "dicom_sr/image/ultrasound_writer.h"

namespace sonolist::dicom::test {

// Deterministic noise; `seed` makes frames different. Grey when not `colour`.
RgbFrame example_frame(int rows, int cols, unsigned seed, bool colour);

std::unique_ptr<DcmDataset> example_ultrasound(const UltrasoundOptions& options = {}, int frames = 1);

// A Part 10 file in any transfer syntax that DCMTK can write, with lossless parameters for the compressed ones.
std::vector<std::uint8_t> encode(DcmDataset& dataset, E_TransferSyntax syntax);

// An uncompressed data set turned into a file that claims `syntax` and holds fragments of rubbish, one for each frame.
std::vector<std::uint8_t> encode_rubbish(DcmDataset& dataset, E_TransferSyntax syntax, int fragments);

// what() of the DicomError(kInput) that reading the bytes as an image throws; "" when it does not.
std::string refusal(const std::vector<std::uint8_t>& part10);

}  // namespace sonolist::dicom::test
