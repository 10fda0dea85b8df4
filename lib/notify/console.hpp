// SPDX-License-Identifier: Apache-2.0
// The terminal or journal that the daemon runs in.
#pragma once

#include "notify/notifier.hpp"

namespace lapwing::notify {

/// Shape: one block an item, worst first, every item in full; plain: at most 500 characters. No control characters from
/// outside reach the terminal.
class Console final : public Notifier {
 public:
  /// `colour`: titles carry ANSI colours by level, but never in the plain form.
  explicit Console(bool colour) : colour_(colour) {}

  Rendered render(Notification const& what, Form form) const override;
  Payload render_report(Brief const& what, Form form) const override;
  /// A terminal gives no answers: always delivered.
  Outcome classify(HttpResponse const& answer) const override;

 private:
  bool colour_;
};

}  // namespace lapwing::notify
