// SPDX-License-Identifier: Apache-2.0
#include "poll/github_poll.hpp"

#include "core/text.hpp"
#include "poll/expected_traces.hpp"

#include <algorithm>

namespace lapwing::poll {

using boost::asio::awaitable;
using github::Answer;
using github::Run;
using Kind = github::Answer::Kind;

namespace {

constexpr Duration kLookOver = std::chrono::hours{1};
constexpr Duration kSweep = std::chrono::days{1};
constexpr std::size_t kMostPages = 20;

/// Due again; a time in the future is a clock that was set back.
bool is_due(TimePoint last, Duration every, TimePoint now) { return now - last >= every || last > now; }

std::string clock_time(TimePoint at) { return format_utc(at).substr(11, 5) + " UTC"; }

}  // namespace

GithubPoll::GithubPoll(GithubOptions const& options, PollContext context)
    : options_(options),
      context_(std::move(context)),
      state_(GithubState::from_text(context_.cursor)),
      api_(context_.http, options_.access, state_.budget, context_.now),
      digest_(options_, state_, report_, context_.now) {
  if (state_.base.empty()) state_.base = "/repos/" + options_.repository;
  if (state_.watching_since == TimePoint{}) state_.watching_since = context_.now;
}

awaitable<PollReport> GithubPoll::run() {
  bool const hourly = is_due(state_.looked_over_at, kLookOver, context_.now);
  if (hourly || state_.repository.id == 0) co_await read_repository();
  if (hourly && !report_.fault) {
    co_await read_workflows();
    co_await read_minutes();
  }
  if (!report_.fault) {
    auto runs = co_await read_runs();
    if (!report_.fault) {
      auto const listed = runs;
      co_await take_runs(std::move(runs));
      co_await read_late_jobs();
      if (hourly) co_await follow_old_runs(listed);
    }
  }
  if (hourly && !report_.fault) {
    co_await look_over();
    if (!stopped_) state_.looked_over_at = context_.now;
    report_overview();
  }
  report_schedules();
  report_traces(options_, state_, context_, report_);
  state_.trim(context_.now);
  report_.cursor = state_.to_text();
  co_return std::move(report_);
}

void GithubPoll::fail(std::string const& why) {
  if (!report_.fault) report_.fault = Error{ErrorKind::unreachable, options_.repository + ": " + why};
}

void GithubPoll::set_part(std::string const& part, std::string why) {
  if (why.empty())
    state_.unreadable.erase(part);
  else
    state_.unreadable[part] = std::move(why);
}

std::string GithubPoll::etag_of(std::string const& path) const {
  auto const known = state_.etags.find(path);
  return known == state_.etags.end() ? "" : known->second;
}

awaitable<Answer> GithubPoll::ask(std::string part, std::string path, std::string etag, github::Accept accept) {
  Answer answer;
  answer.kind = Kind::limited;
  answer.why = "nothing more is asked in this poll";
  if (stopped_) co_return answer;
  auto const asked = path;
  answer = co_await api_.get(std::move(path), std::move(etag), accept);
  if (answer.kind == Kind::limited) {
    stopped_ = true;
    if (!api_.is_own_pace())
      fail(answer.why + "; nothing is asked before " +
           clock_time(answer.until.value_or(context_.now + std::chrono::minutes{1})));
    co_return answer;
  }
  set_part(part, answer.why);
  // /repos/old/name/actions/runs has moved to /repositories/4711/actions/runs.
  auto const rest = asked.starts_with(state_.base) ? asked.substr(state_.base.size()) : std::string("?");
  if (!answer.moved_to.empty() && answer.moved_to.ends_with(rest)) {
    state_.base = answer.moved_to.substr(0, answer.moved_to.size() - rest.size());
    state_.etags.clear();
  }
  co_return answer;
}

awaitable<void> GithubPoll::read_repository() {
  auto const path = state_.base;
  auto const answer = co_await ask("repository", path, etag_of(path));
  if (answer.kind == Kind::not_modified) co_return;
  if (!answer.is_ok()) {
    // What was known of it before will do where GitHub is only slow to answer.
    if (state_.repository.id == 0 || answer.kind == Kind::refused || answer.kind == Kind::absent) fail(answer.why);
    co_return;
  }
  auto const repository = github::parse_repository(answer.body);
  if (!repository) {
    set_part("repository", repository.error().message);
    if (state_.repository.id == 0) fail(repository.error().message);
    co_return;
  }
  state_.repository = *repository;
  if (to_lower(repository->full_name) != to_lower(options_.repository))
    set_part("repository", options_.repository + " is now called " + repository->full_name + "; change `repository:`");
  else
    state_.etags[state_.base] = answer.etag;
}

awaitable<void> GithubPoll::read_workflows() {
  read_workflows_ = true;
  auto const first = below("/actions/workflows?per_page=100");
  auto path = first;
  std::vector<github::Workflow> all;
  std::string etag;
  for (std::size_t page = 0; page < kMostPages && !path.empty(); ++page) {
    auto const known = page == 0 ? etag_of(first) : std::string();
    auto const answer = co_await ask("workflows", path, known);
    if (!answer.is_ok()) co_return;
    auto workflows = github::parse_workflows(answer.body);
    if (!workflows) co_return set_part("workflows", workflows.error().message);
    std::ranges::move(*workflows, std::back_inserter(all));
    if (page == 0) etag = answer.etag;
    path = api_.next_page(answer);
  }
  std::map<std::int64_t, WatchedWorkflow> now;
  for (auto const& one : all) {
    auto& watched = now[one.id];
    if (auto const before = state_.workflows.find(one.id); before != state_.workflows.end()) watched = before->second;
    watched.name = one.name;
    watched.path = one.path;
    watched.state = one.state;
  }
  state_.workflows = std::move(now);
  state_.etags[below("/actions/workflows?per_page=100")] = etag;
}

/// The same URL every time: a moving `created` would make every ETag useless.
std::string GithubPoll::page_of_runs() const { return below("/actions/runs?per_page=100&exclude_pull_requests=true"); }

awaitable<Result<github::RunPage>> GithubPoll::parse(std::string body) {
  auto job = [&body] { return github::parse_runs(body); };
  auto page = co_await context_.workers.run(std::move(job));
  co_return page;
}

awaitable<std::vector<Run>> GithubPoll::read_runs() {
  std::vector<Run> runs;
  bool const sweep = is_due(state_.swept_at, kSweep, context_.now);
  TimePoint cover_until = context_.now - options_.look_back;
  if (!sweep) {
    for (auto const& [id, run] : state_.runs) cover_until = std::max(cover_until, run.created_at);
  }
  auto path = page_of_runs();
  std::string etag;
  for (std::size_t page = 0; !path.empty(); ++page) {
    auto const known = page == 0 && !sweep ? etag_of(path) : std::string();
    auto const answer = co_await ask("runs", path, known);
    if (page == 0 && answer.kind == Kind::not_modified) co_return runs;
    auto parsed = Result<github::RunPage>(Error{ErrorKind::unreachable, answer.why});
    if (answer.is_ok()) parsed = co_await parse(answer.body);
    if (!parsed) {
      if (page == 0 && !api_.is_own_pace()) fail(parsed.error().message);
      if (page > 0) {  // what is missing is asked for again: the next poll reads all pages
        set_part("runs", "the list of runs was not read to its end: " + parsed.error().message);
        state_.swept_at = TimePoint{};
      }
      co_return runs;
    }
    listed_runs_ = true;
    if (page == 0) etag = answer.etag;
    bool const covered = parsed->runs.empty() || parsed->runs.back().created_at <= cover_until;
    std::ranges::move(parsed->runs, std::back_inserter(runs));
    path = covered ? "" : api_.next_page(answer);
    if (!path.empty() && page + 1 == kMostPages) {
      set_part("runs", "window truncated: " + std::to_string(runs.size()) + " runs reach back to " +
                           format_utc(runs.back().created_at) +
                           " only; shorten `look_back:` or use `poll NAME --backfill`");
      break;
    }
  }
  if (sweep) state_.swept_at = context_.now;
  state_.etags[page_of_runs()] = etag;
  co_return runs;
}

}  // namespace lapwing::poll
