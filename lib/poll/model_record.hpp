// SPDX-License-Identifier: Apache-2.0
// What one JSON object says about one version of a model, whatever dialect it is written in.
#pragma once

#include "core/time.hpp"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lapwing::poll {

struct ModelMetric {
  std::string_view name;    ///< as in `expect:` and in the label `metric`
  std::string_view metric;  ///< as in the catalogue
  double low;               ///< a value outside low..high is not taken: what it means would be a guess
  double high;
};

inline constexpr double kNoLimit = std::numeric_limits<double>::infinity();

/// A value's index here is its index in ModelRecord::metrics and ModelSelectors::metrics.
inline constexpr std::array kModelMetrics{
    ModelMetric{"accuracy", "model.accuracy", 0, 1},
    ModelMetric{"f1", "model.f1", 0, 1},
    ModelMetric{"precision", "model.precision", 0, 1},
    ModelMetric{"recall", "model.recall", 0, 1},
    ModelMetric{"rmse", "model.rmse", 0, kNoLimit},
    ModelMetric{"mae", "model.mae", 0, kNoLimit},
    ModelMetric{"r2", "model.r2", -kNoLimit, 1},
    ModelMetric{"training_samples", "model.training_samples", 0, kNoLimit},
    ModelMetric{"test_samples", "model.test_samples", 0, kNoLimit},
};

/// The index of a short name.
std::optional<std::size_t> find_model_metric(std::string_view name);

/// Where to look in an object. A selector is a path of keys joined by dots; the first that leads to a usable number
/// counts.
struct ModelSelectors {
  std::array<std::vector<std::string>, kModelMetrics.size()> metrics;
  /// Top-level keys whose plain text names the model, for files that hold several models.
  std::vector<std::string> model_keys;
};

/// Covers the dialects in the sample data: nested, prefixed with test_ and flat. Never looks at train_ metrics.
ModelSelectors shipped_selectors();

/// How the training time is known; the smaller the better.
enum class TimeSource { written, stamp, file, none };

struct ModelRecord {
  std::string model;    ///< "" where the object does not say
  std::string version;  ///< "" where the object does not say
  TimePoint trained_at{};
  TimeSource time_source = TimeSource::none;
  std::array<std::optional<double>, kModelMetrics.size()> metrics;
  /// Why a metric that is there was not taken: index and reason.
  std::vector<std::pair<std::size_t, std::string>> refused;
  std::optional<std::size_t> features;  ///< how many columns the model was trained on
  std::string target;
  std::string origin;        ///< the files it was read from, for notes; model_sources fills it
  bool awaits_file = false;  ///< a metadata file is named or there, but not yet readable; model_sources fills it

  bool has_metric() const;
};

/// Numbers may be text ("0.73"); booleans, null and what a bare NaN became are no numbers. Anything else that does not
/// fit is ignored: a record of `{}` is empty. `object` must be a JSON object.
ModelRecord read_model_record(nlohmann::json const& object, ModelSelectors const& selectors);

/// The first v20251206T114248Z or 20251213T110000Z in a version or a file name, with its v; "" where there is none.
std::string_view find_stamp(std::string_view text);

/// The instant of a stamp, of whatever find_stamp finds in `text`.
std::optional<TimePoint> stamp_time(std::string_view text);

}  // namespace lapwing::poll
