// SPDX-License-Identifier: Apache-2.0
#include "e2e/heard.hpp"

#include <nlohmann/json.hpp>

#include <regex>
#include <stdexcept>

namespace lapwing::test {
namespace {

using nlohmann::json;

Level level_in(std::string const& title) {
  if (title.find("CRITICAL") != title.npos) return Level::critical;
  if (title.find("WARNING") != title.npos) return Level::warning;
  if (title.find("INFO") != title.npos) return Level::info;
  if (title.find("RECOVERED") != title.npos || title.find("CLOSED") != title.npos) return Level::ok;
  throw std::runtime_error("no level in the title: " + title);
}

void add(Heard& heard, std::string const& title, std::string const& text) {
  static std::regex const number("incident #([0-9]+)");
  std::smatch match;
  if (!std::regex_search(text, match, number)) throw std::runtime_error("no incident named: " + text);
  heard[std::stoll(match.str(1))].push_back(level_in(title));
}

}  // namespace

Heard heard_on_discord(std::vector<std::string> const& bodies) {
  Heard heard;
  for (auto const& body : bodies) {
    auto const message = json::parse(body);
    for (auto const& embed : message.at("embeds")) add(heard, embed.at("title"), embed.at("footer").at("text"));
  }
  return heard;
}

Heard heard_on_slack(std::vector<std::string> const& bodies) {
  Heard heard;
  for (auto const& body : bodies) {
    auto const message = json::parse(body);
    for (auto const& attachment : message.at("attachments")) {
      auto const& blocks = attachment.at("blocks");
      add(heard, blocks.front().at("text").at("text"), blocks.back().dump());
    }
  }
  return heard;
}

}  // namespace lapwing::test
