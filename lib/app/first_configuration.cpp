// SPDX-License-Identifier: Apache-2.0
#include "app/first_configuration.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

namespace lapwing::app {
namespace {

/// In YAML's double quotes, and nothing in it a reference.
std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' || text[i] == '\\') out += '\\';
    if (text.substr(i, 2) == "${") out += '$';
    out += text[i];
  }
  return out + "\"";
}

std::string line(std::string_view key, std::string_view value) {
  return value.empty() ? "" : "    " + std::string(key) + ": " + in_quotes(value) + "\n";
}

std::string pollers(FirstAnswers const& answers) {
  std::string out = "pollers:                               # what to watch\n";
  if (!answers.repository.empty()) {
    out += "  ci:\n    type: github_actions\n    every: 1m\n" + line("repository", answers.repository);
    if (answers.has_token) out += "    token: ${credential:github_token}\n";
  }
  if (!answers.models.empty() || !answers.history.empty())
    out += "  models:\n    type: model_metrics\n    every: hourly\n" + line("path", answers.models) +
           line("history", answers.history);
  if (!answers.data.empty()) {
    out += "  data:\n    type: data_quality\n    every: hourly\n" + line("path", answers.data) +
           line("time_column", answers.time_column);
    if (answers.time_column.empty()) out += "    age: modified                      # no column looks like a time\n";
  }
  if (!answers.scans.empty())
    out += "  scans:\n    type: security_scan\n    every: daily at 06:30\n" + line("path", answers.scans);
  return out;
}

std::string channels(FirstAnswers const& answers) {
  std::string out = "channels:                              # whom to tell\n";
  if (answers.has_discord) out += "  discord: {type: discord, url: \"${credential:discord_url}\"}\n";
  if (answers.has_slack) out += "  slack: {type: slack, url: \"${credential:slack_url}\"}\n";
  if (!answers.has_discord && !answers.has_slack) out += "  log: {type: console}\n";
  return out;
}

}  // namespace

std::vector<std::string> FirstAnswers::paths() const {
  std::vector<std::string> out;
  for (auto const* const path : {&models, &history, &data, &scans}) {
    if (!path->empty()) out.push_back(*path);
  }
  return out;
}

bool is_in_a_home(std::string const& path) {
  return path.starts_with("/home/") || path.starts_with("/root/") || path.starts_with("/run/user/");
}

std::string first_configuration(FirstAnswers const& answers) {
  std::string out =
      "# Written by `lapwing init`. After an edit: `lapwing check`, then `lapwing reload`. Every key is in "
      "lapwing.yaml(5).\n";
  out += "project: " + in_quotes(answers.project) + "\n";
  if (!answers.timezone.empty()) out += "timezone: " + in_quotes(answers.timezone) + "\n";
  if (!answers.state.empty()) out += "state: " + in_quotes(answers.state) + "\n";
  out += "alerts: [alerts.yaml, alerts.d/*.yaml] # the thresholds\n\n";
  out += pollers(answers) + "\n" + channels(answers);
  return out;
}

std::string guess_time_column(std::string_view header) {
  constexpr std::array<std::string_view, 6> known{"date", "time", "timestamp", "datetime", "open_time", "ts"};
  for (auto const column : split(trim(header), ',')) {
    auto const name = trim(column);
    if (std::ranges::find(known, to_lower(name)) != known.end()) return std::string(name);
  }
  return "";
}

std::string next_steps(FirstAnswers const& answers, std::string const& file) {
  bool const is_service = file == "/etc/lapwing/lapwing.yaml";
  auto const with = is_service ? std::string() : " --config " + file;
  std::string out = "Next:\n  the thresholds stand in " +
                    (std::filesystem::path(file).parent_path() / "alerts.yaml").string() +
                    "; after an edit: lapwing check" + with + "\n";
  if (!is_service) return out + "  to watch, in this terminal: lapwing run" + with + "\n";
  std::vector<std::string> hidden;
  for (auto const& path : answers.paths()) {
    auto const folder = path == answers.models ? path : std::filesystem::path(path).parent_path().string();
    if (is_in_a_home(path) && std::ranges::find(hidden, folder) == hidden.end()) hidden.push_back(folder);
  }
  if (!hidden.empty()) {
    out +=
        "  the service sees no home directories; let it see yours by `sudo systemctl edit lapwing`:\n"
        "    [Service]\n    ProtectHome=tmpfs\n";
    for (auto const& folder : hidden) out += "    BindReadOnlyPaths=" + folder + "\n";
  }
  return out +
         "  to watch, as a service: sudo systemctl enable --now lapwing\n"
         "  what it says: journalctl -u lapwing -f\n";
}

}  // namespace lapwing::app
