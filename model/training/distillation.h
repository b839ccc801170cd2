// A trained network as the teacher of another: the student is drawn to its opinion of every pixel (Hinton et al.,
// 2015), which says more than the label.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <string>
#include <vector>

#include "model/networks/segmentation_network.h"

namespace sonolist::model {

constexpr double kDistillationTemperature = 2.0;

// The network of a package, on the CPU, in eval mode. Throws ModelError when it cannot be loaded, has other classes
// than `classes` ("background" first), or was trained on input of another colour or normalisation than the trainer's.
std::shared_ptr<SegmentationNetwork> load_teacher(const std::string& package, const std::vector<std::string>& classes);

// Mean over the pixels of T^2 KL(teacher || student), both softened by T = kDistillationTemperature; a scalar in
// float32. Both [N,C,H,W]; the gradient flows to the student only.
torch::Tensor distillation_loss(const torch::Tensor& student_logits, const torch::Tensor& teacher_logits);

}  // namespace sonolist::model
