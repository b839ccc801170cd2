# cmake -DOUTPUT=file.cpp -DFOLDER=folder -P embed_files.cmake: writes the files of the built page as C++ arrays.
set(types_html "text/html; charset=utf-8")
set(types_js "text/javascript; charset=utf-8")
set(types_css "text/css; charset=utf-8")
set(types_svg "image/svg+xml")
set(types_txt "text/plain; charset=utf-8")

file(GLOB files ${FOLDER}/*)
set(arrays "")
set(rows "")
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME)
  get_filename_component(extension ${file} LAST_EXT)
  string(SUBSTRING ${extension} 1 -1 extension)
  string(MAKE_C_IDENTIFIER ${name} identifier)
  file(SHA256 ${file} hash)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
  string(APPEND arrays "constexpr char ${identifier}[] = {${bytes}};\n")
  string(APPEND rows "    {\"${name}\", \"${types_${extension}}\", {${identifier}, sizeof(${identifier})}, \"\\\"${hash}\\\"\"},\n")
endforeach()

file(WRITE ${OUTPUT} "#include \"plugin/status/web_files.h\"

namespace sonolist::plugin {
namespace {

${arrays}
constexpr WebFile kFiles[] = {
${rows}};

}  // namespace

const WebFile* find_web_file(std::string_view name) {
  for (const WebFile& file : kFiles) {
    if (file.name == (name.empty() ? \"index.html\" : name)) return &file;
  }
  return nullptr;
}

}  // namespace sonolist::plugin
")
