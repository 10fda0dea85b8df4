// SPDX-License-Identifier: Apache-2.0
#include "core/catalogue.hpp"

#include <algorithm>
#include <array>

namespace lapwing {
namespace {

using enum Unit;
using enum Better;
using enum Comes;

constexpr std::array kCatalogue{
    Metric{"model.accuracy", ratio, higher, with_its_kind, "model", "model_metrics",
           "share of correct predictions on the test set"},
    Metric{"model.f1", ratio, higher, with_its_kind, "model", "model_metrics",
           "F1 score: balance of precision and recall"},
    Metric{"model.precision", ratio, higher, with_its_kind, "model", "model_metrics",
           "share of positive predictions that are right"},
    Metric{"model.recall", ratio, higher, with_its_kind, "model", "model_metrics", "share of positives that are found"},
    Metric{"model.rmse", number, lower, with_its_kind, "model", "model_metrics",
           "root mean squared error, in the target's unit"},
    Metric{"model.mae", number, lower, with_its_kind, "model", "model_metrics",
           "mean absolute error, in the target's unit"},
    Metric{"model.r2", number, higher, with_its_kind, "model", "model_metrics", "coefficient of determination (R²)"},
    Metric{"model.training_samples", count, neither, with_its_kind, "model", "model_metrics",
           "rows the model was trained on"},
    Metric{"model.test_samples", count, neither, with_its_kind, "model", "model_metrics",
           "rows the model was tested on"},
    Metric{
        "model.baseline", count, neither, when_it_happens, "model", "model_metrics",
        "1 at a version that is not comparable with the one before it: its target or number of features is another, or "
        "its test set is a fifth larger or smaller"},
    Metric{"model.age", duration, lower, each_poll, "model", "model_metrics",
           "time since the newest version was trained"},
    Metric{"model.metric_missing", count, lower, when_it_happens, "model, metric", "model_metrics",
           "1 while the newest version lacks a metric that is expected of it, else 0"},
    Metric{"model.unreadable_files", count, lower, when_it_happens, "model", "model_metrics",
           "metadata files and history lines that could not be read at the last poll"},
    Metric{"data.age", duration, lower, each_poll, "dataset", "data_quality",
           "time since the newest row was due to be complete (its time plus step), or since modification if asked"},
    Metric{"data.records", count, neither, each_poll, "dataset", "data_quality", "data rows"},
    Metric{"data.columns", count, neither, each_poll, "dataset", "data_quality", "columns in the header"},
    Metric{"data.missing", count, lower, each_poll, "dataset, [column]", "data_quality",
           "blank cells outside ignore_head and ignore_columns, in all and per column"},
    Metric{"data.duplicates", count, lower, each_poll, "dataset", "data_quality",
           "rows that repeat an earlier row exactly"},
    Metric{"data.duplicate_keys", count, lower, each_poll, "dataset", "data_quality",
           "rows whose key (default: the time) occurred before"},
    Metric{"data.gaps", count, lower, each_poll, "dataset", "data_quality",
           "steps missing between consecutive rows, beyond allow_gaps"},
    Metric{"data.type_errors", count, lower, each_poll, "dataset, [column]", "data_quality",
           "cells that do not fit their column's type, in all and per column"},
    Metric{"data.unsorted", count, lower, each_poll, "dataset", "data_quality", "rows older than the row before them"},
    Metric{"data.schema_changes", count, lower, each_poll, "dataset", "data_quality",
           "columns added, removed, moved or of another type since the last poll"},
    Metric{"data.valid", ratio, higher, each_poll, "dataset", "data_quality",
           "share of the data checks that pass; 100% is a sound file"},
    Metric{"run.success", ratio, higher, when_it_happens, "repository, workflow, branch, event", "github_actions",
           "1 for a successful run, 0 for one that failed, timed out or could not start; by its final attempt"},
    Metric{"run.duration", duration, lower, when_it_happens, "repository, workflow, branch, event", "github_actions",
           "how long a successful run took, from its attempt's start to the end of its last job"},
    Metric{"run.failed_duration", duration, neither, when_it_happens, "repository, workflow, branch, event",
           "github_actions", "the same of a run that failed"},
    Metric{"run.queue_time", duration, lower, when_it_happens, "repository, workflow, branch, event", "github_actions",
           "from an attempt's start until its first job ran"},
    Metric{"run.flaky", ratio, lower, when_it_happens, "repository, workflow, branch, event", "github_actions",
           "1 where a run failed and then passed unchanged, or a job on the same commit did; else 0"},
    Metric{"run.uncounted", count, neither, when_it_happens, "repository, workflow, conclusion", "github_actions",
           "1 for each run that counts neither as success nor as failure: cancelled, skipped, an unknown conclusion"},
    Metric{"run.missed", count, lower, when_it_happens, "repository, workflow", "github_actions",
           "slots of a workflow's schedule that passed without a run, since its newest scheduled run"},
    Metric{"run.left_nothing", count, lower, when_it_happens, "repository, workflow", "github_actions",
           "1 where a green run left nothing behind of what `expects:` asks of it, else 0"},
    Metric{"job.success", ratio, higher, when_it_happens, "repository, workflow, branch, event, job", "github_actions",
           "1 for a successful job, 0 for one that failed or timed out"},
    Metric{"job.duration", duration, lower, when_it_happens, "repository, workflow, branch, event, job",
           "github_actions", "how long a successful job took"},
    Metric{"pr.success", ratio, higher, when_it_happens, "repository, workflow", "github_actions",
           "run.success of pull requests"},
    Metric{"pr.duration", duration, lower, when_it_happens, "repository, workflow", "github_actions",
           "run.duration of pull requests"},
    Metric{"workflow.active", ratio, higher, when_it_happens, "repository, workflow", "github_actions",
           "1 for an active workflow, 0 for one that GitHub has disabled, for instance for inactivity"},
    Metric{"actions.minutes_used", count, lower, when_it_happens, "account, source", "github_actions",
           "minutes of hosted runners this month; `source` says whether billing or the jobs told"},
    Metric{"actions.minutes_projected", count, lower, when_it_happens, "account, source", "github_actions",
           "the same at the end of the month, at the pace so far; from the third day on"},
    Metric{"actions.minutes_included", count, neither, when_it_happens, "account, source", "github_actions",
           "minutes a month that the account includes, as `plan:` has it"},
    Metric{"artifact.bytes", bytes, lower, each_poll, "repository, [artifact]", "github_actions",
           "size of the artifacts that have not expired, in all and of the largest names"},
    Metric{"artifact.quota", bytes, neither, when_it_happens, "repository", "github_actions",
           "artifact storage that the account includes, as `plan:` has it"},
    Metric{"artifact.time_to_full", duration, higher, when_it_happens, "repository", "github_actions",
           "until artifacts fill the quota, at the pace of the last days; absent where they do not grow"},
    Metric{"cache.bytes", bytes, lower, each_poll, "repository", "github_actions", "size of the active caches"},
    Metric{"api.remaining", count, higher, when_it_happens, "api, repository", "github_actions",
           "requests to the API that are left in this hour"},
    Metric{"api.limit", count, neither, when_it_happens, "api, repository", "github_actions",
           "requests to the API that an hour has"},
    Metric{"api.readable", ratio, higher, when_it_happens, "repository, part", "github_actions",
           "1 where that part of the repository can be read, 0 where not (a missing permission, trouble)"},
    Metric{"security.findings", count, lower, each_poll, "tool, target, class, severity", "security_scan",
           "what the newest scan found and nobody has suppressed"},
    Metric{"security.new_findings", count, lower, when_it_happens, "tool, target, severity", "security_scan",
           "findings that the scan before did not have"},
    Metric{"security.fixed_findings", count, higher, when_it_happens, "tool, target, severity", "security_scan",
           "findings of the scan before that are gone"},
    Metric{"security.suppressed", count, neither, each_poll, "tool, target", "security_scan",
           "findings that were set aside: ignored, not affected, excepted"},
    Metric{"security.scan_age", duration, lower, each_poll, "tool, target", "security_scan",
           "time since the newest scan"},
    Metric{"security.unreadable", count, lower, when_it_happens, "path", "security_scan",
           "scans that are gone or can not be read at the last poll; what they hold is not known"},
    Metric{"poll.success", ratio, higher, when_it_happens, "poller, type", "every poller",
           "1 if the poll could read its source, else 0"},
    Metric{"poll.duration", duration, lower, when_it_happens, "poller, type", "every poller", "how long the poll took"},
    Metric{"poll.skipped", count, lower, when_it_happens, "poller, type", "every poller",
           "polls that came due while the one before was still under way, since then"},
    Metric{"channel.success", ratio, higher, when_it_happens, "channel", "every channel",
           "1 if the last message was accepted, 0 if the channel refused it or can not be reached"},
    Metric{"config.valid", ratio, higher, when_it_happens, "", "the daemon",
           "1 if the last reload was accepted, 0 if the old configuration stays"},
    Metric{"history_file.success", ratio, higher, when_it_happens, "", "the daemon",
           "1 if the line of the last full hour was appended to `history_file`, 0 if it could not be written"},
};

}  // namespace

std::string_view baseline_of(std::string_view metric) {
  constexpr std::array<std::string_view, 7> compared{"model.accuracy", "model.f1",  "model.precision", "model.recall",
                                                     "model.rmse",     "model.mae", "model.r2"};
  return std::ranges::find(compared, metric) == compared.end() ? "" : "model.baseline";
}

std::span<Metric const> catalogue() { return kCatalogue; }

Metric const* find_metric(std::string_view name) {
  auto const found = std::ranges::find(kCatalogue, name, &Metric::name);
  return found == kCatalogue.end() ? nullptr : &*found;
}

std::string_view describe(Better better) {
  switch (better) {
    case higher:
      return "higher is better";
    case lower:
      return "lower is better";
    case neither:
      return "";
  }
  return "";
}

}  // namespace lapwing
