#include "model/prediction/device_choice.h"

#include <algorithm>
#include <charconv>
#include <thread>

#include "model/error.h"

namespace sonolist::model {

torch::Device choose_device(const std::string& name) {
  const std::string cuda = "cuda";
  if (name == "cpu") return torch::kCPU;
  if (name == "auto") return torch::cuda::is_available() ? torch::Device(torch::kCUDA, 0) : torch::Device(torch::kCPU);
  int index = 0;
  bool known = name == cuda;
  if (name.rfind(cuda + ":", 0) == 0) {
    const char* end = name.data() + name.size();
    const auto parsed = std::from_chars(name.data() + cuda.size() + 1, end, index);
    known = parsed.ec == std::errc() && parsed.ptr == end && index >= 0;
  }
  if (!known) throw ModelError("device '" + name + "' is unknown; use cpu, cuda, cuda:N or auto");
  const auto count = torch::cuda::is_available() ? static_cast<int>(torch::cuda::device_count()) : 0;
  if (index >= count) {
    throw ModelError("device '" + name + "' is not there; LibTorch finds " + std::to_string(count) +
                     " CUDA devices; use cpu or auto");
  }
  return {torch::kCUDA, static_cast<torch::DeviceIndex>(index)};
}

void set_network_threads(int threads) {
  if (threads <= 0) threads = static_cast<int>(std::thread::hardware_concurrency());
  torch::set_num_threads(std::max(2, threads));
}

}  // namespace sonolist::model
