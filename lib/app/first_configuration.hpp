// SPDX-License-Identifier: Apache-2.0
// What `lapwing init` writes, from what somebody answered. Text in, text out; files and terminals are the command's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lapwing::app {

/// "" is: not wanted. Paths are absolute.
struct FirstAnswers {
  std::string project;
  std::string timezone;
  std::string state;  ///< "" for the default
  std::string repository;
  bool has_token = false;  ///< for the repository, as credential github_token
  std::string models;      ///< the folder
  std::string history;     ///< a performance_history.jsonl
  std::string data;        ///< a CSV or JSONL file
  std::string time_column;
  std::string scans;         ///< a report or a pattern
  bool has_discord = false;  ///< as credential discord_url
  bool has_slack = false;    ///< as credential slack_url

  bool watches_anything() const {
    return !repository.empty() || !models.empty() || !history.empty() || !data.empty() || !scans.empty();
  }
  /// Of its sources.
  std::vector<std::string> paths() const;
};

/// A lapwing.yaml. Nothing secret is in it. Without a webhook it tells the terminal or journal alone.
std::string first_configuration(FirstAnswers const& answers);

/// Where the hardened service sees nothing (ProtectHome=).
bool is_in_a_home(std::string const& path);

/// The column of a CSV's first line that is a time by its name, or "".
std::string guess_time_column(std::string_view header);

/// What somebody has to do next for a daemon of that configuration file: for the service, or by hand.
std::string next_steps(FirstAnswers const& answers, std::string const& file);

}  // namespace lapwing::app
