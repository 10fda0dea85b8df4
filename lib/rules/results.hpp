// SPDX-License-Identifier: Apache-2.0
// One expression over one history: the label sets it has values for, the series that feed each, and the value of each
// as of an instant. Keeps no values, so that any instant may be asked for.
#pragma once

#include "rules/expression.hpp"
#include "series/history.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace lapwing::rules {

/// 0, 1, 2, …: one label set of one expression. Until the next `build`.
using ResultId = std::uint32_t;

struct Value {
  std::optional<double> number;  ///< absent where a window holds too little, or the number is none
  std::size_t samples = 0;       ///< in the window that holds the fewest

  /// Without one, nothing counts samples.
  bool has_window() const { return samples != kAnyNumber; }
  static constexpr std::size_t kAnyNumber = std::size_t(-1);
};

class Results {
 public:
  /// The expression must outlive it.
  explicit Results(Expression const& expression);

  /// Takes note of a series that is new to the history. It counts from the next `build` on.
  void take(series::SeriesId id, series::History const& history);
  void build(series::History const& history);

  ResultId size() const { return ResultId(tables_.back().groups.size()); }
  Labels const& labels(ResultId result) const { return tables_.back().groups[result].labels; }
  /// Every series with every result that it feeds, by result.
  std::vector<std::pair<ResultId, series::SeriesId>> const& feeds() const { return feeds_; }

  std::vector<series::SeriesId> series_of(ResultId result) const;

  Value value(series::History const& history, ResultId result, TimePoint until) const;
  /// What the window of a result holds that is a function of one metric; else as `trail`.
  std::vector<series::Point> window(series::History const& history, ResultId result, std::size_t count,
                                    TimePoint until) const;
  /// For sparklines: the newest samples behind a result that is a function of one metric, else its own newest values;
  /// at most so many, oldest first.
  std::vector<series::Point> trail(series::History const& history, ResultId result, std::size_t count,
                                   TimePoint until) const;
  /// Which of the series that feed a result has the newest sample; of several, the first with a note.
  std::optional<series::SeriesId> newest(series::History const& history, ResultId result, TimePoint until) const;

 private:
  /// One label set of one node. Inputs are series of Samples, results of the inner node of Across, and one result of
  /// either side of Binary.
  struct Group {
    Labels labels;
    std::vector<std::uint32_t> inputs;
    std::optional<series::SeriesId> baseline = {};  ///< of Samples: its samples begin the window anew
  };
  struct Table {
    std::vector<series::SeriesId> taken;  ///< of Samples
    std::vector<Group> groups;
  };

  void build_samples(Table& table, Samples const& samples, series::History const& history) const;
  void build_across(Table& table, Across const& across) const;
  void build_binary(Table& table, Binary const& binary) const;
  void find_feeds();
  Value value_of(std::size_t node, std::uint32_t group, series::History const& history, TimePoint until) const;
  std::span<series::Point const> points_of(Samples const& samples, Group const& group, series::History const& history,
                                           TimePoint until) const;
  Value value_of(Samples const& samples, Group const& group, series::History const& history, TimePoint until) const;

  Expression const& expression_;
  std::vector<Table> tables_;  ///< by node
  std::vector<std::pair<ResultId, series::SeriesId>> feeds_;
  mutable std::vector<series::Point> room_;
};

}  // namespace lapwing::rules
