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

void mask(Labels& labels, Redact const& redact) {
  std::vector<Labels::Pair> masked;
  for (auto const& [name, value] : labels.pairs()) {
    if (auto shown = redact(value); shown != value) masked.emplace_back(name, std::move(shown));
  }
  for (auto const& [name, shown] : masked) labels.set(name, shown);
}

/// Its cursor is read by its poller alone.
void mask(poll::PollReport& report, Redact const& redact) {
  for (auto& sample : report.samples) {
    mask(sample.labels, redact);
    if (!sample.note.empty()) sample.note = Untrusted(redact(sample.note.raw()));
    for (auto& link : sample.links) link.url = redact(link.url);
  }
  for (auto& event : report.events) {
    event.id = redact(event.id);
    mask(event.labels, redact);
    for (auto& [name, value] : event.fields) value = redact(value);
  }
  if (report.fault) report.fault->message = redact(report.fault->message);
}

}  // namespace

awaitable<Result<poll::PollReport>> read_carefully(awaitable<Result<poll::PollReport>> read, Redact const& redact) {
  std::optional<Result<poll::PollReport>> report;
  try {
    report = co_await std::move(read);
  } catch (boost::system::system_error const&) {
    throw;  // cancelled
  } catch (std::exception const& error) {
    co_return Error{ErrorKind::invalid, "the poller failed: " + redact(printable(error.what()))};
  }
  if (!*report) {
    auto error = report->error();
    error.message = redact(error.message);
    co_return error;
  }
  mask(**report, redact);
  if (auto const* const bad = unusable(**report)) {
    co_return Error{ErrorKind::invalid,
                    "the poller brought an unusable value for " + printable(bad->metric) + "; please report this"};
  }
  co_return std::move(*report);
}

}  // namespace lapwing::app
