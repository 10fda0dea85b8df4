// SPDX-License-Identifier: Apache-2.0
// The poller of data files: freshness, completeness, order and types of a CSV or JSON Lines file.
#pragma once

#include "poll/data_quality_options.hpp"
#include "poll/poller.hpp"
#include "poll/quality.hpp"

#include <memory>
#include <stop_token>
#include <string>

namespace lapwing::poll {

/// Reads and checks the whole file (of a glob, the last by name) on the calling thread, in memory of 16 bytes a row.
/// Errors name the file and the remedy: those of matching_files, ByteSource and the scanners; not_found if a column
/// that the options name is not there.
Result<Quality> read_quality(DataQualityOptions const& options, std::stop_token stop);

/// Yields data.* of one dataset (core/catalogue.cpp). Any file that can not be read to its end is a failed poll.
class DataQuality final : public Poller {
 public:
  explicit DataQuality(DataQualityOptions options) : options_(std::move(options)) {}
  boost::asio::awaitable<Result<PollReport>> poll(PollContext context) override;

 private:
  DataQualityOptions const options_;
};

/// Asks the map for its keys; mistakes become problems of the map, whose `finish` is the caller's business.
std::unique_ptr<Poller> read_data_quality(config::MapReader& map, std::string const& poller_name);

}  // namespace lapwing::poll
