// SPDX-License-Identifier: Apache-2.0
#include "store/links.hpp"

#include "core/text.hpp"

namespace lapwing::store {

std::string text_of(std::vector<Link> const& links) {
  std::string out;
  for (auto const& link : links) out += printable(link.label) + "\n" + printable(link.url, 2000) + "\n";
  return out;
}

std::vector<Link> read_links(std::string const& text) {
  std::vector<Link> links;
  auto const lines = split(text, '\n');
  for (std::size_t i = 0; i + 1 < lines.size(); i += 2)
    links.push_back({std::string(lines[i]), std::string(lines[i + 1])});
  return links;
}

}  // namespace lapwing::store
