// SPDX-License-Identifier: Apache-2.0
#include "fake_github/billing.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace lapwing::fake_github {
namespace {

using nlohmann::ordered_json;

std::chrono::year_month_day day_of(TimePoint at) { return {std::chrono::floor<std::chrono::days>(at)}; }

}  // namespace

std::map<std::string, double> minutes_by_day(Timeline const& timeline, TimePoint now, int year, unsigned month) {
  std::map<std::string, double> out;
  for (auto const& run : timeline.runs) {
    for (auto const& attempt : run.attempts) {
      for (auto const& job : attempt.jobs) {
        bool const is_carried_over = job.started < attempt.started;
        if (job.completed > now || is_carried_over || job.steps.empty()) continue;
        auto const day = day_of(job.completed);
        if (int(day.year()) != year || unsigned(day.month()) != month) continue;
        auto const seconds = std::chrono::duration<double>(job.completed - job.started).count();
        out[format_utc(job.completed).substr(0, 10)] += std::ceil(seconds / 60);
      }
    }
  }
  return out;
}

Reply billing(Timeline const& timeline, TimePoint now, bool is_summary, Query const& query) {
  auto const today = day_of(now);
  auto const year = query.number("year", std::size_t(int(today.year())));
  auto const month = query.number("month", std::size_t(unsigned(today.month())));
  auto items = ordered_json::array();
  auto const add = [&](double quantity) -> ordered_json& {
    items.push_back({{"product", is_summary ? "actions" : "Actions"},
                     {"sku", is_summary ? "actions_linux" : "Actions Linux"},
                     {is_summary ? "grossQuantity" : "quantity", quantity},
                     {"unitType", is_summary ? "minutes" : "Minutes"},
                     {"pricePerUnit", 0.006},
                     {"grossAmount", quantity * 0.006},
                     {"discountAmount", quantity * 0.006},
                     {"netAmount", 0.0}});
    return items.back();
  };
  auto const minutes = minutes_by_day(timeline, now, int(year), unsigned(month));
  ordered_json out;
  if (is_summary) {
    double total = 0;
    for (auto const& [day, quantity] : minutes) total += quantity;
    add(total);
    out = {{"timePeriod", {{"year", year}, {"month", month}}}, {"user", kOwner}};
  } else {
    for (auto const& [day, quantity] : minutes) {
      auto& item = add(quantity);
      item["date"] = day;
      item["repositoryName"] = kRepository;
    }
  }
  out["usageItems"] = items;
  return {200, out.dump()};
}

}  // namespace lapwing::fake_github
