// SPDX-License-Identifier: Apache-2.0
#include "fake_github/shapes.hpp"

#include <algorithm>
#include <stdexcept>

namespace lapwing::fake_github {
namespace {

using std::chrono::seconds;

struct StepShape {
  std::string name;
  int shortest, longest;  // seconds
};

struct JobShape {
  std::string name;
  std::vector<std::string> needs;
  std::vector<StepShape> steps;
};

StepShape const kCheckout{"Run actions/checkout@v4", 1, 3};
StepShape const kPython{"Set up Python", 2, 9};

std::vector<JobShape> const& jobs_of(std::size_t workflow) {
  static std::vector<std::vector<JobShape>> const shapes{
      {{"lint", {}, {kCheckout, kPython, {"Run ruff", 10, 30}}},
       {"test (3.11)", {}, {kCheckout, kPython, {"Install", 20, 50}, {"Run pytest", 60, 140}, {"Upload", 1, 4}}},
       {"test (3.12)", {}, {kCheckout, kPython, {"Install", 20, 50}, {"Run pytest", 60, 140}, {"Upload", 1, 4}}},
       {"build", {"lint", "test (3.11)", "test (3.12)"}, {kCheckout, {"Build wheel", 20, 60}}}},
      {{"test", {}, {kCheckout, kPython, {"Install", 30, 70}, {"Run pytest", 120, 300}}},
       {"evaluate", {"test"}, {kCheckout, kPython, {"Evaluate model", 40, 110}}}},
      {{"deploy", {}, {kCheckout, {"Build image", 30, 80}, {"Push image", 5, 20}, {"Roll out", 15, 60}}}},
      {{"train", {}, {kCheckout, kPython, {"Install", 30, 70}, {"Fetch data", 20, 60}, {"Train model", 2200, 3400}}}},
      {{"trivy", {}, {kCheckout, {"Build image", 30, 80}, {"Run Trivy", 20, 60}}}},
  };
  return shapes.at(workflow);
}

class Player {
 public:
  Player(Outcome const& outcome, JobId& ids, Dice& dice) : outcome_(outcome), ids_(ids), dice_(dice) {}

  Job skip(JobShape const& shape, TimePoint at) { return {ids_.next++, shape.name, "skipped", at, at, at, {}}; }

  Job run(JobShape const& shape, TimePoint ready) {
    bool const hit = shape.name == outcome_.job;
    Job job{ids_.next++, shape.name, hit ? outcome_.conclusion : "success", ready, {}, {}, {}};
    job.started = ready + seconds(dice_.chance(10) ? dice_.between(20, 90) : dice_.between(2, 8));
    at_ = job.started;
    add(job, {"Set up job", 1, 3}, 1, "success");
    int number = 1;
    bool is_over = false;
    for (auto const& step : shape.steps) {
      bool const here = hit && step.name == outcome_.step;
      if (is_over)
        job.steps.push_back({step.name, ++number, "skipped", at_, at_});
      else
        add(job, step, ++number, here ? name_of_the_end() : "success");
      is_over = is_over || here;
    }
    number += 4;  // the numbers of the clean-up have a hole before them
    add(job, {"Post " + kCheckout.name, 0, 1}, ++number, "success");
    add(job, {"Complete job", 0, 1}, ++number, "success");
    job.completed = at_;
    return job;
  }

 private:
  /// A job that ran out of time or was cancelled has its step cancelled.
  std::string name_of_the_end() const { return outcome_.conclusion == "timed_out" ? "cancelled" : outcome_.conclusion; }

  void add(Job& job, StepShape const& step, int number, std::string const& conclusion) {
    auto const end = at_ + seconds(dice_.between(step.shortest, step.longest));
    job.steps.push_back({step.name, number, conclusion, at_, end});
    at_ = end;
  }

