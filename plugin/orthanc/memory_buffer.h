// Memory that Orthanc allocated for an answer.
#pragma once

#include <orthanc/OrthancCPlugin.h>

#include <string>

namespace sonolist::plugin {

class MemoryBuffer {
 public:
  explicit MemoryBuffer(OrthancPluginContext* context) : context_(context) {}
  ~MemoryBuffer() {
    if (buffer_.data != nullptr) OrthancPluginFreeMemoryBuffer(context_, &buffer_);
  }
  MemoryBuffer(const MemoryBuffer&) = delete;
  MemoryBuffer& operator=(const MemoryBuffer&) = delete;

  // For one call of the SDK that fills it.
  OrthancPluginMemoryBuffer* target() { return &buffer_; }

  std::string text() const {
    return buffer_.data == nullptr ? "" : std::string(static_cast<const char*>(buffer_.data), buffer_.size);
  }

 private:
  OrthancPluginContext* context_;
  OrthancPluginMemoryBuffer buffer_{nullptr, 0};
};

}  // namespace sonolist::plugin
