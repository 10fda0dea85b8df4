// SPDX-License-Identifier: Apache-2.0
#include "poll/github_options.hpp"

#include "config/map_reader.hpp"
#include "core/catalogue.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <vector>

namespace lapwing::poll {
namespace {

using config::MapReader;
using config::Value;

/// The entries of a map whose keys are names of workflows: any text.
std::vector<std::pair<std::string, MapReader>> workflow_maps(MapReader& map, std::string_view key) {
  std::vector<std::pair<std::string, MapReader>> out;
  auto const* const value = map.raw(key);
  if (value == nullptr || value->kind == Value::Kind::null) return out;
  if (value->kind != Value::Kind::map) {
    map.problem(key, std::string(key) + " must be a map from a workflow's name to its options, not " +
                         std::string(describe(value->kind)));
    return out;
  }
  for (auto const& entry : value->entries)
    out.emplace_back(entry.key,
                     MapReader(entry.value, map.where() + "." + std::string(key) + "." + entry.key, map.reading()));
  return out;
}

Zone read_zone(MapReader& map) {
  auto const name = map.text("timezone", "Etc/UTC");
  auto const zone = Zone::find(name);
  if (!zone) map.problem("timezone", "timezone: " + zone.error().message);
  return zone ? *zone : Zone::utc();
}

void read_schedules(MapReader& map, GithubOptions& options) {
  for (auto& [workflow, one] : workflow_maps(map, "schedules")) {
    GithubOptions::ScheduleWish wish;
    auto const zone = read_zone(one);
    if (one.has("cron")) {
      auto const cron = Cron::parse(one.text("cron", ""));
      if (cron)
        wish.schedule = RunSchedule{*cron, zone};
      else
        one.problem("cron", cron.error().message);
    } else {
      one.raw("cron");
    }
    wish.grace = one.duration("grace", wish.grace);
    one.finish();
    options.schedules.emplace(workflow, std::move(wish));
  }
}

void read_expects(MapReader& map, GithubOptions& options) {
  for (auto& [workflow, one] : workflow_maps(map, "expects")) {
    TraceWish wish{one.required_text("metric"), one.duration("within", std::chrono::minutes{30})};
    if (!wish.metric.empty() && find_metric(wish.metric) == nullptr) {
      std::vector<std::string_view> known;
      for (auto const& metric : catalogue()) known.push_back(metric.name);
      one.problem("metric", "there is no metric '" + printable(wish.metric, 60) + "'" +
                                did_you_mean(wish.metric, known) + " (`lapwing metrics` lists them)");
    }
    one.finish();
    options.expects.emplace(workflow, std::move(wish));
  }
}

void read_workflows(MapReader& map, GithubOptions& options) {
  for (auto& [workflow, one] : workflow_maps(map, "workflows")) {
    options.cancelled_is_failure[workflow] = one.choice("count_cancelled_as", {"nothing", "failure"}, 0) == 1;
    one.finish();
  }
}

double read_weight(MapReader& map, std::string_view key) {
  if (!map.has(key)) return map.raw(key), 1.0;
  auto const weight = map.quantity(key, Unit::number);
  if (weight && (*weight < 0 || *weight > 100)) map.problem(key, "a weight is a number from 0 to 100");
  return weight.value_or(1.0);
}

Plan read_plan(MapReader& map) {
  Plan plan;
  auto inner = map.map("plan");
  if (!inner) return plan;
  plan.minutes = inner->quantity("minutes", Unit::count);
  plan.storage = inner->quantity("storage", Unit::bytes);
  for (auto const* const key : {"minutes", "storage"}) {
    auto const& value = key == std::string_view("minutes") ? plan.minutes : plan.storage;
    if (value && *value <= 0)
      inner->problem(key, std::string(key) + " must be more than 0; leave it out if there is no limit");
  }
  if (auto weights = inner->map("weights")) {
    plan.weights = {read_weight(*weights, "linux"), read_weight(*weights, "windows"), read_weight(*weights, "macos")};
    weights->finish();
  }
  inner->finish();
  return plan;
}

}  // namespace

std::string read_github_repository(MapReader& map) {
  auto const repository = map.required_text("repository");
  if (repository.empty()) return "";
  auto const is_name = [](std::string_view part) {
    return !part.empty() && part.size() <= 100 && part != "." && part != ".." && std::ranges::all_of(part, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
             c == '.';
    });
  };
  auto const parts = split(repository, '/');
  if (parts.size() == 2 && is_name(parts[0]) && is_name(parts[1])) return repository;
  map.problem("repository", "'" + printable(repository, 60) + "' is no repository; write owner/name");
  return "";
}

github::Access read_github_access(MapReader& map) {
  github::Access access;
  auto url = map.text("api_url", access.url);
  while (url.ends_with('/')) url.pop_back();
  auto const parsed = parse_url(url);
  if (!parsed || !parsed->tls || url.find_first_of("?#") != url.npos) {
    map.problem(
        "api_url",
        "api_url must be an https address: https://api.github.com, or https://HOST/api/v3 of an Enterprise Server");
  } else {
    access.url = url;
  }
  if (map.has("token"))
    access.token = map.required_secret("token");
  else
    map.raw("token");
  if (auto const share = map.quantity("use_at_most", Unit::ratio)) {
    if (*share > 0 && *share <= 1)
      access.share = *share;
    else
      map.problem("use_at_most", "use_at_most must be more than 0% and at most 100%");
  }
  return access;
}

GithubOptions read_github_options(MapReader& map) {
  GithubOptions options;
  options.repository = read_github_repository(map);
  options.access = read_github_access(map);
  options.branch = map.text("branch", "");
  options.look_back = map.duration("look_back", options.look_back);
  options.first_attempts = map.choice("attempts", {"final", "first"}, 0) == 1;
  options.plan = read_plan(map);
  read_schedules(map, options);
  read_expects(map, options);
  read_workflows(map, options);
  return options;
}

}  // namespace lapwing::poll
