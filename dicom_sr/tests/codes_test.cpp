#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/codes/structures.h"
#include "dicom_sr/codes/verhoeff.h"

namespace sonolist::dicom {
namespace {

// The text between the next two quotation marks from `position` on, which moves behind them.
std::string next_quoted(const std::string& source, std::size_t& position) {
  const std::size_t begin = source.find('"', position) + 1;
  const std::size_t end = source.find('"', begin);
  position = end + 1;
  return source.substr(begin, end - begin);
}

// Every code constant of concepts.h, read from the header itself so that a new one cannot be forgotten here.
std::vector<Code> constants_of_header() {
  std::ifstream in(SONOLIST_CONCEPTS_HEADER);
  const std::string source{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const std::string declaration = "inline const Code k";
  std::vector<Code> codes;
  for (std::size_t at = source.find(declaration); at != std::string::npos; at = source.find(declaration, at)) {
    const std::string statement = source.substr(at, source.find("};", at) - at);
    std::size_t position = 0;
    Code code;
    code.value = next_quoted(statement, position);
    const bool is_private = statement.find("kPrivateScheme", position) != std::string::npos;
    code.scheme = is_private ? code::kPrivateScheme : next_quoted(statement, position);
    code.meaning = next_quoted(statement, position);
    codes.push_back(code);
    at += statement.size();
  }
  return codes;
}

std::vector<Code> all_codes() {
  std::vector<Code> codes = constants_of_header();
  for (const StructureCodes& structure : known_structures()) codes.push_back(structure.type);
  return codes;
}

TEST(Verhoeff, KnowsRightAndWrongNumbers) {
  EXPECT_TRUE(has_valid_check_digit("2363"));  // the textbook example
  EXPECT_TRUE(has_valid_check_digit("71341001"));
  for (const char* wrong : {"2364", "79054002", "62102004", "", "0", "71341010", "7134100a"}) {
    EXPECT_FALSE(has_valid_check_digit(wrong)) << wrong;
  }
}

TEST(Codes, TheHeaderIsReadCompletely) {
  const std::vector<Code> codes = constants_of_header();
  EXPECT_GT(codes.size(), 50U);
  EXPECT_NE(std::find(codes.begin(), codes.end(), code::kLeft), codes.end());
  EXPECT_NE(std::find(codes.begin(), codes.end(), code::kModel), codes.end());
}

TEST(Codes, EverySnomedCodeHasItsCheckDigit) {
  for (const Code& code : all_codes()) {
    EXPECT_TRUE(code.scheme != "SCT" || has_valid_check_digit(code.value)) << code.value << " " << code.meaning;
  }
}

TEST(Codes, FitTheirValueRepresentations) {
  for (const Code& code : all_codes()) {
    EXPECT_FALSE(code.value.empty() || code.scheme.empty() || code.meaning.empty()) << code.value << code.meaning;
    EXPECT_LE(code.value.size(), 16U) << code.value;
    EXPECT_LE(code.scheme.size(), 16U) << code.scheme;
    EXPECT_LE(code.meaning.size(), 64U) << code.meaning;
  }
}

TEST(Codes, NoneIsDefinedTwice) {
  std::map<std::pair<std::string, std::string>, std::string> seen;
  for (const Code& code : all_codes()) {
    const auto [entry, fresh] = seen.emplace(std::pair(code.value, code.scheme), code.meaning);
    EXPECT_TRUE(fresh) << code.value << ": " << entry->second << ", " << code.meaning;
  }
}

TEST(Structures, NamesAreUniqueAndFound) {
  std::set<std::string> names;
  for (const StructureCodes& structure : known_structures()) {
    EXPECT_TRUE(names.insert(structure.name).second) << structure.name;
    EXPECT_EQ(find_structure(structure.name), &structure);
  }
  EXPECT_EQ(find_structure("liver"), nullptr);
}

TEST(Structures, TheFiveOfTheAnteriorApproachAreKnown) {
  const std::map<std::string, Code> expected{{"femur", {"71341001", "SCT", ""}},
                                             {"adductor_magnus", {"22443", "FMA", ""}},
                                             {"semitendinosus", {"22357", "FMA", ""}},
                                             {"sciatic_nerve", {"19034", "FMA", ""}},
                                             {"femoral_artery", {"7657000", "SCT", ""}}};
  for (const auto& [name, type] : expected) {
    const StructureCodes* structure = find_structure(name);
    ASSERT_NE(structure, nullptr) << name;
    EXPECT_EQ(structure->type, type) << name;
    EXPECT_EQ(structure->anatomic_region, (Code{"68367000", "SCT", ""})) << name;
  }
}

}  // namespace
}  // namespace sonolist::dicom
