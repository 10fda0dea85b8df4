// SPDX-License-Identifier: Apache-2.0
// Reads the long lists of the API in one pass, without building them: of each row only the wanted fields. A run is 12
// KB of which some 300 bytes matter.
#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lapwing::github {

/// One field of a row. Absent and null are the same; a list or an object where a plain value is wanted is absent too.
class Field {
 public:
  Field() = default;
  explicit Field(std::string text) : value_(std::move(text)) {}
  explicit Field(std::int64_t number) : value_(number) {}
  explicit Field(double number) : value_(number) {}
  explicit Field(bool flag) : value_(flag) {}

  /// "" where it is no text. Not sanitised.
  std::string const& text() const;
  /// Absent where it is no whole number.
  std::optional<std::int64_t> number() const;
  std::optional<double> real() const;
  /// False where it is no flag.
  bool flag() const;
  /// Absent where it is no text or no time.
  std::optional<TimePoint> time() const;

 private:
  std::variant<std::monostate, std::string, std::int64_t, double, bool> value_;
};

struct RowsRead {
  std::optional<std::int64_t> total;  ///< `total_count` beside the list, if it is there
  bool has_list = false;              ///< the list was there, be it empty
};

/// Reads {"total_count": n, LIST: [row, …], …}, or [row, …] where `list` is "". `fields` are paths into a row such as
/// "actor.login". `take` is called per row with a field for each path. Rows that are no objects are passed over.
/// Errors: invalid where the bytes are not JSON, cut short or nested deeper than 64: what was read before is void.
Result<RowsRead> read_rows(std::string_view bytes, std::string_view list, std::span<std::string_view const> fields,
                           std::function<void(std::span<Field const>)> const& take);

}  // namespace lapwing::github
