// SPDX-License-Identifier: Apache-2.0
// The first byte says which body of GitHub's API the rest is. What a list of runs says is digested too, twice with the
// cursor in between: nothing may be reported again.
#include "core/cron.hpp"
#include "github/answer.hpp"
#include "github/billing.hpp"
#include "github/jobs.hpp"
#include "github/link.hpp"
#include "github/repository.hpp"
#include "github/runs.hpp"
#include "poll/run_digest.hpp"
#include "poll/workflow_file.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace lapwing;

/// Reports the runs as a poll does and returns the cursor.
std::string digest(std::vector<github::Run> const& runs, std::string_view cursor, std::size_t& events) {
  poll::GithubOptions options;
  options.repository = "acme/price-model";
  options.branch = "main";
  auto state = poll::GithubState::from_text(cursor);
  poll::PollReport report;
  auto const now = from_millis(1'794'300'000'000);
  poll::RunDigest digest(options, state, report, now);
  for (auto const& run : runs) {
    digest.note(run);
    if (!digest.is_new(run)) continue;
    digest.chain(run);
    digest.digest(run, std::nullopt, digest.wants_jobs(run));
  }
  for (auto const& sample : report.samples) {
    if (!std::isfinite(sample.value)) std::abort();
  }
  events = report.events.size();
  state.trim(now);
  return state.to_text();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  std::string_view const bytes(reinterpret_cast<char const*>(data) + 1, size - 1);
  switch (data[0] % 8) {
    case 0:
      if (auto const page = github::parse_runs(bytes)) {
        std::size_t first = 0, second = 0;
        auto const cursor = digest(page->runs, "", first);
        digest(page->runs, cursor, second);
        if (second > first) std::abort();
      }
      break;
    case 1:
      if (auto const page = github::parse_jobs(bytes)) {
        for (auto const& job : page->jobs) {
          if (job.duration().value_or(Duration{0}) < Duration{0}) std::abort();
        }
      }
      break;
    case 2:
      (void)github::parse_workflows(bytes);
      (void)github::parse_artifacts(bytes);
      (void)github::parse_repository(bytes);
      (void)github::parse_cache_usage(bytes);
      break;
    case 3:
      if (auto const minutes = github::parse_minutes(bytes); minutes && std::isnan(*minutes)) std::abort();
      break;
    case 4: {
      HttpResponse response{403,
                            {{"x-ratelimit-remaining", std::string(bytes.substr(0, 20))},
                             {"Retry-After", std::string(bytes.substr(0, 40))},
                             {"Link", std::string(bytes)}},
                            std::string(bytes)};
      auto const now = from_millis(1'794'300'000'000);
      auto const answer = github::judge(response, now, true);
      if (answer.until && *answer.until < now) std::abort();
      auto const path = github::path_on("https://api.github.com", github::next_link(bytes));
      if (!path.empty() && !path.starts_with('/')) std::abort();
      break;
    }
    case 5:
      (void)poll::parse_schedules(bytes, "ci.yml");
      break;
    case 6:
      if (auto const cron = Cron::parse(bytes)) {
        auto const after = from_millis(1'794'300'000'000);
        if (auto const next = cron->next_after(after, Zone::utc()); next && *next <= after) std::abort();
      }
      break;
    default: {
      auto state = poll::GithubState::from_text(bytes);
      state.trim(from_millis(1'794'300'000'000));
      if (poll::GithubState::from_text(state.to_text()).to_text() != state.to_text()) std::abort();
    }
  }
  return 0;
}
