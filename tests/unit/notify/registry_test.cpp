// SPDX-License-Identifier: Apache-2.0
// What every kind of channel must hold, and how each is read from the configuration.
#include "notify/registry.hpp"

#include "support/mail.hpp"
#include "unit/notify/items.hpp"

#include <gmock/gmock.h>

#include <set>

namespace lapwing::notify {
namespace {

struct Read {
  std::unique_ptr<Notifier> notifier;
  std::string problems;
  std::vector<std::string> effective;
};

/// The channel that `yaml` describes, with its keys indented by two.
Read read(std::string_view type, std::string const& yaml) {
  Read out;
  config::Problems problems;
  Redactor redactor;
  config::References references([](std::string const&) { return std::string(); }, redactor);
  auto const value =
      config::parse_yaml("channel:\n  type: " + std::string(type) + "\n" + yaml, "lapwing.yaml", problems);
  if (!value) throw std::logic_error(problems.to_string());
  config::MapReader file(*value, "", {problems, references, &out.effective});
  auto map = *file.map("channel");
  map.text("type", "");
  for (auto const& kind : notifier_kinds()) {
    if (kind.type == type) out.notifier = kind.read(map);
  }
  map.finish();
  out.problems = problems.to_string();
  return out;
}

/// Keys that make a good channel of each kind.
std::string good_keys(std::string_view type) {
  if (type == "email") return "  from: lapwing@example.org\n  to: [team@example.org]\n";
  return type == "console" ? "" : "  url: https://127.0.0.1:8443/services/hook-with-a-secret-token\n";
}

/// What people will read, in any order.
std::string text_of(Payload const& payload) {
  if (auto const* const console = std::get_if<ConsoleText>(&payload)) return console->text;
  if (auto const* const call = std::get_if<ProgramCall>(&payload)) return lapwing::test::read_mail(call->input).text;
  return std::get<HttpRequest>(payload).body;
}

TEST(NotifierRegistry, EveryKindHasATypeOfItsOwn) {
  std::set<std::string_view> types;
  for (auto const& kind : notifier_kinds()) {
    types.insert(kind.type);
  }
  EXPECT_THAT(types, testing::UnorderedElementsAre("discord", "slack", "webhook", "email", "console"));
  EXPECT_EQ(types.size(), notifier_kinds().size());
}

TEST(NotifierRegistry, EveryKindIsReadAndRendersAndClassifies) {
  for (auto const& kind : notifier_kinds()) {
    auto const channel = read(kind.type, good_keys(kind.type));
    ASSERT_EQ(channel.problems, "");
    ASSERT_NE(channel.notifier, nullptr);
    for (auto const form : {Form::full, Form::plain}) {
      auto const text = text_of(channel.notifier->render(test::many(30), form).payload);
      EXPECT_NE(text.find("alert-0001"), std::string::npos) << kind.type;
    }
    auto const outcome = kind.type == "email"
                             ? channel.notifier->classify_run(ProgramResult())
                             : channel.notifier->classify({.status = 200, .headers = {}, .body = "ok"});
    EXPECT_EQ(outcome.kind, Outcome::Kind::delivered) << kind.type;
  }
}

TEST(NotifierRegistry, EveryKindRefusesAKeyThatItDoesNotKnow) {
  for (auto const& kind : notifier_kinds()) {
    EXPECT_THAT(read(kind.type, good_keys(kind.type) + "  frobnicate: 1\n").problems, testing::HasSubstr("frobnicate"))
        << kind.type;
  }
}

TEST(NotifierRegistry, AMissingOrWrongUrlIsAProblemWithItsPlaceAndWithoutTheUrl) {
  for (std::string const type : {"discord", "slack"}) {
    auto const missing = read(type, "");
    EXPECT_EQ(missing.notifier, nullptr);
    EXPECT_THAT(missing.problems, testing::HasSubstr("url"));

    auto const wrong = read(type, "  url: http://chat.example/secret-token\n");
    EXPECT_EQ(wrong.notifier, nullptr);
    EXPECT_THAT(wrong.problems, testing::HasSubstr("lapwing.yaml:3:8: the webhook's URL must begin with https://"));
    EXPECT_THAT(wrong.problems, testing::Not(testing::HasSubstr("secret-token")));
    for (auto const& line : wrong.effective) EXPECT_THAT(line, testing::Not(testing::HasSubstr("secret-token")));
  }
}

TEST(NotifierRegistry, ADiscordUsernameIsTakenOrRefused) {
  auto const url = std::string("  url: https://discord.com/api/webhooks/1/secret-token\n");
  auto const named = read("discord", url + "  username: Bitcoin watch\n");
  ASSERT_NE(named.notifier, nullptr);
  auto const request = std::get<HttpRequest>(named.notifier->render(test::many(1), Form::full).payload);
  EXPECT_THAT(request.body, testing::HasSubstr(R"("username":"Bitcoin watch")"));
  EXPECT_EQ(request.url.reveal(), "https://discord.com/api/v10/webhooks/1/secret-token?wait=true");

  auto const refused = read("discord", url + "  username: my discord bot\n");
  EXPECT_EQ(refused.notifier, nullptr);
  EXPECT_THAT(refused.problems, testing::HasSubstr("Discord refuses a username with 'discord' in it"));
}

TEST(NotifierRegistry, AFlavorOfSlackIsAnotherServersAndNeverSlacksOwn) {
  auto const url = std::string("  url: https://chat.example/hooks/secret-token\n");
  for (auto const* const flavor : {"mattermost", "rocketchat"}) {
    auto const chat = read("slack", url + "  flavor: " + flavor + "\n");
    ASSERT_NE(chat.notifier, nullptr) << chat.problems;
    auto const request = std::get<HttpRequest>(chat.notifier->render(test::many(1), Form::full).payload);
    EXPECT_THAT(request.body, testing::HasSubstr("fallback"));
    EXPECT_THAT(request.body, testing::Not(testing::HasSubstr("blocks")));

    auto const slacks = read(
        "slack", std::string("  url: https://hooks.slack.com/services/T/B/secret-token\n  flavor: ") + flavor + "\n");
    EXPECT_EQ(slacks.notifier, nullptr);
    EXPECT_THAT(slacks.problems, testing::HasSubstr("lapwing.yaml:3:8: this is a webhook of Slack itself"));
  }
  EXPECT_THAT(read("slack", url + "  flavor: matermost\n").problems, testing::HasSubstr("did you mean 'mattermost'?"));
  EXPECT_THAT(read("slack", "  url: https://chat.example/secret-token\n  flavor: mattermost\n").problems,
              testing::HasSubstr("it looks like https://HOST/hooks/KEY"));
}

TEST(NotifierRegistry, AMailsAddressesAreCheckedEachAtItsPlace) {
  auto const wrong = read("email", "  from: lapwing\n  to: [team@example.org, -oQ/tmp@example.org]\n");
  EXPECT_EQ(wrong.notifier, nullptr);
  EXPECT_THAT(wrong.problems, testing::HasSubstr("lapwing.yaml:3:9: from: 'lapwing' is no mail address"));
  EXPECT_THAT(wrong.problems, testing::HasSubstr("lapwing.yaml:4:7: to: '-oQ/tmp@example.org' is no mail address"));
  EXPECT_THAT(read("email", "  from: a@example.org\n  to: []\n").problems, testing::HasSubstr("to needs at least one"));
  EXPECT_THAT(read("email", "  to: a@example.org\n").problems, testing::HasSubstr("needs the key 'from'"));

  auto const other = read("email", "  from: a@example.org\n  to: b@example.org\n  sendmail: /opt/msmtp\n");
  ASSERT_NE(other.notifier, nullptr) << other.problems;
  auto const call = std::get<ProgramCall>(other.notifier->render(test::many(1), Form::full).payload);
  EXPECT_EQ(call.path, "/opt/msmtp");
  EXPECT_THAT(call.arguments, testing::ElementsAre("-i", "-f", "a@example.org", "--", "b@example.org"));
}

TEST(NotifierRegistry, TheConsoleTakesColour) {
  auto const console = read("console", "  color: true\n");
  ASSERT_NE(console.notifier, nullptr);
  EXPECT_THAT(std::get<ConsoleText>(console.notifier->render(test::many(1), Form::full).payload).text,
              testing::HasSubstr("\x1b[31m"));
}

}  // namespace
}  // namespace lapwing::notify
