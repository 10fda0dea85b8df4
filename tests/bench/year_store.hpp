// SPDX-License-Identifier: Apache-2.0
// A store that holds a year: 1,000 models whose accuracy is measured each hour, 8.76 million samples. Made once a run,
// which takes most of a minute (LAPWING_BENCH_DAYS=30 makes a smaller one), removed at its end.
#pragma once

#include "store/store.hpp"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace lapwing::bench {

inline constexpr int kSeries = 1000;
inline TimePoint const kBegin = *parse_timestamp("2025-11-25T00:00:00Z");

inline int days() {
  char const* const wish = std::getenv("LAPWING_BENCH_DAYS");
  return wish == nullptr ? 365 : std::atoi(wish);
}
inline TimePoint end() { return kBegin + std::chrono::days{days()}; }

inline void must(Result<void> const& done) {
  if (!done) throw std::runtime_error(done.error().message);
}

/// In a folder of its own. Hour by hour, as a daemon writes; a day is one transaction.
class Year {
 public:
  Year() {
    using namespace std::chrono_literals;
    std::string name = (std::filesystem::temp_directory_path() / "lapwing-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    folder_ = name;
    auto store = *store::Store::open(folder_);
    for (int day = 0; day < days(); ++day) {
      store::Commit commit;
      for (int hour = day * 24; hour < (day + 1) * 24; ++hour) {
        for (int i = 0; i < kSeries; ++i) {
          auto const wave = double((hour * 7919 + i * 104729) % 100'003) / 100'003;
          commit.samples.push_back({"model.accuracy",
                                    {{"model", "model-" + std::to_string(i)}},
                                    0.6 + wave / 5,
                                    kBegin + hour * 1h + i * 1ms,
                                    {}});
        }
      }
      must(store.commit(commit));
    }
    samples_ = double(*store.count_samples());
  }
  ~Year() { std::filesystem::remove_all(folder_); }
  std::string const& folder() const { return folder_; }
  std::string file() const { return folder_ + "/lapwing.db"; }
  double samples() const { return samples_; }
  static Year& once() {
    static Year year;
    return year;
  }

 private:
  std::string folder_;
  double samples_ = 0;
};

}  // namespace lapwing::bench
