// SPDX-License-Identifier: Apache-2.0
// Reads a mail as a mail program would, and says what is wrong with it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lapwing::test {

struct Mail {
  std::vector<std::pair<std::string, std::string>> headers;  ///< unfolded, encoded words decoded
  std::string text;                                          ///< decoded; "" where there is no such part
  std::string html;

  /// "" where it is not there.
  std::string header(std::string_view name) const;
};

Mail read_mail(std::string_view raw);

/// One line a violation; empty for a mail of printable ASCII in lines of at most 78 characters, with the headers that
/// belong there, each once, and HTML whose tags are the renderer's own.
std::vector<std::string> mail_violations(std::string_view raw);

}  // namespace lapwing::test
