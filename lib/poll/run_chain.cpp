// SPDX-License-Identifier: Apache-2.0
#include "poll/run_chain.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace lapwing::poll {
namespace {

constexpr std::size_t kNewest = 10;  // a re-run of one of these may still change what is first and last
constexpr std::size_t kMost = 200;

}  // namespace

void RunChain::set(Link link) {
  remove(link.id);
  links_.insert(std::ranges::upper_bound(links_, link.number, {}, &Link::number), std::move(link));
}

void RunChain::remove(std::int64_t id) {
  std::erase_if(links_, [&](Link const& one) { return one.id == id; });
}

RunChain::View RunChain::view(std::int64_t number) const {
  View view;
  for (auto at = std::ranges::upper_bound(links_, number, {}, &Link::number); at != links_.begin();) {
    --at;
    if (at->good) {
      view.last_good = &*at;
      break;
    }
    ++view.failures;
    view.first_bad = &*at;
  }
  return view;
}

void RunChain::trim() {
  auto const last_good = std::ranges::find(links_.rbegin(), links_.rend(), true, &Link::good);
  auto keep = std::size_t(last_good == links_.rend() ? links_.size() : std::size_t(last_good - links_.rbegin()) + 1);
  keep = std::min({std::max(keep, kNewest), links_.size(), kMost});
  links_.erase(links_.begin(), links_.end() - std::ptrdiff_t(keep));
}

nlohmann::json RunChain::to_json() const {
  auto list = nlohmann::json::array();
  for (auto const& one : links_) list.push_back(nlohmann::json::array({one.number, one.id, one.good, one.sha}));
  return list;
}

RunChain RunChain::from_json(nlohmann::json const& json) {
  RunChain chain;
  if (!json.is_array()) return chain;
  for (auto const& one : json) {
    bool const sound = one.is_array() && one.size() == 4 && one[0].is_number_integer() && one[1].is_number_integer() &&
                       one[2].is_boolean() && one[3].is_string();
    if (sound && chain.links_.size() < kMost)
      chain.set(
          {one[0].get<std::int64_t>(), one[1].get<std::int64_t>(), one[2].get<bool>(), one[3].get<std::string>()});
  }
  return chain;
}

}  // namespace lapwing::poll
