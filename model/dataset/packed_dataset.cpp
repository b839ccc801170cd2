#include "model/dataset/packed_dataset.h"

#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "model/error.h"

namespace sonolist::model {
namespace {

using nlohmann::json;

constexpr std::array<char, 8> kMagic{'S', 'O', 'N', 'O', 'P', 'A', 'C', 'K'};
constexpr std::uint32_t kHighestHeaderLength = 256U << 20U;
constexpr std::int64_t kHighestSide = 1 << 16;

[[noreturn]] void refuse(const std::string& path, const std::string& reason) {
  throw ModelError(path + ": " + reason);
}

std::uint32_t read_uint32_le(std::istream& in) {
  std::array<unsigned char, 4> bytes{};
  in.read(reinterpret_cast<char*>(bytes.data()), bytes.size());
  return std::uint32_t{bytes[0]} | std::uint32_t{bytes[1]} << 8U | std::uint32_t{bytes[2]} << 16U |
         std::uint32_t{bytes[3]} << 24U;
}

void write_uint32_le(std::ostream& out, std::uint32_t value) {
  for (unsigned shift = 0; shift < 32; shift += 8) out.put(static_cast<char>((value >> shift) & 0xFFU));
}

template <typename T>
T field(const json& header, const char* name, const std::string& path) {
  const auto found = header.find(name);
  if (found == header.end())
    refuse(path, std::string("header field '") + name + "' is missing; pack the data set again");
  try {
    return found->get<T>();
  } catch (const json::exception&) {
    refuse(path, std::string("header field '") + name + "' has the wrong type; pack the data set again");
  }
}

json parse_header(const std::string& text, const std::string& path) {
  try {
    return json::parse(text);
  } catch (const json::exception&) {
    refuse(path, "the header is not JSON; the file is damaged");
  }
}

// Everything that must hold in memory and on disk alike.
void check(const PackedDataset& dataset, const std::string& path) {
  const auto count = static_cast<std::size_t>(dataset.count);
  if (dataset.count < 0) refuse(path, "field 'count' is negative");
  if (dataset.height < 1 || dataset.height > kHighestSide) refuse(path, "field 'height' is out of range");
  if (dataset.width < 1 || dataset.width > kHighestSide) refuse(path, "field 'width' is out of range");
  if (dataset.classes.empty() || dataset.classes.size() > 256) refuse(path, "field 'classes' needs 1 to 256 names");
  if (dataset.classes.front() != "background") refuse(path, "field 'classes' must begin with \"background\"");
  if (dataset.groups.size() != count) refuse(path, "field 'groups' needs one entry per sample");
  if (dataset.names.size() != count) refuse(path, "field 'names' needs one entry per sample");
}

void check_labels(const PackedDataset& dataset, const std::string& path) {
  const auto per_sample = static_cast<std::size_t>(dataset.height * dataset.width);
  for (std::size_t i = 0; i < dataset.labels.size(); ++i) {
    if (dataset.labels[i] >= dataset.classes.size()) {
      refuse(path, "sample '" + dataset.names[i / per_sample] + "' holds label " + std::to_string(dataset.labels[i]) +
                       ", but 'classes' names only " + std::to_string(dataset.classes.size()));
    }
  }
}

json header_of(const PackedDataset& dataset) {
  return {{"version", 1},           {"count", dataset.count},     {"height", dataset.height},
          {"width", dataset.width}, {"classes", dataset.classes}, {"groups", dataset.groups},
          {"names", dataset.names}, {"source", dataset.source},   {"simulated", dataset.simulated}};
}

}  // namespace

PackedDataset read_packed(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) refuse(path, "cannot be opened; check the path and its permissions");
  std::array<char, 8> magic{};
  in.read(magic.data(), magic.size());
  if (!in || magic != kMagic) refuse(path, "is not a packed data set; make one with 'sonolist-model pack'");
  const std::uint32_t header_length = read_uint32_le(in);
  if (!in || header_length > kHighestHeaderLength) refuse(path, "the header length is wrong; the file is damaged");
  std::string text(header_length, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in) refuse(path, "ends inside the header; the file is truncated");

  const json header = parse_header(text, path);
  if (field<int>(header, "version", path) != 1) refuse(path, "field 'version' is not 1; use a newer sonolist-model");
  PackedDataset dataset;
  dataset.count = field<std::int64_t>(header, "count", path);
  dataset.height = field<std::int64_t>(header, "height", path);
  dataset.width = field<std::int64_t>(header, "width", path);
  dataset.classes = field<std::vector<std::string>>(header, "classes", path);
  dataset.groups = field<std::vector<std::string>>(header, "groups", path);
  dataset.names = field<std::vector<std::string>>(header, "names", path);
  dataset.source = field<std::string>(header, "source", path);
  dataset.simulated = field<bool>(header, "simulated", path);
  check(dataset, path);

  // Compared before anything is allocated: a wrong header must not ask for all memory.
  const auto per_sample = static_cast<std::size_t>(dataset.height * dataset.width);
  const std::uintmax_t expected = kMagic.size() + 4 + text.size() + 2 * per_sample * dataset.names.size();
  const std::uintmax_t actual = std::filesystem::file_size(path);
  if (actual != expected) {
    refuse(path, "has " + std::to_string(actual) + " bytes, its header promises " + std::to_string(expected) +
                     "; the file is truncated or damaged");
  }
  dataset.pictures.resize(per_sample * dataset.names.size());
  dataset.labels.resize(dataset.pictures.size());
  for (std::size_t i = 0; i < dataset.names.size(); ++i) {
    in.read(reinterpret_cast<char*>(dataset.pictures.data() + i * per_sample),
            static_cast<std::streamsize>(per_sample));
    in.read(reinterpret_cast<char*>(dataset.labels.data() + i * per_sample), static_cast<std::streamsize>(per_sample));
  }
  if (!in) refuse(path, "cannot be read to its end");
  check_labels(dataset, path);
  return dataset;
}

void write_packed(const PackedDataset& dataset, const std::string& path) {
  check(dataset, path);
  const auto per_sample = static_cast<std::size_t>(dataset.height * dataset.width);
  if (dataset.pictures.size() != per_sample * dataset.names.size()) refuse(path, "field 'pictures' has the wrong size");
  if (dataset.labels.size() != dataset.pictures.size()) refuse(path, "field 'labels' has the wrong size");
  check_labels(dataset, path);

  const std::string header = header_of(dataset).dump();
  const std::string unfinished = path + ".part";
  {
    std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
    if (!out) refuse(path, "cannot be written; check that the folder exists and its permissions");
    out.write(kMagic.data(), kMagic.size());
    write_uint32_le(out, static_cast<std::uint32_t>(header.size()));
    out.write(header.data(), static_cast<std::streamsize>(header.size()));
    for (std::size_t i = 0; i < dataset.names.size(); ++i) {
      const auto offset = i * per_sample;
      out.write(reinterpret_cast<const char*>(dataset.pictures.data() + offset),
                static_cast<std::streamsize>(per_sample));
      out.write(reinterpret_cast<const char*>(dataset.labels.data() + offset),
                static_cast<std::streamsize>(per_sample));
    }
    out.flush();
    if (!out) refuse(path, "cannot be written to its end; check the free space");
  }
  std::filesystem::rename(unfinished, path);
}

}  // namespace sonolist::model
