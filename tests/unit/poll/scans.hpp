// SPDX-License-Identifier: Apache-2.0
// Small reports, and ways to look at what became of them.
#pragma once

#include "poll/poller.hpp"
#include "poll/security_finding.hpp"
#include "poll/security_json.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::poll {

inline TimePoint at(std::string_view text) { return parse_timestamp(text).value(); }

/// The text, in chunks.
inline ReadBytes bytes_of(std::string text, std::size_t chunk = 7) {
  return [text = std::move(text), chunk, done = std::size_t{0}](std::span<char> into) mutable -> Result<std::size_t> {
    auto const count = std::min({chunk, into.size(), text.size() - done});
    std::copy_n(text.data() + done, count, into.data());
    done += count;
    return count;
  };
}

/// As describe shows them, with class and severity: "vulnerability high: CVE-1 in openssl".
inline std::vector<std::string> told(std::vector<Finding> const& findings) {
  std::vector<std::string> out;
  for (auto const& one : findings)
    out.push_back(std::string(name_of(one.what)) + " " + std::string(name_of(one.severity)) + ": " + describe(one));
  return out;
}

/// The samples of one metric whose labels include these.
inline std::vector<Sample> samples_of(PollReport const& report, std::string_view metric, Labels const& labels = {}) {
  std::vector<Sample> out;
  for (auto const& sample : report.samples) {
    bool const fits = std::ranges::all_of(
        labels.pairs(), [&](auto const& pair) { return sample.labels.get(pair.first) == pair.second; });
    if (sample.metric == metric && fits) out.push_back(sample);
  }
  return out;
}

/// The one such sample.
inline Sample the(PollReport const& report, std::string_view metric, Labels const& labels = {}) {
  auto const found = samples_of(report, metric, labels);
  EXPECT_EQ(found.size(), 1u) << metric << labels.to_string();
  return found.empty() ? Sample{} : found.front();
}

/// Counts above 0 by class and severity, as "vulnerability critical".
inline std::map<std::string, double> counted(PollReport const& report) {
  std::map<std::string, double> out;
  for (auto const& sample : samples_of(report, "security.findings")) {
    if (sample.value > 0)
      out[std::string(sample.labels.get("class")) + " " + std::string(sample.labels.get("severity"))] += sample.value;
  }
  return out;
}

}  // namespace lapwing::poll
