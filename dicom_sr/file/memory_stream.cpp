#include "dicom_sr/file/memory_stream.h"

#include <utility>

namespace sonolist::dicom {
namespace {

// From a position to the end; keeps the bytes.
class StreamFromPosition : public DcmInputBufferStream {
 public:
  StreamFromPosition(FileBytes bytes, std::size_t position) : bytes_(std::move(bytes)) {
    setBuffer(bytes_->data() + position, static_cast<offile_off_t>(bytes_->size() - position));
    setEos();
  }

 private:
  FileBytes bytes_;
};

class MemoryStreamFactory : public DcmInputStreamFactory {
 public:
  MemoryStreamFactory(FileBytes bytes, std::size_t position) : bytes_(std::move(bytes)), position_(position) {}

  DcmInputStream* create() const override { return std::make_unique<StreamFromPosition>(bytes_, position_).release(); }
  DcmInputStreamFactory* clone() const override { return std::make_unique<MemoryStreamFactory>(*this).release(); }
  // Tells DCMTK that there is no temporary file to keep.
  DcmInputStreamFactoryType ident() const override { return DFT_DcmInputFileStreamFactory; }

 private:
  FileBytes bytes_;
  std::size_t position_;
};

}  // namespace

MemoryStream::MemoryStream(FileBytes bytes) : bytes_(std::move(bytes)) {
  setBuffer(bytes_->data(), static_cast<offile_off_t>(bytes_->size()));
  setEos();
}

DcmInputStreamFactory* MemoryStream::newFactory() const {
  const auto position = static_cast<std::size_t>(tell());
  if (is_compressed_ || position > bytes_->size()) return nullptr;
  return std::make_unique<MemoryStreamFactory>(bytes_, position).release();
}

OFCondition MemoryStream::installCompressionFilter(E_StreamCompression filter_type) {
  is_compressed_ = true;
  return DcmInputBufferStream::installCompressionFilter(filter_type);
}

}  // namespace sonolist::dicom
