#include "model/report/evaluation_report.h"

#include <algorithm>
#include <set>

#include "model/report/figures.h"
#include "model/report/tables.h"
#ifdef SONOLIST_WITH_BOOST
#include "model/report/comparison_tables.h"
#endif

namespace sonolist::model::report {
namespace {

bool any_simulated(const std::vector<ReportedEvaluation>& evaluations) {
  return std::any_of(evaluations.begin(), evaluations.end(),
                     [](const auto& one) { return one.evaluation.data.simulated; });
}

std::string full_name(const Evaluation& evaluation) {
  return evaluation.package.name + " " + evaluation.package.version;
}

std::string data_sentence(const Evaluation& evaluation) {
  const auto groups = groups_of(evaluation);
  const std::set<std::string> distinct(groups.begin(), groups.end());
  const auto& data = evaluation.data;
  std::string text = full_name(evaluation);
  const auto& hash = evaluation.package.weights_sha256;
  if (!hash.empty()) text += " (weights SHA-256 " + hash.substr(0, 16) + "\u2026)";
  text += " on " + std::to_string(groups.size()) + " images in " + std::to_string(distinct.size()) +
          " groups, part: " + data.part + ", " + std::to_string(data.height) + " \u00d7 " + std::to_string(data.width) +
          " pixels. Data: " + (data.source.empty() ? "source not stated." : data.source) + " ";
  text += data.mm_per_pixel ? "Distances are in millimetres, " + fixed_text(*data.mm_per_pixel, 4) + " mm per pixel."
                            : "The data carry no pixel spacing: distances are in pixels.";
  return text;
}

Section comparison_section(const std::vector<Evaluation>& evaluations) {
  Section section{"Models", {}};
  section.blocks.emplace_back(model_comparison(evaluations));
  if (evaluations.size() > 1) section.blocks.emplace_back(paired_differences(evaluations));
  return section;
}

Section results_section(const ReportedEvaluation& reported, const std::string& heading) {
  const auto& evaluation = reported.evaluation;
  Section section{heading + "Results per structure", {}};
  section.blocks.emplace_back(data_sentence(evaluation));
  section.blocks.emplace_back(overlap_results(evaluation));
  section.blocks.emplace_back(
      Figure{"figure-3-iou",
             "Figure 3. IoU of each image. Box: quartiles and median; cross: mean; whiskers: within 1.5 "
             "interquartile ranges; points: images.",
             draw_distributions(evaluation, Measure::kIou)});
  section.blocks.emplace_back(pixel_and_distance_results(evaluation));
  section.blocks.emplace_back(absence_conventions(evaluation));
  if (reported.examples) {
    section.blocks.emplace_back(
        Figure{"figure-4-examples",
               "Figure 4. Images at the 90th, 75th, 50th, 25th and 10th percentile of the mean IoU over structures.",
               *reported.examples});
  }
  section.blocks.emplace_back(
      Figure{"confusion", "Confusion matrix over all pixels; every row sums to 100 %.", draw_confusion(evaluation)});
  section.blocks.emplace_back(
      Figure{"roc", "Receiver operating characteristic over pixels, from probabilities rounded to 1/1000.",
             draw_roc(evaluation)});
  return section;
}

Section confidence_section(const Evaluation& evaluation, const std::string& heading) {
  Section section{heading + "Calibration and confidence", {}};
  section.blocks.emplace_back(calibration_results(evaluation));
  section.blocks.emplace_back(Figure{"reliability",
                                     "Reliability diagram: on the diagonal a probability means what it says.",
                                     draw_reliability(evaluation)});
  section.blocks.emplace_back(estimate_results(evaluation));
  section.blocks.emplace_back(
      Figure{"estimated-dice", "Estimated against true Dice; points right of the diagonal: the network was too sure.",
             draw_estimates(evaluation)});
  return section;
}

#ifdef SONOLIST_WITH_BOOST
Section variance_section(const Evaluation& evaluation, const std::string& heading) {
  Section section{heading + "Differences between structures", {}};
  const auto add = [&](Measure measure, const std::string& name) {
    const auto comparison = compare_structures(evaluation, measure);
    if (!comparison) return;
    section.blocks.emplace_back(anova_table(*comparison, name));
    section.blocks.emplace_back(pairs_table(*comparison, name));
  };
  add(Measure::kIou, "IoU");
  add(Measure::kDice, "Dice");
  if (section.blocks.empty()) section.blocks.emplace_back(std::string("Too few images for an analysis of variance."));
  return section;
}
#else
Section variance_section(const Evaluation&, const std::string& heading) {
  return {heading + "Differences between structures",
          {std::string("Left out: this program was built without Boost, whose distributions it needs.")}};
}
#endif

// Files of several evaluations lie in one folder: those of the second begin with "2-".
void add_prefix(Section& section, const std::string& prefix) {
  for (auto& block : section.blocks) {
    if (auto* table = std::get_if<Table>(&block)) table->name = prefix + table->name;
    if (auto* figure = std::get_if<Figure>(&block)) figure->name = prefix + figure->name;
  }
}

}  // namespace

Document evaluation_report(const std::vector<ReportedEvaluation>& evaluations, const std::optional<Svg>& curves) {
  std::vector<Evaluation> all;
  all.reserve(evaluations.size());
  for (const auto& reported : evaluations) all.push_back(reported.evaluation);
  const bool simulated = any_simulated(evaluations);
  Document document;
  document.title = std::string(simulated ? "SIMULATED: " : "") + "evaluation of " + full_name(all.front());
  document.subtitle =
      "Segmentation measured against reference masks, post-processing included. For RESEARCH use only: not "
      "for diagnosis or treatment.";
  if (simulated) {
    document.warnings.emplace_back(
        "SIMULATED data: the pictures were drawn by a program. Nothing here is a statement about patients.");
  }
  document.sections.push_back(comparison_section(all));
  if (curves) {
    document.sections.push_back(
        {"Training", {Figure{"figure-2-training", "Figure 2. Course of the training run.", *curves}}});
  }
  for (std::size_t i = 0; i < evaluations.size(); ++i) {
    const auto heading = evaluations.size() > 1 ? full_name(all[i]) + ": " : std::string();
    for (auto section : {results_section(evaluations[i], heading), confidence_section(all[i], heading),
                         variance_section(all[i], heading)}) {
      if (i > 0) add_prefix(section, std::to_string(i + 1) + "-");
      document.sections.push_back(std::move(section));
    }
  }
  return document;
}

}  // namespace sonolist::model::report
