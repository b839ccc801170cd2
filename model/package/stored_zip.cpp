#include "model/package/stored_zip.h"

#include <algorithm>
#include <utility>

#include "model/error.h"

namespace sonolist::model {
namespace {

constexpr std::uint64_t kLocalHeader = 0x04034b50, kDirectoryHeader = 0x02014b50, kEndOfDirectory = 0x06054b50,
                        kEndOfDirectory64 = 0x06064b50, kLocator64 = 0x07064b50;  // signatures
constexpr std::size_t kLocalHeaderSize = 30, kDirectoryHeaderSize = 46, kEndSize = 22, kLocatorSize = 20;
constexpr std::size_t kLongestComment = 0xFFFF;
constexpr std::uint64_t kIsLarge = 0xFFFFFFFF;  // stands for a number in the zip64 field
constexpr std::uint64_t kZip64Field = 1;

}  // namespace

StoredZip::StoredZip(std::string_view bytes, std::string origin) : bytes_(bytes), origin_(std::move(origin)) {
  if (bytes_.size() < kEndSize) refuse("too short for a .zip; truncated?");
  auto end = bytes_.size() - kEndSize;
  const auto first = end - std::min(end, kLongestComment);
  while (number(end, 4) != kEndOfDirectory) {
    if (end == first) refuse("has no directory of a .zip at its end; truncated?");
    --end;
  }
  auto count = number(end + 10, 2), directory = number(end + 16, 4);
  if (end >= kLocatorSize && number(end - kLocatorSize, 4) == kLocator64) {
    const auto end64 = number(end - kLocatorSize + 8, 8);
    if (number(end64, 4) != kEndOfDirectory64) refuse("has a damaged directory");
    count = number(end64 + 32, 8);
    directory = number(end64 + 48, 8);
  }
  for (; count > 0; --count) directory = read_entry(directory);
}

std::uint64_t StoredZip::read_entry(std::uint64_t offset) {
  if (number(offset, 4) != kDirectoryHeader) refuse("has a damaged directory");
  const auto flags = number(offset + 8, 2), method = number(offset + 10, 2), packed_size = number(offset + 20, 4);
  const auto name_size = number(offset + 28, 2), extra_size = number(offset + 30, 2),
             comment_size = number(offset + 32, 2);
  const auto name_begin = offset + kDirectoryHeaderSize, extra_begin = name_begin + name_size;
  const auto next = extra_begin + extra_size + comment_size;
  if (next > bytes_.size()) refuse("has a damaged directory");
  Entry entry;
  entry.size = number(offset + 24, 4);
  entry.header = number(offset + 42, 4);
  entry.stored = method == 0 && (flags & 1) == 0;
  read_large_numbers(entry, packed_size, extra_begin, extra_begin + extra_size);
  const auto path = bytes_.substr(name_begin, name_size);
  const auto folder = path.find('/');
  const std::string name(folder == std::string_view::npos ? path : path.substr(folder + 1));
  if (!entries_.emplace(name, entry).second) refuse("has two entries '" + name + "'");
  return next;
}

// Those of size, packed size and header that are marked so stand in the zip64 field, in this order.
void StoredZip::read_large_numbers(Entry& entry, std::uint64_t packed_size, std::uint64_t begin,
                                   std::uint64_t end) const {
  for (auto field = begin; end - field >= 4;) {
    const auto kind = number(field, 2), size = number(field + 2, 2);
    field += 4;
    if (size > end - field) refuse("has a damaged directory");
    if (kind == kZip64Field) {
      auto position = field;
      const auto replace = [&](std::uint64_t& value) {
        if (value != kIsLarge) return;
        if (field + size - position < 8) refuse("has a damaged directory");
        value = number(position, 8);
        position += 8;
      };
      replace(entry.size);
      replace(packed_size);
      replace(entry.header);
    }
    field += size;
  }
}

std::string_view StoredZip::read(const std::string& name) const {
  const auto found = entries_.find(name);
  if (found == entries_.end()) refuse("has no entry '" + name + "'");
  const auto& entry = found->second;
  if (!entry.stored) refuse("entry '" + name + "' is compressed or encrypted; torch.save stores it as it is");
  if (number(entry.header, 4) != kLocalHeader) refuse("entry '" + name + "' is damaged");
  const auto begin = entry.header + kLocalHeaderSize + number(entry.header + 26, 2) + number(entry.header + 28, 2);
  if (begin > bytes_.size() || entry.size > bytes_.size() - begin) refuse("entry '" + name + "' exceeds the file");
  return bytes_.substr(begin, entry.size);
}

std::uint64_t StoredZip::number(std::uint64_t offset, std::size_t width) const {
  if (offset > bytes_.size() || width > bytes_.size() - offset)
    refuse("refers to bytes outside of the file; truncated?");
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes_[offset + i])) << (8 * i);
  }
  return value;
}

void StoredZip::refuse(const std::string& reason) const {
  throw ModelError(origin_ + ": " + reason);
}

}  // namespace sonolist::model
