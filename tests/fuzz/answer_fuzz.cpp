// SPDX-License-Identifier: Apache-2.0
// An answer of any server: two bytes of status, header lines up to an empty line, the body. Whatever it holds, all
// channels give a bounded, printable outcome without their token.
#include "core/text.hpp"
#include "notify/discord.hpp"
#include "notify/slack.hpp"
#include "notify/team_chat.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace lapwing;

constexpr std::string_view kToken = "s3cr3t-tokenAbCdEfGhIjKlMnOp";

void check(notify::Notifier const& channel, HttpResponse const& answer) {
  auto const outcome = channel.classify(answer);
  bool const bounded = !outcome.wait || (*outcome.wait > Duration{0} && *outcome.wait <= kLongestWait);
  bool const explained = outcome.kind == notify::Outcome::Kind::delivered || !outcome.why.empty();
  bool const clean = count_characters(outcome.why) <= 300 && printable(outcome.why) == outcome.why &&
                     outcome.why.find(kToken) == outcome.why.npos;
  if (!bounded || !explained || !clean) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  static notify::Discord const discord(Secret("https://discord.com/api/v10/webhooks/1/" + std::string(kToken)));
  static notify::Slack const slack(Secret("https://hooks.slack.com/services/T1/B1/" + std::string(kToken)));
  using Flavor = notify::TeamChat::Flavor;
  static notify::TeamChat const mattermost(Flavor::mattermost,
                                           Secret("https://x.example/hooks/" + std::string(kToken)));
  static notify::TeamChat const rocketchat(Flavor::rocketchat,
                                           Secret("https://x.example/hooks/1/" + std::string(kToken)));
  if (size < 2) return 0;
  HttpResponse answer;
  answer.status = (data[0] << 8 | data[1]) % 1000;
  std::string_view rest(reinterpret_cast<char const*>(data) + 2, size - 2);
  while (!rest.empty() && rest[0] != '\n') {
    auto const line = rest.substr(0, rest.find('\n'));
    auto const colon = line.find(':');
    answer.headers.emplace_back(line.substr(0, colon), colon == line.npos ? "" : line.substr(colon + 1));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  }
  answer.body = rest.substr(std::min<std::size_t>(rest.size(), 1));
  check(discord, answer);
  check(slack, answer);
  check(mattermost, answer);
  check(rocketchat, answer);
  return 0;
}
