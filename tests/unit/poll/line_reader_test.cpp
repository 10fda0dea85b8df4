// SPDX-License-Identifier: Apache-2.0
#include "poll/line_reader.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace lapwing::poll {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> lines(std::string_view text, std::size_t chunk) {
  LineReader reader([=](std::span<char> into) mutable -> Result<std::size_t> {
    auto const count = std::min({chunk, into.size(), text.size()});
    std::copy_n(text.begin(), count, into.begin());
    text.remove_prefix(count);
    return count;
  });
  std::vector<std::string> out;
  while (*reader.next()) {
    out.emplace_back(reader.line());
    EXPECT_EQ(reader.number(), out.size());
  }
  return out;
}

TEST(LineReader, GivesEachLineHoweverTheBytesArrive) {
  for (std::size_t const chunk : {1u, 3u, 1000u}) {
    EXPECT_THAT(lines("a\r\n\nbcd\n", chunk), ElementsAre("a\r", "", "bcd"));
    EXPECT_THAT(lines("a\nlast", chunk), ElementsAre("a", "last"));
    EXPECT_THAT(lines("", chunk), IsEmpty());
  }
}

TEST(LineReader, ALineWithoutAnEndIsAnErrorNotAllOfTheMemory) {
  LineReader reader([](std::span<char> into) -> Result<std::size_t> {
    std::ranges::fill(into, 'x');
    return into.size();
  });
  EXPECT_EQ(reader.next().error().kind, ErrorKind::too_large);
}

}  // namespace
}  // namespace lapwing::poll
