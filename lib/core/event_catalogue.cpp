// SPDX-License-Identifier: Apache-2.0
#include "core/event_catalogue.hpp"

#include <algorithm>
#include <array>

namespace lapwing {
namespace {

constexpr std::array kEvents{
    EventKind{"model.trained", "model",
              "version, [accuracy], [f1], [precision], [recall], [rmse], [mae], [r2], [training_samples], "
              "[test_samples], [features], [target]",
              "model_metrics", "a new version of a model is there"},
    EventKind{"model.rebaselined", "model", "version, what", "model_metrics",
              "a version that is not comparable with the one before it"},
    EventKind{"run.completed", "repository, workflow, branch, event, conclusion",
              "run, url, duration, actor, title, commit, attempt", "github_actions", "a workflow run has ended"},
    EventKind{"message.given_up", "channel", "incidents, why", "the daemon",
              "a channel will never have some messages, which are kept (`lapwing outbox`)"},
    EventKind{"silence.ending", "silence", "matchers, who, why, ends, ends_in, open", "the daemon",
              "a silence ends soon under which incidents are open"},
};

}  // namespace

std::span<EventKind const> event_catalogue() { return kEvents; }

EventKind const* find_event(std::string_view name) {
  auto const found = std::ranges::find(kEvents, name, &EventKind::name);
  return found == kEvents.end() ? nullptr : &*found;
}

}  // namespace lapwing
