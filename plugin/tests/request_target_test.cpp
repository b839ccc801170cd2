#include "plugin/http/request_target.h"

#include <gmock/gmock.h>

namespace sonolist::plugin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(RequestTarget, TakesPathAndQueryApart) {
  const auto target = parse_request_target("/dicom-web/workitems/1.2?Transaction-uid=2.25.1&x=a%26b&1.2.3");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/dicom-web/workitems/1.2");
  EXPECT_THAT(target->query, ElementsAre(Pair("Transaction-uid", "2.25.1"), Pair("x", "a&b"), Pair("1.2.3", "")));
}

TEST(RequestTarget, DecodesAPlusInTheQueryOnly) {
  const auto target = parse_request_target("/a+b/%41%2f%E4%BD%A0?k=a+b%2B");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/a+b/A/\xE4\xBD\xA0");
  EXPECT_THAT(target->query, ElementsAre(Pair("k", "a b+")));
}

TEST(RequestTarget, DropsTheSlashAtTheEndAndEmptyParameters) {
  EXPECT_EQ(parse_request_target("/sonolist/app/")->path, "/sonolist/app");
  EXPECT_EQ(parse_request_target("/")->path, "/");
  EXPECT_THAT(parse_request_target("/a?&&")->query, IsEmpty());
}

TEST(RequestTarget, TakesAnAbsoluteUri) {
  const auto target = parse_request_target("http://host:1/a?b=http://c/d");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/a");
  EXPECT_THAT(target->query, ElementsAre(Pair("b", "http://c/d")));
}

TEST(RequestTarget, RefusesWhatIsNoTarget) {
  for (const char* text :
       {"", "*", "a", "?a", "http://host", "/%", "/%4", "/%4x", "/%-1", "/%00", "/a?b=%zz", "/a?%=1"}) {
    EXPECT_FALSE(parse_request_target(text)) << text;
  }
}

}  // namespace
}  // namespace sonolist::plugin
