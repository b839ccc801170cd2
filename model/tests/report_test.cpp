#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "model/error.h"
#include "model/report/axis.h"
#include "model/report/base64.h"
#include "model/report/evaluation_report.h"
#include "model/report/figures.h"
#include "model/report/outline.h"
#include "model/report/plot.h"
#include "model/report/run_curves.h"
#include "model/report/run_table.h"
#include "model/report/tables.h"
#include "model/tests/small_evaluation.h"
#include "model/tests/temporary_folder.h"
#ifdef SONOLIST_WITH_OPENCV
#include "model/report/examples_figure.h"
#endif

namespace sonolist::model::report {
namespace {

using model::testing::small_evaluation;
using model::testing::TemporaryFolder;
using ::testing::HasSubstr;
using ::testing::Not;

std::string text_of_file(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> tick_texts(const Axis& axis) {
  std::vector<std::string> texts;
  for (const auto& tick : axis.ticks) texts.push_back(tick.text);
  return texts;
}

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

// The vectors of RFC 4648.
TEST(Base64, OfTheStandard) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64("\xff\xef"), "/+8=");
}

TEST(Axis, TicksAreRound) {
  EXPECT_EQ(tick_texts(linear_axis("", 0.0, 1.0)),
            (std::vector<std::string>{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"}));
  EXPECT_EQ(tick_texts(linear_axis("", 3.0, 47.0)), (std::vector<std::string>{"0", "10", "20", "30", "40", "50"}));
  EXPECT_EQ(tick_texts(linear_axis("", -0.03, 0.04, 4)),
            (std::vector<std::string>{"-0.04", "-0.02", "0.00", "0.02", "0.04"}));
  EXPECT_EQ(tick_texts(logarithmic_axis("", 0.02, 0.9)),
            (std::vector<std::string>{"0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1"}));
  EXPECT_GT(linear_axis("", 2.0, 2.0).high, 2.0);
}

TEST(Axis, PlacesRunFromZeroToOne) {
  EXPECT_DOUBLE_EQ(linear_axis("", 0.0, 50.0).place(25.0), 0.5);
  EXPECT_DOUBLE_EQ(logarithmic_axis("", 0.01, 1.0).place(0.1), 0.5);
  EXPECT_DOUBLE_EQ(category_axis("", {"a", "b"}).place(0.0), 0.25);
}

TEST(Svg, EscapesWhatPeopleWrote) {
  Svg svg(10.0, 10.0, "a < b & \"c\"");
  svg.text({1.0, 2.0}, "<script>");
  EXPECT_THAT(svg.str(), HasSubstr("a &lt; b &amp; &quot;c&quot;"));
  EXPECT_THAT(svg.str(), HasSubstr("&lt;script&gt;"));
  EXPECT_EQ(short_number(1.50), "1.5");
  EXPECT_EQ(short_number(-0.001), "0");
  EXPECT_EQ(short_number(std::nan("")), "0");
}

TEST(Plot, ALineBreaksWhereAValueIsMissing) {
  Plot plot(linear_axis("x", 0.0, 4.0), linear_axis("y", 0.0, 1.0), {});
  plot.line({{0.0, 0.1}, {1.0, 0.2}, {2.0, std::nan("")}, {3.0, 0.4}, {4.0, 0.5}}, {}, "broken");
  const auto text = plot.svg().str();
  EXPECT_EQ(occurrences(text, "<polyline"), 2u);
  EXPECT_THAT(text, HasSubstr(">broken</text>"));
}

TEST(Outline, OfAPixelIsItsFourEdges) {
  EXPECT_EQ(outline_path({0, 0, 0, 0, 7, 0, 0, 0, 0}, 3, 3, 7), "M1 1h1M1 2h1M1 1v1M2 1v1");
  EXPECT_EQ(outline_path({7, 7}, 1, 2, 7), "M0 0h2M0 1h2M0 0v1M2 0v1");  // also at the edge of the picture
  EXPECT_EQ(outline_path({0, 0}, 1, 2, 7), "");
}

TEST(Table, InThreeForms) {
  const Table table{"t", "A <caption>", {"Name", "a|b"}, {{"one, two", "1"}}};
  EXPECT_THAT(to_html(table), HasSubstr("<th scope=\"row\">one, two</th><td>1</td>"));
  EXPECT_THAT(to_html(table), HasSubstr("A &lt;caption&gt;"));
  EXPECT_THAT(to_markdown(table), HasSubstr("| Name | a\\|b |\n|---|---:|\n| one, two | 1 |"));
  EXPECT_EQ(to_csv(table), "Name,a|b\n\"one, two\",1\n");
  EXPECT_EQ(fixed_text(std::nan("")), "\u2013");
  EXPECT_EQ(p_text(1e-5), "< 0.001");
  EXPECT_EQ(p_text(0.25), "0.250");
}

TEST(RunTable, ReadsColumnsByNameAndSkipsAnUnfinishedLine) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("a.csv")) << "iteration,loss,note\n10,0.5,x\n20,nan,\n30,0.";
  const RunTable table(folder.file("a.csv"));
  EXPECT_EQ(table.rows(), 2u);
  EXPECT_EQ(table.numbers("iteration"), (std::vector<double>{10.0, 20.0}));
  EXPECT_TRUE(std::isnan(table.numbers("loss")[1]));
  EXPECT_TRUE(table.numbers("absent").empty());
  EXPECT_EQ(RunTable(folder.file("absent.csv")).rows(), 0u);
}

TEST(RunCurves, DrawWhatTheRunHas) {
  const TemporaryFolder folder;
  EXPECT_FALSE(run_curves(folder.file("")));
  draw_run_curves(folder.file(""));
  EXPECT_FALSE(std::filesystem::exists(folder.file("curves.svg")));
  std::ofstream(folder.file("losses.csv")) << "iteration,epoch,learning_rate,loss,cross_entropy,dice\n"
                                              "10,0.1,0.01,2.0,1.5,0.5\n20,0.2,0.01,1.0,0.7,0.3\n";
  draw_run_curves(folder.file(""));
  const auto losses_only = text_of_file(folder.file("curves.svg"));
  EXPECT_EQ(occurrences(losses_only, "<polyline"), 3u);
  EXPECT_THAT(losses_only, HasSubstr(">cross entropy</text>"));
  EXPECT_THAT(losses_only, Not(HasSubstr("auxiliary")));
  std::ofstream(folder.file("validation.csv")) << "iteration,epoch,mean_dice,femur,sciatic_nerve\n"
                                                  "10,0.1,0.3,0.4,0.2\n20,0.2,0.5,0.6,0.4\n";
  draw_run_curves(folder.file(""));
  const auto both = text_of_file(folder.file("curves.svg"));
  EXPECT_EQ(occurrences(both, "<polyline"), 6u);
  EXPECT_THAT(both, HasSubstr(">sciatic nerve</text>"));
  EXPECT_THAT(both, HasSubstr(">epoch</text>"));
}

TEST(RunCurves, AlsoOfALinePerClass) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("validation.csv")) << "iteration,class,images,dice_mean\n10,nerve,5,0.2\n10,vessel,5,0.1\n"
                                                  "20,nerve,5,0.4\n20,vessel,5,nan\n";
  const auto curves = run_curves(folder.file(""));
  ASSERT_TRUE(curves);
  EXPECT_EQ(occurrences(curves->str(), "<polyline"), 1u);  // the vessel's single point is a dot
  EXPECT_THAT(curves->str(), HasSubstr(">vessel</text>"));
  EXPECT_THAT(curves->str(), HasSubstr(">iteration</text>"));
}

