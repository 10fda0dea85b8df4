// SPDX-License-Identifier: Apache-2.0
// The first byte says which kind of file the rest is; what it reads is reported twice, so that the cursor is fuzzed
// too.
#include "poll/model_report.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace lapwing;
  if (size == 0) return 0;
  std::string_view const bytes(reinterpret_cast<char const*>(data) + 1, size - 1);
  poll::ModelMetricsOptions options;
  options.model = "fuzz";
  auto const now = from_millis(1'765'000'000'000);

  poll::ModelSources sources(options.selectors, options.model);
  auto const middle = bytes.substr(bytes.size() / 2);
  switch (data[0] % 4) {
    case 0:
      sources.add_manifest(bytes, "manifest.json");
      break;
    case 1:
      sources.add_metadata(bytes, "v20251206T114248Z_metadata.json", now);
      break;
    case 2:
      sources.add_history(bytes, "history.jsonl");
      break;
    default:
      sources.add_manifest(bytes.substr(0, bytes.size() / 2), "manifest.json");
      sources.add_metadata(middle, "metadata.json", now);
      sources.add_history(middle, "history.jsonl");
  }
  auto const reading = std::move(sources).merge();
  auto const foreign = poll::report_models(reading, options, bytes, now);
  auto const first = poll::report_models(reading, options, "", now);
  auto const second = poll::report_models(reading, options, first.cursor, now);
  if (!second.events.empty() || foreign.events.size() > first.events.size()) std::abort();
  return 0;
}
