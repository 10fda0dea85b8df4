// SPDX-License-Identifier: Apache-2.0
#include "poll/security_scan.hpp"

#include "config/map_reader.hpp"
#include "poll/security_files.hpp"
#include "poll/security_github.hpp"

namespace lapwing::poll {

using boost::asio::awaitable;

awaitable<Result<PollReport>> SecurityScan::poll(PollContext context) {
  auto job = [this, &context](std::stop_token stop) -> Result<PollReport> {
    auto reading = read_scan_files(options_.path, options_.target, context.now, std::move(stop));
    if (!reading) return reading.error();
    return report_security(std::move(*reading), context.cursor, context.now);
  };
  auto result = co_await context.workers.run(job);
  co_return result;
}

awaitable<std::vector<Probed>> SecurityScan::probe(PollContext context) {
  auto job = [this, &context](std::stop_token stop) {
    return read_scan_files(options_.path, options_.target, context.now, std::move(stop));
  };
  auto const reading = co_await context.workers.run(job);
  Probed probed{"", false, ""};
  if (!reading)
    probed.words = reading.error().message;
  else if (reading->places.front().faults > 0)
    probed.words = reading->places.front().first;
  else
    probed = {"", true, std::to_string(reading->scans.size()) + (reading->scans.size() == 1 ? " scan" : " scans")};
  co_return std::vector<Probed>(1, std::move(probed));
}

std::unique_ptr<Poller> read_security_scan(config::MapReader& map, std::string const&) {
  if (map.choice("source", {"files", "github"}, 0) == 1)
    return std::make_unique<SecurityGithub>(read_alerts_options(map));
  return std::make_unique<SecurityScan>(read_scan_files_options(map));
}

}  // namespace lapwing::poll
