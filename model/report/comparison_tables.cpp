#include "model/report/comparison_tables.h"

namespace sonolist::model::report {

Table anova_table(const StructureComparison& comparison, const std::string& name) {
  const auto& anova = comparison.anova;
  return {
      "anova-" + name,
      "One-way analysis of variance of the " + name + " per image over the structures, taken as independent samples.",
      {"Source", "Sum of squares", "df", "Mean square", "F", "p"},
      {{"Between structures", fixed_text(anova.between_mean_square * anova.between_df), fixed_text(anova.between_df, 0),
        fixed_text(anova.between_mean_square, 4), fixed_text(anova.f, 2), p_text(anova.p)},
       {"Within structures", fixed_text(anova.within_mean_square * anova.within_df), fixed_text(anova.within_df, 0),
        fixed_text(anova.within_mean_square, 4), "", ""}}};
}

Table pairs_table(const StructureComparison& comparison, const std::string& name) {
  Table table{
      "pairs-" + name,
      "Two-sided t tests of all pairs with the pooled variance; p multiplied by the number of pairs (Bonferroni).",
      {"Structures", "Difference of means", "t", "p", "p, Bonferroni"},
      {}};
  for (const auto& pair : comparison.pairs) {
    table.rows.push_back({comparison.structures[pair.first] + " \u2013 " + comparison.structures[pair.second],
                          fixed_text(pair.difference), fixed_text(pair.t, 2), p_text(pair.p),
                          p_text(pair.p_bonferroni)});
  }
  return table;
}

}  // namespace sonolist::model::report
