// SPDX-License-Identifier: Apache-2.0
#include "poll/registry.hpp"

#include "poll/data_quality.hpp"
#include "poll/model_metrics.hpp"

#include <algorithm>
#include <array>

namespace lapwing::poll {
namespace {

constexpr std::array kKinds{
    PollerKind{"model_metrics", read_model_metrics, "manifest.json, *metadata*.json, performance_history.jsonl"},
    PollerKind{"data_quality", read_data_quality, "CSV (RFC 4180), JSONL"},
};

}  // namespace

std::span<PollerKind const> poller_kinds() { return kKinds; }

PollerKind const* find_poller_kind(std::string_view type) {
  auto const found = std::ranges::find(kKinds, type, &PollerKind::type);
  return found == kKinds.end() ? nullptr : &*found;
}

}  // namespace lapwing::poll
