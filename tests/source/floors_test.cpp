// SPDX-License-Identifier: Apache-2.0
// The floor table of lib/README.md against every #include: no cycles, no upward includes, no third-party header where
// none belongs.
#include "source/sources.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

namespace lapwing::test {
namespace {

struct Floor {
  std::set<std::string> may_include;
};

/// The rows `| area | includes | … |` of the table under "Floors".
std::map<std::string, Floor> read_table() {
  auto const text = read_file(std::string(LAPWING_SOURCE_DIR) + "/lib/README.md");
  std::map<std::string, Floor> table;
  std::regex const row(R"(\n\| ([a-z]+) \| ([a-z, -]*) \|)");
  for (std::sregex_iterator at(text.begin(), text.end(), row), end; at != end; ++at) {
    Floor floor;
    std::regex const name("[a-z]+");
    auto const list = (*at)[2].str();
    for (std::sregex_iterator one(list.begin(), list.end(), name); one != std::sregex_iterator(); ++one)
      floor.may_include.insert(one->str());
    if ((*at)[1].str() != "area") table[(*at)[1].str()] = std::move(floor);
  }
  return table;
}

std::vector<std::string> includes_of(std::filesystem::path const& file, std::regex const& pattern) {
  auto const text = read_file(file.string());
  std::vector<std::string> out;
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) out.push_back((*at)[1].str());
  return out;
}

TEST(Floors, EveryAreaHasARowAndEveryRowAnArea) {
  std::set<std::string> folders, rows;
  for (auto const& entry : std::filesystem::directory_iterator(std::filesystem::path(LAPWING_SOURCE_DIR) / "lib")) {
    if (entry.is_directory()) folders.insert(entry.path().filename().string());
  }
  for (auto const& [area, floor] : read_table()) rows.insert(area);
  rows.erase("daemon");
  EXPECT_EQ(rows, folders);
}

TEST(Floors, NoFileIncludesAnAreaThatItsRowDoesNotName) {
  auto const table = read_table();
  std::regex const ours("#include \"([a-z_]+)/");
  for (auto const& file : sources_under("lib")) {
    auto const area = file.parent_path().filename().string();
    ASSERT_TRUE(table.contains(area)) << area;
    for (auto const& other : includes_of(file, ours)) {
      EXPECT_TRUE(other == area || table.at(area).may_include.contains(other)) << file << " includes " << other << "/";
    }
  }
}

TEST(Floors, TheTableHasNoCycle) {
  auto const table = read_table();
  ASSERT_GT(table.size(), 10u);
  // An area may include only those that can be placed before it.
  std::set<std::string> placed;
  for (bool grew = true; grew;) {
    grew = false;
    for (auto const& [area, floor] : table) {
      if (!placed.contains(area) && std::ranges::includes(placed, floor.may_include)) grew = placed.insert(area).second;
    }
  }
  EXPECT_EQ(placed.size(), table.size());
}

TEST(Floors, HeadersHoldNoHeavyThirdPartyHeader) {
  std::regex const outside(
      "#include "
      "<(nlohmann/json\\.hpp|cairo/[^>]*|spdlog/[^>]*|boost/beast[^>]*|yaml-cpp/[^>]*|sqlite3\\.h|openssl/[^>]*|re2/"
      "[^>]*|date/"
      "[^>]*)>");
  for (auto const& file : sources_under("lib")) {
    if (file.extension() != ".hpp" || file.string().find("/lib/io/") != std::string::npos) continue;
    EXPECT_THAT(includes_of(file, outside), testing::IsEmpty()) << file;
  }
}

}  // namespace
}  // namespace lapwing::test
