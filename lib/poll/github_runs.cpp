// SPDX-License-Identifier: Apache-2.0
// What becomes of the runs that a poll of GitHub was given: whose jobs and earlier attempts to read, and the past.
#include "poll/github_poll.hpp"

#include <algorithm>

namespace lapwing::poll {

using boost::asio::awaitable;
using github::Run;
using Kind = github::Answer::Kind;

namespace {

constexpr std::size_t kMostPages = 20;
/// Of single runs and of jobs in one poll; what is left over comes with the next ones.
constexpr std::size_t kMostDetails = 60;
/// Beside them, of attempts that were missed.
constexpr std::size_t kMostAttempts = 30;

}  // namespace

awaitable<void> GithubPoll::take_runs(std::vector<Run> runs) {
  std::ranges::sort(runs, {}, [](Run const& run) { return std::pair(run.created_at, run.id); });
  bool const is_known =
      std::ranges::all_of(runs, [&](Run const& run) { return state_.workflows.contains(run.workflow_id); });
  if (!is_known && !read_workflows_) co_await read_workflows();
  std::vector<Run> fresh;
  for (auto const& run : runs) {
    bool const is_new = digest_.is_new(run);
    if (is_new) {
      digest_.chain(run);
      fresh.push_back(run);
    }
    digest_.note(run);
  }
  for (auto const& run : runs) {
    if (run.is_completed() || digest_.unseen_attempts(run).empty()) continue;
    co_await take_earlier_attempts(run);
    digest_.note(run);
  }
  auto jobs = co_await read_jobs_of(fresh);
  for (auto const& run : fresh) {
    auto const found = jobs.find(run.id);
    auto own = found == jobs.end() ? std::optional<std::vector<github::Job>>() : std::move(found->second);
    co_await take_run(run, std::move(own));
  }
}

/// Of the runs whose jobs tell something, as many as one poll may ask for: first those that say why a workflow fails
/// now, then the newest.
awaitable<GithubPoll::JobsByRun> GithubPoll::read_jobs_of(std::vector<Run> const& fresh) {
  std::vector<Run> wanted;
  std::ranges::copy_if(fresh, std::back_inserter(wanted), [&](Run const& run) { return digest_.wants_jobs(run); });
  std::ranges::reverse(wanted);
  std::ranges::stable_partition(wanted, [&](Run const& run) { return digest_.is_watched(run); });
  std::ranges::stable_partition(wanted, [&](Run const& run) { return digest_.is_newest_failure(run); });
  JobsByRun out;
  for (auto const& run : wanted) {
    if (stopped_ || details_ >= kMostDetails) break;
    auto jobs = co_await read_jobs(run);
    if (jobs) out[run.id] = std::move(jobs);
  }
  co_return out;
}

/// The attempts before this one that ended unseen.
awaitable<void> GithubPoll::take_earlier_attempts(Run run) {
  for (auto const attempt : digest_.unseen_attempts(run)) {
    if (details_ >= kMostDetails + kMostAttempts) break;
    auto const path = below("/actions/runs/" + std::to_string(run.id) + "/attempts/" + std::to_string(attempt));
    auto earlier = co_await read_run(path);
    if (!earlier || !earlier->is_completed() || earlier->attempt != attempt) continue;
    // The object of an attempt has its own start as created_at; the samples are the run's.
    earlier->created_at = run.created_at;
    if (!run.is_completed()) digest_.chain(*earlier);
    std::optional<std::vector<github::Job>> jobs;
    if (digest_.wants_jobs(*earlier)) jobs = co_await read_jobs(*earlier);
    digest_.digest(*earlier, jobs, false);
  }
}

/// One completed attempt, and those before it.
awaitable<void> GithubPoll::take_run(Run run, std::optional<std::vector<github::Job>> jobs) {
  taken_.insert(run.id);
  co_await take_earlier_attempts(run);
  digest_.digest(run, jobs, digest_.wants_jobs(run) && !jobs);
}

awaitable<std::optional<Run>> GithubPoll::read_run(std::string path) {
  ++details_;
  auto const answer = co_await ask("runs", std::move(path));
  if (!answer.is_ok()) co_return std::nullopt;
  auto const run = github::parse_run(answer.body);
  if (!run) set_part("runs", run.error().message);
  co_return run ? std::optional(*run) : std::nullopt;
}

/// Absent where they can not be had this time. Of a run that GitHub knows no more there are none.
awaitable<std::optional<std::vector<github::Job>>> GithubPoll::read_jobs(Run run) {
  std::vector<github::Job> jobs;
  auto path = below("/actions/runs/" + std::to_string(run.id) + "/attempts/" + std::to_string(run.attempt) +
                    "/jobs?per_page=100");
  for (std::size_t page = 0; page < kMostPages && !path.empty(); ++page) {
    if (details_ >= kMostDetails) co_return std::nullopt;
    ++details_;
    auto const answer = co_await ask("jobs", path);
    if (answer.kind == Kind::absent && page == 0) co_return jobs;
    if (!answer.is_ok()) co_return std::nullopt;
    auto parsed = github::parse_jobs(answer.body);
    if (!parsed) {
      set_part("jobs", parsed.error().message);
      co_return std::nullopt;
    }
    std::ranges::move(parsed->jobs, std::back_inserter(jobs));
    path = api_.next_page(answer);
  }
  co_return jobs;
}

/// The jobs that an earlier poll could not read.
awaitable<void> GithubPoll::read_late_jobs() {
  std::vector<std::int64_t> due;
  for (auto const& [id, run] : state_.runs) {
    if (run.jobs_due && !run.open && !taken_.contains(id)) due.push_back(id);
  }
  for (auto const id : due) {
    if (stopped_ || details_ + 1 >= kMostDetails) co_return;
    auto const path = below("/actions/runs/" + std::to_string(id));
    auto const run = co_await read_run(path);
    if (!run || !run->is_completed() || run->attempt != state_.runs[id].attempt) continue;
    auto const jobs = co_await read_jobs(*run);
    if (jobs) digest_.digest(*run, jobs, false);
  }
}

/// Runs that had not ended when they left the first page (a re-run, an approval that was waited for).
awaitable<void> GithubPoll::follow_old_runs(std::vector<Run> const& listed) {
  if (!listed_runs_ || listed.empty()) co_return;
  auto const oldest = std::ranges::min(listed, {}, &Run::created_at).created_at;
  std::vector<std::int64_t> open;
  for (auto const& [id, run] : state_.runs) {
    if (run.open && run.created_at < oldest) open.push_back(id);
  }
  for (auto const id : open) {
    if (stopped_ || details_ >= kMostDetails) co_return;
    auto const path = below("/actions/runs/" + std::to_string(id));
    auto const run = co_await read_run(path);
    if (!run || !digest_.is_new(*run)) continue;
    digest_.chain(*run);
    auto jobs = co_await read_jobs(*run);
    co_await take_run(*run, std::move(jobs));
  }
}

awaitable<Result<PollReport>> GithubPoll::backfill(TimePoint from, TimePoint to) {
  constexpr std::int64_t most_results = 1000;  // GitHub gives no more of a filtered list
  if (state_.repository.id == 0) {             // no poll has been there before
    co_await read_repository();
    if (report_.fault) co_return *report_.fault;
    co_await read_workflows();
  }
  std::vector<std::pair<TimePoint, TimePoint>> spans{{from, to}};
  std::vector<Run> runs;
  while (!spans.empty()) {
    auto const [begin, end] = spans.back();
    spans.pop_back();
    auto path = below("/actions/runs?per_page=100&exclude_pull_requests=true&created=" + format_utc(begin) + ".." +
                      format_utc(end));
    while (!path.empty()) {
      auto const answer = co_await ask("runs", path);
      if (answer.kind == Kind::limited) co_return Error{ErrorKind::busy, options_.repository + ": " + answer.why};
      if (!answer.is_ok()) co_return Error{ErrorKind::unreachable, options_.repository + ": " + answer.why};
      auto page = co_await parse(answer.body);
      if (!page) co_return Error{ErrorKind::invalid, options_.repository + ": " + page.error().message};
      if (page->total.value_or(0) > most_results && end - begin > std::chrono::minutes{1}) {
        auto const middle = begin + (end - begin) / 2;
        spans.insert(spans.end(), {{middle, end}, {begin, middle}});
        break;
      }
      std::ranges::move(page->runs, std::back_inserter(runs));
      path = api_.next_page(answer);
    }
  }
  std::erase_if(runs,
                [&](Run const& run) { return run.created_at < from || run.created_at >= to || !digest_.is_new(run); });
  std::ranges::sort(runs, {}, [](Run const& run) { return std::pair(run.created_at, run.id); });
  for (auto const& run : runs) digest_.chain(run);
  for (auto const& run : runs) digest_.digest(run, std::nullopt, false);
  co_return std::move(report_);
}

}  // namespace lapwing::poll
