// sonolist-stub-processor: sonolist-processor whose networks wait and draw shapes; for tests of everything around them.
// Takes all flags of sonolist-processor, and --network-ms N (default 10).
#include <charconv>
#include <cstring>
#include <iostream>
#include <vector>

#include "processor/program/program.h"
#include "tests/stub_processor/stub_predictor.h"

namespace {

// Takes "--network-ms N" or "--network-ms=N" out of `arguments`. False when N is no number.
bool take_duration(std::vector<const char*>& arguments, std::chrono::milliseconds& duration) {
  constexpr const char* kFlag = "--network-ms";
  const std::size_t length = std::strlen(kFlag);
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    if (std::strncmp(arguments[i], kFlag, length) != 0) continue;
    const bool has_equals = arguments[i][length] == '=';
    if (!has_equals && i + 1 == arguments.size()) return false;
    const char* text = has_equals ? arguments[i] + length + 1 : arguments[i + 1];
    int milliseconds = 0;
    const auto result = std::from_chars(text, text + std::strlen(text), milliseconds);
    if (result.ec != std::errc() || *result.ptr != '\0' || milliseconds < 0) return false;
    duration = std::chrono::milliseconds(milliseconds);
    const auto first = arguments.begin() + static_cast<std::ptrdiff_t>(i);
    arguments.erase(first, first + (has_equals ? 1 : 2));
    return true;
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<const char*> arguments(argv, argv + argc);
  std::chrono::milliseconds duration(10);
  if (!take_duration(arguments, duration)) {
    std::cerr << "sonolist-stub-processor: --network-ms needs a whole number of milliseconds\n";
    return 2;
  }
  const auto load = [duration](const std::string& package, const std::string&, int, const std::string&) {
    return sonolist::tests::make_stub_predictor(package, duration);
  };
  return sonolist::processor::run_program(static_cast<int>(arguments.size()), arguments.data(), load);
}
