// SPDX-License-Identifier: Apache-2.0
// The samples that rules look at, in memory, each series contiguous and in order of time. Live runs, backtests and the
// `tests:` of a rule file all read this one class; "as of a past instant" is the `until` of a query.
#pragma once

#include "core/sample.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lapwing::series {

struct Point {
  TimePoint at;
  double value;
};

/// Stable while a History lives; 0, 1, 2, … in order of appearance.
using SeriesId = std::uint32_t;

/// How far back to look: so many of the newest points, or so long.
struct Window {
  std::size_t runs = 1;  ///< used where `length` is absent
  std::optional<Duration> length = {};
  bool operator==(Window const&) const = default;
};

/// How much of a series to keep: the larger of the two.
struct Horizon {
  std::size_t points = 64;
  Duration length{0};
};

class History {
 public:
  /// Puts a sample in its place: behind the newest (the usual case), between older ones, or over one of the same
  /// instant.
  SeriesId add(Sample const& sample);
  /// The same for a series whose name is known already.
  void add(SeriesId id, Point point);
  /// Forgets what lies beyond the horizon. Apart from add, so that a back-filled past can be judged before it is
  /// forgotten.
  void trim(SeriesId id, Horizon const& horizon);
  /// Finds or makes a series.
  SeriesId intern(std::string_view metric, Labels const& labels);

  std::optional<SeriesId> find(std::string_view metric, Labels const& labels) const;

  std::size_t size() const { return series_.size(); }
  std::string const& metric(SeriesId id) const { return series_[id].metric; }
  Labels const& labels(SeriesId id) const { return series_[id].labels; }
  /// The evidence that came with the newest sample.
  Untrusted const& note(SeriesId id) const { return series_[id].note; }
  std::vector<Link> const& links(SeriesId id) const { return series_[id].links; }
  void set_evidence(SeriesId id, Untrusted note, std::vector<Link> links);

  /// The series of one metric, in order of appearance.
  std::span<SeriesId const> of_metric(std::string_view metric) const;
  /// The newest `count` points at or before `until`, oldest first. Valid until the next add.
  std::span<Point const> last(SeriesId id, std::size_t count, TimePoint until) const;
  /// The points in (until - length, until], oldest first. Valid until the next add.
  std::span<Point const> range(SeriesId id, Duration length, TimePoint until) const;
  /// Either, as the window has it.
  std::span<Point const> in(SeriesId id, Window const& window, TimePoint until) const;

 private:
  struct Series {
    std::string metric;
    Labels labels;
    Untrusted note;
    std::vector<Link> links;
    std::vector<Point> points;
  };
  std::span<Point const> up_to(SeriesId id, TimePoint until) const;

  std::vector<Series> series_;
  std::map<std::string, std::vector<SeriesId>, std::less<>> by_metric_;
  std::map<std::pair<std::string, Labels>, SeriesId> by_key_;
};

}  // namespace lapwing::series
