// SPDX-License-Identifier: Apache-2.0
#include "fake_github/expected.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace lapwing::fake_github {
namespace {

using namespace std::chrono_literals;

bool is_watched(Run const& run) { return run.branch == "main" && run.event != "pull_request"; }

/// 1, 0, or -1 for uncounted.
int verdict(std::string const& conclusion) {
  if (conclusion == "success") return 1;
  return conclusion == "failure" || conclusion == "timed_out" || conclusion == "startup_failure" ? 0 : -1;
}

double seconds(Duration length) { return double(length.count()) / 1000; }

TimePoint instant(Run const& run) { return run.created + run.number % 1000 * 1ms; }

std::string id_of(Run const& run, Attempt const& attempt) {
  return std::to_string(run.id) + "/" + std::to_string(attempt.number);
}

double duration(Attempt const& attempt) {
  auto last = TimePoint::min();
  for (auto const& job : attempt.jobs) last = std::max(last, job.completed);
  return seconds((attempt.jobs.empty() ? attempt.ended : last) - attempt.started);
}

bool was_run_in(Attempt const& attempt, Job const& job) {
  return job.conclusion != "skipped" && job.started >= attempt.started;
}

/// The latest attempt that has ended and counts; nullptr where none has.
Attempt const* latest(Run const& run, TimePoint now) {
  Attempt const* found = nullptr;
  for (auto const& attempt : run.attempts) {
    if (attempt.ended <= now && verdict(attempt.conclusion) >= 0) found = &attempt;
  }
  return found;
}

/// Whether a job that passes in this attempt has failed in an earlier run of the workflow on the same commit.
bool mends_another_run(Timeline const& timeline, Run const& run, Attempt const& attempt) {
  for (auto const& other : timeline.runs) {
    if (&other == &run) return false;  // they are in order of creation
    if (other.workflow != run.workflow || other.sha != run.sha || !is_watched(other)) continue;
    for (auto const& before : other.attempts) {
      for (auto const& bad : before.jobs) {
        if (before.ended > attempt.ended || verdict(bad.conclusion) != 0) continue;
        for (auto const& good : attempt.jobs) {
          if (good.name == bad.name && good.conclusion == "success") return true;
        }
      }
    }
  }
  return false;
}

bool is_flaky(Timeline const& timeline, Run const& run, Attempt const& attempt) {
  if (attempt.conclusion != "success") return false;
  for (auto const& before : run.attempts) {
    if (before.number < attempt.number && verdict(before.conclusion) == 0) return true;
  }
  return mends_another_run(timeline, run, attempt);
}

}  // namespace

std::map<std::pair<std::string, Labels>, Points> expected_samples(Timeline const& timeline, TimePoint now) {
  std::map<std::pair<std::string, Labels>, Points> out;
  for (auto const& run : timeline.runs) {
    auto const at = instant(run);
    auto const& workflow = timeline.workflows[run.workflow].name;
    Labels const short_labels{{"repository", "acme/price-model"}, {"workflow", workflow}};
    Labels const labels{
        {"repository", "acme/price-model"}, {"workflow", workflow}, {"branch", run.branch}, {"event", run.event}};
    for (auto const& attempt : run.attempts) {
      if (attempt.ended > now) continue;
      auto const good = verdict(attempt.conclusion);
      if (run.event == "pull_request") {
        if (good >= 0) out[{"pr.success", short_labels}][at] = good;
        if (good == 1) out[{"pr.duration", short_labels}][at] = duration(attempt);
        continue;
      }
      if (run.branch != "main") continue;
      if (good < 0) {
        auto with_conclusion = short_labels;
        with_conclusion.set("conclusion", attempt.conclusion);
        out[{"run.uncounted", with_conclusion}][at] = 1;
        continue;
      }
      out[{"run.success", labels}][at] = good;
      out[{good == 1 ? "run.duration" : "run.failed_duration", labels}][at] = duration(attempt);
      out[{"run.flaky", labels}][at] = is_flaky(timeline, run, attempt) ? 1 : 0;
      auto first = TimePoint::max();
      for (auto const& job : attempt.jobs) {
        if (was_run_in(attempt, job)) first = std::min(first, job.started);
        if (verdict(job.conclusion) < 0) continue;
        auto with_job = labels;
        with_job.set("job", job.name);
        out[{"job.success", with_job}][at] = verdict(job.conclusion);
        if (job.conclusion == "success") out[{"job.duration", with_job}][at] = seconds(job.completed - job.started);
      }
      if (first != TimePoint::max()) out[{"run.queue_time", labels}][at] = seconds(first - attempt.started);
    }
  }
  return out;
}

