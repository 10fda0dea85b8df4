// SPDX-License-Identifier: Apache-2.0
// Builds workflow runs and jobs as GitHub's API writes them: a_run(7).failed().attempt(2).json().
#pragma once

#include "core/time.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace lapwing::test {

inline constexpr std::string_view kRepositoryPage = "https://github.com/acme/price-model";

class ARun {
 public:
  /// Number `number` of workflow 1 (CI) on main: a push that ran from 08:00 on 2026-11-10 for 4 minutes and succeeded.
  explicit ARun(std::int64_t number) {
    json_ = {{"id", 1000 + number},
             {"name", "CI"},
             {"path", ".github/workflows/ci.yml"},
             {"display_title", "Change " + std::to_string(number)},
             {"run_number", number},
             {"run_attempt", 1},
             {"event", "push"},
             {"status", "completed"},
             {"conclusion", "success"},
             {"workflow_id", 1},
             {"head_branch", "main"},
             {"head_sha", sha_of(number)},
             {"html_url", std::string(kRepositoryPage) + "/actions/runs/" + std::to_string(1000 + number)},
             {"actor", {{"login", "octocat"}, {"id", 1}}},
             {"triggering_actor", {{"login", "someone-else"}}},
             {"head_commit", {{"id", "x"}, {"message", "not the title"}}},
             {"repository", {{"id", 4711}, {"full_name", "acme/price-model"}, {"owner", {{"login", "acme"}}}}}};
    at("2026-11-10T08:00:00Z");
  }

  static std::string sha_of(std::int64_t number) {
    auto const digits = std::to_string(number);
    return std::string(40 - digits.size(), 'a') + digits;
  }

  /// Created and started then, changed last 4 minutes later.
  ARun& at(std::string_view created) {
    auto const start = parse_timestamp(created).value();
    json_["created_at"] = json_["run_started_at"] = format_utc(start);
    json_["updated_at"] = format_utc(start + std::chrono::minutes{4});
    return *this;
  }
  ARun& failed() { return set("conclusion", "failure"); }
  ARun& ended_as(std::string conclusion) { return set("conclusion", std::move(conclusion)); }
  ARun& running() { return set("status", "in_progress").set("conclusion", nullptr); }
  ARun& attempt(int number, std::string_view started) {
    auto const start = parse_timestamp(started).value();
    set("run_attempt", number).set("run_started_at", format_utc(start));
    return set("updated_at", format_utc(start + std::chrono::minutes{4}));
  }
  ARun& workflow(std::int64_t id, std::string name) {
    return set("workflow_id", id).set("name", name).set("path", ".github/workflows/" + std::to_string(id) + ".yml");
  }
  ARun& set(char const* key, nlohmann::json value) {
    json_[key] = std::move(value);
    return *this;
  }

  nlohmann::json json() const { return json_; }

 private:
  nlohmann::json json_;
};

inline ARun a_run(std::int64_t number) { return ARun(number); }

inline std::string runs_body(std::vector<ARun> const& runs) {
  auto list = nlohmann::json::array();
  for (auto const& run : runs) list.push_back(run.json());
  return nlohmann::json{{"total_count", list.size()}, {"workflow_runs", list}}.dump();
}

/// One job of a run: `step` fails, or every step succeeds where it is "".
inline nlohmann::json a_job(std::string const& name, std::string const& conclusion, std::string_view from,
                            std::string_view to, std::string const& step = "", int attempt = 1) {
  auto steps = nlohmann::json::array();
  steps.push_back({{"number", 1}, {"name", "Set up job"}, {"status", "completed"}, {"conclusion", "success"}});
  if (!step.empty())
    steps.push_back({{"number", 4}, {"name", step}, {"status", "completed"}, {"conclusion", "failure"}});
  return {{"id", 99},
          {"run_attempt", attempt},
          {"name", name},
          {"status", "completed"},
          {"conclusion", conclusion},
          {"html_url", std::string(kRepositoryPage) + "/actions/runs/7/job/99"},
          {"created_at", from},
          {"started_at", from},
          {"completed_at", to},
          {"labels", {"ubuntu-latest"}},
          {"steps", steps}};
}

inline std::string jobs_body(std::vector<nlohmann::json> const& jobs) {
  return nlohmann::json{{"total_count", jobs.size()}, {"jobs", jobs}}.dump();
}

}  // namespace lapwing::test
