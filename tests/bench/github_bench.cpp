// SPDX-License-Identifier: Apache-2.0
// How fast a set of pages of runs is read, beside nlohmann's tree of the same bytes in the same run: time and memory.
#include "github/runs.hpp"

#include <benchmark/benchmark.h>
#include <malloc.h>
#include <time.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace lapwing;
using nlohmann::json;

/// 1,000 runs on 10 pages with the bulk that GitHub sends: two repositories of some fifty URLs each, actor, commit.
std::vector<std::string> make_pages() {
  json account{{"login", "octocat"}, {"id", 1}, {"type", "User"}, {"site_admin", false}};
  for (int i = 0; i < 14; ++i)
    account["some_url_" + std::to_string(i)] = "https://api.github.com/users/octocat/some/thing{/other}";
  json repository{{"id", 4711},
                  {"full_name", "acme/price-model"},
                  {"private", true},
                  {"owner", account},
                  {"description", "A model"}};
  for (int i = 0; i < 40; ++i)
    repository["another_url_" + std::to_string(i)] = "https://api.github.com/repos/acme/price-model/thing/number{/sha}";
  std::vector<std::string> pages;
  for (int page = 0; page < 10; ++page) {
    auto runs = json::array();
    for (int i = 0; i < 100; ++i) {
      auto const number = std::to_string(1000 - page * 100 - i);
      runs.push_back(
          {{"id", 26'365'060'973 + i},
           {"name", "CI"},
           {"run_number", std::stoi(number)},
           {"run_attempt", 1},
           {"workflow_id", 175'366'930},
           {"path", ".github/workflows/ci.yml"},
           {"display_title", "Change number " + number},
           {"event", "push"},
           {"status", "completed"},
           {"conclusion", "success"},
           {"head_branch", "main"},
           {"head_sha", std::string(40, 'a')},
           {"html_url", "https://github.com/acme/price-model/actions/runs/" + number},
           {"created_at", "2026-11-10T08:00:00Z"},
           {"run_started_at", "2026-11-10T08:00:00Z"},
           {"updated_at", "2026-11-10T08:04:00Z"},
           {"actor", account},
           {"triggering_actor", account},
           {"head_commit", {{"id", std::string(40, 'a')}, {"message", "Change"}, {"author", {{"name", "O"}}}}},
           {"repository", repository},
           {"head_repository", repository},
           {"pull_requests", json::array()}});
    }
    pages.push_back(json{{"total_count", 1000}, {"workflow_runs", std::move(runs)}}.dump());
  }
  return pages;
}

std::size_t bytes_of(std::vector<std::string> const& pages) {
  std::size_t bytes = 0;
  for (auto const& page : pages) bytes += page.size();
  return bytes;
}

/// Resident memory at its highest since `reset_peak`, in MB.
double peak_megabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  }
  throw std::runtime_error("no VmHWM");
}

void reset_peak() {
  ::malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5";
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

/// Of CPU, so that a busy machine does not count.
template <class Work>
double milliseconds(Work work) {
  auto const now = [] {
    timespec at{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return double(at.tv_sec) * 1e3 + double(at.tv_nsec) / 1e6;
  };
  auto const start = now();
  work();
  return now() - start;
}

void a_thousand_runs(benchmark::State& state) {
  auto const pages = make_pages();
  std::vector<double> ours, tree;
  double our_peak = 0, tree_peak = 0;
  for (auto _ : state) {
    reset_peak();
    ours.push_back(milliseconds([&] {
      std::size_t runs = 0;
      for (auto const& page : pages) runs += github::parse_runs(page)->runs.size();
      if (runs != 1000) throw std::logic_error("runs are missing");
    }));
    our_peak = std::max(our_peak, peak_megabytes());
    reset_peak();
    tree.push_back(milliseconds([&] {
      for (auto const& page : pages) benchmark::DoNotOptimize(json::parse(page));
    }));
    tree_peak = std::max(tree_peak, peak_megabytes());
    state.SetIterationTime(ours.back() / 1000);
  }
  auto const megabytes = double(bytes_of(pages)) / 1e6;
  state.counters["MB"] = megabytes;
  state.counters["ours_ms"] = median(ours);
  state.counters["tree_ms"] = median(tree);
  state.counters["ours_MB/s"] = megabytes / median(ours) * 1000;
  state.counters["tree_MB/s"] = megabytes / median(tree) * 1000;
  state.counters["ours_peak_MB"] = our_peak;
  state.counters["tree_peak_MB"] = tree_peak;
}
BENCHMARK(a_thousand_runs)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(15);

}  // namespace

BENCHMARK_MAIN();