std::map<std::string, Rate> expected_rates(Timeline const& timeline, TimePoint now, Attempts which) {
  std::map<std::string, Rate> out;
  for (auto const& run : timeline.runs) {
    auto const& first = run.attempts.front();
    auto const* const attempt = which == Attempts::final ? latest(run, now) : first.ended <= now ? &first : nullptr;
    if (!is_watched(run) || attempt == nullptr || verdict(attempt->conclusion) < 0) continue;
    auto& rate = out[timeline.workflows[run.workflow].name];
    ++rate.counted;
    rate.successes += verdict(attempt->conclusion);
  }
  return out;
}

Streak expected_streak(Timeline const& timeline, Run const& last, TimePoint now) {
  Streak streak;
  for (auto const& run : timeline.runs) {
    auto const* const attempt = latest(run, now);
    if (run.workflow != last.workflow || !is_watched(run) || attempt == nullptr || run.number > last.number) continue;
    if (attempt->conclusion == "success") {
      streak = {0, "", run.sha};
    } else if (++streak.failures == 1) {
      streak.first_bad = run.sha;
    }
  }
  return streak;
}

std::map<std::string, Streak> expected_streaks(Timeline const& timeline, TimePoint now) {
  std::map<std::string, Streak> out;
  for (std::size_t i = 0; i < timeline.workflows.size(); ++i) {
    auto const of_it = [&](Run const& run) { return run.workflow == i; };
    auto const newest = std::ranges::find_if(timeline.runs.rbegin(), timeline.runs.rend(), of_it);
    if (newest != timeline.runs.rend()) out[timeline.workflows[i].name] = expected_streak(timeline, *newest, now);
  }
  return out;
}

std::map<std::string, Failure> expected_failures(Timeline const& timeline, TimePoint now) {
  std::map<std::string, Failure> out;
  for (auto const& run : timeline.runs) {
    for (auto const& attempt : run.attempts) {
      if (!is_watched(run) || attempt.ended > now || verdict(attempt.conclusion) != 0) continue;
      auto& failure = out[id_of(run, attempt)];
      for (auto const& job : attempt.jobs) {
        if (verdict(job.conclusion) != 0 || !failure.job.empty()) continue;
        failure.job = job.name;
        for (auto const& step : job.steps) {
          bool const is_it = step.conclusion == "failure" || step.conclusion == "cancelled";
          if (is_it && failure.step.empty()) failure.step = step.name;
        }
      }
    }
  }
  return out;
}

std::map<std::string, int> expected_flaky(Timeline const& timeline, TimePoint now) {
  std::map<std::string, int> out;
  for (auto const& run : timeline.runs) {
    auto const* const attempt = latest(run, now);
    if (!is_watched(run) || attempt == nullptr) continue;
    out[timeline.workflows[run.workflow].name] += is_flaky(timeline, run, *attempt) ? 1 : 0;
  }
  return out;
}

std::map<std::string, int> expected_missed(Timeline const& timeline, TimePoint now) {
  std::map<std::string, int> out;
  for (std::size_t index = 0; index < timeline.workflows.size(); ++index) {
    auto const& workflow = timeline.workflows[index];
    if (workflow.cron.empty()) continue;
    int minute = 0, hour = 0;
    if (std::sscanf(workflow.cron.c_str(), "%d %d * * *", &minute, &hour) != 2)
      throw std::logic_error("expected_missed: only daily crons are played here");
    auto newest = timeline.begin - 1s;
    for (auto const& run : timeline.runs) {
      if (run.workflow == index && run.event == "schedule" && run.created <= now)
        newest = std::max(newest, run.created);
    }
    auto& missed = out[workflow.name] = 0;
    for (auto day = timeline.begin; day <= now; day += 24h) {
      auto const slot = day + std::chrono::hours(hour) + std::chrono::minutes(minute);
      if (slot > newest && slot + 60min <= now) ++missed;
    }
  }
  return out;
}

std::map<std::string, std::int64_t> expected_artifact_bytes(Timeline const& timeline, TimePoint now) {
  std::map<std::string, std::int64_t> out;
  for (auto const& artifact : timeline.artifacts) {
    if (artifact.created <= now && now < artifact.expires) out[artifact.name] += artifact.bytes;
  }
  return out;
}

std::set<std::string> expected_completed(Timeline const& timeline, TimePoint now) {
  std::set<std::string> out;
  for (auto const& run : timeline.runs) {
    for (auto const& attempt : run.attempts) {
      if (is_watched(run) && attempt.ended <= now) out.insert(id_of(run, attempt));
    }
  }
  return out;
}

}  // namespace lapwing::fake_github
