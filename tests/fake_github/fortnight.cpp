// SPDX-License-Identifier: Apache-2.0
#include "fake_github/fortnight.hpp"

#include "fake_github/shapes.hpp"

#include <algorithm>
#include <stdexcept>

namespace lapwing::fake_github {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

/// A run as it is planned, before it has a number, an id or jobs.
struct Draft {
  std::size_t workflow;
  std::string event, branch, sha, title;
  TimePoint created;
  struct Planned {
    Duration after;  ///< from created to the attempt's start
    Outcome outcome;
  };
  std::vector<Planned> attempts{{0s, {}}};
  std::optional<Duration> touched_after{};
  std::optional<TimePoint> ends{};
  bool is_special = false;
};

Outcome failure(std::string job, std::string step) { return {"failure", std::move(job), std::move(step)}; }

class Generator {
 public:
  explicit Generator(Span const& span) : span_(span), dice_(span.seed) {}

  Timeline make() {
    for (int day = 1; day <= span_.days; ++day) {
      add_pushes(day);
      add_pull_requests(day);
      add_schedules(day);
    }
    sort();
    name_commits_of_schedules();
    plan_first_week();
    plan_second_week();
    sort();
    plan_the_rest();
    return build();
  }

 private:
  TimePoint start_of(int day) const { return span_.begin + days(day - 1); }
  bool is_weekend(int day) const { return day % 7 == 6 || day % 7 == 0; }
  TimePoint working_time(int day) { return start_of(day) + 7h + std::chrono::seconds(dice_.between(0, 13 * 3600)); }

  void add(std::size_t workflow, std::string event, std::string branch, std::string sha, std::string title,
           TimePoint at) {
    drafts_.push_back({workflow, std::move(event), std::move(branch), std::move(sha), std::move(title), at});
  }

  void add_pushes(int day) {
    int const to_main = is_weekend(day) ? dice_.between(4, 6) : dice_.between(18, 22);
    int const to_others = is_weekend(day) ? dice_.between(1, 3) : dice_.between(10, 14);
    for (int i = 0; i < to_main + to_others; ++i) {
      auto const branch = i < to_main ? std::string(kDefaultBranch) : "feature/" + std::to_string(dice_.between(1, 9));
      auto const sha = dice_.hex(40);
      auto const title = "Change number " + std::to_string(++changes_);
      auto const at = working_time(day);
      add(kCi, "push", branch, sha, title, at);
      if (dice_.chance(45)) add(kMlTests, "push", branch, sha, title, at + 1s);
      if (i < to_main && dice_.chance(40)) add(kCd, "push", branch, sha, title, at + 1s);
    }
  }

  void add_pull_requests(int day) {
    for (int i = is_weekend(day) ? 1 : dice_.between(5, 8); i > 0; --i) {
      auto const branch = "fix/" + std::to_string(dice_.between(100, 140));
      auto const sha = dice_.hex(40);
      auto const at = working_time(day);
      add(kCi, "pull_request", branch, sha, "Mend something", at);
      if (dice_.chance(30)) add(kMlTests, "pull_request", branch, sha, "Mend something", at + 1s);
    }
  }

  void add_schedules(int day) {
    auto const late = day == 13 ? 45min : std::chrono::minutes(dice_.between(1, 12));
    if (day != 9) add(kTraining, "schedule", kDefaultBranch, "", "Scheduled Training", start_of(day) + 2h + late);
    if (day < 12) add(kScan, "schedule", kDefaultBranch, "", "Nightly Scan", start_of(day) + 3h + 30min + late);
  }

  void sort() { std::ranges::stable_sort(drafts_, {}, &Draft::created); }

  /// A schedule runs on what main is at that time.
  void name_commits_of_schedules() {
    auto newest = dice_.hex(40);
    for (auto& draft : drafts_) {
      if (draft.sha.empty())
        draft.sha = newest;
      else if (draft.branch == kDefaultBranch)
        newest = draft.sha;
    }
  }

