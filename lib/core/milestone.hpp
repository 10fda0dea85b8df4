// SPDX-License-Identifier: Apache-2.0
// Names the steps between which a kill must lose nothing. The program does nothing at them; the one that the tests link
// in its place dies at those that it is told (tests/e2e/program).
#pragma once

#include <string_view>

namespace lapwing {

/// append, judge, commit, render, send, answer, mark, supersede, edit, owe, report, prune.
void milestone(std::string_view step);

}  // namespace lapwing
