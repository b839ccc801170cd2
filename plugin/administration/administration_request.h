// Reading the bodies of administration requests. Pure.
#pragma once

#include <stdexcept>
#include <string>

#include "plugin/administration/administration.h"
#include "plugin/http/http_message.h"

namespace sonolist::plugin {

// what() names the key and what it must be: answered as 400.
class InvalidAdministrationRequest : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// All throw InvalidAdministrationRequest.
DeadLetterFilter parse_requeue(const std::string& body);           // refuses a body that names nothing
std::string parse_model(const std::string& body);                  // "" when none is named
ReprocessRequest parse_reprocess(const std::string& body);         // with Query
void parse_pace(const std::string& body, ReprocessRequest& into);  // Priority and StepsPerMinute only; may be empty

}  // namespace sonolist::plugin
