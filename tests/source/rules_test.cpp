// SPDX-License-Identifier: Apache-2.0
// Rules that the compiler can not enforce but a search can.
#include "source/sources.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

namespace lapwing::test {
namespace {

/// From each co_await to the end of its statement.
std::vector<std::string> awaits_in(std::string const& code) {
  std::vector<std::string> out;
  for (auto at = code.find("co_await"); at != code.npos; at = code.find("co_await", at + 8)) {
    auto const start = code.find_last_of(";{}", at);
    auto const end = code.find(';', at);
    out.push_back(code.substr(start + 1, end - start - 1));
  }
  return out;
}

/// Whether a co_await stands inside the parentheses of an if, while, for or switch.
bool is_in_a_condition(std::string const& statement) {
  std::regex const keyword(R"(\b(if|while|for|switch)\s*\()");
  for (std::sregex_iterator at(statement.begin(), statement.end(), keyword), end; at != end; ++at) {
    auto i = std::size_t(at->position() + at->length());
    auto const from = i;
    for (int depth = 1; depth > 0 && i < statement.size(); ++i)
      depth += statement[i] == '(' ? 1 : statement[i] == ')' ? -1 : 0;
    if (statement.substr(from, i - from).find("co_await") != std::string::npos) return true;
  }
  return false;
}

// g++ 12.2 destroys brace-built aggregates and capturing lambdas twice when they are temporaries in an expression with
// co_await, and can crash on `if (co_await …)`: see lib/README.md.
TEST(SourceRules, CoAwaitStandsAlone) {
  std::size_t seen = 0;
  for (auto const* const folder : {"lib", "daemon", "tests"}) {
    for (auto const& file : sources_under(folder)) {
      if (file.string().find("/tests/source/") != std::string::npos) continue;
      for (auto const& statement : awaits_in(code_of(file))) {
        ++seen;
        EXPECT_FALSE(is_in_a_condition(statement)) << file << ": " << statement;
        EXPECT_FALSE(std::regex_search(statement, std::regex(R"(co_await[^;]*\[[^\]]+\]\s*(\(|\{|mutable))")))
            << file << ": a lambda: " << statement;
        EXPECT_FALSE(std::regex_search(statement, std::regex(R"(co_await[^;]*[\w>(,]\s*\{)")))
            << file << ": braces: " << statement;
        EXPECT_FALSE(std::regex_search(statement, std::regex(R"(\?[^;]*co_await)"))) << file << ": " << statement;
      }
    }
  }
  EXPECT_GT(seen, 50u) << "the search found hardly any co_await: it no longer works";
}

TEST(SourceRules, TheSearchForCoAwaitFindsWhatItIsFor) {
  auto const awaits = awaits_in("x; if (co_await f()) {} auto y = co_await g(Req{1});");
  ASSERT_EQ(awaits.size(), 2u);
  EXPECT_TRUE(is_in_a_condition(awaits[0]));
  EXPECT_FALSE(is_in_a_condition("if (ready) co_await f()"));
  EXPECT_TRUE(std::regex_search(awaits[1], std::regex(R"(co_await[^;]*[\w>(,]\s*\{)")));
}

TEST(SourceRules, OnlyTheClockReadsTheClock) {
  for (auto const* const folder : {"lib", "daemon"}) {
    for (auto const& file : sources_under(folder)) {
      if (file.filename() == "clock.cpp") continue;
      EXPECT_EQ(code_of(file).find("_clock::now()"), std::string::npos) << file;
    }
  }
}

TEST(SourceRules, OnlyTheTaskGroupStartsCoroutines) {
  for (auto const* const folder : {"lib", "daemon"}) {
    for (auto const& file : sources_under(folder)) {
      if (file.filename() == "task_group.cpp") continue;
      EXPECT_EQ(code_of(file).find("co_spawn"), std::string::npos) << file;
    }
  }
}

TEST(SourceRules, SqlStandsInTheStoreAlone) {
  for (auto const& file : sources_under("lib")) {
    if (file.parent_path().filename() == "store") continue;
    EXPECT_FALSE(std::regex_search(code_of(file), std::regex("\"(SELECT|INSERT|UPDATE|DELETE) "))) << file;
  }
}

TEST(SourceRules, EveryFileNamesItsLicence) {
  for (auto const* const folder : {"lib", "daemon", "tests"}) {
    for (auto const& file : sources_under(folder)) {
      EXPECT_TRUE(read_file(file.string()).starts_with("// SPDX-License-Identifier: Apache-2.0\n")) << file;
    }
  }
}

}  // namespace
}  // namespace lapwing::test
