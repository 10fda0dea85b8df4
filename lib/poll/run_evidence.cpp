// SPDX-License-Identifier: Apache-2.0
#include "poll/run_evidence.hpp"

#include "core/text.hpp"

#include <algorithm>

namespace lapwing::poll {
namespace {

using github::Job;
using github::Outcome;

std::string short_sha(std::string const& sha) { return sha.substr(0, 7); }

/// "Run 124", "Run 124 (attempt 2)".
std::string name_of(github::Run const& run) {
  return "Run " + std::to_string(run.number) +
         (run.attempt > 1 ? " (attempt " + std::to_string(run.attempt) + ")" : "");
}

/// Where in the run it went wrong.
std::string place_of_failure(RunFacts const& facts) {
  if (facts.run.conclusion == "startup_failure") return "could not start; the workflow file has a fault";
  std::string const verb = facts.run.conclusion == "timed_out" ? "timed out" : "failed";
  if (!facts.jobs) return verb + " (its jobs were not read)";
  auto const* const job = failing_job(facts);
  if (job == nullptr) return verb + " with no failing job";
  auto const failed = std::ranges::count_if(*facts.jobs, &Job::has_failed);
  auto text = verb + " at job '" + job->name + "'";
  text += job->failing_step ? ", step '" + job->failing_step->name + "'" : ", no failing step (was the runner lost?)";
  if (failed > 1) text += " (and " + std::to_string(failed - 1) + " more jobs)";
  return text;
}

/// https://github.com/owner/name of https://github.com/owner/name/actions/runs/7.
std::string repository_url(std::string const& run_url) {
  auto const end = run_url.find("/actions/runs/");
  return end == run_url.npos ? "" : run_url.substr(0, end);
}

}  // namespace

Job const* failing_job(RunFacts const& facts) {
  if (!facts.jobs) return nullptr;
  auto const found = std::ranges::find_if(*facts.jobs, &Job::has_failed);
  return found == facts.jobs->end() ? nullptr : &*found;
}

std::string describe_run(RunFacts const& facts) {
  auto text = name_of(facts.run) + " ";
  if (facts.outcome == Outcome::success)
    text += "passed";
  else if (facts.outcome == Outcome::failure)
    text += facts.run.outcome() == Outcome::failure ? place_of_failure(facts) : "was " + facts.run.conclusion;
  else
    text += "ended as " + facts.run.conclusion;
  if (!facts.flaky.empty()) text += "; flaky: " + facts.flaky;
  auto const& chain = facts.chain;
  if (facts.outcome == Outcome::failure && chain.first_bad != nullptr && !chain.first_bad->sha.empty()) {
    text += chain.failures > 1 ? "; " + std::to_string(chain.failures) + " failures in a row since commit "
                               : "; first bad commit ";
    text += short_sha(chain.first_bad->sha);
    if (chain.last_good != nullptr && !chain.last_good->sha.empty())
      text += ", last good commit " + short_sha(chain.last_good->sha);
  } else if (!facts.run.sha.empty()) {
    text += "; commit " + short_sha(facts.run.sha);
  }
  if (!facts.run.title.empty()) text += ": " + cut(facts.run.title, 80);
  return text;
}

std::vector<Link> links_of(RunFacts const& facts) {
  std::vector<Link> links;
  auto const add = [&](std::string label, std::string url) {
    if (!url.empty()) links.push_back({std::move(label), std::move(url)});
  };
  if (auto const* const job = facts.outcome == Outcome::failure ? failing_job(facts) : nullptr;
      job && !job->url.empty()) {
    if (job->failing_step)
      add("Failing step", job->url + "#step:" + std::to_string(job->failing_step->number) + ":1");
    else
      add("Failing job", job->url);
  }
  add("Run " + std::to_string(facts.run.number), facts.run.url);
  auto const base = repository_url(facts.run.url);
  if (facts.outcome != Outcome::failure || base.empty()) return links;
  for (auto const& [label, link] :
       {std::pair{"First bad commit", facts.chain.first_bad}, std::pair{"Last good commit", facts.chain.last_good}}) {
    if (link != nullptr && !link->sha.empty()) add(label, base + "/commit/" + link->sha);
  }
  return links;
}

}  // namespace lapwing::poll
