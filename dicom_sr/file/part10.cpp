#include "dicom_sr/file/part10.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcmetinf.h>
#include <dcmtk/dcmdata/dcostrmb.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "dicom_sr/error.h"

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

std::unique_ptr<DcmDataset> parse(const std::vector<std::uint8_t>& bytes, const std::string& name) {
  if (bytes.size() < kPreambleBytes + sizeof(kMagic) ||
      std::memcmp(bytes.data() + kPreambleBytes, kMagic, sizeof(kMagic)) != 0) {
    throw DicomError(ErrorClass::kInput,
                     name + " is not a DICOM file: the prefix DICM is missing; give a Part 10 file");
  }
  DcmInputBufferStream stream;
  stream.setBuffer(bytes.data(), static_cast<offile_off_t>(bytes.size()));
  stream.setEos();
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

}  // namespace

std::vector<std::uint8_t> to_part10(DcmDataset& dataset) {
  DcmFileFormat file(&dataset);
  std::vector<std::uint8_t> bytes;
  std::vector<std::uint8_t> chunk(std::size_t{1} << 18);
  DcmOutputBufferStream stream(chunk.data(), static_cast<offile_off_t>(chunk.size()));
  file.transferInit();
  OFCondition status;
  do {
    status = file.write(stream, EXS_LittleEndianExplicit, EET_ExplicitLength, nullptr, EGL_recalcGL, EPD_noChange);
    void* written = nullptr;
    offile_off_t count = 0;
    stream.flushBuffer(written, count);
    const auto* begin = static_cast<const std::uint8_t*>(written);
    bytes.insert(bytes.end(), begin, begin + count);
  } while (status == EC_StreamNotifyClient);
  file.transferEnd();
  if (status.bad()) {
    throw DicomError(ErrorClass::kInternal, std::string("the DICOM object cannot be written: ") + status.text());
  }
  return bytes;
}

void write_part10(DcmDataset& dataset, const std::string& path) {
  const std::vector<std::uint8_t> bytes = to_part10(dataset);
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
  return parse(bytes, path);
}

}  // namespace sonolist::dicom
