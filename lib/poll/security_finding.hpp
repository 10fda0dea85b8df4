// SPDX-License-Identifier: Apache-2.0
// What a scan found, whatever the tool and the format: one shape for Trivy, SARIF, code scanning and Dependabot.
#pragma once

#include "core/sample.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::poll {

/// Worst first; stored by name.
enum class Severity { critical, high, medium, low, unknown };
inline constexpr std::array kSeverities{Severity::critical, Severity::high, Severity::medium, Severity::low,
                                        Severity::unknown};
std::string_view name_of(Severity severity);
/// CRITICAL, High, moderate (as medium), in any case; absent for anything else.
std::optional<Severity> parse_severity(std::string_view text);

/// What sort of thing is wrong; stored by name. `code` is what a linter or CodeQL says of a line.
enum class FindingClass { vulnerability, misconfiguration, secret, license, code };
inline constexpr std::array kFindingClasses{FindingClass::vulnerability, FindingClass::misconfiguration,
                                            FindingClass::secret, FindingClass::license, FindingClass::code};
std::string_view name_of(FindingClass what);
std::optional<FindingClass> parse_finding_class(std::string_view text);

/// Whatever the report does not say is "". Text as in the report: untrusted. Never holds a secret that was found, only
/// where it is.
struct Finding {
  FindingClass what = FindingClass::vulnerability;
  Severity severity = Severity::unknown;
  std::string id = {};       ///< CVE-2024-1234, DS-0002, aws-access-key-id, GPL-3.0, js/zipslip
  std::string title = {};    ///< where the id alone tells people nothing
  std::string package = {};  ///< openssl
  std::string version = {};
  std::string fixed_in = {};
  std::string file = {};
  std::size_t line = 0;
};

/// "CVE-2024-1234 in openssl 3.0.1 (fixed in 3.0.2)", "aws-access-key-id in deploy.sh line 3".
std::string describe(Finding const& finding);

/// What one tool said of one target at one time.
struct Scan {
  std::string tool;    ///< trivy, codeql: lower case
  std::string target;  ///< an image, a folder, a repository
  TimePoint at{};      ///< when it was true: the time of its samples
  /// When the scanner ran; absent where nobody says, and for what is looked at all the time (Dependabot).
  std::optional<TimePoint> scanned_at;
  std::vector<Finding> findings;
  std::optional<std::size_t> suppressed;  ///< absent where the source does not tell
  std::set<FindingClass> classes;         ///< what it has looked for, as far as it shows
  std::string origin;                     ///< the file, for notes
  std::vector<Link> links;                ///< to the findings

  /// Adds the classes of the findings; where there are none, that which the tool is for.
  void add_classes();
};

/// What tells each finding apart from the others of its target, as a 64-bit hash: class, id, package and file, not the
/// versions, the line or the severity; of several that are alike in all of these, also which of them it is.
std::vector<std::uint64_t> keys_of(std::vector<Finding> const& findings);

}  // namespace lapwing::poll
