// SPDX-License-Identifier: Apache-2.0
// One poll of a repository's Actions: which requests, in which order, and what becomes of the answers. Lives as long as
// the poll.
#pragma once

#include "github/api.hpp"
#include "poll/github_options.hpp"
#include "poll/github_state.hpp"
#include "poll/poller.hpp"
#include "poll/run_digest.hpp"

#include <boost/asio/awaitable.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::poll {

class GithubPoll {
 public:
  /// The options and all of the context outlive it.
  GithubPoll(GithubOptions const& options, PollContext context);
  GithubPoll(GithubPoll const&) = delete;
  GithubPoll& operator=(GithubPoll const&) = delete;

  boost::asio::awaitable<PollReport> run();
  boost::asio::awaitable<Result<PollReport>> backfill(TimePoint from, TimePoint to);
  boost::asio::awaitable<std::vector<Probed>> probe();

 private:
  /// A GET below the repository, or of a whole path; remembers whether that part of the source is readable, and that
  /// nothing more is to be sent once a limit is met.
  boost::asio::awaitable<github::Answer> ask(std::string part, std::string path, std::string etag = "",
                                             github::Accept accept = github::Accept::json);
  std::string below(std::string_view path) const { return state_.base + std::string(path); }
  std::string etag_of(std::string const& path) const;
  void set_part(std::string const& part, std::string why);

  boost::asio::awaitable<void> read_repository();
  boost::asio::awaitable<void> read_workflows();
  boost::asio::awaitable<std::vector<github::Run>> read_runs();
  boost::asio::awaitable<Result<github::RunPage>> parse(std::string body);

  // What becomes of the runs (github_runs.cpp).
  boost::asio::awaitable<void> take_runs(std::vector<github::Run> runs);
  boost::asio::awaitable<void> take_earlier_attempts(github::Run run);
  boost::asio::awaitable<void> take_run(github::Run run, std::optional<std::vector<github::Job>> jobs);
  using JobsByRun = std::map<std::int64_t, std::optional<std::vector<github::Job>>>;
  boost::asio::awaitable<JobsByRun> read_jobs_of(std::vector<github::Run> const& fresh);
  boost::asio::awaitable<std::optional<github::Run>> read_run(std::string path);
  boost::asio::awaitable<std::optional<std::vector<github::Job>>> read_jobs(github::Run run);
  boost::asio::awaitable<void> read_late_jobs();
  boost::asio::awaitable<void> follow_old_runs(std::vector<github::Run> const& listed);

  // Once an hour (github_overview.cpp).
  boost::asio::awaitable<void> look_over();
  boost::asio::awaitable<void> read_workflow_files();
  boost::asio::awaitable<void> read_artifacts();
  boost::asio::awaitable<void> read_caches();
  boost::asio::awaitable<void> read_minutes();
  boost::asio::awaitable<bool> read_billing(std::string path, std::string source);
  std::string account_path(std::string_view rest) const;
  void report_overview();
  void report_schedules();

  std::string page_of_runs() const;
  void fail(std::string const& why);

  GithubOptions const& options_;
  PollContext context_;
  GithubState state_;
  PollReport report_;
  github::Api api_;
  RunDigest digest_;
  bool stopped_ = false;          // a limit was met: nothing more is sent
  bool listed_runs_ = false;      // the list of runs was read anew
  bool read_workflows_ = false;   // in this poll
  std::size_t details_ = 0;       // requests for single runs and jobs so far
  std::set<std::int64_t> taken_;  // runs whose latest attempt was reported in this poll
};

}  // namespace lapwing::poll
