// SPDX-License-Identifier: Apache-2.0
#include "core/secret.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <vector>

namespace lapwing {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, T const& value) {
  out << value;
};

TEST(Secret, IsReadByRevealAlone) {
  static_assert(!Printable<Secret>);
  static_assert(!std::is_convertible_v<Secret, std::string>);
  static_assert(!std::is_convertible_v<std::string, Secret>);
  EXPECT_EQ(Secret("token").reveal(), "token");
  EXPECT_TRUE(Secret().empty());
  EXPECT_EQ(Secret("a"), Secret("a"));
  EXPECT_FALSE(Secret("a") == Secret("b"));
}

TEST(Redactor, HidesEveryOccurrenceAndLeavesNoPartOfOne) {
  struct {
    std::vector<std::string_view> secrets;
    std::string_view text;
    std::string_view shown;
  } const rows[] = {
      {{}, "nothing to hide", "nothing to hide"},
      {{"sesame"}, "", ""},
      {{"sesame"}, "open sesame", "open ***"},
      {{"sesame"}, "sesame, sesame!", "***, ***!"},
      {{"sesame"}, "sesamesesame", "******"},
      {{"sesame"}, "Sesame sesam", "Sesame sesam"},
      {{"sesame", "sesame-street"}, "to sesame-street", "to ***"},  // a part does not hide the whole
      {{"sesame-street", "sesame"}, "to sesame-street", "to ***"},  // in either order
      {{"street", "sesame-street"}, "sesame-street", "***"},
      {{"abcdef", "defghi"}, "xabcdefghix", "x***x"},  // overlapping ends
      {{"defghi", "abcdef"}, "xabcdefghix", "x***x"},
      {{"abcdef", "cdefgh", "fghijk"}, "abcdefghijk", "***"},  // a chain
      {{"aaaaaa"}, "aaaaaaaaa", "***"},                        // with itself
      {{"abcabcabc"}, "abcabcabcabc!", "***!"},
      {{"short", ""}, "short words", "short words"},  // under six characters
      {{"secret", "secret"}, "secret", "***"},
      {{"******"}, "a secret of stars: ******", "a secret of stars: ***"},
      {{"https://example.test/hook/T0K3N"}, "POST https://example.test/hook/T0K3N failed", "POST *** failed"},
  };
  for (auto const& [secrets, text, shown] : rows) {
    Redactor redactor;
    for (auto const secret : secrets) redactor.add(secret);
    EXPECT_EQ(redactor.redact(text), shown);
    EXPECT_EQ(redactor.redact(shown), shown) << "redacting twice is redacting once";
  }
}

TEST(Redactor, CountsWhatItSearchesFor) {
  Redactor redactor;
  for (auto const* const secret : {"123456", "123456", "12345", "", "1234567"}) redactor.add(secret);
  EXPECT_EQ(redactor.size(), 2u);
}

}  // namespace
}  // namespace lapwing
