// SPDX-License-Identifier: Apache-2.0
// The small parsers of values: whatever is accepted is in range, can be written and reads back as the same.
#include "core/quantity.hpp"
#include "core/schedule.hpp"
#include "core/text.hpp"
#include "core/time.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace lapwing;

void require(bool holds) {
  if (!holds) std::abort();
}

void check_error(Error const& error) {
  require(error.kind == ErrorKind::invalid && !error.message.empty() &&
          printable(error.message, 1000) == error.message);
}

void check_timestamp(std::string_view text) {
  auto const at = parse_timestamp(text);
  if (!at) return;
  // An offset can lead out of the four digits of a year.
  auto const written = format_utc(*at);
  if (written.size() > 24 || written[0] == '-') return;
  require(parse_timestamp(written) == at);
}

void check_quantity(std::string_view text) {
  auto const quantity = parse_quantity(text);
  if (!quantity) return check_error(quantity.error());
  require(std::isfinite(quantity->value) && std::abs(quantity->value) <= 1e300);
  auto const written = format_quantity(quantity->value, quantity->unit);
  require(!written.empty() && written.size() < 64);
  require(as(*quantity, quantity->unit) == quantity->value);
}

void check_duration(std::string_view text) {
  auto const length = parse_duration(text);
  if (!length) return check_error(length.error());
  require(*length >= Duration{0} && *length <= std::chrono::days{101 * 366});
  require(!format_duration(*length).empty());
}

void check_schedule(std::string_view text) {
  static Zone const zone = Zone::utc();
  auto const schedule = Schedule::parse(text, text);
  if (!schedule) return check_error(schedule.error());
  constexpr TimePoint now{Duration{1'790'000'000'123}};
  auto const due = schedule->next_after(now, zone);
  require(due > now && due - now <= std::chrono::days{101 * 366});
  auto const again = Schedule::parse(schedule->text(), text);
  require(again && again->next_after(now, zone) == due);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  check_timestamp(text);
  check_quantity(text);
  check_duration(text);
  check_schedule(text);
  return 0;
}
