// SPDX-License-Identifier: Apache-2.0
// Files with samples: any bytes must give samples or reasons, and a sample that was read must be written so that it
// reads the same again.
#include "core/text.hpp"
#include "exchange/row_parser.hpp"
#include "exchange/sample_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace lapwing;
using namespace lapwing::exchange;

std::string written(SampleRow const& row, Format format) {
  std::string out;
  SampleWriter writer(format, [&](std::string_view piece) {
    out += piece;
    return Result<void>();
  });
  series::Point const point{row.at, row.value};
  if (!writer.add(row.metric, row.labels, {&point, 1}) || !writer.finish()) std::abort();
  return out;
}

void expect_same(SampleRow const& row, Format format) {
  auto const text = written(row, format);
  RowParser parser(format);
  if (!parser.begin(text.substr(0, text.find('\n')))) std::abort();
  std::size_t found = 0;
  for (auto const line : split(text, '\n')) {
    auto const again = parser.parse(line);
    if (!again) std::abort();
    if (!*again) continue;
    ++found;
    auto const& one = **again;
    if (one.metric != row.metric || one.labels != row.labels || one.at != row.at || one.value != row.value)
      std::abort();
  }
  if (found != 1) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  guess_format(text.substr(0, text.find('\n')));
  for (auto const name : format_names()) {
    auto const format = *parse_format(name);
    RowParser parser(format);
    if (!parser.begin(text.substr(0, text.find('\n')))) continue;
    for (auto const line : split(text, '\n')) {
      auto const row = parser.parse(line);
      if (row && *row) expect_same(**row, format);
    }
  }
  return 0;
}
