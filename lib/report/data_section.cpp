// SPDX-License-Identifier: Apache-2.0
#include "report/figures.hpp"
#include "report/sections.hpp"

#include <array>

namespace lapwing::report {
namespace {

struct Row {
  std::string_view metric;
  std::string_view name;
  bool only_if_any;  ///< a zero is no news
};

constexpr std::array kRows{Row{"data.valid", "Checks that pass", false},
                           Row{"data.age", "Age of the newest row", false},
                           Row{"data.records", "Records", false},
                           Row{"data.columns", "Columns", false},
                           Row{"data.missing", "Missing values", false},
                           Row{"data.duplicates", "Duplicate rows", false},
                           Row{"data.duplicate_keys", "Repeated keys", true},
                           Row{"data.gaps", "Gaps", true},
                           Row{"data.type_errors", "Cells of a wrong type", true},
                           Row{"data.unsorted", "Rows out of order", true}};

}  // namespace

Section data_section(Material const& material) {
  Section out{.id = "data", .title = "Data quality", .empty = "No data set is watched, or none was read yet."};
  auto const is_whole = [](Labels const& labels) { return labels.get("column").empty(); };
  for (auto const& row : kRows) {
    for (auto const& set : group_by(material.history, row.metric, {"dataset"}, is_whole)) {
      auto figure = figure_of(material, row.metric, std::string(row.name), set, Draw::newest);
      if (row.only_if_any && figure.value.value_or(0) == 0 && figure.previous.value_or(0) == 0) continue;
      if (row.only_if_any && figure.value.value_or(0) > 0) figure.standing = Standing::watch;
      figure.is_key = row.metric == "data.age";
      out.figures.push_back(std::move(figure));
    }
  }
  return out;
}

}  // namespace lapwing::report
