// SPDX-License-Identifier: Apache-2.0
// A value that must never be seen: webhook URLs, tokens. It has no operator<< and prints as *** wherever it is
// formatted.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lapwing {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  /// The only way to the value: for the code that puts it on the wire.
  std::string const& reveal() const { return value_; }
  bool empty() const { return value_.empty(); }
  bool operator==(Secret const&) const = default;

 private:
  std::string value_;
};

/// The second fence behind the type: replaces every occurrence of the known secrets in text that is about to leave
/// (a log line, an error, a stored reason) by ***. Values shorter than 6 characters are not searched for, they would
/// mask ordinary words.
class Redactor {
 public:
  void add(std::string_view secret);
  std::string redact(std::string_view text) const;
  std::size_t size() const { return secrets_.size(); }

 private:
  std::vector<std::string> secrets_;
};

}  // namespace lapwing