  /// The nth (from 1) run of the day of that workflow and event on main (of a pull request: anywhere).
  Draft& pick(std::size_t workflow, int day, int nth, std::string const& event = "push") {
    for (auto& draft : drafts_) {
      bool const fits = draft.workflow == workflow && draft.event == event && draft.created >= start_of(day) &&
                        draft.created < start_of(day + 1) &&
                        (event == "pull_request" || draft.branch == kDefaultBranch);
      if (!fits || --nth > 0) continue;
      draft.is_special = true;
      return draft;
    }
    throw std::logic_error("fortnight: this seed has no such run on day " + std::to_string(day));
  }

  void end_with(Draft& draft, Outcome outcome) { draft.attempts.front().outcome = std::move(outcome); }
  void run_again(Draft& draft, Duration after, Outcome outcome = {}) {
    draft.attempts.push_back({after, std::move(outcome)});
  }

  void plan_first_week() {
    end_with(pick(kCi, 2, 2), {"cancelled", "test (3.11)", "Run pytest"});
    end_with(pick(kCi, 2, 4), {"skipped", "", ""});
    end_with(pick(kCi, 2, 6), {"timed_out", "test (3.12)", "Run pytest"});

    auto& twice = pick(kCi, 3, 1);
    end_with(twice, failure("test (3.12)", "Run pytest"));
    run_again(twice, 20min);
    end_with(pick(kCi, 3, 5), {"startup_failure", "", ""});
    end_with(pick(kMlTests, 3, 3), {"quantum", "evaluate", "Evaluate model"});
    end_with(pick(kCi, 3, 2, "pull_request"), {"action_required", "", ""});

    auto& old = pick(kCi, 4, 3);
    end_with(old, failure("lint", "Run ruff"));
    run_again(old, 48h);
    auto& thrice = pick(kCi, 4, 7);
    end_with(thrice, failure("test (3.11)", "Install"));
    run_again(thrice, 35min, failure("test (3.11)", "Run pytest"));
    run_again(thrice, 95min);

    pick(kMlTests, 5, 1);
    for (int nth = 2; nth <= 5; ++nth) end_with(pick(kMlTests, 5, nth), failure("test", "Run pytest"));
    pick(kMlTests, 5, 6);
  }

  void plan_second_week() {
    end_with(pick(kCi, 8, 2), failure("test (3.11)", ""));
    auto& quick = pick(kCi, 8, 4);
    quick.created = start_of(8) + 6h + 1min;
    end_with(quick, failure("lint", "Run ruff"));
    run_again(quick, 8min, failure("lint", "Run ruff"));
    run_again(quick, 14min);
    end_with(pick(kCi, 8, 6), {"neutral", "build", "Build wheel"});
    end_with(pick(kCi, 8, 8), {"stale", "", ""});

    auto& unsure = pick(kCi, 9, 3);
    end_with(unsure, failure("test (3.11)", "Run pytest"));
    auto same = unsure;
    same.event = "workflow_dispatch";
    same.created += 40min;
    same.attempts = {{0s, {}}};

    end_with(pick(kTraining, 10, 1, "schedule"), failure("train", "Train model"));
    auto by_hand = pick(kTraining, 10, 1, "schedule");
    by_hand.event = "workflow_dispatch";
    by_hand.created = start_of(10) + 11h + 5min;
    by_hand.attempts = {{0s, {}}};
    pick(kCi, 10, 5).touched_after = 24h;

    auto& left = pick(kCi, 11, 2);
    auto& right = pick(kCi, 11, 3);
    right.created = left.created;
    right.ends = left.ends = left.created + 10min;
    auto& first = pick(kMlTests, 11, 1);
    auto& second = pick(kMlTests, 11, 2);
    second.created = first.created + 40s;
    second.ends = first.ends = first.created + 13min;

    run_again(pick(kCd, 12, 1), 50min);
    run_again(pick(kCd, 12, 2), 70min, failure("deploy", "Roll out"));

    drafts_.push_back(std::move(same));
    drafts_.push_back(std::move(by_hand));
  }

