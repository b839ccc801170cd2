#include "plugin/http/media_type.h"

#include <gtest/gtest.h>

#include "plugin/http/multipart.h"
#include "plugin/ups_rs/answer_format.h"
#include "plugin/ups_rs/refused_request.h"

namespace sonolist::plugin {
namespace {

TEST(MediaTypes, KeepQuotedSeparators) {
  const auto types =
      parse_media_types("Multipart/Related; Type=\"application/dicom+xml\"; boundary=\"a,;b\\\"c\", text/html;q=0.5");
  ASSERT_EQ(types.size(), 2u);
  EXPECT_EQ(types[0].name, "multipart/related");
  EXPECT_EQ(types[0].parameter("type"), "application/dicom+xml");
  EXPECT_EQ(types[0].parameter("boundary"), "a,;b\"c");
  EXPECT_EQ(types[1].quality, 0.5);
  EXPECT_TRUE(parse_media_types("").empty());
  EXPECT_EQ(parse_media_types("a/b;q=x").at(0).quality, 1);
}

TEST(Multipart, ReadsWhatItWrites) {
  const std::string text = write_multipart({"one", "two\r\n"}, "a/b", "x");
  const auto parts = parse_multipart(text, "x");
  ASSERT_TRUE(parts);
  ASSERT_EQ(parts->size(), 2u);
  EXPECT_EQ((*parts)[0].content_type, "a/b");
  EXPECT_EQ((*parts)[0].body, "one");
  EXPECT_EQ((*parts)[1].body, "two\r\n");
  EXPECT_EQ(parse_multipart("preamble\r\n" + text + "epilogue", "x")->size(), 2u);
}

TEST(Multipart, RefusesWhatIsCutOff) {
  const std::string text = write_multipart({"one"}, "a/b", "x");
  for (std::size_t length = 0; length + 4 < text.size(); ++length) {
    EXPECT_FALSE(parse_multipart(text.substr(0, length), "x")) << length;
  }
  EXPECT_FALSE(parse_multipart(text, "y"));
  EXPECT_FALSE(parse_multipart(text, ""));
}

AnswerFormat chosen(const std::string& accept, std::size_t count = 1) {
  HttpRequest request;
  request.headers["accept"] = accept;
  return negotiate(request, count);
}

TEST(Negotiation, FollowsTheQuality) {
  const std::string multipart = "multipart/related; type=\"application/dicom+xml\"";
  EXPECT_EQ(chosen(""), AnswerFormat::kDicomJson);
  EXPECT_EQ(chosen("*/*"), AnswerFormat::kDicomJson);
  EXPECT_EQ(chosen(multipart), AnswerFormat::kMultipartXml);
  EXPECT_EQ(chosen(multipart + ", application/dicom+json;q=0.5"), AnswerFormat::kMultipartXml);
  EXPECT_EQ(chosen(multipart + ";q=0.4, application/dicom+json;q=0.5"), AnswerFormat::kDicomJson);
  EXPECT_EQ(chosen("application/dicom+json;q=0, */*"), AnswerFormat::kMultipartXml);
  EXPECT_EQ(chosen("application/json"), AnswerFormat::kPlainJson);
  EXPECT_EQ(chosen("application/dicom+xml"), AnswerFormat::kSingleXml);
  EXPECT_THROW(chosen("application/dicom+xml", 2), RefusedRequest);
  EXPECT_THROW(chosen("multipart/related; type=\"application/dicom\""), RefusedRequest);
  EXPECT_THROW(chosen("application/dicom+json; charset=iso-8859-1"), RefusedRequest);
  EXPECT_THROW(chosen("application/dicom+json;q=0"), RefusedRequest);
}

TEST(Negotiation, TheParameterGoesBeforeTheHeader) {
  HttpRequest request;
  request.headers["accept"] = "application/dicom+json";
  request.query = {{"accept", "application/dicom+xml"}};
  EXPECT_EQ(negotiate(request, 1), AnswerFormat::kSingleXml);
  request.query = {{"charset", "utf-8"}};
  EXPECT_EQ(negotiate(request, 1), AnswerFormat::kDicomJson);
  request.query = {{"charset", "iso-8859-1"}};
  EXPECT_THROW(negotiate(request, 1), RefusedRequest);
}

}  // namespace
}  // namespace sonolist::plugin
