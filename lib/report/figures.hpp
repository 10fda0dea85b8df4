// SPDX-License-Identifier: Apache-2.0
// From series to figures: one number of a period, beside the same number of the period before. What the sections of a
// report share.
#pragma once

#include "report/material.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::report {

using Points = std::span<series::Point const>;

/// Series that are looked at as one, such as a workflow's on every branch.
struct Group {
  Labels labels = {};      ///< those by which they are grouped
  std::string place = {};  ///< the same for people: "CI", "owner/name CI" where repositories differ
  std::vector<series::SeriesId> ids;
};

/// The series of a metric by some of their labels, in order of these; those that `filter` refuses are left out. Places
/// leave out what all groups share.
std::vector<Group> group_by(series::History const& history, std::string_view metric,
                            std::vector<std::string_view> const& labels,
                            std::function<bool(Labels const&)> const& filter = {});

/// The points of several series in a period, in order of time.
std::vector<series::Point> points_in(series::History const& history, std::span<series::SeriesId const> ids,
                                     Period const& period);
/// The newest at or before the end of the period, however old.
std::optional<series::Point> newest_in(series::History const& history, std::span<series::SeriesId const> ids,
                                       Period const& period);

/// How the number is drawn from the points.
enum class Draw {
  mean,
  median,
  newest,  ///< the newest value there is, from before the period too
  sum,
};

/// A figure of a metric over a group. Its target is the metric's, its standing follows from it.
Figure figure_of(Material const& material, std::string_view metric, std::string name, Group const& group, Draw draw);

/// Sets target and standing by the metric's, or a derived one's, target.
void hold_against_target(Figure& figure, Material const& material, std::string_view metric);

/// "few runs" below this many samples of a mean.
inline constexpr std::size_t kFew = 10;

}  // namespace lapwing::report
