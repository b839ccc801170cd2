// A request that is answered with an error status before any service sees it.
#pragma once

#include <stdexcept>
#include <string>

namespace sonolist::plugin {

inline constexpr int kBadRequest = 400;
inline constexpr int kNotAcceptable = 406;
inline constexpr int kContentTooLarge = 413;
inline constexpr int kUnsupportedMediaType = 415;

// what() says what to change.
class RefusedRequest : public std::runtime_error {
 public:
  RefusedRequest(int status, const std::string& sentence) : std::runtime_error(sentence), status_(status) {}
  int status() const noexcept { return status_; }

 private:
  int status_;
};

}  // namespace sonolist::plugin
