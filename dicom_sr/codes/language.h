// The language in which a report is written.
#pragma once

namespace sonolist::dicom {

// kEnglish: everything that we add is ASCII. kChinese: simplified Chinese (zh-CN) in UTF-8.
enum class Language { kEnglish, kChinese };

}  // namespace sonolist::dicom
