// SPDX-License-Identifier: Apache-2.0
#include "poll/security_files.hpp"

#include "core/text.hpp"
#include "poll/path_pattern.hpp"
#include "poll/security_sarif.hpp"
#include "poll/security_trivy.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

namespace lapwing::poll {
namespace {

constexpr TimePoint kFirstBelievable{std::chrono::sys_days{std::chrono::year{2000} / 1 / 1}};

std::vector<std::string_view> keys_of_formats() {
  auto keys = split(kTrivyKeys, ' ');
  std::ranges::move(split(kSarifKeys, ' '), std::back_inserter(keys));
  return keys;
}

/// A scan and when its file was written: of two of the same time the later file counts.
struct Dated {
  Scan scan;
  TimePoint modified;
};
using Newest = std::map<std::pair<std::string, std::string>, Dated>;  // by tool and target

void keep_newest(Dated dated, Newest& newest) {
  std::pair key(dated.scan.tool, dated.scan.target);
  auto const [at, is_new] = newest.try_emplace(std::move(key), dated);
  if (is_new) return;
  auto const age = [](Dated const& one) { return std::tuple(one.scan.at, one.modified); };
  if (age(dated) >= age(at->second)) at->second = std::move(dated);
}

}  // namespace

Result<std::vector<Scan>> parse_scans(ReadBytes read, std::string const& file, ReportLimits limits) {
  static auto const keys = keys_of_formats();
  auto const report = read_report(std::move(read), file, keys, limits);
  if (!report) return report.error();
  if (is_sarif(*report)) return scans_of_sarif(*report, file);
  if (is_trivy(*report)) {
    auto scan = scan_of_trivy(*report, file);
    if (!scan) return scan.error();
    return std::vector{std::move(*scan)};
  }
  return Error{ErrorKind::invalid, printable(file) +
                                       ": is neither a Trivy report nor SARIF 2.1.0; scan with --format "
                                       "json or --format sarif"};
}

Result<SecurityReading> read_scan_files(std::string const& path, std::string const& target, TimePoint now,
                                        std::stop_token stop) {
  auto const files = matching_files(path);
  if (!files) return files.error();
  // The label must not depend on where the daemon was started from.
  std::error_code ignored;
  auto const absolute = std::filesystem::absolute(path, ignored).string();
  ScanPlace place{absolute};
  Newest newest;
  for (auto const& file : *files) {
    auto source = ByteSource::open(file, stop);
    if (!source && source.error().kind == ErrorKind::not_found && files->size() == 1) return source.error();
    if (!source) {
      place.add_fault(source.error().message);
      continue;
    }
    auto const name = file.substr(file.rfind('/') + 1);
    auto scans = parse_scans([&source](std::span<char> into) { return source->read(into); }, name);
    if (stop.stop_requested()) return Error{ErrorKind::busy, path + ": not read, the daemon stops"};
    if (!scans) {
      place.add_fault(scans.error().message);
      continue;
    }
    for (auto& scan : *scans) {
      bool const believable = scan.scanned_at && *scan.scanned_at >= kFirstBelievable && *scan.scanned_at <= now;
      if (!believable) scan.scanned_at = std::min(source->modified(), now);
      scan.at = *scan.scanned_at;
      scan.tool = printable(scan.tool, 60);
      scan.target = printable(!target.empty() ? target : !scan.target.empty() ? scan.target : name, 200);
      keep_newest({std::move(scan), source->modified()}, newest);
    }
  }
  SecurityReading reading{absolute + "\n" + target, {std::move(place)}, {}};
  for (auto& [key, dated] : newest) reading.scans.push_back(std::move(dated.scan));
  return reading;
}

}  // namespace lapwing::poll
