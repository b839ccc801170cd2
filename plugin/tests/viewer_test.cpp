#include <gmock/gmock.h>

#include <fstream>
#include <optional>

#include "plugin/configuration/configuration_error.h"
#include "plugin/configuration/viewer_section.h"
#include "plugin/tests/samples.h"
#include "plugin/viewer/content_type.h"
#include "plugin/viewer/rebase.h"
#include "plugin/viewer/viewer_configuration.h"
#include "plugin/viewer/viewer_handler.h"
#include "plugin/viewer/viewer_routes.h"
#include "plugin/viewer/viewer_target.h"

namespace sonolist::plugin {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(ViewerTarget, IsAFileThatIsNamedLetterByLetter) {
  const std::set<std::string, std::less<>> files = {"index.html", "app-config.js", "app.js", "assets/a.png", "LICENSE"};
  const auto kind = [&files](std::string_view path) { return find_viewer_target(path, files).kind; };
  EXPECT_EQ(find_viewer_target("/assets/a.png", files).file, "assets/a.png");
  for (const char* path : {"/app.js", "/assets/a.png", "/LICENSE"}) {
    EXPECT_EQ(kind(path), ViewerTargetKind::kFile) << path;
  }
  EXPECT_EQ(kind("/app-config.js"), ViewerTargetKind::kConfiguration);
  // Its own addresses; what was a folder is one of them.
  for (const char* path : {"", "/", "/index.html", "/viewer", "/viewer/dicomweb", "/assets", "/notes/1"}) {
    EXPECT_EQ(kind(path), ViewerTargetKind::kStartPage) << path;
  }
  for (const char* path : {"/app.css", "/..", "/../secret.txt", "/assets/../app.js", "/assets/../../secret.txt",
                           "//app.js", "/./app.js", "/assets//a.png", "/APP.JS", "/..%2fsecret.txt", "/..\\a.txt"}) {
    EXPECT_EQ(kind(path), ViewerTargetKind::kNothing) << path;
  }
}

TEST(ViewerContentType, IsWhatBrowsersInsistOn) {
  EXPECT_EQ(content_type_of("a.wasm"), "application/wasm");
  EXPECT_EQ(content_type_of("a.bundle.0f61.js"), "text/javascript; charset=utf-8");
  EXPECT_EQ(content_type_of("a.MJS"), "text/javascript; charset=utf-8");
  EXPECT_EQ(content_type_of("index.html"), "text/html; charset=utf-8");
  EXPECT_EQ(content_type_of("a.woff2"), "font/woff2");
  EXPECT_EQ(content_type_of("LICENSE"), "application/octet-stream");
}

TEST(Rebase, MovesAbsoluteAddresses) {
  const std::string root = "/sonolist/viewer/";
  EXPECT_EQ(rebase("<script>a=\"/\"</script><link href=\"/x.css\"><a href=\"//h/x\"><a href=\"https://h/\">",
                   "index.html", root),
            "<script>a=\"/sonolist/viewer/\"</script><link href=\"/sonolist/viewer/x.css\"><a href=\"//h/x\">"
            "<a href=\"https://h/\">");
  EXPECT_EQ(rebase("src:url(/f.woff2),url(\"/g.woff2\"),url(h.png)", "a.css", root),
            "src:url(/sonolist/viewer/f.woff2),url(\"/sonolist/viewer/g.woff2\"),url(h.png)");
  EXPECT_EQ(rebase("__webpack_require__.p = \"/\"; n.p=\"/\"; a=\"/\"; x.p=\"/y\"", "app.js", root),
            "__webpack_require__.p = \"/sonolist/viewer/\"; n.p=\"/sonolist/viewer/\"; a=\"/\"; x.p=\"/y\"");
  EXPECT_EQ(rebase("href=\"/a\"", "a.json", root), "href=\"/a\"");
  EXPECT_EQ(rebase("", "a.js", root), "");
  EXPECT_EQ(rebase("href=\"/", "a.html", root), "href=\"/sonolist/viewer/");
}

TEST(ViewerConfiguration, NamesTheViewerAndDicomWeb) {
  const std::string script = viewer_configuration("/sonolist/viewer", "/dw");
  const std::string before = "window.config = ";
  ASSERT_EQ(script.substr(0, before.size()), before);
  const Json configuration = Json::parse(script.substr(before.size(), script.rfind(';') - before.size()));
  EXPECT_EQ(configuration["routerBasename"], "/sonolist/viewer");
  ASSERT_EQ(configuration["dataSources"].size(), 1u);
  EXPECT_EQ(configuration["dataSources"][0]["sourceName"], configuration["defaultDataSourceName"]);
  EXPECT_EQ(configuration["dataSources"][0]["configuration"]["wadoRoot"], "/dw");
  EXPECT_EQ(configuration["dataSources"][0]["configuration"]["qidoRoot"], "/dw");
}

class ViewerTest : public testing::Test {
 protected:
  ViewerTest() {
    write("dist/index.html", "<script src=\"/app.js\"></script>");
    write("dist/app.js", "n.p=\"/\"");
    write("dist/app-config.js", "of the package");
    write("dist/assets/a.wasm", std::string("\0asm", 4));
    write("dist/.hidden/a.txt", "secret");
    write("secret.txt", "secret");
    fs::create_symlink(folder_.path() / "secret.txt", folder_.path() / "dist/link.txt");
    handler_.emplace(folder_.path() / "dist", "/dicom-web/");
  }
  void write(const std::string& file, const std::string& text) {
    const fs::path path = folder_.path() / file;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  // Status 0: not the viewer's.
  HttpResponse get(const std::string& path, std::map<std::string, std::string> headers = {}) const {
    return handler_->handle({HttpMethod::kGet, "/sonolist" + path, {}, std::move(headers), ""})
        .value_or(HttpResponse{0, "", {}, ""});
  }
  static std::string header(const HttpResponse& response, const std::string& wanted) {
    for (const auto& [name, value] : response.headers) {
      if (name == wanted) return value;
    }
    return "";
  }

  TemporaryFolder folder_;
  std::optional<ViewerHandler> handler_;
};

TEST_F(ViewerTest, ServesFilesAndTheStartPage) {
  const HttpResponse page = get("/viewer");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(page.body, "<script src=\"/sonolist/viewer/app.js\"></script>");
  EXPECT_EQ(get("/viewer/viewer").body, page.body);
  EXPECT_EQ(get("/viewer/app.js").body, "n.p=\"/sonolist/viewer/\"");
  EXPECT_EQ(get("/viewer/assets/a.wasm").content_type, "application/wasm");
  EXPECT_EQ(get("/viewer/assets/a.wasm").body.size(), 4u);
  EXPECT_THAT(get("/viewer/app-config.js").body, HasSubstr("\"/dicom-web\""));
  EXPECT_EQ(handler_->path(), "/sonolist/viewer/");
}

TEST_F(ViewerTest, AnswersEveryRouteOfTheTable) {
  for (const ViewerRoute& route : kViewerRoutes) {
    std::string path(route.path.substr(0, route.path.find('{')));
    if (path.back() == '/') path += "app.js";
    EXPECT_EQ(get(path).status, 200) << path;
  }
}

TEST_F(ViewerTest, IsolatesThePageAndLetsNothingOut) {
  const HttpResponse page = get("/viewer/viewer");
  EXPECT_EQ(header(page, "Cross-Origin-Opener-Policy"), "same-origin");
  EXPECT_EQ(header(page, "Cross-Origin-Embedder-Policy"), "require-corp");
  EXPECT_EQ(header(page, "X-Content-Type-Options"), "nosniff");
  const std::string policy = header(page, "Content-Security-Policy");
  EXPECT_THAT(policy, HasSubstr("connect-src 'self'"));
  EXPECT_THAT(policy, Not(HasSubstr("http")));
  EXPECT_THAT(policy, Not(HasSubstr("*")));
}

TEST_F(ViewerTest, ReadsNothingOutsideOfItsFolder) {
  for (const char* path : {"/viewer/../secret.txt", "/viewer/assets/../../secret.txt", "/viewer//secret.txt",
                           "/viewer/link.txt", "/viewer/.hidden/a.txt", "/viewer/..%2Fsecret.txt", "/viewer/none.js"}) {
    const HttpResponse response = get(path);
    EXPECT_EQ(response.status, 404) << path;
    EXPECT_THAT(response.body, Not(HasSubstr("secret"))) << path;
  }
  EXPECT_THAT(ViewerFiles(folder_.path() / "dist").names(),
              ElementsAre("app-config.js", "app.js", "assets/a.wasm", "index.html"));
}

TEST_F(ViewerTest, LeavesOtherRequestsToOthers) {
  EXPECT_EQ(get("/status").status, 0);
  EXPECT_EQ(get("/viewers").status, 0);
  EXPECT_FALSE(handler_->handle({HttpMethod::kPost, "/sonolist/viewer", {}, {}, ""}).has_value());
}

TEST_F(ViewerTest, FilesThatTheBrowserHoldsAreNotSentAgain) {
  const std::string etag = header(get("/viewer/app.js"), "ETag");
  EXPECT_EQ(get("/viewer/app.js", {{"if-none-match", etag}}).status, 304);
  EXPECT_EQ(get("/viewer/app.js", {{"if-none-match", etag}}).body, "");
  write("dist/app.js", "n.p=\"!\"");
  EXPECT_EQ(get("/viewer/app.js", {{"if-none-match", etag}}).status, 200);
}

TEST_F(ViewerTest, AFileThatHasGoneIsAnError) {
  fs::remove(folder_.path() / "dist/app.js");
  EXPECT_THROW(get("/viewer/app.js"), std::runtime_error);
}

TEST_F(ViewerTest, WithoutAFolderItSaysWhatToDo) {
  handler_.emplace("", "/dicom-web/");
  EXPECT_EQ(get("/viewer").status, 404);
  EXPECT_THAT(get("/viewer/app.js").body, HasSubstr("Sonolist.Viewer.Folder"));
  EXPECT_EQ(handler_->path(), "");
}

TEST_F(ViewerTest, TheSectionNamesAFolderWithAPage) {
  const auto parse = [this](const Json& section) { return parse_viewer_section(section, folder_.path()); };
  EXPECT_EQ(parse({}), "");
  EXPECT_EQ(parse({{"Folder", ""}}), "");
  EXPECT_EQ(parse({{"Folder", "dist"}}), folder_.path() / "dist");
  EXPECT_EQ(parse({{"Folder", (folder_.path() / "dist").string()}}), folder_.path() / "dist");
  try {
    parse({{"Folder", "dist/assets"}});
    FAIL() << "was accepted";
  } catch (const ConfigurationError& error) {
    EXPECT_THAT(error.what(), HasSubstr("Sonolist.Viewer.Folder"));
    EXPECT_THAT(error.what(), HasSubstr("dist/assets"));
    EXPECT_THAT(error.what(), HasSubstr("scripts/install-viewer"));
  }
}

}  // namespace
}  // namespace sonolist::plugin
