// SPDX-License-Identifier: Apache-2.0
// Sets up the one logger: lines on stderr, in the journal's form where stderr is the journal.
#pragma once

#include "core/secret.hpp"

namespace lapwing::app {

enum class Verbosity { quiet, normal, verbose };

/// Every line is redacted and kept on one line before it leaves. `redactor` outlives the logger; secrets added later
/// count.
void set_up_logging(Redactor const& redactor, Verbosity verbosity);

}  // namespace lapwing::app
