#include "plugin/audit/syslog/audit_message.h"

#include <pugixml.hpp>
#include <sstream>

#include "dicom_sr/json/base64.h"
#include "plugin/audit/audit_time.h"
#include "plugin/audit/syslog/xml_text.h"

namespace sonolist::plugin {
namespace {

// PS3.15 A.5.1.2.1: application server.
constexpr const char* kSourceType = "4";

void put_attribute(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(xml_text(value).c_str());
}

void put_code(pugi::xml_node parent, const char* name, const dicom::Code& code) {
  pugi::xml_node node = parent.append_child(name);
  put_attribute(node, "csd-code", code.value);
  put_attribute(node, "codeSystemName", code.scheme);
  put_attribute(node, "originalText", code.meaning);
}

void put_text(pugi::xml_node parent, const char* name, const std::string& text) {
  parent.append_child(name).text().set(xml_text(text).c_str());
}

std::string in_base64(const std::string& bytes) {
  return dicom::to_base64({bytes.begin(), bytes.end()});
}

void put_event(pugi::xml_node root, const AuditMessage& message) {
  pugi::xml_node node = root.append_child("EventIdentification");
  put_attribute(node, "EventActionCode", std::string(1, static_cast<char>(message.action)));
  put_attribute(node, "EventDateTime", iso_time(message.time));
  put_attribute(node, "EventOutcomeIndicator", std::to_string(static_cast<int>(message.outcome)));
  put_code(node, "EventID", message.event);
  if (message.event_type) put_code(node, "EventTypeCode", *message.event_type);
  if (!message.outcome_description.empty()) put_text(node, "EventOutcomeDescription", message.outcome_description);
}

void put_participant(pugi::xml_node root, const AuditParticipant& participant) {
  pugi::xml_node node = root.append_child("ActiveParticipant");
  put_attribute(node, "UserID", participant.user_id);
  if (!participant.alternative_user_id.empty()) {
    put_attribute(node, "AlternativeUserID", participant.alternative_user_id);
  }
  put_attribute(node, "UserIsRequestor", participant.is_requestor ? "true" : "false");
  if (participant.role) put_code(node, "RoleIDCode", *participant.role);
}

void put_source(pugi::xml_node root, const std::string& source_id) {
  pugi::xml_node node = root.append_child("AuditSourceIdentification");
  put_attribute(node, "AuditSourceID", source_id);
  put_attribute(node.append_child("AuditSourceTypeCode"), "csd-code", kSourceType);
}

void put_description(pugi::xml_node object_node, const AuditObject& object) {
  if (object.accession_numbers.empty() && object.sop_classes.empty()) return;
  pugi::xml_node node = object_node.append_child("ParticipantObjectDescription");
  for (const std::string& number : object.accession_numbers) {
    put_attribute(node.append_child("Accession"), "Number", number);
  }
  for (const AuditSopClass& sop_class : object.sop_classes) {
    pugi::xml_node class_node = node.append_child("SOPClass");
    put_attribute(class_node, "UID", sop_class.uid);
    put_attribute(class_node, "NumberOfInstances", std::to_string(sop_class.instances));
  }
}

void put_object(pugi::xml_node root, const AuditObject& object) {
  pugi::xml_node node = root.append_child("ParticipantObjectIdentification");
  put_attribute(node, "ParticipantObjectID", object.id);
  put_attribute(node, "ParticipantObjectTypeCode", std::to_string(static_cast<int>(object.type)));
  put_attribute(node, "ParticipantObjectTypeCodeRole", std::to_string(static_cast<int>(object.role)));
  put_code(node, "ParticipantObjectIDTypeCode", object.id_type);
  if (object.query) {
    put_text(node, "ParticipantObjectQuery", in_base64(*object.query));
  } else {
    put_text(node, "ParticipantObjectName", object.name);
  }
  for (const AuditObjectDetail& detail : object.details) {
    pugi::xml_node detail_node = node.append_child("ParticipantObjectDetail");
    put_attribute(detail_node, "type", detail.type);
    put_attribute(detail_node, "value", in_base64(detail.value));
  }
  put_description(node, object);
}

}  // namespace

std::string to_xml(const AuditMessage& message) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  put_attribute(declaration, "version", "1.0");
  put_attribute(declaration, "encoding", "UTF-8");
  pugi::xml_node root = document.append_child("AuditMessage");
  put_event(root, message);
  for (const AuditParticipant& participant : message.participants) put_participant(root, participant);
  put_source(root, message.source_id);
  for (const AuditObject& object : message.objects) put_object(root, object);
  std::ostringstream text;
  document.save(text, "", pugi::format_raw, pugi::encoding_utf8);
  return text.str();
}

}  // namespace sonolist::plugin
