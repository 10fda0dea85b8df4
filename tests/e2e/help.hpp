// SPDX-License-Identifier: Apache-2.0
// The commands that `lapwing --help` lists, for tests that go through all of them.
#pragma once

#include <string>
#include <vector>

namespace lapwing::test {

std::vector<std::string> lines_of(std::string const& text);

/// What `lapwing WORDS --help` lists.
std::vector<std::string> commands_of(std::vector<std::string> words);

/// Every one of one or two words: {"run"}, {"silence", "add"}.
std::vector<std::vector<std::string>> all_commands();

}  // namespace lapwing::test
