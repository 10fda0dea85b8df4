// SPDX-License-Identifier: Apache-2.0
// Runs, attempts and jobs as they look at an instant, as JSON texts of the size of the real ones (12 KB a run).
#pragma once

#include "fake_github/objects.hpp"
#include "fake_github/records.hpp"

#include <map>
#include <string>
#include <vector>

namespace lapwing::fake_github {

/// The attempts that exist at `now`, which is not before the run's creation: at least one.
std::size_t attempts_at(Run const& run, TimePoint now);

/// queued, in_progress or completed.
std::string status_at(Attempt const& attempt, TimePoint now);

/// Writes them; remembers the texts of what ended. One for the life of the server.
class RunWriter {
 public:
  RunWriter(Timeline const& timeline, Api api, bool is_private);

  /// The run as lists and GET …/runs/{id} show it: its latest attempt.
  std::string run(Run const& run, TimePoint now, bool with_pull_requests);
  /// One of its attempts that exist at `now`, from 1.
  std::string attempt(Run const& run, std::size_t number, TimePoint now);

 private:
  std::string write(Run const& run, Attempt const& attempt, TimePoint now, bool with_pull_requests, bool is_latest);

  Timeline const& timeline_;
  Api api_;
  std::string bulk_;                          ///< "repository":{…},"head_repository":{…}}
  std::map<std::string, std::string> ended_;  ///< by id, attempt and what else changes the text
};

/// The jobs of one attempt that exist at `now`.
std::vector<std::string> jobs_json(Api const& api, Timeline const& timeline, Run const& run, Attempt const& attempt,
                                   TimePoint now);

}  // namespace lapwing::fake_github
