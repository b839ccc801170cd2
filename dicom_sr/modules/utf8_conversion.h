// Text of any character set that DICOM allows as UTF-8.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/ofstd/ofchrenc.h>

#include <memory>
#include <string>

class DcmDataset;
class DcmItem;
class DcmSpecificCharacterSet;
class DcmTagKey;

namespace sonolist::dicom {

// Converts every text of `dataset` to UTF-8 and declares ISO_IR 192. Throws DicomError(kInput) when the character set
// is unknown or a text does not fit it, naming the attribute; `dataset` is then partly converted and of no more use.
// Values are not quoted.
void convert_to_utf8(DcmDataset& dataset);

// Reads single texts as UTF-8 and leaves the data set as it is. Never throws on foreign text: where a byte does not fit
// the character set, or the set is unknown, every byte of that text that is not ASCII becomes "?".
class Utf8Reader {
 public:
  // The character set is that of `dataset`; one that an item declares for itself is not looked at.
  explicit Utf8Reader(DcmItem& dataset);
  ~Utf8Reader();
  Utf8Reader(const Utf8Reader&) = delete;
  Utf8Reader& operator=(const Utf8Reader&) = delete;

  // The whole value without padding, several values with their backslashes; empty when absent.
  std::string text(DcmItem& item, const DcmTagKey& tag) const;

  // Whether the character set is one that can be read.
  bool is_known() const { return is_known_; }
  // Whether `item`'s text of this attribute fits the character set.
  bool fits(DcmItem& item, const DcmTagKey& tag) const;
  // `bytes` as UTF-8; false when they do not fit, `utf8` is then of no use.
  bool convert(const std::string& bytes, std::string& utf8) const;

 private:
  enum class Way { kUtf8, kJapanese, kDcmtk };

  Way way_ = Way::kDcmtk;
  std::unique_ptr<DcmSpecificCharacterSet> converter_;
  std::unique_ptr<OFCharacterEncoding> from_euc_;
  bool is_known_ = true;
};

}  // namespace sonolist::dicom
