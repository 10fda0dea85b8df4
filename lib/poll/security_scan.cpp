// SPDX-License-Identifier: Apache-2.0
#include "poll/security_scan.hpp"

#include "poll/security_files.hpp"

namespace lapwing::poll {

boost::asio::awaitable<Result<PollReport>> SecurityScan::poll(PollContext context) {
  auto job = [this, &context](std::stop_token stop) -> Result<PollReport> {
    auto reading = read_scan_files(options_.path, options_.target, context.now, std::move(stop));
    if (!reading) return reading.error();
    return report_security(std::move(*reading), context.cursor, context.now);
  };
  auto result = co_await context.workers.run(job);
  co_return result;
}

std::unique_ptr<Poller> read_security_scan(config::MapReader& map, std::string const&) {
  return std::make_unique<SecurityScan>(read_security_options(map));
}

}  // namespace lapwing::poll
