// The macros that items of UPS sequences contain (PS3.4 tables CC.2.5-2a to 2g).
#pragma once

#include "plugin/ups_rs/attribute_table.h"

namespace sonolist::plugin::macro {

extern const AttributeTable kCode;                 // 2a
extern const AttributeTable kDescribedCode;        // 2a, for which Code Meaning alone suffices
extern const AttributeTable kContentItem;          // 2b
extern const AttributeTable kReferencedInstances;  // 2c
extern const AttributeTable kDesignator;           // 2d: HL7v2 hierarchic designator
extern const AttributeTable kIssuerQualifiers;     // of 2e
extern const AttributeTable kSopReference;         // 2f
extern const AttributeTable kOutputDestination;    // 2g

}  // namespace sonolist::plugin::macro
