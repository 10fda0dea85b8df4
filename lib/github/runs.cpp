// SPDX-License-Identifier: Apache-2.0
#include "github/runs.hpp"

#include "github/rows.hpp"
#include "io/http.hpp"

#include <algorithm>
#include <array>

namespace lapwing::github {
namespace {

enum Column {
  id,
  run_number,
  run_attempt,
  workflow_id,
  name,
  path,
  title,
  event,
  branch,
  sha,
  actor,
  html_url,
  status,
  conclusion,
  created_at,
  run_started_at,
  updated_at,
};

constexpr std::array<std::string_view, 17> kFields{
    "id",         "run_number",     "run_attempt", "workflow_id", "name",     "path",   "display_title",
    "event",      "head_branch",    "head_sha",    "actor.login", "html_url", "status", "conclusion",
    "created_at", "run_started_at", "updated_at"};

bool is_sha(std::string_view text) {
  return text.size() >= 7 && text.size() <= 64 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::optional<Run> run_of(std::span<Field const> row) {
  auto const known = [&](Column column) { return row[column].number().value_or(0); };
  auto const text = [&](Column column) { return printable(row[column].text(), 200); };
  auto const created = row[created_at].time();
  if (known(id) <= 0 || !created) return std::nullopt;
  Run run;
  run.id = known(id);
  run.number = known(run_number);
  run.attempt = std::max<std::int64_t>(1, known(run_attempt));
  run.workflow_id = known(workflow_id);
  run.name = text(name);
  run.path = text(path);
  run.title = text(title);
  run.event = text(event);
  run.branch = text(branch);
  if (is_sha(row[sha].text())) run.sha = row[sha].text();
  run.actor = text(actor);
  if (parse_url(row[html_url].text())) run.url = row[html_url].text();
  run.status = text(status);
  run.conclusion = text(conclusion);
  run.created_at = *created;
  run.started_at = row[run_started_at].time().value_or(*created);
  run.updated_at = row[updated_at].time().value_or(run.started_at);
  return run;
}

}  // namespace

Outcome Run::outcome() const {
  if (conclusion == "success") return Outcome::success;
  if (conclusion == "failure" || conclusion == "timed_out" || conclusion == "startup_failure") return Outcome::failure;
  return Outcome::uncounted;
}

Result<RunPage> parse_runs(std::string_view bytes) {
  RunPage page;
  auto const read = read_rows(bytes, "workflow_runs", kFields, [&](std::span<Field const> row) {
    if (auto run = run_of(row)) page.runs.push_back(*std::move(run));
  });
  if (!read) return read.error();
  if (!read->has_list) return Error{ErrorKind::invalid, "the answer holds no list of workflow runs"};
  page.total = read->total;
  return page;
}

Result<Run> parse_run(std::string_view bytes) {
  std::optional<Run> run;
  // One object is a list of one.
  auto const read = read_rows("[" + std::string(bytes) + "]", "", kFields, [&](std::span<Field const> row) {
    if (!run) run = run_of(row);
  });
  if (!read) return read.error();
  if (!run) return Error{ErrorKind::invalid, "the answer is no workflow run"};
  return *std::move(run);
}

}  // namespace lapwing::github
