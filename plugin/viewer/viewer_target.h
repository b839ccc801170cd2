// What a path below the viewer's root stands for.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace sonolist::plugin {

enum class ViewerTargetKind { kStartPage, kConfiguration, kFile, kNothing };

struct ViewerTarget {
  ViewerTargetKind kind = ViewerTargetKind::kNothing;
  std::string_view file;  // of kFile: a name of `files`; part of the path that was given
};

// `below_root` is empty or begins with a slash. A file is what `files` names letter by letter, nothing else. The
// application's own addresses ("/viewer") are no files: they are its start page; a last segment with a dot is the name
// of a file, so that a missing script is a 404 and not a page of HTML. Pure.
ViewerTarget find_viewer_target(std::string_view below_root, const std::set<std::string, std::less<>>& files);

}  // namespace sonolist::plugin
