// SPDX-License-Identifier: Apache-2.0
// CSV and JSON Lines: any bytes, in any chunks, must give rows or an error, and the same ones however they arrive.
#include "poll/csv_scanner.hpp"
#include "poll/jsonl_scanner.hpp"
#include "poll/quality.hpp"
#include "poll/quality_report.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace lapwing;
using namespace lapwing::poll;

ReadBytes chunks_of(std::string_view text, std::size_t chunk) {
  return [text, chunk](std::span<char> into) mutable -> Result<std::size_t> {
    auto const count = std::min({chunk, into.size(), text.size()});
    std::copy_n(text.begin(), count, into.begin());
    text.remove_prefix(count);
    return count;
  };
}

struct Outcome {
  std::string rows;  // every cell with its length
  std::string error;
  bool operator==(Outcome const&) const = default;
};

/// The rows of a CSV; what the checks say about them goes through the report, which must take anything.
Outcome inspect_csv(std::string_view text, std::size_t chunk) {
  DataQualityOptions options{.path = "x.csv"};
  options.step = std::chrono::hours(24);
  options.ignore_head = 1;
  CsvScanner scanner(chunks_of(text, chunk), "x.csv");
  std::optional<Inspector> inspector;
  Outcome out;
  for (;;) {
    auto const more = scanner.next();
    if (!more) out.error = more.error().message;
    if (!more || !*more) break;
    auto const& row = scanner.row();
    for (auto const cell : row.cells) out.rows.append(std::to_string(cell.size())).append(":").append(cell);
    out.rows.append("@").append(std::to_string(row.line));
    if (inspector) {
      inspector->add(row);
      continue;
    }
    std::vector<std::string> const header(row.cells.begin(), row.cells.end());
    auto columns = header;
    options.time_column = std::string(header.front());
    inspector.emplace(options, "x.csv");
    if (!inspector->add_columns(columns)) return out;
  }
  if (!inspector) return out;
  auto const quality = inspector->finish();
  if (quality) {
    auto const first = report_quality(*quality, options, from_millis(0), "");
    for (auto const& sample : report_quality(*quality, options, from_millis(0), first.cursor).samples) {
      if (sample.metric == "data.schema_changes" && sample.value != 0) std::abort();
    }
  }
  return out;
}

void inspect_jsonl(std::string_view text) {
  DataQualityOptions const options{.path = "x.jsonl"};
  JsonlScanner scanner(chunks_of(text, 16), "x.jsonl");
  Inspector inspector(options, "x.jsonl");
  std::size_t known = 0;
  for (;;) {
    auto const more = scanner.next();
    if (!more) return;
    if (!*more) break;
    if (!inspector.add_columns(std::span(scanner.columns()).subspan(known))) return;
    known = scanner.columns().size();
    inspector.add(scanner.row());
  }
  if (auto const quality = inspector.finish()) report_quality(*quality, options, from_millis(0), "");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  auto const whole = inspect_csv(text, size + 1);
  if (inspect_csv(text, 1) != whole || inspect_csv(text, 61) != whole) std::abort();
  inspect_jsonl(text);
  return 0;
}
