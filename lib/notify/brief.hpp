// SPDX-License-Identifier: Apache-2.0
// A report as a channel tells it: a headline, the key numbers, what wants to be seen, a chart. Without a word about how
// a channel says it.
#pragma once

#include "core/level.hpp"
#include "core/time.hpp"
#include "notify/digest.hpp"

#include <string>
#include <vector>

namespace lapwing::notify {

/// One number on one line: "🟢 Accuracy, bitcoin: 70.5% (▲ 1.2pp), n=7".
struct BriefLine {
  std::string icon;    ///< of how it stands
  std::string name;    ///< with the place; text from outside
  std::string value;   ///< "70.5%"
  std::string beside;  ///< "▲ 1.2pp, n=7, target at least 65%"; may be empty
};

struct Brief {
  std::string project;
  std::string title;   ///< "Weekly report"
  std::string period;  ///< "2026-11-16 09:00 +01:00 to 2026-11-23 09:00 +01:00"
  TimePoint at;        ///< as of when
  Level level = Level::ok;
  std::string verdict;               ///< "needs attention"
  std::vector<std::string> summary;  ///< sentences, the worst first; text from outside
  std::vector<BriefLine> lines;
  std::string in_full;     ///< the command that shows all of it
  std::string chart = {};  ///< PNG; may be empty
  std::string chart_title = {};
};

/// 🟡 Weekly report: needs attention · bitcoin-ml-pipeline. Unescaped.
std::string headline(Brief const& what);

/// Period, summary, numbers and the command, a line each, escaped, at most `limit` characters in all; what does not fit
/// is counted. `bold` stands on both sides of a value.
std::string text_of(Brief const& what, Escape escape, std::string_view bold, std::size_t limit);

/// The last resort: headline and command, at most 500 characters.
std::string short_text(Brief const& what, Escape escape);

}  // namespace lapwing::notify
