// SPDX-License-Identifier: Apache-2.0
#include "support/fake_discord.hpp"

#include "support/webhook_rules.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <regex>

namespace lapwing::test {

using namespace std::chrono_literals;
using nlohmann::json;

namespace {

HttpResponse refuse(int status, json body) {
  return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = body.dump()};
}

std::string seconds(Duration wait) { return std::to_string(double(wait.count()) / 1000); }

}  // namespace

std::string payload_json(std::string_view content_type, std::string_view body) {
  if (content_type.find("multipart/") == content_type.npos) return std::string(body);
  auto const name = body.find("name=\"payload_json\"");
  auto const start = body.find("\r\n\r\n", name) + 4;
  return std::string(body.substr(start, body.find("\r\n--", start) - start));
}

/// The headers of a request that is within the limits; else the 429.
HttpResponse FakeDiscord::limit(Window& window, std::deque<TimePoint>* minute, TimePoint now, bool& is_over) {
  HttpResponse answer;
  is_over = false;
  if (!has_limits) return answer;
  if (now >= window.ends) window = {now + 2s, 5};
  while (minute != nullptr && !minute->empty() && minute->front() + 60s <= now) minute->pop_front();
  bool const is_hidden = minute != nullptr && minute->size() >= 30;
  auto const reset = window.ends - now;
  if (window.left == 0 || is_hidden) {
    ++limited_;
    is_over = true;
    auto const wait = is_hidden ? minute->front() + 60s - now : reset;
    auto refused = refuse(
        429,
        {{"message", "You are being rate limited."}, {"retry_after", double(wait.count()) / 1000}, {"global", false}});
    refused.headers.emplace_back("Retry-After", std::to_string(wait / 1s + 1));
    refused.headers.emplace_back("X-RateLimit-Scope", is_hidden ? "shared" : "user");
    return refused;
  }
  --window.left;
  if (minute != nullptr) minute->push_back(now);
  answer.headers = {{"X-RateLimit-Limit", "5"},
                    {"X-RateLimit-Remaining", std::to_string(window.left)},
                    {"X-RateLimit-Reset-After", seconds(reset)},
                    {"X-RateLimit-Bucket", "b"}};
  return answer;
}

HttpResponse FakeDiscord::answer(Method method, std::string_view target, std::string_view content_type,
                                 std::string_view body, TimePoint now) {
  std::lock_guard const lock(mutex_);
  bool const is_edit = method == Method::patch;
  bool is_over = false;
  auto answer = limit(is_edit ? patches_ : posts_, is_edit ? nullptr : &minute_, now, is_over);
  if (is_over) return answer;
  auto const payload = payload_json(content_type, body);
  int files = 0;
  for (auto at = body.find("name=\"files["); at != body.npos; at = body.find("name=\"files[", at + 1)) ++files;
  if (auto const found = discord_violations(payload); !found.empty()) {
    violations_.insert(violations_.end(), found.begin(), found.end());
    return refuse(400, {{"code", 50035}, {"message", "Invalid Form Body"}, {"errors", {{"why", found.front()}}}});
  }
  auto const parameter = target.find("thread_id=");
  std::string const in(
      parameter == target.npos ? "" : target.substr(parameter + 10, target.find('&', parameter) - parameter - 10));
  bool const is_new_thread = payload.find("\"thread_name\"") != payload.npos;
  if (is_forum && !is_edit && is_new_thread != in.empty())
    return refuse(400, {{"code", is_new_thread ? 220002 : 220001}, {"message", "forum"}});
  Message* message = nullptr;
  if (is_edit) {
    auto const begin = target.find("/messages/") + 10;
    auto const id = target.substr(begin, target.find('?') - begin);
    auto const there = std::ranges::find(messages_, id, &Message::id);
    if (there == messages_.end() || there->thread != in)
      return refuse(404, {{"code", 10008}, {"message", "Unknown Message"}});
    message = &*there;
    ++message->edits;
  } else {
    messages_.push_back({.id = std::to_string(next_id_++), .payload = "", .first = payload, .at = now});
    message = &messages_.back();
    if (is_forum) message->thread = is_new_thread ? std::to_string(next_id_++) : in;
  }
  message->payload = payload;
  message->files = files;
  if (!is_edit && target.find("wait=true") == target.npos) {
    answer.status = 204;
    return answer;
  }
  answer.status = 200;
  answer.headers.emplace_back("Content-Type", "application/json");
  answer.body = json{{"id", message->id}, {"type", 0}, {"channel_id", is_forum ? message->thread : "5"}}.dump();
  return answer;
}

std::vector<FakeDiscord::Message> FakeDiscord::messages() const {
  std::lock_guard const lock(mutex_);
  return messages_;
}

int FakeDiscord::limited() const {
  std::lock_guard const lock(mutex_);
  return limited_;
}

std::vector<std::string> FakeDiscord::violations() const {
  std::lock_guard const lock(mutex_);
  return violations_;
}

void FakeDiscord::remove(std::string const& id) {
  std::lock_guard const lock(mutex_);
  std::erase_if(messages_, [&](Message const& one) { return one.id == id; });
}

std::map<std::string, std::string> FakeDiscord::last_words() const {
  static std::regex const number("#([0-9]+)");
  std::map<std::string, std::string> out;
  for (auto const& message : messages()) {
    auto const text = visible_text(message.first);
    for (std::sregex_iterator at(text.begin(), text.end(), number), end; at != end; ++at) out[at->str()] = text;
  }
  return out;
}

}  // namespace lapwing::test
