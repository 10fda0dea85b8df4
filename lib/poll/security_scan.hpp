// SPDX-License-Identifier: Apache-2.0
// What security scanners found, from the reports they leave behind.
#pragma once

#include "poll/poller.hpp"
#include "poll/security_options.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace lapwing::config {
class MapReader;
}

namespace lapwing::poll {

/// Yields security.* (core/catalogue.cpp). Errors: not_found (no report at all), busy. A report that can not be read is
/// counted in security.unreadable instead.
class SecurityScan final : public Poller {
 public:
  explicit SecurityScan(ScanFilesOptions options) : options_(std::move(options)) {}
  boost::asio::awaitable<Result<PollReport>> poll(PollContext context) override;
  boost::asio::awaitable<std::vector<Probed>> probe(PollContext context) override;

 private:
  ScanFilesOptions const options_;
};

/// The key `source` says which: files (SecurityScan; the default) or github (SecurityGithub). Their keys: see
/// poll/security_options.hpp.
std::unique_ptr<Poller> read_security_scan(config::MapReader& map, std::string const& poller_name);

}  // namespace lapwing::poll
