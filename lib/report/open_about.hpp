// SPDX-License-Identifier: Apache-2.0
// Which open incident is about the series that a figure shows.
#pragma once

#include "report/document.hpp"
#include "report/material.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace lapwing::report {

/// The material must outlive it. A thousand figures beside a thousand incidents cost no million comparisons: figures of
/// one metric and the same names of labels are looked up in one table, made for the first of them.
class OpenAbout {
 public:
  explicit OpenAbout(Material const& material);

  /// The worst level, at least warning, of the incidents that are open about what the figure shows: of an alert that
  /// looks at its metric, and with no label that contradicts the figure's. `ok` where there is none.
  Level worst(Figure const& figure);

 private:
  using Names = std::vector<std::string>;
  struct Table {
    std::set<Names> shared;          ///< which of the figures' labels incidents name
    std::map<Labels, Level> levels;  ///< by these labels
  };
  Table table_of(std::string const& metric, Labels const& labels) const;

  std::map<std::string, std::vector<alert::Incident const*>, std::less<>> by_metric_;
  std::map<std::pair<std::string, Names>, Table> tables_;
};

}  // namespace lapwing::report
