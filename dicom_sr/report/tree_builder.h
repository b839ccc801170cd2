// Builds an SR content tree in document order with DCMTK's dcmsr.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmsr/dsrdoctr.h>

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dicom_sr/codes/code.h"
#include "dicom_sr/codes/language.h"

namespace sonolist::dicom {

enum class Relation {
  kContains,
  kHasObservationContext,
  kHasAcquisitionContext,
  kHasConceptModifier,
  kInferredFrom,
  kSelectedFrom
};

// A referenced image; `frame` is 1-based and absent for a single-frame image. `segment` stands for a whole segment of a
// SEG; never beside `frame`, because DCMTK writes only one of them and dciodvfy refuses both.
struct ImageReference {
  std::string sop_class_uid, sop_instance_uid;
  std::optional<int> frame;
  std::optional<int> segment;
};

// Every method appends one item after the last one of the current level. All throw DicomError(kInternal) naming the
// concept when DCMTK refuses the item, above all when the document type does not allow it there (PS3.3 A.35).
class TreeBuilder {
 public:
  // The root container; `tree` is emptied and must outlive the builder. Code meanings are written in `language`; texts
  // as they are given, ASCII for English and UTF-8 for Chinese.
  TreeBuilder(DSRDocumentTree& tree, const Code& title, const std::string& template_id, Language language);

  void container(const Code& concept, const std::string& template_id = "");
  void text(Relation relation, const Code& concept, const std::string& value);
  void code(Relation relation, const Code& concept, const Code& value);
  void uid(Relation relation, const Code& concept, const std::string& value);
  void number(Relation relation, const Code& concept, double value, const Code& unit);
  // A NUM without a value; `qualifier` says why (CID 42).
  void missing_number(Relation relation, const Code& concept, const Code& qualifier);
  // Without concept name where the template gives none.
  void image(Relation relation, const std::optional<Code>& concept, const ImageReference& reference);
  // POLYLINE of (column, row) in pixels of the image below it.
  void polyline(Relation relation, const Code& concept, const std::vector<std::pair<float, float>>& points);

  // Items that `body` appends become children of the last item.
  void below(const std::function<void()>& body);

  Language language() const { return language_; }

 private:
  DSRContentItem& append(Relation relation, DSRTypes::E_ValueType type, const std::string& name);
  DSRCodedEntryValue entry(const std::string& name, const Code& code) const;
  void name_item(DSRContentItem& item, const Code& concept) const;

  DSRDocumentTree& tree_;
  Language language_;
  bool at_first_child_ = true;
};

}  // namespace sonolist::dicom