TEST(RunCurves, ALongRunIsThinned) {
  const TemporaryFolder folder;
  {
    std::ofstream out(folder.file("losses.csv"));
    out << "iteration,loss\n";
    for (int i = 1; i <= 20000; ++i) out << i * 10 << ',' << 1.0 / i << '\n';
  }
  EXPECT_LT(run_curves(folder.file(""))->str().size(), 40000u);
}

TEST(Tables, StandBesideThePublishedValues) {
  const auto table = overlap_results(small_evaluation());
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0].front(), "Sciatic nerve");
  EXPECT_EQ(table.rows[0][6], "0.675");
  EXPECT_EQ(table.rows[1][7], "0.669");
  auto unknown = small_evaluation();
  unknown.package.classes = {"background", "disc", "vertebra"};
  EXPECT_EQ(overlap_results(unknown).columns.size(), 6u);
  EXPECT_THAT(overlap_results(unknown).caption, Not(HasSubstr("Published")));
}

TEST(EvaluationReport, SaysThatItIsSimulatedAndForResearch) {
  auto evaluation = small_evaluation();
  const auto simulated = to_html(evaluation_report({{evaluation, {}}}, {}));
  EXPECT_THAT(simulated, HasSubstr("<title>SIMULATED: evaluation of test-nerve 1.0.0</title>"));
  EXPECT_THAT(simulated, HasSubstr("RESEARCH"));
  EXPECT_THAT(simulated, HasSubstr("drawn &lt;rows&gt; &amp; &quot;bars&quot;"));
  evaluation.data.simulated = false;
  EXPECT_THAT(to_html(evaluation_report({{evaluation, {}}}, {})), Not(HasSubstr("SIMULATED")));
}

TEST(EvaluationReport, IsOneFileWithoutScriptsAndAddresses) {
  const auto html = to_html(evaluation_report({{small_evaluation(), {}}, {small_evaluation(2), {}}}, {}));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("src=")));
  EXPECT_EQ(occurrences(html, "http"), occurrences(html, "xmlns=\"http://www.w3.org/2000/svg\""));
  EXPECT_EQ(occurrences(html, "<svg"), 10u);
  EXPECT_EQ(occurrences(html, "<svg"), occurrences(html, "</svg>"));
  EXPECT_THAT(html, HasSubstr("Dice difference"));
}

TEST(EvaluationReport, WritesEveryPartBesideIt) {
  const TemporaryFolder folder;
  write_document(evaluation_report({{small_evaluation(), {}}, {small_evaluation(1), {}}}, {}), folder.file("report"));
  const std::filesystem::path report(folder.file("report"));
  for (const char* name : {"report.html", "report.md", "structures.csv", "2-structures.csv", "figure-3-iou.svg",
                           "2-figure-3-iou.svg", "confusion.svg", "roc.svg", "reliability.svg", "differences.csv"}) {
    EXPECT_TRUE(std::filesystem::exists(report / name)) << name;
  }
  EXPECT_THAT(text_of_file((report / "report.md").string()), HasSubstr("](figure-3-iou.svg)"));
}

#ifdef SONOLIST_WITH_OPENCV
TEST(ExamplesFigure, ShowsReferenceAndPredictionOfEach) {
  const auto packs = model::testing::small_packs();
  const auto text = draw_examples(small_evaluation(), packs.predictions, packs.references).str();
  EXPECT_EQ(occurrences(text, "<image"), 10u);
  EXPECT_EQ(occurrences(text, "<path"), 20u);
  EXPECT_THAT(text, HasSubstr("Worst 10 %"));
  EXPECT_THAT(text, HasSubstr("data:image/png;base64,iVBORw0KGgo"));
}
#endif

}  // namespace
}  // namespace sonolist::model::report
