// SPDX-License-Identifier: Apache-2.0
#include "e2e/help.hpp"

#include "e2e/process.hpp"

#include <sstream>
#include <stdexcept>

namespace lapwing::test {

std::vector<std::string> lines_of(std::string const& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> commands_of(std::vector<std::string> words) {
  words.push_back("--help");
  std::vector<std::string> names;
  auto const help = run_lapwing(words, {{"COLUMNS", "80"}}).output;
  auto const list = help.find("Commands:\n");
  if (list == help.npos) return names;
  for (auto const& line : lines_of(help.substr(list))) {
    if (line.size() > 30 && line.starts_with("  ") && line[2] != ' ')
      names.push_back(line.substr(2, line.find(' ', 2) - 2));
  }
  return names;
}

std::vector<std::vector<std::string>> all_commands() {
  std::vector<std::vector<std::string>> out;
  for (auto const& name : commands_of({})) {
    auto const parts = commands_of({name});
    for (auto const& part : parts) out.push_back({name, part});
    if (parts.empty()) out.push_back({name});
  }
  if (out.size() < 20) throw std::runtime_error("the help lists too few commands to be whole");
  return out;
}

}  // namespace lapwing::test
