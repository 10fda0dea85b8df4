// SPDX-License-Identifier: Apache-2.0
#include "app/careful_read.hpp"

#include "core/catalogue.hpp"

#include <boost/system/system_error.hpp>

#include <cmath>

namespace lapwing::app {

using boost::asio::awaitable;

namespace {

/// The first sample that no series may hold, or nullptr: a poller that yields one has a defect.
Sample const* unusable(poll::PollReport const& report) {
  for (auto const& sample : report.samples) {
    if (!std::isfinite(sample.value) || find_metric(sample.metric) == nullptr) return &sample;
  }
  return nullptr;
}

}  // namespace

awaitable<Result<poll::PollReport>> read_carefully(awaitable<Result<poll::PollReport>> read) {
  std::optional<Result<poll::PollReport>> report;
  try {
    report = co_await std::move(read);
  } catch (boost::system::system_error const&) {
    throw;  // cancelled
  } catch (std::exception const& error) {
    co_return Error{ErrorKind::invalid, "the poller failed: " + printable(error.what())};
  }
  if (*report) {
    if (auto const* const bad = unusable(**report)) {
      co_return Error{ErrorKind::invalid,
                      "the poller brought an unusable value for " + printable(bad->metric) + "; please report this"};
    }
  }
  co_return std::move(*report);
}

}  // namespace lapwing::app
