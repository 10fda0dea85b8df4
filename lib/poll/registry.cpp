// SPDX-License-Identifier: Apache-2.0
#include "poll/registry.hpp"

#include "poll/data_quality.hpp"
#include "poll/github_actions.hpp"
#include "poll/model_metrics.hpp"
#include "poll/security_scan.hpp"

#include <array>

namespace lapwing::poll {
namespace {

constexpr std::array kKinds{
    PollerKind{"github_actions", read_github_actions},
    PollerKind{"model_metrics", read_model_metrics},
    PollerKind{"data_quality", read_data_quality},
    PollerKind{"security_scan", read_security_scan},
};

}  // namespace

std::span<PollerKind const> poller_kinds() { return kKinds; }

}  // namespace lapwing::poll
