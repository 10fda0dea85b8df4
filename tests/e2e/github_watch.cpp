// SPDX-License-Identifier: Apache-2.0
#include "e2e/github_watch.hpp"

#include "e2e/watched_store.hpp"
#include "fake_github/expected.hpp"
#include "store/store.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace lapwing::test {
namespace {

std::string to_text(SeriesKey const& key) { return key.first + key.second.to_string(); }

/// One line a difference, at most ten a series.
void expect_equal(Points const& got, Points const& expected, std::string const& what) {
  int shown = 0;
  for (auto const& [at, value] : expected) {
    auto const found = got.find(at);
    if (found != got.end() && found->second == value) continue;
    if (++shown > 10) break;
    ADD_FAILURE() << what << " at " << format_utc(at) << ": expected " << value << ", stored "
                  << (found == got.end() ? "nothing" : std::to_string(found->second));
  }
  for (auto const& [at, value] : got) {
    if (expected.contains(at)) continue;
    if (++shown > 10) break;
    ADD_FAILURE() << what << " at " << format_utc(at) << ": stored " << value << ", which never was";
  }
}

}  // namespace

Watch::Watch(FakeGithub& github, std::string const& more) : github_(github) {
  folder_.write("alerts.yaml",
                "alerts:\n  pipeline-failing: {watch: 'streak(run.success == 0) by (workflow)', when: above, "
                "critical: 1}\n");
  folder_.write("lapwing.yaml",
                "project: fortnight\ntimezone: Etc/UTC\nstate: state\nhttp: off\nnotify: {group_wait: 1ms}\n"
                "channels: {log: {type: console}}\n"
                "pollers:\n  ci: {type: github_actions, every: 1m, repository: acme/price-model, "
                "token: \"${env:GITHUB_TOKEN}\", api_url: \"" +
                    github.url() + "\"" + more + "}\n");
}

Finished Watch::poll(TimePoint now) {
  github_.set_now(now);
  // Here there are hundreds of processes: leaks and overflows of globals are other tests' business.
  return run_program(LAPWING_AT_A_SET_TIME, {"run", "--once", "--config", folder_.path("lapwing.yaml")},
                     {{"LAPWING_TEST_NOW", format_utc(now)},
                      {"SSL_CERT_FILE", github_.ca_file()},
                      {"GITHUB_TOKEN", "good-token"},
                      {"ASAN_OPTIONS", "detect_leaks=0:report_globals=0:malloc_context_size=2"}});
}

std::set<std::string> Watch::failing() const {
  auto store = store::Store::open_to_read(state());
  if (!store) throw std::runtime_error(store.error().message);
  auto const incidents = store->incidents(TimePoint::max());
  if (!incidents) throw std::runtime_error(incidents.error().message);
  std::set<std::string> out;
  for (auto const& one : *incidents) out.emplace(one.key.labels.get("workflow"));
  return out;
}

void expect_samples(std::string const& state, fake_github::Timeline const& timeline, TimePoint now) {
  auto const expected = fake_github::expected_samples(timeline, now);
  std::map<SeriesKey, Points> got;
  for (auto const* const metric : {"run.success", "run.duration", "run.failed_duration", "run.queue_time", "run.flaky",
                                   "run.uncounted", "job.success", "job.duration", "pr.success", "pr.duration"}) {
    got.merge(stored_samples(state, metric));
  }
  for (auto const& [key, points] : expected) expect_equal(got[key], points, to_text(key));
  for (auto const& [key, points] : got) {
    EXPECT_TRUE(expected.contains(key) || points.empty()) << to_text(key) << " should not exist";
  }
}

}  // namespace lapwing::test
