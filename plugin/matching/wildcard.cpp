#include "plugin/matching/wildcard.h"

namespace sonolist::plugin {
namespace {

// Bytes of the UTF-8 character at the front of `text`.
std::size_t character_length(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) ++length;
  return length;
}

}  // namespace

bool matches_wildcard(std::string_view text, std::string_view pattern) {
  // Greedy with one point to come back to: after a later "*" an earlier one needs no second try.
  std::size_t at = 0, wanted = 0, star = std::string_view::npos, resume = 0;
  while (at < text.size()) {
    if (wanted < pattern.size() && pattern[wanted] == '*') {
      star = wanted++;
      resume = at;
    } else if (wanted < pattern.size() && pattern[wanted] == '?') {
      at += character_length(text.substr(at));
      ++wanted;
    } else if (wanted < pattern.size() && pattern[wanted] == text[at]) {
      ++at;
      ++wanted;
    } else if (star != std::string_view::npos) {
      resume += character_length(text.substr(resume));
      at = resume;
      wanted = star + 1;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', wanted) == std::string_view::npos;
}

}  // namespace sonolist::plugin
