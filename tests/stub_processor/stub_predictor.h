// A network that waits for a fixed time and answers shapes: the processor around it is the real one.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "model/prediction/predictor.h"

namespace sonolist::tests {

// Of a package, only its manifest is read (model.json in the folder `package`). Every picture gets the same answer: an
// ellipse for each class, side by side. A batch takes `duration`.
// A picture whose top left pixel is pure red (255, 0, 0) ends the process by abort(), as a crash of a network would.
std::unique_ptr<model::Predictor> make_stub_predictor(const std::string& package, std::chrono::milliseconds duration);

}  // namespace sonolist::tests
