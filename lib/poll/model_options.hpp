// SPDX-License-Identifier: Apache-2.0
// What an operator may say about a model_metrics poller.
#pragma once

#include "poll/model_record.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace lapwing::config {
class MapReader;
}

namespace lapwing::poll {

struct ModelMetricsOptions {
  std::string path;     ///< the directory of manifest.json and *metadata*.json; "" where only a history is read
  std::string history;  ///< a performance_history.jsonl, a JSON array or one object; "" for none
  std::string model;    ///< the label of whatever names no model
  std::vector<std::size_t> expect{0, 1, 4, 6};  ///< indexes of kModelMetrics: accuracy, f1, rmse, r2
  ModelSelectors selectors = shipped_selectors();
};

/// Keys: path, history (one of the two is required), model (default: the poller's name), model_keys, expect, metrics.
/// Defects become problems with their place: no source, an unknown metric (with the nearest name), an empty selector.
/// The caller calls `map.finish()`.
ModelMetricsOptions read_model_options(config::MapReader& map, std::string const& poller_name);

}  // namespace lapwing::poll
