// SPDX-License-Identifier: Apache-2.0
#include "fake_github/filter.hpp"

#include "fake_github/run_json.hpp"

#include <algorithm>

namespace lapwing::fake_github {
namespace {

using namespace std::chrono_literals;

/// The first and the last instant that the text means; times of runs are whole seconds.
std::optional<std::pair<TimePoint, TimePoint>> parse_instant(std::string const& text) {
  auto const at = parse_timestamp(text);
  if (!at) return std::nullopt;
  return std::pair(*at, text.size() == 10 ? *at + 24h - 1s : *at);
}

}  // namespace

std::optional<std::pair<TimePoint, TimePoint>> parse_created(std::string const& text) {
  auto low = TimePoint::min(), high = TimePoint::max();
  if (auto const dots = text.find(".."); dots != text.npos) {
    auto const from = text.substr(0, dots), to = text.substr(dots + 2);
    auto const first = parse_instant(from), last = parse_instant(to);
    if ((!first && from != "*") || (!last && to != "*")) return std::nullopt;
    return std::pair(first ? first->first : low, last ? last->second : high);
  }
  auto const sign = text.substr(0, text.find_first_of("0123456789"));
  auto const at = parse_instant(text.substr(sign.size()));
  if (!at) return std::nullopt;
  if (sign.empty()) return at;
  if (sign == ">=") return std::pair(at->first, high);
  if (sign == ">") return std::pair(at->second + 1s, high);
  if (sign == "<=") return std::pair(low, at->second);
  if (sign == "<") return std::pair(low, at->first - 1s);
  return std::nullopt;
}

bool is_filtered(Query const& query) {
  return std::ranges::any_of(query.values, [](auto const& pair) {
    return pair.first != "per_page" && pair.first != "page" && pair.first != "exclude_pull_requests";
  });
}

bool passes(Run const& run, TimePoint now, Query const& query) {
  auto const is_other = [&](char const* name, std::string const& value) {
    auto const wanted = query.get(name);
    return !wanted.empty() && wanted != value;
  };
  if (is_other("branch", run.branch) || is_other("event", run.event) || is_other("head_sha", run.sha)) return false;
  if (is_other("actor", "octo-dev") || is_other("check_suite_id", std::to_string(run.id * 3))) return false;
  if (auto const wanted = query.get("status"); !wanted.empty()) {
    auto const& attempt = run.attempts[attempts_at(run, now) - 1];
    auto const status = status_at(attempt, now);
    if (wanted != status && (status != "completed" || wanted != attempt.conclusion)) return false;
  }
  if (auto const wanted = query.get("created"); !wanted.empty()) {
    auto const range = parse_created(wanted);
    return range && range->first <= run.created && run.created <= range->second;
  }
  return true;
}

}  // namespace lapwing::fake_github
