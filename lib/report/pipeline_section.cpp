// SPDX-License-Identifier: Apache-2.0
#include "report/figures.hpp"
#include "report/sections.hpp"

#include "series/statistics.hpp"

#include <algorithm>

namespace lapwing::report {
namespace {

/// The guide counts the last runs, not days.
constexpr std::size_t kLastRuns = 50;

std::string count_of(std::size_t count, std::string const& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

/// Of the newest runs, beside those before them, where a status is asked for; else of the periods.
Figure success_rate(Material const& material, Group const& group, std::string name) {
  auto figure = figure_of(material, "run.success", std::move(name), group, Draw::mean);
  if (material.kind != Kind::status) return figure;
  auto const all = points_in(material.history, group.ids, {material.at - kRunsOfAStatus, material.at});
  auto const count = std::min(all.size(), kLastRuns);
  auto const newest = Points(all).last(count);
  auto const older = Points(all).first(all.size() - count);
  auto const before = older.last(std::min(older.size(), kLastRuns));
  figure.value = series::mean_of(newest);
  figure.n = newest.size();
  figure.previous = series::mean_of(before);
  figure.previous_n = before.size();
  figure.points.assign(newest.begin(), newest.end());
  figure.note = figure.n > 0 && figure.n < kFew ? "few runs" : "";
  figure.standing = Standing::unknown;
  hold_against_target(figure, material, "run.success");
  return figure;
}

/// Which jobs fail, the most frequent first, a sentence a workflow: the causes of failed runs.
void add_causes(Material const& material, Group const& workflow, std::vector<Remark>& remarks) {
  auto const runs = points_in(material.history, workflow.ids, material.period);
  auto const failed = std::size_t(std::ranges::count_if(runs, [](series::Point const& one) { return one.value < 1; }));
  if (failed == 0) return;
  struct Job {
    std::string name;
    std::size_t failed;
    std::string why;
  };
  std::vector<Job> jobs;
  auto const is_here = [&](Labels const& labels) {
    return labels.get("workflow") == workflow.labels.get("workflow") &&
           labels.get("repository") == workflow.labels.get("repository");
  };
  for (auto const& job : group_by(material.history, "job.success", {"job"}, is_here)) {
    auto const points = points_in(material.history, job.ids, material.period);
    auto const bad = std::size_t(std::ranges::count_if(points, [](series::Point const& one) { return one.value < 1; }));
    if (bad == 0) continue;
    std::string why;
    for (auto const id : job.ids) {
      // The note goes with the newest sample: it tells of this failure only where that failed.
      auto const last = material.history.last(id, 1, material.period.until);
      if (!last.empty() && last.front().value < 1) why = material.history.note(id).raw();
    }
    jobs.push_back({std::string(job.labels.get("job")), bad, std::move(why)});
  }
  std::ranges::stable_sort(jobs, {}, [](Job const& one) { return -std::ptrdiff_t(one.failed); });
  auto text = workflow.place + ": " + count_of(failed, "failed run") + " of " + std::to_string(runs.size());
  for (std::size_t i = 0; i < std::min<std::size_t>(jobs.size(), 5); ++i) {
    text += (i == 0 ? "; failing jobs: " : ", ") + jobs[i].name + " (" + std::to_string(jobs[i].failed) + ")";
    if (i == 0 && !jobs[i].why.empty()) text += ", last: " + jobs[i].why;
  }
  if (jobs.size() > 5) text += " and " + std::to_string(jobs.size() - 5) + " more";
  remarks.push_back({Standing::watch, Untrusted(text)});
}

/// Jobs that pass and fail in turn though most of their runs pass: these cost the most time.
void add_flaky_jobs(Material const& material, std::vector<Remark>& remarks) {
  for (auto const& job : group_by(material.history, "job.success", {"repository", "workflow", "job"})) {
    auto const points = points_in(material.history, job.ids, material.period);
    if (points.size() < kFew) continue;
    std::size_t lonely = 0;
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
      if (points[i].value < 1 && points[i - 1].value == 1 && points[i + 1].value == 1) ++lonely;
    }
    if (lonely < 2) continue;
    remarks.push_back(
        {Standing::watch, Untrusted("flaky job: " + job.place + " failed " + std::to_string(lonely) +
                                    " times between two green runs, of " + std::to_string(points.size()))});
  }
}

}  // namespace

Section pipeline_section(Material const& material) {
  Section out{.id = "pipelines", .title = "Pipeline health", .empty = "No pipeline has run, or none is watched."};
  auto const workflows = group_by(material.history, "run.success", {"repository", "workflow"});
  if (workflows.size() > 1) {
    Group all{.ids = {}};
    for (auto const id : material.history.of_metric("run.success")) all.ids.push_back(id);
    out.figures.push_back(success_rate(material, all, "Success rate, all"));
    out.figures.back().id = "run.success.all";
  }
  for (auto const& workflow : workflows) {
    out.figures.push_back(success_rate(material, workflow, "Success rate"));
    add_causes(material, workflow, out.remarks);
  }
  if (!out.figures.empty()) out.figures.front().is_key = true;
  for (auto const& workflow : group_by(material.history, "run.duration", {"repository", "workflow"}))
    out.figures.push_back(figure_of(material, "run.duration", "Build time, median", workflow, Draw::median));
  for (auto const& workflow : group_by(material.history, "run.flaky", {"repository", "workflow"})) {
    auto figure = figure_of(material, "run.flaky", "Flaky runs", workflow, Draw::mean);
    if (figure.value.value_or(0) > 0 || figure.previous.value_or(0) > 0) out.figures.push_back(std::move(figure));
  }
  for (auto const& workflow : group_by(material.history, "run.missed", {"repository", "workflow"})) {
    auto figure = figure_of(material, "run.missed", "Scheduled runs missed", workflow, Draw::newest);
    if (figure.value.value_or(0) > 0) figure.standing = Standing::watch;
    out.figures.push_back(std::move(figure));
  }
  add_flaky_jobs(material, out.remarks);
  return out;
}

}  // namespace lapwing::report
