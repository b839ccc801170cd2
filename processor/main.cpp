// sonolist-processor: takes segmentation steps from a DICOM worklist and stores SEG and SR. RESEARCH use only.
#include "model/prediction/predictor.h"
#include "processor/program/program.h"

int main(int argc, char** argv) {
  return sonolist::processor::run_program(argc, argv, sonolist::model::Predictor::create);
}
