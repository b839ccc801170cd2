#include "dicom_sr/metrics/exposition.h"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>
#include <thread>

#include "dicom_sr/metrics/labelled.h"

namespace sonolist::metrics {
namespace {

TEST(Exposition, WritesFamiliesWithTheirSamples) {
  Exposition exposition;
  exposition.family("jobs_total", Kind::kCounter, "Jobs.");
  exposition.sample({{"model", "b"}, {"class", "a"}}, 3);
  exposition.sample({}, 0.25);
  exposition.family("depth", Kind::kGauge, "Depth.");
  exposition.sample({}, -1);
  EXPECT_EQ(exposition.text(),
            "# HELP jobs_total Jobs.\n"
            "# TYPE jobs_total counter\n"
            "jobs_total{class=\"a\",model=\"b\"} 3\n"
            "jobs_total 0.25\n"
            "# HELP depth Depth.\n"
            "# TYPE depth gauge\n"
            "depth -1\n");
}

TEST(Exposition, EscapesWhatWouldEndAValueOrALine) {
  Exposition exposition;
  exposition.family("a", Kind::kGauge, "one \\ \"two\"\nthree");
  exposition.sample({{"path", "C:\\dir\n\"x\""}}, 1);
  EXPECT_EQ(exposition.text(),
            "# HELP a one \\\\ \"two\"\\nthree\n"
            "# TYPE a gauge\n"
            "a{path=\"C:\\\\dir\\n\\\"x\\\"\"} 1\n");
}

TEST(Exposition, ReplacesBytesThatAreNoUtf8) {
  Exposition exposition;
  exposition.family("a", Kind::kGauge, "");
  exposition.sample({{"b", "x\xFF"}}, 1);
  exposition.sample({{"b", "\xC3\xA4"}}, 1);
  EXPECT_NE(exposition.text().find("a{b=\"x\xEF\xBF\xBD\"} 1\na{b=\"\xC3\xA4\"} 1\n"), std::string::npos);
}

TEST(Exposition, WritesNumbersThatReadAsTheSame) {
  Exposition exposition;
  exposition.family("a", Kind::kGauge, "x");
  const std::size_t head = exposition.text().size();
  exposition.sample({{"n", "1"}}, 0.1);
  exposition.sample({{"n", "2"}}, 1772366400123.0);
  exposition.sample({{"n", "3"}}, std::numeric_limits<double>::infinity());
  exposition.sample({{"n", "4"}}, -std::numeric_limits<double>::infinity());
  exposition.sample({{"n", "5"}}, std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(exposition.text().substr(head),
            "a{n=\"1\"} 0.1\na{n=\"2\"} 1772366400123\na{n=\"3\"} +Inf\na{n=\"4\"} -Inf\na{n=\"5\"} NaN\n");
}

TEST(Exposition, RefusesWhatNobodyCouldRead) {
  Exposition exposition;
  EXPECT_THROW(exposition.sample({}, 1), std::invalid_argument);
  for (const char* name : {"", "1a", "a-b", "a b", "\xC3\xA4"}) {
    EXPECT_THROW(exposition.family(name, Kind::kGauge, ""), std::invalid_argument) << name;
  }
  exposition.family("a", Kind::kGauge, "");
  EXPECT_THROW(exposition.family("a", Kind::kGauge, ""), std::invalid_argument);
  exposition.sample({{"b", "1"}, {"c", "2"}}, 1);
  EXPECT_THROW(exposition.sample({{"c", "2"}, {"b", "1"}}, 2), std::invalid_argument);
  EXPECT_THROW(exposition.sample({{"b", "1"}, {"b", "2"}}, 2), std::invalid_argument);
  EXPECT_THROW(exposition.sample({{"__b", "1"}}, 2), std::invalid_argument);
  EXPECT_THROW(exposition.sample({{"b:c", "1"}}, 2), std::invalid_argument);
  EXPECT_THROW(exposition.histogram({}, {{1.0}, {0, 0}, 0.0}), std::invalid_argument);
  exposition.family("h", Kind::kHistogram, "");
  EXPECT_THROW(exposition.sample({}, 1), std::invalid_argument);
  EXPECT_THROW(exposition.histogram({{"le", "1"}}, {{1.0}, {0, 0}, 0.0}), std::invalid_argument);
  EXPECT_THROW(exposition.histogram({}, {{1.0}, {0}, 0.0}), std::invalid_argument);
}

TEST(Histogram, CountsUpToEachBound) {
  LabelledHistogram histogram({"seconds", "Time.", {"stage"}}, {0.5, 1.0});
  for (const double value : {0.1, 0.5, 0.75, 4.0, std::numeric_limits<double>::quiet_NaN()}) {
    histogram.observe({"fetch"}, value);
  }
  histogram.prepare({"store"});
  Exposition exposition;
  histogram.expose(exposition);
  EXPECT_EQ(exposition.text(),
            "# HELP seconds Time.\n"
            "# TYPE seconds histogram\n"
            "seconds_bucket{stage=\"fetch\",le=\"0.5\"} 2\n"
            "seconds_bucket{stage=\"fetch\",le=\"1\"} 3\n"
            "seconds_bucket{stage=\"fetch\",le=\"+Inf\"} 4\n"
            "seconds_sum{stage=\"fetch\"} 5.35\n"
            "seconds_count{stage=\"fetch\"} 4\n"
            "seconds_bucket{stage=\"store\",le=\"0.5\"} 0\n"
            "seconds_bucket{stage=\"store\",le=\"1\"} 0\n"
            "seconds_bucket{stage=\"store\",le=\"+Inf\"} 0\n"
            "seconds_sum{stage=\"store\"} 0\n"
            "seconds_count{stage=\"store\"} 0\n");
}

TEST(Histogram, RefusesBoundsWithoutOrder) {
  EXPECT_THROW(Histogram({1.0, 1.0}), std::invalid_argument);
  EXPECT_THROW(Histogram({1.0, std::numeric_limits<double>::infinity()}), std::invalid_argument);
}

TEST(LabelledCounter, CountsEachCombinationOnce) {
  LabelledCounter counter({"steps_total", "Steps.", {"outcome"}});
  counter.add({"completed"}, 0);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&counter] {
      for (int j = 0; j < 100; ++j) counter.add({"canceled"});
    });
  }
  for (std::thread& thread : threads) thread.join();
  Exposition exposition;
  counter.expose(exposition);
  EXPECT_EQ(exposition.text(),
            "# HELP steps_total Steps.\n# TYPE steps_total counter\n"
            "steps_total{outcome=\"canceled\"} 400\nsteps_total{outcome=\"completed\"} 0\n");
  EXPECT_THROW(counter.add({}), std::invalid_argument);
}

}  // namespace
}  // namespace sonolist::metrics
