// SPDX-License-Identifier: Apache-2.0
// ${env:NAME}, ${file:/path} and ${credential:NAME} inside a string. What they bring is secret.
#pragma once

#include "core/result.hpp"
#include "core/secret.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace lapwing::config {

/// Resolves references and remembers every value that came from one in the redactor, so that no log can show it.
class References {
 public:
  /// `getenv` gives "" where unset. Credentials are files of $CREDENTIALS_DIRECTORY, which is read through it too;
  /// where that is unset, of the folder `credentials`.
  References(std::function<std::string(std::string const&)> getenv, Redactor& redactor, std::string credentials = "")
      : getenv_(std::move(getenv)), redactor_(redactor), credentials_(std::move(credentials)) {}

  /// Whether anything in it is to be looked up; `$${` is not.
  static bool present_in(std::string_view text);

  /// The text with every reference replaced; `$${` stands for a literal `${`. Errors: not_found (unset variable,
  /// missing file or credential), unreadable (over 64 KiB, no permission), invalid (unknown kind, no closing brace, a
  /// value that is empty or holds control characters). The message names the reference, never a value.
  Result<std::string> resolve(std::string_view text) const { return replace(text, false); }
  /// The same for a text that people see: *** stands in place of each reference. Nobody learns the value, so it is not
  /// searched for either: a project's name may be an ordinary word.
  Result<std::string> mask(std::string_view text) const { return replace(text, true); }

  Redactor& redactor() const { return redactor_; }

 private:
  Result<std::string> replace(std::string_view text, bool masked) const;
  Result<std::string> look_up(std::string_view kind, std::string const& name) const;
  Result<std::string> read_credential(std::string const& name, std::string const& reference) const;

  std::function<std::string(std::string const&)> getenv_;
  Redactor& redactor_;
  std::string credentials_;
};

}  // namespace lapwing::config
