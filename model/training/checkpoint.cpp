#include "model/training/checkpoint.h"

#include <filesystem>
#include <fstream>

#include "model/error.h"

namespace sonolist::model {
namespace {

using TensorDictionary = c10::Dict<std::string, torch::Tensor>;

torch::IValue to_ivalue(const TensorMap& tensors) {
  TensorDictionary dictionary;
  for (const auto& [name, tensor] : tensors) dictionary.insert(name, tensor.detach().to(torch::kCPU).contiguous());
  return dictionary;
}

// `optional`: nothing where the key is missing, as in checkpoints from before there was such a key.
TensorMap read_tensors(torch::serialize::InputArchive& archive, const std::string& key, bool optional = false) {
  torch::IValue value;
  TensorMap tensors;
  if (optional) {
    if (!archive.try_read(key, value)) return tensors;
  } else {
    archive.read(key, value);
  }
  for (const auto& entry : value.toGenericDict()) {
    tensors.emplace(entry.key().toStringRef(), entry.value().toTensor());
  }
  return tensors;
}

// LibTorch only sees that a state does not fit when it counts.
void load_optimizer(torch::optim::Optimizer& optimizer, torch::serialize::InputArchive& state,
                    const std::string& path) {
  try {
    optimizer.load(state);
  } catch (const c10::Error&) {
    throw ModelError(path + ": the optimiser's state does not fit; resume with the options of the run that wrote it");
  }
}

}  // namespace

void write_checkpoint(const Checkpoint& checkpoint, const torch::optim::Optimizer* optimizer, const std::string& path) {
  torch::serialize::OutputArchive archive;
  archive.write("sonolist_checkpoint", torch::IValue(std::int64_t{1}));
  archive.write("description", torch::IValue(to_json(checkpoint.description).dump()));
  archive.write("iteration", torch::IValue(checkpoint.iteration));
  archive.write("network", to_ivalue(checkpoint.network));
  archive.write("average", to_ivalue(checkpoint.average));
  archive.write("auxiliary", to_ivalue(checkpoint.auxiliary));
  if (optimizer != nullptr) {
    torch::serialize::OutputArchive state;
    optimizer->save(state);
    archive.write("optimizer", state);
  }
  const std::string unfinished = path + ".part";
  std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
  if (!out) throw ModelError(path + ": cannot be written; check that the folder exists and its permissions");
  archive.save_to(out);
  out.close();
  if (!out) throw ModelError(path + ": cannot be written to its end; check the free space");
  std::filesystem::rename(unfinished, path);
}

Checkpoint read_checkpoint(const std::string& path, torch::optim::Optimizer* optimizer, const torch::Device& device) {
  if (!std::filesystem::is_regular_file(path)) throw ModelError(path + ": there is no such file");
  Checkpoint checkpoint;
  nlohmann::json description;
  try {
    torch::serialize::InputArchive archive;
    archive.load_from(path, torch::Device(torch::kCPU));
    torch::IValue value;
    if (!archive.try_read("sonolist_checkpoint", value))
      throw ModelError(path + ": is not a checkpoint of sonolist-model");
    archive.read("iteration", value);
    checkpoint.iteration = value.toInt();
    archive.read("description", value);
    description = nlohmann::json::parse(value.toStringRef());
    checkpoint.network = read_tensors(archive, "network");
    checkpoint.average = read_tensors(archive, "average");
    checkpoint.auxiliary = read_tensors(archive, "auxiliary", true);
    if (optimizer != nullptr) {
      // Read again for the device: the optimiser keeps the tensors that it finds in the archive.
      torch::serialize::InputArchive on_device, state;
      on_device.load_from(path, device);
      if (!on_device.try_read("optimizer", state)) {
        throw ModelError(path + ": holds weights only; resume from last.pt, or start anew with --init-from");
      }
      load_optimizer(*optimizer, state, path);
    }
  } catch (const c10::Error& problem) {
    throw ModelError(path + ": is not a checkpoint or is damaged: " + problem.what_without_backtrace());
  } catch (const nlohmann::json::exception&) {
    throw ModelError(path + ": the description of the network is damaged");
  }
  checkpoint.description = parse_network_description(description, path);
  return checkpoint;
}

const TensorMap& weights_for_use(const Checkpoint& checkpoint) {
  return checkpoint.average.empty() ? checkpoint.network : checkpoint.average;
}

}  // namespace sonolist::model
