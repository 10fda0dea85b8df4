// SPDX-License-Identifier: Apache-2.0
#include "poll/security_cursor.hpp"

#include "unit/poll/scans.hpp"

#include <gmock/gmock.h>

#include <numeric>

namespace lapwing::poll {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

KnownScan a_scan(std::vector<std::uint64_t> critical, std::vector<std::uint64_t> low) {
  KnownScan scan{at("2026-11-20"), at("2026-11-19"), {FindingClass::vulnerability, FindingClass::secret}, {}};
  for (auto& keys : scan.keys) keys.emplace();
  scan.keys[0] = std::move(critical);
  scan.keys[3] = std::move(low);
  return scan;
}

std::vector<std::uint64_t> so_many(std::size_t count) {
  std::vector<std::uint64_t> keys(count);
  std::iota(keys.begin(), keys.end(), 1);
  return keys;
}

TEST(SecurityCursor, ComesBackFromItsText) {
  SecurityCursor cursor{"/srv/*.json", {}};
  cursor.scans[{"trivy", "app \"1\" é"}] = a_scan({0, 1, ~0ull}, {});
  cursor.scans[{"codeql", "owner/name"}] = a_scan({}, {17});
  auto const again = SecurityCursor::from_text(cursor.to_text());
  EXPECT_EQ(again.source, "/srv/*.json");
  ASSERT_EQ(again.scans.size(), 2u);
  auto const& scan = again.scans.at({"trivy", "app \"1\" é"});
  EXPECT_EQ(scan.at, at("2026-11-20"));
  EXPECT_EQ(scan.scanned_at, at("2026-11-19"));
  EXPECT_THAT(scan.classes, ElementsAre(FindingClass::vulnerability, FindingClass::secret));
  EXPECT_THAT(*scan.keys[0], ElementsAre(0, 1, ~0ull));
  EXPECT_THAT(*scan.keys[3], IsEmpty());
  EXPECT_EQ(again.to_text(), cursor.to_text());
}

TEST(SecurityCursor, DamagedAndForeignTextsStartAnew) {
  SecurityCursor cursor{"x", {}};
  cursor.scans[{"trivy", "app"}] = a_scan({1}, {2});
  auto const sound = cursor.to_text();
  for (std::size_t size = 0; size < sound.size(); ++size)
    EXPECT_TRUE(SecurityCursor::from_text(sound.substr(0, size)).scans.empty()) << size;
  auto const with = [](std::string const& scan) {
    return R"({"format": "security_scan/1", "source": "x", "scans": [)" + scan + "]}";
  };
  EXPECT_EQ(SecurityCursor::from_text(with(R"({"tool": "t", "target": "x", "at": 5, "classes": [], "keys": {}})"))
                .scans.size(),
            1u);
  for (auto const& text :
       {std::string("17"), std::string("[]"), std::string("{}"), std::string("\xff"),
        std::string(R"({"format": "model_metrics/1"})"),
        std::string(R"({"format": "security_scan/1", "source": 5, "scans": []})"), with("7"), with("{}"),
        with(R"({"tool": 1, "target": "x", "at": 5, "classes": [], "keys": {}})"),
        with(R"({"tool": "t", "target": "x", "at": 1.5, "classes": [], "keys": {}})"),
        with(R"({"tool": "t", "target": "x", "at": 5, "classes": ["malware"], "keys": {}})"),
        with(R"({"tool": "t", "target": "x", "at": 5, "classes": [], "keys": {"high": 3}})"),
        with(R"({"tool": "t", "target": "x", "at": 5, "classes": [], "keys": {"high": "123"}})"),
        with(R"({"tool": "t", "target": "x", "at": 5, "classes": [], "keys": {"high": "000000000000000g"}})")})
    EXPECT_TRUE(SecurityCursor::from_text(text).scans.empty()) << text;
}

TEST(SecurityCursor, RemembersTheWorstOfAllTargetsFirst) {
  SecurityCursor cursor{"x", {}};
  cursor.scans[{"trivy", "a"}] = a_scan(so_many(10), so_many(kMaxKnownKeys - 15));
  cursor.scans[{"trivy", "b"}] = a_scan(so_many(10), so_many(5));
  auto const text = cursor.to_text();
  EXPECT_LT(text.size(), kMaxKnownKeys * 17);
  auto const again = SecurityCursor::from_text(text);
  auto const &a = again.scans.at({"trivy", "a"}), &b = again.scans.at({"trivy", "b"});
  EXPECT_EQ(a.keys[0]->size(), 10u);
  EXPECT_EQ(b.keys[0]->size(), 10u);
  EXPECT_FALSE(a.keys[3]) << "what does not fit is not remembered in part";
  EXPECT_EQ(b.keys[3]->size(), 5u);
}

}  // namespace
}  // namespace lapwing::poll
