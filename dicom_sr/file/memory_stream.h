// A file in memory as an input of DCMTK that defers large values. DCMTK reserves what the length of an element claims,
// up to 4 GiB, before it looks whether the file holds as much; a deferred value is first skipped, which fails where the
// file ends.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcistrmb.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace sonolist::dicom {

using FileBytes = std::shared_ptr<const std::vector<std::uint8_t>>;

// Elements that were read from it keep the bytes: they load their value when it is asked for, and may drop it and load
// it again.
class MemoryStream : public DcmInputBufferStream {
 public:
  explicit MemoryStream(FileBytes bytes);

  // A factory that reads on from here; nullptr in a deflated data set, whose position in the bytes is unknown.
  DcmInputStreamFactory* newFactory() const override;
  OFCondition installCompressionFilter(E_StreamCompression filter_type) override;

 private:
  FileBytes bytes_;
  bool is_compressed_ = false;
};

}  // namespace sonolist::dicom
