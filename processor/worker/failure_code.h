// What a CANCELED step says about its failure (architecture, "Failure classes").
#pragma once

#include <exception>
#include <string>

#include "dicom_sr/codes/code.h"
#include "processor/error.h"

namespace sonolist::processor {

struct Failure {
  FailureClass failure_class = FailureClass::kInternal;
  std::string sentence;
};

// Of the exception that is being handled.
Failure classify(const std::exception& error);

// The code that tells the worklist whether a replacement makes sense.
const dicom::Code& failure_code(FailureClass failure_class);

}  // namespace sonolist::processor
