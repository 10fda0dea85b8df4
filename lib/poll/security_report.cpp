// SPDX-License-Identifier: Apache-2.0
#include "poll/security_report.hpp"

#include "core/quantity.hpp"
#include "poll/security_cursor.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace lapwing::poll {
namespace {

using Findings = std::vector<Finding const*>;

constexpr std::size_t kNamed = 5;                    // findings in one note
constexpr Duration kForget = std::chrono::days{30};  // a scan that old is no longer missed once it is gone

std::string figure(std::size_t number) { return format_quantity(double(number), Unit::count); }

/// Whether the same findings are there, as far as the cursor remembers them.
bool agree(KnownKeys const& known, KnownKeys const& now) {
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (known[i] && known[i] != now[i]) return false;
  }
  return true;
}

/// The first few, those that can be mended before the others; then by id.
std::string note_of(Findings findings) {
  auto const order = [](Finding const* one) { return std::tuple(one->fixed_in.empty(), std::string_view(one->id)); };
  auto const named = std::min(findings.size(), kNamed);
  std::ranges::partial_sort(findings, findings.begin() + std::ptrdiff_t(named), {}, order);
  std::string note;
  for (std::size_t i = 0; i < named; ++i) note += (i == 0 ? "" : "; ") + describe(*findings[i]);
  if (findings.size() > named) note += "; and " + figure(findings.size() - named) + " more";
  return note;
}

/// The samples of one scan, and what the cursor is to know of it.
class ScanReport {
 public:
  ScanReport(Scan const& scan, std::vector<Sample>& samples) : scan_(scan), samples_(samples) {}

  void add_counts(std::set<FindingClass> const& classes) {
    std::map<std::pair<FindingClass, Severity>, Findings> found;
    for (auto const& finding : scan_.findings) found[{finding.what, finding.severity}].push_back(&finding);
    for (auto const what : classes) {
      for (auto const severity : kSeverities) {
        add("security.findings", found[{what, severity}],
            {{"class", std::string(name_of(what))}, {"severity", std::string(name_of(severity))}});
      }
    }
    if (scan_.suppressed) add("security.suppressed", *scan_.suppressed, {}, "");
  }

  /// All severities are known: what was found is at hand.
  KnownKeys keys() const {
    KnownKeys keys;
    auto const all = keys_of(scan_.findings);
    for (auto& list : keys) list.emplace();
    for (std::size_t i = 0; i < all.size(); ++i) keys[std::size_t(scan_.findings[i].severity)]->push_back(all[i]);
    for (auto& list : keys) std::ranges::sort(*list);
    return keys;
  }

  void add_changes(KnownKeys const& before, KnownKeys const& now) {
    auto const known = joined(before), present = joined(now);
    std::array<Findings, kSeverities.size()> added;
    auto const all = keys_of(scan_.findings);
    for (std::size_t i = 0; i < all.size(); ++i) {
      auto const& finding = scan_.findings[i];
      if (!std::ranges::binary_search(known, all[i])) added[std::size_t(finding.severity)].push_back(&finding);
    }
    for (auto const severity : kSeverities) {
      auto const& were = before[std::size_t(severity)];
      if (!were) continue;
      auto const gone =
          std::ranges::count_if(*were, [&](std::uint64_t key) { return !std::ranges::binary_search(present, key); });
      Labels const labels{{"severity", std::string(name_of(severity))}};
      add("security.new_findings", added[std::size_t(severity)], labels);
      add("security.fixed_findings", std::size_t(gone), labels, "");
    }
  }

 private:
  static std::vector<std::uint64_t> joined(KnownKeys const& keys) {
    std::vector<std::uint64_t> all;
    for (auto const& list : keys) {
      if (list) all.insert(all.end(), list->begin(), list->end());
    }
    std::ranges::sort(all);
    return all;
  }

  void add(std::string_view metric, Findings const& findings, Labels labels) {
    add(metric, findings.size(), std::move(labels), note_of(findings));
  }
  void add(std::string_view metric, std::size_t count, Labels labels, std::string const& note) {
    labels.set("tool", scan_.tool);
    labels.set("target", scan_.target);
    samples_.push_back({std::string(metric), std::move(labels), double(count), scan_.at, Untrusted(note), scan_.links});
  }

  Scan const& scan_;
  std::vector<Sample>& samples_;
};

void add_age(KnownScans::key_type const& key, TimePoint scanned_at, std::string const& note, TimePoint now,
             PollReport& report) {
  auto const age = std::max(now - scanned_at, Duration{0});
  report.samples.push_back({"security.scan_age",
                            {{"tool", key.first}, {"target", key.second}},
                            double(age.count()) / 1000,
                            now,
                            Untrusted("scanned " + format_utc(scanned_at) + note)});
}

}  // namespace

void ScanPlace::add_fault(std::string what) {
  if (faults++ == 0) first = std::move(what);
}

PollReport report_security(SecurityReading reading, std::string_view cursor, TimePoint now) {
  PollReport report;
  auto const known = SecurityCursor::from_text(cursor);
  SecurityCursor after{reading.source, {}};
  for (auto const& scan : reading.scans) {
    KnownScans::key_type const key{scan.tool, scan.target};
    auto const before = known.scans.find(key);
    bool const is_first = before == known.scans.end();
    KnownScan seen{scan.at, scan.scanned_at, scan.classes, {}};
    if (!is_first) seen.classes.insert(before->second.classes.begin(), before->second.classes.end());
    ScanReport work(scan, report.samples);
    work.add_counts(seen.classes);
    seen.keys = work.keys();
    if (!is_first) {
      auto const& was = before->second;
      if (scan.at > was.at || (scan.at == was.at && !agree(was.keys, seen.keys))) work.add_changes(was.keys, seen.keys);
      if (scan.at < was.at) {  // the newer file is gone and an older one is left: nothing new
        seen.at = was.at;
        seen.scanned_at = was.scanned_at;
        seen.keys = was.keys;
      }
    }
    if (scan.scanned_at) add_age(key, *scan.scanned_at, scan.origin.empty() ? "" : ", " + scan.origin, now, report);
    after.scans.insert_or_assign(key, std::move(seen));
  }
  bool const whole = std::ranges::all_of(reading.places, [](ScanPlace const& one) { return one.faults == 0; });
  for (auto const& [key, scan] : known.scans) {
    if (after.scans.contains(key) || now - scan.at > kForget || known.source != reading.source) continue;
    after.scans.emplace(key, scan);
    if (!reading.keeps_scans) continue;
    if (scan.scanned_at) add_age(key, *scan.scanned_at, "; that scan is gone", now, report);
    if (whole)
      reading.places.front().add_fault("the scan of " + key.second + " by " + key.first + " is gone; scan again");
  }
  for (auto const& place : reading.places) {
    auto note = place.first;
    if (place.faults > 1) note += "; and " + figure(place.faults - 1) + " more";
    report.samples.push_back(
        {"security.unreadable", {{"path", place.path}}, double(place.faults), now, Untrusted(note)});
  }
  report.cursor = after.to_text();
  return report;
}

}  // namespace lapwing::poll
