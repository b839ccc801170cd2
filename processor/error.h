// The one exception type of processor/: a class of failure and a sentence for a person.
#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>

namespace sonolist::processor {

enum class FailureClass {
  kTransient,      // connection refused, time-out, 5xx: another try may succeed
  kInput,          // this image cannot be processed, whoever tries
  kConfiguration,  // an address, password, setting or package is wrong
  kInternal        // our own defect
};

// what() names the thing and the remedy and never holds patient data.
class ProcessorError : public std::runtime_error {
 public:
  ProcessorError(FailureClass failure_class, const std::string& sentence,
                 std::optional<std::chrono::seconds> retry_after = std::nullopt)
      : std::runtime_error(sentence), failure_class_(failure_class), retry_after_(retry_after) {}
  FailureClass failure_class() const noexcept { return failure_class_; }
  // How long a server that is too busy asks to be left alone.
  std::optional<std::chrono::seconds> retry_after() const noexcept { return retry_after_; }

 private:
  FailureClass failure_class_;
  std::optional<std::chrono::seconds> retry_after_;
};

}  // namespace sonolist::processor
