// SPDX-License-Identifier: Apache-2.0
// The first byte says what the rest is: a report in chunks, an answer of GitHub's, or a cursor. Whatever a report
// holds, all of its findings are counted or none, and the next poll of the same has nothing new.
#include "core/catalogue.hpp"
#include "core/text.hpp"
#include "poll/security_alerts.hpp"
#include "poll/security_cursor.hpp"
#include "poll/security_files.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace {

using namespace lapwing;
using namespace lapwing::poll;

constexpr TimePoint kNow = from_millis(1'795'000'000'000);

void require(bool holds) {
  if (!holds) std::abort();
}

ReadBytes chunks_of(std::string_view text, std::size_t chunk) {
  return [text, chunk](std::span<char> into) mutable -> Result<std::size_t> {
    auto const count = std::min({chunk, into.size(), text.size()});
    std::copy_n(text.begin(), count, into.begin());
    text.remove_prefix(count);
    return count;
  };
}

double sum_of(PollReport const& report, std::string_view metric) {
  double sum = 0;
  for (auto const& sample : report.samples) {
    require(find_metric(sample.metric) != nullptr && std::isfinite(sample.value) && sample.value >= 0);
    if (sample.metric == metric) sum += sample.value;
  }
  return sum;
}

/// Reports what was read three times: at first, again, and at a later scan that found the same.
void check_report(std::vector<Scan> scans, std::string const& foreign_cursor) {
  SecurityReading reading{"fuzz", {{"fuzz"}}, std::move(scans)};
  std::size_t findings = 0;
  for (auto& scan : reading.scans) {
    if (scan.target.empty()) scan.target = "fuzz";
    scan.at = kNow;
    findings += scan.findings.size();
  }
  std::ranges::sort(reading.scans, {}, [](Scan const& scan) { return std::tie(scan.tool, scan.target); });
  auto const first = report_security(reading, "", kNow);
  require(sum_of(first, "security.findings") == double(findings));
  sum_of(report_security(reading, foreign_cursor, kNow), "");
  require(sum_of(report_security(reading, first.cursor, kNow), "security.new_findings") == 0);
  for (auto& scan : reading.scans) scan.at += std::chrono::hours{1};
  auto const later = report_security(reading, first.cursor, kNow);
  require(sum_of(later, "security.new_findings") == 0 && sum_of(later, "security.fixed_findings") == 0);
}

void check_alerts(Result<std::vector<Alert>> const& alerts) {
  if (!alerts) return;
  Scan scan;
  scan.tool = scan.target = "fuzz";
  for (auto const& alert : *alerts) {
    require(printable(alert.tool) == alert.tool && !alert.tool.empty());
    scan.findings.push_back(alert.finding);
  }
  scan.add_classes();
  check_report({scan}, "");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  std::string_view const text(reinterpret_cast<char const*>(data) + 1, size - 1);
  if (data[0] == 'c') {
    auto const cursor = SecurityCursor::from_text(text).to_text();
    require(SecurityCursor::from_text(cursor).to_text() == cursor);
    check_report({}, std::string(text));
    return 0;
  }
  if (data[0] == 'g') {
    check_alerts(parse_code_scanning_alerts(text));
    check_alerts(parse_dependabot_alerts(text));
    if (auto const analyses = parse_analyses(text)) require(!analyses->contains(""));
    return 0;
  }
  auto const scans = parse_scans(chunks_of(text, size), "fuzz.json");
  auto const again = parse_scans(chunks_of(text, 3), "fuzz.json");
  require(bool(scans) == bool(again));
  if (!scans) {
    require(printable(scans.error().message, 100'000) == scans.error().message);
    return 0;
  }
  check_report(*scans, std::string(text));
  return 0;
}
