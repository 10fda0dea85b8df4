// SPDX-License-Identifier: Apache-2.0
// The part of a courier that sends reports. What is owed is as of when a report was due: it is made when it is sent.
#include "core/milestone.hpp"
#include "notify/courier_steps.hpp"
#include "notify/pacing.hpp"

#include <spdlog/spdlog.h>

namespace lapwing::notify {

using namespace std::chrono_literals;
using boost::asio::awaitable;

/// One report, when nothing is to be told of incidents.
awaitable<Courier::Step> Courier::send_report() {
  if (reports_.empty() || !policy_.report) co_return Step{Duration{0}, true};
  if (auto const wait = wait_left(); wait > Duration{0}) co_return Step{wait};
  auto const debt = reports_.front();
  auto make = policy_.report(debt, channel_.notifier->chart_from().has_value());
  auto const made = co_await services_.store_worker.run(std::move(make));
  if (!made) {
    spdlog::error("report not made channel={} report={} error=\"{}\"", channel_.name, debt.report,
                  made.error().message);
    co_return Step{30s};
  }
  milestone("report");
  auto payload = channel_.notifier->render_report(*made, form_);
  auto const outcome = co_await deliver(std::move(payload));
  co_await settle_report(debt, outcome);
  co_return Step{};
}

awaitable<void> Courier::settle_report(store::ReportDebt debt, Outcome outcome) {
  using enum Outcome::Kind;
  auto const records = take_outcome(outcome);
  auto const record = record_;
  auto const now = services_.clock.now();
  bool const is_hopeless = outcome.kind == bad_message && form_ == Form::plain;
  if (outcome.kind == delivered || is_hopeless) {
    std::erase_if(reports_, [&](store::ReportDebt const& one) { return one.report == debt.report; });
    form_ = Form::full;
    report_health(outcome);
  } else {
    report_failure(outcome, 0);
  }
  if (outcome.kind == delivered) {
    ++counters_.delivered;
    spdlog::info("report delivered channel={} report={} as_of={}", channel_.name, debt.report, format_utc(debt.at));
    auto job = [this, record, debt] { return services_.store.settle_report(record, debt); };
    co_await write(std::move(job));
    milestone("mark");
  } else if (is_hopeless) {
    auto const why = outcome.why;
    spdlog::error("report given up channel={} report={} reason=\"{}\"", channel_.name, debt.report, why);
    auto job = [this, record, debt, why, now] { return services_.store.bury_report(record, debt, why, now); };
    co_await write(std::move(job));
    listeners_.report_given_up(channel_.name, debt, why);
  }
  auto job = [this, records] { return services_.store.save(records); };
  co_await write(std::move(job));
}

}  // namespace lapwing::notify