  Outcome const& outcome_;
  JobId& ids_;
  Dice& dice_;
  TimePoint at_{};
};

bool has_no_jobs(std::string const& conclusion) {
  return conclusion == "startup_failure" || conclusion == "action_required" || conclusion == "stale";
}

}  // namespace

Attempt play(std::size_t workflow, int number, TimePoint start, Outcome const& outcome, Attempt const* before,
             JobId& ids, Dice& dice) {
  Attempt attempt{number, start, start + seconds(1), outcome.conclusion, {}};
  if (has_no_jobs(outcome.conclusion)) return attempt;
  Player player(outcome, ids, dice);
  auto const done = [&](std::vector<Job> const& jobs, std::string const& name) {
    return std::ranges::find(jobs, name, &Job::name);
  };
  for (auto const& shape : jobs_of(workflow)) {
    if (before != nullptr) {
      auto const old = done(before->jobs, shape.name);
      if (old != before->jobs.end() && old->conclusion == "success") {
        attempt.jobs.push_back(*old);
        attempt.jobs.back().id = ids.next++;
        continue;
      }
    }
    auto ready = start;
    bool is_skipped = outcome.conclusion == "skipped";
    for (auto const& need : shape.needs) {
      auto const needed = done(attempt.jobs, need);
      ready = std::max(ready, needed->completed);
      is_skipped = is_skipped || needed->conclusion != "success";
    }
    attempt.jobs.push_back(is_skipped ? player.skip(shape, ready) : player.run(shape, ready));
  }
  attempt.ended = last_job_end(attempt) + seconds(dice.between(1, 2));
  return attempt;
}

void end_at(Attempt& attempt, TimePoint end) {
  auto const later = end - last_job_end(attempt);
  if (later < Duration{0}) throw std::logic_error("end_at: it ends after that already");
  for (auto& job : attempt.jobs) {
    if (job.created > attempt.started) job.created += later;
    job.started += later;
    job.completed += later;
    for (auto& step : job.steps) step.started += later, step.completed += later;
  }
  attempt.ended += later;
}

TimePoint last_job_end(Attempt const& attempt) {
  auto end = attempt.started;
  for (auto const& job : attempt.jobs) end = std::max(end, job.completed);
  return end;
}

std::vector<Workflow> workflows() {
  return {
      {91000001, "CI", ".github/workflows/ci.yml",
       "name: CI\non:\n  push:\n    branches: [main, 'feature/**']\n  pull_request:\n  workflow_dispatch:\n"
       "jobs:\n  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n",
       "", std::nullopt},
      {91000002, "ML Tests", ".github/workflows/ml-tests.yml",
       "name: ML Tests\non: [push, pull_request]\njobs:\n  test:\n    runs-on: ubuntu-latest\n"
       "    steps:\n      - uses: actions/checkout@v4\n",
       "", std::nullopt},
      {91000003, "CD", ".github/workflows/cd.yml",
       "name: CD\non:\n  push:\n    branches: [main]\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n"
       "    environment: production\n    steps:\n      - uses: actions/checkout@v4\n",
       "", std::nullopt},
      {91000004, "Scheduled Training", ".github/workflows/training.yml",
       "name: Scheduled Training\n\non:\n  schedule:\n    # every night, before the market opens\n"
       "    - cron: '0 2 * * *'\n  workflow_dispatch:\n    inputs:\n      epochs:\n        default: '20'\n\n"
       "jobs:\n  train:\n    runs-on: ubuntu-latest\n    timeout-minutes: 90\n"
       "    steps:\n      - uses: actions/checkout@v4\n      - run: |\n          # schedule: none of this is YAML\n"
       "          python train.py --epochs ${{ inputs.epochs || 20 }}\n",
       "0 2 * * *", std::nullopt},
      {91000005, "Nightly Scan", ".github/workflows/scan.yml",
       "name: Nightly Scan\n\"on\": {schedule: [{cron: \"30 3 * * *\"}]}\njobs:\n  trivy:\n    runs-on: ubuntu-latest\n"
       "    steps: [{uses: actions/checkout@v4}]\n",
       "30 3 * * *", std::nullopt},
  };
}

}  // namespace lapwing::fake_github
