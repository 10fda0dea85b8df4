// SPDX-License-Identifier: Apache-2.0
// Discord's webhooks as their documents describe them: messages that are kept and changed, limits that are told and one
// that is not, refusals for what breaks a rule. Source: Discord developer docs, "Webhook Resource", "Rate Limits", read
// 2026-08; the limits of 5 in 2 s and 30 in a minute are reports of users.
#pragma once

#include "core/time.hpp"
#include "io/http.hpp"

#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::test {

/// The JSON of a message, from a body that may be a form with files.
std::string payload_json(std::string_view content_type, std::string_view body);

/// Thread-safe: may answer for several connections.
class FakeDiscord {
 public:
  struct Message {
    std::string id;
    std::string payload;  ///< as it stands now
    std::string first;    ///< as it was posted
    int edits = 0;
    int files = 0;
    TimePoint at;
    std::string thread = {};  ///< in a forum, the post that it is in
  };

  /// A request as it arrives; `target` is path and query.
  HttpResponse answer(Method method, std::string_view target, std::string_view content_type, std::string_view body,
                      TimePoint now);

  /// In order of arrival.
  std::vector<Message> messages() const;
  /// How many requests were refused: 429, and 400 with what was wrong.
  int limited() const;
  std::vector<std::string> violations() const;
  /// Somebody deletes a message.
  void remove(std::string const& id);
  /// Every incident that any message names, "#7", with the text of the newest message that does: what the channel heard
  /// last of it.
  std::map<std::string, std::string> last_words() const;
  bool has_limits = true;
  bool is_forum = false;

 private:
  struct Window {
    TimePoint ends;
    int left = 0;
  };
  HttpResponse limit(Window& window, std::deque<TimePoint>* minute, TimePoint now, bool& is_over);

  mutable std::mutex mutex_;
  std::vector<Message> messages_;
  std::vector<std::string> violations_;
  Window posts_, patches_;
  std::deque<TimePoint> minute_;  // of the posts of the last minute, which no header shows
  int limited_ = 0;
  long next_id_ = 1000;
};

}  // namespace lapwing::test
