#include "dicom_sr/modules/japanese_text.h"

#include <array>

namespace sonolist::dicom {

namespace {

enum class Table { kSingleByte, kJisX0208, kJisX0212 };

struct Escape {
  std::string_view sequence;
  std::optional<Table> table;  // nothing: designates G1, where only katakana can stand
};

constexpr std::array<Escape, 5> kEscapes{{{"\x1b(B", Table::kSingleByte},
                                          {"\x1b(J", Table::kSingleByte},
                                          {"\x1b)I", std::nullopt},
                                          {"\x1b$B", Table::kJisX0208},
                                          {"\x1b$(D", Table::kJisX0212}}};

constexpr char kHigh = '\x80';
constexpr char kKatakanaFollows = '\x8e';
constexpr char kJisX0212Follows = '\x8f';

const Escape* escape_at(std::string_view bytes) {
  for (const Escape& escape : kEscapes) {
    if (bytes.substr(0, escape.sequence.size()) == escape.sequence) return &escape;
  }
  return nullptr;
}

bool append_single(unsigned char byte, std::string& euc) {
  if (byte < 0x80) {
    euc += static_cast<char>(byte);
    return true;
  }
  if (byte < 0xa1 || byte > 0xdf) return false;
  euc += kKatakanaFollows;
  euc += static_cast<char>(byte);
  return true;
}

bool is_in_table(char c) {
  return c >= 0x21 && c <= 0x7e;
}

bool append_double(std::string_view bytes, Table table, std::string& euc) {
  if (bytes.size() < 2 || !is_in_table(bytes[0]) || !is_in_table(bytes[1])) return false;
  if (table == Table::kJisX0212) euc += kJisX0212Follows;
  euc += static_cast<char>(bytes[0] | kHigh);
  euc += static_cast<char>(bytes[1] | kHigh);
  return true;
}

}  // namespace

bool is_japanese_character_set(std::string_view declared) {
  for (const std::string_view name : {"ISO_IR 13", "ISO 2022 IR 13", "ISO 2022 IR 87", "ISO 2022 IR 159"}) {
    const std::size_t at = declared.find(name);
    const std::size_t end = at + name.size();
    if (at != std::string_view::npos && (end == declared.size() || declared[end] == '\\' || declared[end] == ' '))
      return true;
  }
  return false;
}

std::optional<std::string> japanese_to_euc(std::string_view bytes) {
  std::string euc;
  Table table = Table::kSingleByte;
  while (!bytes.empty()) {
    if (const Escape* escape = escape_at(bytes)) {
      table = escape->table.value_or(table);
      bytes.remove_prefix(escape->sequence.size());
    } else if (table == Table::kSingleByte) {
      if (bytes.front() == '\x1b' || !append_single(static_cast<unsigned char>(bytes.front()), euc))
        return std::nullopt;
      bytes.remove_prefix(1);
    } else {
      if (!append_double(bytes, table, euc)) return std::nullopt;
      bytes.remove_prefix(2);
    }
  }
  return euc;
}

}  // namespace sonolist::dicom
