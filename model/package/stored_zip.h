// A .zip whose entries are stored as they are, as torch.save writes it, seen without unpacking anything.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace sonolist::model {

// Borrows the bytes. Reads the directory at the end (.ZIP File Format Specification 4.3.12 to 4.3.16, zip64 too) and
// trusts none of its numbers. Checksums are not looked at: torch.save may be told to leave them out.
class StoredZip {
 public:
  // Throws ModelError naming `origin` for what is no .zip, a truncated one, or one with two entries of a name.
  StoredZip(std::string_view bytes, std::string origin);

  // `name` is that of an entry without the folder that all entries share ("archive/data.pkl" is "data.pkl").
  bool has(const std::string& name) const { return entries_.count(name) != 0; }

  // Throws ModelError where the entry is missing, compressed, encrypted, or lies outside of the file.
  std::string_view read(const std::string& name) const;

  const std::string& origin() const { return origin_; }
  std::size_t size() const { return bytes_.size(); }  // bytes of the file

 private:
  struct Entry {
    std::uint64_t header = 0, size = 0;  // offset of the local header; bytes of the content
    bool stored = false;                 // neither compressed nor encrypted
  };

  [[noreturn]] void refuse(const std::string& reason) const;
  std::uint64_t number(std::uint64_t offset, std::size_t width) const;  // little-endian; within the file or refused
  std::uint64_t read_entry(std::uint64_t offset);  // of the directory; returns the next one's offset
  void read_large_numbers(Entry& entry, std::uint64_t packed_size, std::uint64_t begin, std::uint64_t end) const;

  std::string_view bytes_;
  std::string origin_;
  std::map<std::string, Entry> entries_;
};

}  // namespace sonolist::model
