// SPDX-License-Identifier: Apache-2.0
// A value that must never be seen: webhook URLs, tokens. It has no operator<< and prints as *** wherever it is
// formatted.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lapwing {

/// What is shown in place of one.
constexpr std::string_view kMasked = "***";

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

/// What masks secrets in a text; by default it knows none.
using Redact = std::function<std::string(std::string const&)>;

/// The second fence behind the type: replaces every occurrence of the known secrets in text that is about to leave
/// (a log line, an error, a stored reason) by ***. Of a URL that is one, also its path, its login and those parts of
/// path and query that are long enough to be credentials; the host may be named. Found are also the forms that they
/// take in URLs (%XX), JSON, HTML and base64 (a Basic login), and what is left of one before the "…" of a cut. Values
/// shorter than 6 characters are not searched for, they would mask ordinary words.
class Redactor {
 public:
  void add(std::string_view secret);
  std::string redact(std::string_view text) const;

 private:
  struct Form {
    std::string text;
    std::size_t telling;  ///< so much of its beginning is worth hiding where the rest was cut off
  };
  void add_url(std::string_view url, std::size_t authority);
  void search_for(std::string_view secret, std::size_t telling);

  std::array<std::vector<Form>, 256> by_first_byte_;
};

}  // namespace lapwing
