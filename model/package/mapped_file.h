// A file's bytes, mapped into memory for reading.
#pragma once

#include <string>
#include <string_view>

namespace sonolist::model {

// Throws ModelError naming the file when it cannot be read. The file must not shrink while it is mapped.
class MappedFile {
 public:
  explicit MappedFile(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::string_view bytes() const { return bytes_; }  // valid while this object lives

 private:
  std::string_view bytes_;
};

}  // namespace sonolist::model
