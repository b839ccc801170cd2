#include "dicom_sr/file/part10.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcmetinf.h>
#include <dcmtk/dcmdata/dcostrmb.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <utility>

#include "dicom_sr/error.h"
#include "dicom_sr/file/memory_stream.h"
#include "dicom_sr/image/codecs.h"

namespace sonolist::dicom {
namespace {

constexpr std::size_t kPreambleBytes = 128;
constexpr char kMagic[] = {'D', 'I', 'C', 'M'};

// DCMTK 3.6.7 guesses the encoding of what it does not know, and would return a plausible but wrong data set.
void check_transfer_syntax(DcmFileFormat& file, const std::string& name) {
  OFString uid;
  if (file.getMetaInfo() == nullptr || file.getMetaInfo()->findAndGetOFString(DCM_TransferSyntaxUID, uid).bad()) return;
  if (DcmXfer(uid.c_str()).getXfer() != EXS_Unknown) return;
  constexpr std::array<std::string_view, 3> kHighThroughputJpeg2000{
      "1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202", "1.2.840.10008.1.2.4.203"};
  const std::string_view text(uid.c_str(), uid.size());
  const bool known =
      std::find(kHighThroughputJpeg2000.begin(), kHighThroughputJpeg2000.end(), text) != kHighThroughputJpeg2000.end();
  throw DicomError(ErrorClass::kInput, name + " has the transfer syntax " + (known ? "HTJ2K (" : "(") +
                                           std::string(text) +
                                           "), which cannot be read; send it uncompressed, or as RLE, JPEG or JPEG-LS");
}

std::unique_ptr<DcmDataset> parse(std::vector<std::uint8_t> bytes, const std::string& name) {
  if (bytes.size() < kPreambleBytes + sizeof(kMagic) ||
      std::memcmp(bytes.data() + kPreambleBytes, kMagic, sizeof(kMagic)) != 0) {
    throw DicomError(ErrorClass::kInput,
                     name + " is not a DICOM file: the prefix DICM is missing; give a Part 10 file");
  }
  MemoryStream stream(std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes)));
  DcmFileFormat file;
  file.transferInit();
  OFCondition status;
  try {
    status = file.read(stream, EXS_Unknown, EGL_noChange, DCM_MaxReadLength);
  } catch (const std::bad_alloc&) {
    status = EC_MemoryExhausted;  // a damaged length asked for more than there is
  }
  file.transferEnd();
  check_transfer_syntax(file, name);
  if (status.bad()) {
    throw DicomError(ErrorClass::kInput,
                     name + " is not a complete DICOM file (" + status.text() + "); send the object again");
  }
  std::unique_ptr<DcmDataset> dataset(file.getAndRemoveDataset());
  if (!dataset || dataset->isEmpty()) {
    throw DicomError(ErrorClass::kInput, name + " holds no data set; send the object again");
  }
  return dataset;
}

E_TransferSyntax transfer_syntax_of(Compression compression) {
  switch (compression) {
    case Compression::kDeflated:
      return EXS_DeflatedLittleEndianExplicit;
    case Compression::kRle:
      return EXS_RLELossless;
    case Compression::kNone:
      break;
  }
  return EXS_LittleEndianExplicit;
}

void compress_pixels(DcmDataset& dataset) {
  Uint16 bits = 0;
  if (dataset.findAndGetUint16(DCM_BitsAllocated, bits).good() && bits == 1) {
    throw DicomError(ErrorClass::kConfiguration,
                     "RLE Lossless cannot compress Bits Allocated (0028,0100) 1; write the segmentation as FRACTIONAL "
                     "or LABELMAP, or choose the deflated transfer syntax");
  }
  register_codecs();
  const OFCondition status = dataset.chooseRepresentation(EXS_RLELossless, nullptr);
  if (status.bad()) {
    throw DicomError(ErrorClass::kInternal, std::string("the pixel data cannot be compressed: ") + status.text());
  }
}

// Takes what DCMTK writes out of its fixed buffer.
class ByteCollector {
 public:
  ByteCollector() : chunk_(std::size_t{1} << 18), stream_(chunk_.data(), static_cast<offile_off_t>(chunk_.size())) {}

  DcmOutputStream& stream() { return stream_; }

  void collect() {
    void* written = nullptr;
    offile_off_t count = 0;
    stream_.flushBuffer(written, count);
    const auto* begin = static_cast<const std::uint8_t*>(written);
    bytes_.insert(bytes_.end(), begin, begin + count);
  }

  // A deflated stream keeps its last part back until it is told that nothing follows.
  OFCondition finish() {
    while (stream_.good() && !stream_.isFlushed()) {
      stream_.flush();
      collect();
    }
    collect();
    // PS3.5 A.5: a deflated data set of odd length is padded with a zero byte. All others are even.
    if (bytes_.size() % 2 != 0) bytes_.push_back(0);
    return stream_.status();
  }

  std::vector<std::uint8_t> take() { return std::move(bytes_); }

 private:
  std::vector<std::uint8_t> chunk_;
  DcmOutputBufferStream stream_;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace

std::vector<std::uint8_t> to_part10(DcmDataset& dataset, Compression compression) {
  DcmFileFormat file(&dataset);
  if (compression == Compression::kRle) compress_pixels(*file.getDataset());
  ByteCollector bytes;
  file.transferInit();
  OFCondition status;
  do {
    status = file.write(bytes.stream(), transfer_syntax_of(compression), EET_ExplicitLength, nullptr, EGL_recalcGL,
                        EPD_noChange);
    bytes.collect();
  } while (status == EC_StreamNotifyClient);
  file.transferEnd();
  if (status.good()) status = bytes.finish();
  if (status.bad()) {
    throw DicomError(ErrorClass::kInternal, std::string("the DICOM object cannot be written: ") + status.text());
  }
  return bytes.take();
}

void write_part10(DcmDataset& dataset, const std::string& path, Compression compression) {
  const std::vector<std::uint8_t> bytes = to_part10(dataset, compression);
  const std::string part = path + ".part";
  {
    std::ofstream out(part, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) {
      throw DicomError(ErrorClass::kConfiguration, "cannot write " + part + "; check the folder and its free space");
    }
  }
  std::error_code error;
  std::filesystem::rename(part, path, error);
  if (error) {
    throw DicomError(ErrorClass::kConfiguration, "cannot rename " + part + " to " + path + ": " + error.message());
  }
}

std::unique_ptr<DcmDataset> from_part10(const std::vector<std::uint8_t>& bytes) {
  return parse(bytes, "the object");
}

std::unique_ptr<DcmDataset> read_part10(const std::string& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  const std::streamoff size = in ? static_cast<std::streamoff>(in.tellg()) : -1;
  // A folder opens too, with a length that is no length.
  if (size < 0 || std::filesystem::is_directory(path)) {
    throw DicomError(ErrorClass::kInput, "cannot read " + path + "; check that it is a file that may be read");
  }
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
  in.seekg(0);
  in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!in) throw DicomError(ErrorClass::kInput, "cannot read all of " + path + "; check the disk");
  return parse(std::move(bytes), path);
}

}  // namespace sonolist::dicom
