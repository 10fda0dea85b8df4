// SPDX-License-Identifier: Apache-2.0
// The metrics of a model's versions, from the files its training leaves behind.
#pragma once

#include "poll/model_options.hpp"
#include "poll/poller.hpp"

#include <memory>
#include <string>

namespace lapwing::config {
class MapReader;
}

namespace lapwing::poll {

/// Reads `path` (manifest.json and files named *metadata*.json, no sub-directories) and `history` on a worker.
/// Errors: not_found, unreadable (the directory; the history where no path is given), not_found (a directory with
/// neither manifest nor metadata). A single file that can not be read is counted in model.unreadable_files instead.
class ModelMetrics final : public Poller {
 public:
  explicit ModelMetrics(ModelMetricsOptions options) : options_(std::move(options)) {}
  boost::asio::awaitable<Result<PollReport>> poll(PollContext context) override;
  bool reads(std::string const& path) const override;

 private:
  ModelMetricsOptions const options_;
};

/// As read_model_options.
std::unique_ptr<Poller> read_model_metrics(config::MapReader& map, std::string const& poller_name);

}  // namespace lapwing::poll
