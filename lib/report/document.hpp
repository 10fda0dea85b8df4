// SPDX-License-Identifier: Apache-2.0
// What a report says, without a word about how it looks: sections of figures and remarks. It is made from the
// store, and text, Markdown, HTML, JSON and a channel's short message are made from it.
#pragma once

#include "core/catalogue.hpp"
#include "core/labels.hpp"
#include "core/quantity.hpp"
#include "core/sample.hpp"
#include "core/zone.hpp"
#include "series/history.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::report {

enum class Kind { status, daily, weekly, monthly };

/// status daily weekly monthly.
std::string_view name_of(Kind kind);
std::optional<Kind> parse_kind(std::string_view name);

/// How a figure, or everything, stands. Ordered by how much it wants to be seen; `unknown` wants to be seen too.
enum class Standing { good, unknown, watch, bad };

/// "good", "unknown", "watch", "bad": in JSON.
std::string_view name_of(Standing standing);
/// For people: "healthy", "not known", "needs attention", "critical".
std::string_view words_of(Standing standing);
/// ✅ ❔ 🔶 ❌: each of another shape, two cells wide in every terminal.
std::string_view icon_of(Standing standing);

/// One number with all that makes it readable.
struct Figure {
  std::string id;               ///< stable within its section, for JSON: "accuracy"
  std::string name;             ///< "Accuracy"
  std::string place;            ///< "bitcoin", "CI, main"; text from outside; "" where there is only one
  Labels labels;                ///< of the series behind it; empty where they are several
  std::optional<double> value;  ///< absent, or no number: not known
  Unit unit = Unit::number;
  std::size_t n = 0;               ///< samples behind the value
  std::optional<double> previous;  ///< the same of the period before; absent, or no number: not known
  std::size_t previous_n = 0;
  Better better = Better::neither;
  std::string target;  ///< "at least 65%"; "" where there is none
  Standing standing = Standing::unknown;
  std::string note;                   ///< "few runs"; the program's own words; may be empty
  std::vector<series::Point> points;  ///< over the period, oldest first, for a chart; may be empty
  bool is_key = false;                ///< worth standing in a message of five lines
};

/// Which way a figure went: 1, 0, -1; absent where one of the two values is not known.
std::optional<int> direction_of(Figure const& figure);
/// Whether that is for the better; absent where it moved nowhere or neither way is better.
std::optional<bool> is_better(Figure const& figure);
/// "▲ 1.2pp", "▼ 3m", "= ", "" where nothing is known to compare with. Shares differ in points.
std::string change_of(Figure const& figure);
/// "70.5%", "n/a".
std::string value_of(Figure const& figure);
/// "69.3%", told apart from the value where the two differ; "" where it is not known.
std::string previous_of(Figure const& figure);

/// One sentence that no number says.
struct Remark {
  Standing standing = Standing::unknown;
  Untrusted text;
  std::vector<Link> links = {};
  Untrusted advice = {};  ///< what to do about it; may be empty
};

/// The sentence with its advice.
std::string whole(Remark const& remark);

struct Section {
  std::string id;     ///< stable, for JSON and anchors: "pipelines"
  std::string title;  ///< "Pipeline health"
  std::vector<Figure> figures = {};
  std::vector<Remark> remarks = {};
  std::string empty = {};  ///< what is said where there is neither: "No pipeline is watched."
};

/// (from, until].
struct Period {
  TimePoint from;
  TimePoint until;
};

struct Document {
  Kind kind = Kind::status;
  std::string project;
  Zone zone = Zone::utc();
  TimePoint at;     ///< as of when; a report that is late is as of when it was due
  Period period;    ///< what the figures tell of
  Period previous;  ///< what they are compared with
  Standing verdict = Standing::unknown;
  std::vector<std::string> summary;  ///< the verdict's reasons, a sentence each, the worst first
  std::vector<Section> sections;
};

/// "Weekly report".
std::string title_of(Document const& document);
/// "16 Nov 2026 09:00 to 23 Nov 2026 09:00 +01:00"; of a status, when it was taken.
std::string period_of(Document const& document);
/// The same of what it is compared with; "" where that is no time at all.
std::string previous_period_of(Document const& document);

}  // namespace lapwing::report
