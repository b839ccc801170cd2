#include "processor/worker/failure_code.h"

#include <new>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/error.h"

namespace sonolist::processor {
namespace {

FailureClass to_failure_class(dicom::ErrorClass error_class) {
  switch (error_class) {
    case dicom::ErrorClass::kInput:
      return FailureClass::kInput;
    case dicom::ErrorClass::kConfiguration:
      return FailureClass::kConfiguration;
    case dicom::ErrorClass::kInternal:
      return FailureClass::kInternal;
  }
  return FailureClass::kInternal;
}

}  // namespace

Failure classify(const std::exception& error) {
  if (const auto* ours = dynamic_cast<const ProcessorError*>(&error)) return {ours->failure_class(), ours->what()};
  if (const auto* dicom_error = dynamic_cast<const dicom::DicomError*>(&error)) {
    return {to_failure_class(dicom_error->error_class()), dicom_error->what()};
  }
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) {
    return {FailureClass::kTransient, "the processor has too little memory for this image"};
  }
  return {FailureClass::kInternal, error.what()};
}

const dicom::Code& failure_code(FailureClass failure_class) {
  switch (failure_class) {
    case FailureClass::kTransient:
      return dicom::code::kReasonTransient;
    case FailureClass::kInput:
      return dicom::code::kReasonInput;
    case FailureClass::kConfiguration:
      return dicom::code::kReasonConfiguration;
    case FailureClass::kInternal:
      return dicom::code::kReasonInternal;
  }
  return dicom::code::kReasonInternal;
}

}  // namespace sonolist::processor
