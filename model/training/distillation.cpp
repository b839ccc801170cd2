#include "model/training/distillation.h"

#include "model/error.h"
#include "model/package/package.h"

namespace sonolist::model {

std::shared_ptr<SegmentationNetwork> load_teacher(const std::string& package, const std::vector<std::string>& classes) {
  const auto teacher = load_package(package);
  std::vector<std::string> names{"background"};
  for (const auto& structure : teacher.manifest.classes) names.push_back(structure.name);
  if (names != classes) {
    throw ModelError(package + ": the teacher has other classes than the data set, or another order of them");
  }
  const NetworkInput own, &its = teacher.manifest.input;
  if (its.colour != own.colour || its.mean != own.mean || its.std != own.std) {
    throw ModelError(package + ": the teacher's input has another colour or normalisation than that of training");
  }
  return teacher.network;
}

torch::Tensor distillation_loss(const torch::Tensor& student_logits, const torch::Tensor& teacher_logits) {
  const auto softened = [](const torch::Tensor& logits) {
    return torch::log_softmax(logits.to(torch::kFloat32) / kDistillationTemperature, 1);
  };
  const auto student = softened(student_logits), teacher = softened(teacher_logits.detach());
  const auto divergence = (teacher.exp() * (teacher - student)).sum(1).mean();
  return divergence * (kDistillationTemperature * kDistillationTemperature);
}

}  // namespace sonolist::model
