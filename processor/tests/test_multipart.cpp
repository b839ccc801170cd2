#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "processor/client/multipart.h"
#include "processor/error.h"

namespace sonolist::processor {
namespace {

constexpr const char* kType = "multipart/related; type=\"application/dicom\"; boundary=abc";

Bytes bytes(const std::string& text) {
  return {text.begin(), text.end()};
}

std::string part(const std::string& body) {
  return "--abc\r\nContent-Type: application/dicom\r\n\r\n" + body + "\r\n";
}

std::vector<Bytes> parse(const std::string& body) {
  return parse_multipart(kType, body);
}

TEST(ParseMultipart, OnePart) {
  EXPECT_THAT(parse(part("DATA") + "--abc--"), testing::ElementsAre(bytes("DATA")));
}

TEST(ParseMultipart, SeveralPartsInOrder) {
  EXPECT_THAT(parse(part("ONE") + part("TWO") + "--abc--\r\n"), testing::ElementsAre(bytes("ONE"), bytes("TWO")));
}

TEST(ParseMultipart, BinaryBodyWithZerosAndLineEnds) {
  const std::string body("\0\r\n\r\n\xFF\0--\r\n", 11);
  EXPECT_THAT(parse(part(body) + "--abc--"), testing::ElementsAre(bytes(body)));
}

TEST(ParseMultipart, BoundaryLikeBytesInTheBodyAreData) {
  for (const std::string body : {"x--abc\r\nno line start", "\r\n--abcd\r\nlonger", "--abc-", "\r\n--ab\r\n",
                                 "\n--abc\r\n", "\r\n--abc\rhalf a line end"}) {
    EXPECT_THAT(parse(part("start" + body + "end") + "--abc--"), testing::ElementsAre(bytes("start" + body + "end")))
        << body;
  }
}

TEST(ParseMultipart, EmptyBodyAndPartWithoutHeaders) {
  EXPECT_THAT(parse("--abc\r\n\r\n\r\n--abc--"), testing::ElementsAre(Bytes{}));
  EXPECT_THAT(parse("--abc\r\n\r\nDATA\r\n--abc--"), testing::ElementsAre(bytes("DATA")));
}

TEST(ParseMultipart, PreambleAndEpilogueAreIgnored) {
  EXPECT_THAT(parse("preamble\r\n" + part("DATA") + "--abc--\r\nepilogue"), testing::ElementsAre(bytes("DATA")));
}

TEST(ParseMultipart, NoParts) {
  EXPECT_TRUE(parse("--abc--").empty());
}

TEST(ParseMultipart, BoundaryParameterForms) {
  const std::string body = part("DATA") + "--abc--";
  for (const char* type : {"multipart/related; boundary=\"abc\"", "Multipart/Related;BOUNDARY=abc",
                           "multipart/related; boundary=abc; type=\"application/dicom\""}) {
    EXPECT_THAT(parse_multipart(type, body), testing::ElementsAre(bytes("DATA"))) << type;
  }
}

void expect_transient(const std::string& type, const std::string& body) {
  try {
    parse_multipart(type, body);
    ADD_FAILURE() << "accepted: " << body;
  } catch (const ProcessorError& error) {
    EXPECT_EQ(error.failure_class(), FailureClass::kTransient);
  }
}

TEST(ParseMultipart, RefusesCutOrForeignMessages) {
  expect_transient(kType, "");
  expect_transient(kType, part("DATA"));
  expect_transient(kType, "--abc\r\nContent-Type: application/dicom\r\nDATA\r\n--abc--");
  expect_transient("application/dicom+json", part("DATA") + "--abc--");
  expect_transient("multipart/related", part("DATA") + "--abc--");
  expect_transient("multipart/related; boundary=", part("DATA") + "--abc--");
}

TEST(MakeMultipart, IsReadBack) {
  const std::vector<Bytes> files = {bytes("first"), bytes(std::string("\0\r\n--\r\n", 7)), Bytes{}};
  const MultipartMessage message = make_multipart(files);
  EXPECT_EQ(parse_multipart(message.content_type, message.body), files);
}

TEST(MakeMultipart, BoundaryOccursInNoFile) {
  // Servers exist that look for the boundary anywhere, not only at the start of a line.
  const std::vector<Bytes> files = {bytes("xx--sonolist-part-0yy"), bytes("sonolist-part-1")};
  const MultipartMessage message = make_multipart(files);
  const std::string boundary = message.content_type.substr(message.content_type.find("boundary=") + 9);
  for (const Bytes& file : files) {
    EXPECT_EQ(std::string(file.begin(), file.end()).find(boundary), std::string::npos);
  }
  EXPECT_EQ(parse_multipart(message.content_type, message.body), files);
}

}  // namespace
}  // namespace sonolist::processor
