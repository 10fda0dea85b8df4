// SPDX-License-Identifier: Apache-2.0
// What Store does with samples by the million: reading them all, and telling which of some are new.
#include "core/text.hpp"
#include "store/guarded.hpp"
#include "store/store.hpp"

#include <set>
#include <tuple>

namespace lapwing::store {
namespace {

constexpr std::size_t kPiece = 4096;

struct Series {
  std::int64_t id;
  std::string metric;
  Labels labels;
};

}  // namespace

Result<void> Store::read_samples(std::string const& pattern, Span span,
                                 std::function<Result<void>(SamplePiece const&)> const& take) {
  Result<void> taken;
  auto const read = guarded([&] {
    std::vector<Series> wanted;
    auto row = database_.prepare("SELECT id, metric, labels FROM series ORDER BY metric, labels");
    while (row.step()) {
      if (matches_glob(pattern, row.text(1)))
        wanted.push_back({row.integer(0), row.text(1), Labels::from_string(row.text(2))});
    }
    auto piece =
        database_.prepare("SELECT at, value FROM sample WHERE series = ? AND at >= ? AND at <= ? ORDER BY at LIMIT " +
                          std::to_string(kPiece));
    std::vector<series::Point> points;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      auto const& one = wanted[i];
      auto from = span.from;
      do {
        points.clear();
        piece.bind(1, one.id).bind(2, from).bind(3, span.until);
        while (piece.step()) points.push_back({piece.time(0), piece.real(1)});
        piece.reset();
        if (points.empty()) break;
        from = points.back().at + Duration{1};
        taken = take({one.metric, one.labels, points, double(i) / double(wanted.size())});
        if (!taken) return;
      } while (points.size() == kPiece);
    }
  });
  return read ? taken : read;
}

Result<std::size_t> Store::keep_news(std::vector<Sample>& samples) {
  return guarded([&] {
    auto find = database_.prepare(
        "SELECT value FROM sample WHERE at = ?3 AND series = (SELECT id FROM series WHERE metric = ?1 AND labels = "
        "?2)");
    std::set<std::tuple<std::string, Labels, TimePoint>> seen;
    std::size_t changed = 0;
    // From the end: of two of the same instant the later counts.
    std::vector<Sample> news;
    for (auto one = samples.rbegin(); one != samples.rend(); ++one) {
      if (!seen.emplace(one->metric, one->labels, one->at).second) continue;
      find.bind(1, one->metric).bind(2, one->labels.to_string()).bind(3, one->at);
      bool const is_there = find.step();
      bool const is_same = is_there && find.real(0) == one->value;
      find.reset();
      if (is_same) continue;
      changed += is_there ? 1 : 0;
      news.push_back(std::move(*one));
    }
    samples.assign(std::make_move_iterator(news.rbegin()), std::make_move_iterator(news.rend()));
    return changed;
  });
}

}  // namespace lapwing::store
