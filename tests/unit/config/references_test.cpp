// SPDX-License-Identifier: Apache-2.0
#include "config/references.hpp"

#include "support/folder.hpp"

#include <gtest/gtest.h>

#include <map>

namespace lapwing::config {
namespace {

using test::Folder;

struct ReferencesTest : testing::Test {
  Folder folder;
  std::map<std::string, std::string> environment{{"TOKEN", "ghp_0123456789"},
                                                 {"OTHER", "other-secret"},
                                                 {"EMPTY", ""},
                                                 {"LINES", "two\nlines"},
                                                 {"BELL", "ring\x07"},
                                                 {"LOOP", "${env:TOKEN}"},
                                                 {"CREDENTIALS_DIRECTORY", folder.path()}};
  Redactor redactor;
  References references{[this](std::string const& name) {
                          auto const found = environment.find(name);
                          return found == environment.end() ? std::string() : found->second;
                        },
                        redactor};

  std::string resolved(std::string_view text) {
    auto const value = references.resolve(text);
    return value ? *value : "error: " + value.error().message;
  }
};

TEST_F(ReferencesTest, AreReplacedWhereverTheyStand) {
  auto const file = folder.write("url", "https://hook.test/file\n");
  folder.write("slack_url", "https://hook.test/credential\r\n\n");
  struct {
    std::string text;
    std::string value;
  } const rows[] = {
      {"", ""},
      {"plain", "plain"},
      {"$HOME and {braces} and $", "$HOME and {braces} and $"},
      {"${env:TOKEN}", "ghp_0123456789"},
      {"Bearer ${env:TOKEN}!", "Bearer ghp_0123456789!"},
      {"${env:TOKEN}${env:OTHER}", "ghp_0123456789other-secret"},
      {"${file:" + file + "}", "https://hook.test/file"},
      {"${credential:slack_url}", "https://hook.test/credential"},
      {"${env:LOOP}", "${env:TOKEN}"},  // what a reference brings is not looked into again
      {"$${env:TOKEN}", "${env:TOKEN}"},
      {"a $${ b", "a ${ b"},
      {"$${x} ${env:OTHER}", "${x} other-secret"},
      {"$${${env:OTHER}}", "${other-secret}"},
  };
  for (auto const& [text, value] : rows) EXPECT_EQ(resolved(text), value) << text;
}

TEST_F(ReferencesTest, ThatCanNotBeResolvedAreErrorsThatNameTheReference) {
  folder.write("empty", "\n");
  folder.write("binary", std::string_view("a\0b", 3));
  folder.write("tab", "a\tb");
  folder.write("lines", "one\ntwo\n");
  folder.write("large", std::string((64 << 10) + 1, 'x'));
  struct {
    std::string text;
    ErrorKind kind;
    std::string says;
  } const rows[] = {
      {"${env:MISSING}", ErrorKind::not_found, "${env:MISSING}: the environment variable MISSING is not set"},
      {"${env:EMPTY}", ErrorKind::not_found, "${env:EMPTY}: the environment variable EMPTY is not set"},
      {"${env:}", ErrorKind::not_found, "${env:}: "},
      {"${env:LINES}", ErrorKind::invalid, "${env:LINES} holds a line break or a control character"},
      {"${env:BELL}", ErrorKind::invalid, "${env:BELL} holds a line break or a control character"},
      {"${file:" + folder.path("none") + "}", ErrorKind::not_found,
       "the file " + folder.path("none") + " does not exist"},
      {"${file:" + folder.path() + "}", ErrorKind::unreadable, "can not be read"},
      {"${file:}", ErrorKind::not_found, "${file:}: the file  does not exist"},
      {"${file:/dev/null}", ErrorKind::invalid, "${file:/dev/null} is empty"},
      {"${file:/dev/zero}", ErrorKind::unreadable, "larger than 64 KiB"},
      {"${credential:none}", ErrorKind::not_found, "${credential:none}: the file "},
      {"${credential:empty}", ErrorKind::invalid, "${credential:empty} is empty"},
      {"${credential:binary}", ErrorKind::invalid, "holds a line break or a control character"},
      {"${credential:tab}", ErrorKind::invalid, "holds a line break or a control character"},
      {"${credential:lines}", ErrorKind::invalid, "it must be one line"},
      {"${credential:large}", ErrorKind::unreadable, "larger than 64 KiB"},
      {"${credential:../x}", ErrorKind::invalid, "a credential's name has no slash"},
      {"${credential:}", ErrorKind::invalid, "a credential's name has no slash"},
      {"${credential:..}", ErrorKind::unreadable, "can not be read"},
      {"${evn:TOKEN}", ErrorKind::invalid, "'evn' is no kind of reference"},
      {"${evn:TOKEN}", ErrorKind::invalid, "did you mean 'env'?"},
      {"${ENV:TOKEN}", ErrorKind::invalid, "did you mean 'env'?"},
      {"${vault:TOKEN}", ErrorKind::invalid, "there are ${env:NAME}, ${file:/path} and ${credential:NAME}"},
      {"${:TOKEN}", ErrorKind::invalid, "'' is no kind of reference"},
      {"${TOKEN}", ErrorKind::invalid, "a reference names its kind"},
      {"${}", ErrorKind::invalid, "a reference names its kind"},
      {"${TOKEN} at 10:30}", ErrorKind::invalid, "a reference names its kind"},
      {"${env:TOKEN", ErrorKind::invalid, "'}' is missing"},
      {"${", ErrorKind::invalid, "'}' is missing"},
      {"${env:TOKEN} ${env:MISSING}", ErrorKind::not_found, "${env:MISSING}"},
      {"${env:${env:TOKEN}}", ErrorKind::not_found, "${env:${env:TOKEN}"},
      {"${env:a\nb\x1b}", ErrorKind::not_found, "${env:a b }"},
      {"${file:/a\nb}", ErrorKind::not_found, "the file /a b does not exist"},
  };
  for (auto const& [text, kind, says] : rows) {
    auto const value = references.resolve(text);
    ASSERT_FALSE(value) << text;
    EXPECT_EQ(value.error().kind, kind) << text;
    EXPECT_NE(value.error().message.find(says), std::string::npos) << text << ": " << value.error().message;
  }
}

TEST_F(ReferencesTest, NeverShowAValueInAnError) {
  folder.write("binary", "top-secret\x01");
  for (auto const* const text : {"${env:TOKEN} ${env:MISSING}", "${env:TOKEN} ${", "${env:TOKEN} ${x}",
                                 "${credential:binary}", "${env:LINES}"}) {
    auto const value = references.resolve(text);
    ASSERT_FALSE(value);
    for (auto const* const secret : {"ghp_", "top-secret", "two", "lines"}) {
      EXPECT_EQ(value.error().message.find(secret), std::string::npos) << value.error().message;
    }
  }
}

TEST_F(ReferencesTest, WithoutACredentialsDirectorySayWhereItComesFrom) {
  environment.erase("CREDENTIALS_DIRECTORY");
  EXPECT_NE(resolved("${credential:slack_url}").find("LoadCredential="), std::string::npos);
}

TEST_F(ReferencesTest, ACredentialMayComeOfAWholeFolderAndThenHasItsName) {
  folder.write("lapwing_slack_url", "https://hook.test/one\n");
  EXPECT_EQ(resolved("${credential:slack_url}"), "https://hook.test/one");
}

TEST_F(ReferencesTest, WithoutACredentialsDirectoryTheFolderBesideTheConfigurationCounts) {
  Folder beside;
  beside.write("slack_url", "https://hook.test/two\n");
  References const here([](std::string const&) { return std::string(); }, redactor, beside.path());
  EXPECT_EQ(*here.resolve("${credential:slack_url}"), "https://hook.test/two");
  EXPECT_NE(here.resolve("${credential:other}").error().message.find(beside.path("other") + " does not exist"),
            std::string::npos);
}

TEST_F(ReferencesTest, RememberEveryValueForTheRedactor) {
  folder.write("slack_url", "https://hook.test/credential\n");
  ASSERT_TRUE(references.resolve("x${env:TOKEN}y"));
  ASSERT_TRUE(references.resolve("${credential:slack_url}"));
  EXPECT_EQ(redactor.redact("ghp_0123456789 https://hook.test/credential other-secret"), "*** *** other-secret");
}

TEST_F(ReferencesTest, AreStarsInATextThatPeopleSee) {
  auto const masked = references.mask("by ${env:OTHER}, $${braces} and ${env:TOKEN}");
  ASSERT_TRUE(masked) << masked.error().message;
  EXPECT_EQ(*masked, "by ***, ${braces} and ***");
  EXPECT_FALSE(references.mask("${env:EMPTY}"));
}

TEST(ReferencesPresent, TellsAReferenceFromAnEscapedOne) {
  struct {
    std::string_view text;
    bool present;
  } const rows[] = {
      {"", false},
      {"x", false},
      {"$", false},
      {"{}", false},
      {"${", true},
      {"${env:A}", true},
      {"a${env:A}", true},
      {"$${env:A}", false},
      {"$${a} ${env:B}", true},
      {"$${a} $${b}", false},
  };
  for (auto const& [text, present] : rows) EXPECT_EQ(References::present_in(text), present) << text;
}

}  // namespace
}  // namespace lapwing::config
