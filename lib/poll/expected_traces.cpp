// SPDX-License-Identifier: Apache-2.0
#include "poll/expected_traces.hpp"

#include "core/catalogue.hpp"

#include <algorithm>

namespace lapwing::poll {
namespace {

/// For clocks that differ and files whose times are whole seconds.
constexpr Duration kSlack = std::chrono::seconds{5};
constexpr Duration kPatience = std::chrono::days{1};

enum class Verdict { left_something, left_nothing, not_yet };

Verdict judge(AwaitedTrace const& run, TraceWish const& wish, std::vector<NewestSample> const& newest, TimePoint now) {
  bool const is_age = find_metric(wish.metric) != nullptr && find_metric(wish.metric)->unit == Unit::duration;
  bool looked = false;
  for (auto const& sample : newest) {
    auto const age = is_age ? Duration{std::int64_t(sample.value * 1000)} : Duration{0};
    if (sample.at - age >= run.started_at - kSlack) return Verdict::left_something;
    looked = looked || sample.at >= run.ended_at + wish.within;
  }
  auto const due = run.ended_at + wish.within;
  if (now < due) return Verdict::not_yet;
  return looked || now >= due + kPatience ? Verdict::left_nothing : Verdict::not_yet;
}

}  // namespace

void report_traces(GithubOptions const& options, GithubState& state, PollContext const& context, PollReport& report) {
  if (!context.newest) return;
  std::erase_if(state.awaited, [&](AwaitedTrace const& run) {
    auto const wish = options.expects.find(run.workflow);
    if (wish == options.expects.end()) return true;  // no longer asked for
    auto const verdict = judge(run, wish->second, context.newest(wish->second.metric), context.now);
    if (verdict == Verdict::not_yet) return false;
    bool const nothing = verdict == Verdict::left_nothing;
    std::string const note = "Run " + std::to_string(run.run_number) + " was green; " + wish->second.metric +
                             (nothing ? " has not been renewed within " : " was renewed within ") +
                             format_duration(wish->second.within);
    std::vector<Link> links;
    if (!run.url.empty()) links.push_back({"Run " + std::to_string(run.run_number), run.url});
    report.samples.push_back({"run.left_nothing",
                              {{"repository", options.repository}, {"workflow", run.workflow}},
                              nothing ? 1.0 : 0.0,
                              run.instant,
                              Untrusted(note),
                              links});
    return true;
  });
}

}  // namespace lapwing::poll