  /// Chance, for whatever has no plan. A schedule runs on a commit that another night may have, so its failures would
  /// look like flakiness: they are planned alone.
  void plan_the_rest() {
    for (auto& draft : drafts_) {
      if (draft.is_special || draft.event == "schedule") continue;
      auto const number = dice_.between(1, 100);
      std::string const conclusion = number <= 5 ? "failure" : number <= 8 ? "cancelled" : "success";
      if (conclusion == "success") continue;
      switch (draft.workflow) {
        case kCi:
          end_with(draft, {conclusion, dice_.chance(50) ? "test (3.11)" : "test (3.12)", "Run pytest"});
          break;
        case kMlTests:
          end_with(draft, {conclusion, "evaluate", "Evaluate model"});
          break;
        default:
          end_with(draft, {conclusion, "deploy", dice_.chance(50) ? "Build image" : "Roll out"});
      }
    }
  }

  Timeline build() {
    Timeline timeline{span_.begin, start_of(span_.days + 1), workflows(), {}, {}};
    timeline.workflows[kScan].disabled = start_of(12) + 10min;
    std::vector<int> numbers{1204, 611, 480, 97, 88};
    JobId jobs{54'000'000'001};
    std::int64_t id = 18'990'000'000;
    for (auto const& draft : drafts_) {
      id += dice_.between(1000, 90000);
      Run run{id,          draft.workflow, ++numbers[draft.workflow],
              draft.event, draft.branch,   draft.sha,
              draft.title, draft.created,  {},
              std::nullopt};
      for (auto const& planned : draft.attempts) {
        auto const* const before =
            run.attempts.empty() || run.attempts.back().conclusion != "failure" ? nullptr : &run.attempts.back();
        auto attempt = play(draft.workflow, int(run.attempts.size()) + 1, draft.created + planned.after,
                            planned.outcome, before, jobs, dice_);
        if (draft.ends) end_at(attempt, *draft.ends), attempt.ended = *draft.ends + 1s;
        run.attempts.push_back(std::move(attempt));
      }
      if (draft.touched_after) run.touched = run.attempts.back().ended + *draft.touched_after;
      timeline.runs.push_back(std::move(run));
      add_artifacts(timeline);
    }
    std::ranges::stable_sort(timeline.artifacts, {}, &Artifact::created);
    std::int64_t artifact = 3'400'000'000;
    for (auto& one : timeline.artifacts) one.id = artifact += 17;
    return timeline;
  }

  /// What the newest run leaves behind if it passed: it grows with every training.
  void add_artifacts(Timeline& timeline) {
    auto const& run = timeline.runs.back();
    auto const& last = run.attempts.back();
    if (last.conclusion != "success" || run.branch != kDefaultBranch) return;
    auto const leave = [&](std::string name, std::int64_t bytes, days kept) {
      timeline.artifacts.push_back({0, timeline.runs.size() - 1, std::move(name), bytes + dice_.between(0, 9999),
                                    last_job_end(last), last_job_end(last) + kept});
    };
    if (run.workflow == kCi) leave("coverage", 1'200'000, days(5));
    if (run.workflow == kCd) leave("image-digest", 2'000, days(90));
    if (run.workflow == kTraining) {
      leave("model", 40'000'000 + 500'000 * ++models_, days(90));
      leave("training-report", 300'000, days(30));
    }
  }

  Span span_;
  Dice dice_;
  std::vector<Draft> drafts_;
  int changes_ = 0;
  int models_ = 0;
};

}  // namespace

Timeline make_fortnight(Span const& span) { return Generator(span).make(); }

}  // namespace lapwing::fake_github
