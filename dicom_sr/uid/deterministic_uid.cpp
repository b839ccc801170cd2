#include "dicom_sr/uid/deterministic_uid.h"

#include <boost/multiprecision/cpp_int.hpp>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid.hpp>

namespace sonolist::dicom {
namespace {

std::string uid_of(const boost::uuids::uuid& uuid) {
  boost::multiprecision::uint128_t number = 0;
  for (const std::uint8_t byte : uuid) number = (number << 8) | byte;
  return "2.25." + number.str();
}

}  // namespace

std::string deterministic_uid(std::string_view name) {
  // A namespace of our own: the same text hashed by another program gives another UID.
  static const boost::uuids::uuid kNamespace =
      boost::uuids::name_generator_sha1(boost::uuids::ns::url())(std::string("urn:sonolist"));
  return uid_of(boost::uuids::name_generator_sha1(kNamespace)(name.data(), name.size()));
}

std::string random_uid() {
  return uid_of(boost::uuids::random_generator()());
}

bool is_valid_uid(std::string_view uid) {
  if (uid.empty() || uid.size() > 64) return false;
  std::size_t begin = 0;
  while (true) {
    const std::size_t dot = uid.find('.', begin);
    const std::string_view component = uid.substr(begin, dot == std::string_view::npos ? dot : dot - begin);
    if (component.empty() || component.find_first_not_of("0123456789") != std::string_view::npos) return false;
    if (component.size() > 1 && component.front() == '0') return false;
    if (dot == std::string_view::npos) return true;
    begin = dot + 1;
  }
}

}  // namespace sonolist::dicom
