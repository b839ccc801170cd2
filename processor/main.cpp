// sonolist-processor: takes segmentation steps from a DICOM worklist and stores SEG and SR. RESEARCH use only.
#include <malloc.h>

#include "model/prediction/predictor.h"
#include "processor/program/program.h"

namespace {

// Each picture takes and frees megabytes of pixels and probabilities. What is freed stays with the process up to a
// limit: handing pages back to the kernel and having them cleared again cost a tenth of a picture's time.
void keep_freed_memory() {
  constexpr int kMegabyte = 1 << 20;
  mallopt(M_MMAP_THRESHOLD, 32 * kMegabyte);  // the largest that glibc allows
  mallopt(M_TRIM_THRESHOLD, 256 * kMegabyte);
}

}  // namespace

int main(int argc, char** argv) {
  keep_freed_memory();
  return sonolist::processor::run_program(argc, argv, sonolist::model::Predictor::create);
}
