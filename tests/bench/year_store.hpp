// SPDX-License-Identifier: Apache-2.0
// A store that holds a year: 1,000 series, a sample an hour each, 8.76 million in all. Made once a run (that takes most
// of a minute) in a folder of its own, removed at the end.
#pragma once

#include "store/store.hpp"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace lapwing::bench {

class YearStore {
 public:
  static constexpr int kModels = 125;  // of eight metrics each
  static constexpr int kHours = 365 * 24;
  static constexpr std::int64_t kSamples = std::int64_t(kModels) * 8 * kHours;

  static YearStore const& once() {
    static YearStore const stored;
    return stored;
  }
  std::string const& folder() const { return folder_; }
  static TimePoint begin() { return *parse_timestamp("2025-01-01T00:00:00Z"); }
  static TimePoint end() { return begin() + std::chrono::hours{kHours}; }
  double bytes_per_sample() const {
    std::uintmax_t bytes = 0;
    for (auto const& file : std::filesystem::directory_iterator(folder_)) bytes += file.file_size();
    return double(bytes) / double(kSamples);
  }

  ~YearStore() { std::filesystem::remove_all(folder_); }

 private:
  /// A day at a time, as a daemon writes it.
  YearStore() {
    std::string name = (std::filesystem::temp_directory_path() / "lapwing-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    folder_ = name;
    auto store = store::Store::open(folder_);
    if (!store) throw std::runtime_error(store.error().message);
    constexpr const char* metrics[]{"model.accuracy", "model.f1",  "model.precision", "model.recall",
                                    "model.rmse",     "model.mae", "model.r2",        "model.age"};
    for (int day = 0; day < kHours / 24; ++day) {
      store::Commit commit;
      for (int hour = day * 24; hour < (day + 1) * 24; ++hour) {
        auto const at = begin() + std::chrono::hours{hour + 1};
        for (int model = 0; model < kModels; ++model) {
          Labels const labels{{"model", "model-" + std::to_string(model)}};
          for (int metric = 0; metric < 8; ++metric)
            commit.samples.push_back({metrics[metric], labels, 0.7 + 0.05 * std::sin(hour * 0.1 + model + metric), at, {}});
        }
      }
      auto const written = store->commit(commit);
      if (!written) throw std::runtime_error(written.error().message);
    }
  }

  std::string folder_;
};

}  // namespace lapwing::bench
