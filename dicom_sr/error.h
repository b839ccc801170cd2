// The one exception type of dicom_sr: a class of failure and a sentence for a person.
#pragma once

#include <stdexcept>
#include <string>

namespace sonolist::dicom {

enum class ErrorClass {
  kInput,          // this object cannot be processed, whoever tries (damaged, unsupported)
  kConfiguration,  // a setting or package is wrong
  kInternal        // our own defect, or DCMTK refused something that we built
};

// what() names the thing and the remedy and never holds patient data.
class DicomError : public std::runtime_error {
 public:
  DicomError(ErrorClass error_class, const std::string& sentence)
      : std::runtime_error(sentence), error_class_(error_class) {}
  ErrorClass error_class() const noexcept { return error_class_; }

 private:
  ErrorClass error_class_;
};

}  // namespace sonolist::dicom
