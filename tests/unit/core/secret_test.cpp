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

TEST(Redactor, FindsTheFormsThatASecretTakes) {
  Redactor redactor;
  redactor.add("p/s&w\"rd+1");
  for (auto const* const text :
       {"p/s&w\"rd+1", "p%2Fs%26w%22rd%2B1", "p/s&w\\\"rd+1", "p\\/s&w\\\"rd+1", "p/s&amp;w&quot;rd+1"})
    EXPECT_EQ(redactor.redact("<" + std::string(text) + ">"), "<***>");
  // base64 of "p/s&w\"rd+1", "u:p/s&w\"rd+1", "me:p/s&w\"rd+1!" and "abc:p/s&w\"rd+1!"
  EXPECT_EQ(redactor.redact("Basic cC9zJncicmQrMQ=="), "Basic ***Q==") << "of the last digit hang two bits on it";
  EXPECT_EQ(redactor.redact("Basic dTpwL3MmdyJyZCsx"), "Basic dTp***");
  EXPECT_EQ(redactor.redact("Basic bWU6cC9zJncicmQrMSE="), "Basic bWU6***SE=");
  EXPECT_EQ(redactor.redact("Basic YWJjOnAvcyZ3InJkKzEh"), "Basic YWJjOn***Eh");
}

TEST(Redactor, HidesOfAUrlWhatIsACredential) {
  Redactor redactor;
  redactor.add("https://me:pass%2Fword@hooks.example:8443/in/T0123ABC/longer-than-a-word?key=0123456789abcdef&id=77");
  struct {
    std::string_view text;
    std::string_view shown;
  } const rows[] = {
      {"hooks.example:8443 is unreachable", "hooks.example:8443 is unreachable"},
      {"no path /in/T0123ABC/longer-than-a-word here", "no path *** here"},
      {"/in/T0123ABC/longer-than-a-word?key=0123456789abcdef&id=77", "***"},
      {"token longer-than-a-word", "token ***"},
      {"key=0123456789abcdef&id=77", "key=***&id=77"},
      {"team T0123ABC", "team T0123ABC"},  // an id, as models and versions have them
      {"login me:pass%2Fword", "login ***"},
      {"pass%2Fword, that is me:pass/word", "***, that is ***"},
      {"pass/word", "***"},
      {"in the path", "in the path"},
  };
  for (auto const& [text, shown] : rows) EXPECT_EQ(redactor.redact(text), shown);
}

TEST(Redactor, OfAUrlWithoutACredentialOnlyTheWholeIsHidden) {
  Redactor redactor;
  redactor.add("https://ops.example/reports");
  redactor.add("https://ghp_0123456789@github.example/x");
  struct {
    std::string_view text;
    std::string_view shown;
  } const rows[] = {
      {"see https://ops.example/reports", "see ***"},
      {"/srv/lapwing/lapwing.yaml", "/srv/lapwing/lapwing.yaml"},
      {"href=\"/reports/daily\"", "href=\"/reports/daily\""},
      {"github.example refused ghp_0123456789", "github.example refused ***"},
  };
  for (auto const& [text, shown] : rows) EXPECT_EQ(redactor.redact(text), shown);
}

TEST(Redactor, HidesWhatACutLeftOfASecret) {
  Redactor redactor;
  redactor.add("ghp_0123456789");
  redactor.add("https://hooks.example/services/T0123ABC/B0123ABC/xyzzy-xyzzy-xyzzy");
  struct {
    std::string_view text;
    std::string_view shown;
  } const rows[] = {
      {"bad token ghp_0123…", "bad token ***…"},
      {"bad token ghp_0123", "bad token ghp_0123"},  // no cut, another word
      {"good…", "good…"},
      {"it looks like https://hooks.example/services/…", "it looks like https://hooks.example/services/…"},
      {"POST https://hooks.example/services/T0123ABC/B0123ABC/x…", "POST ***…"},
      {"at /services/T0123ABC/B0123ABC/xyz… and ghp_012…", "at ***… and ***…"},
  };
  for (auto const& [text, shown] : rows) EXPECT_EQ(redactor.redact(text), shown);
}

}  // namespace
}  // namespace lapwing
