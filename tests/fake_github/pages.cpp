// SPDX-License-Identifier: Apache-2.0
#include "fake_github/pages.hpp"

#include <algorithm>

namespace lapwing::fake_github {
namespace {

constexpr std::size_t kUsualPage = 30, kLargestPage = 100;

std::string write_items(List const& list, std::size_t from, std::size_t to) {
  std::string out = "[";
  for (auto i = from; i < to; ++i) out += (i > from ? "," : "") + list.write(i);
  return out + "]";
}

class Links {
 public:
  explicit Links(std::string base) : base_(std::move(base)) {}
  void add(std::string const& query, std::string const& relation) {
    text_ += (text_.empty() ? "<" : ", <") + base_ + query + ">; rel=\"" + relation + "\"";
  }
  std::vector<Header> headers() const {
    return text_.empty() ? std::vector<Header>{} : std::vector<Header>{{"Link", text_}};
  }

 private:
  std::string base_, text_;
};

/// The cursor after so many items. Opaque to a client, and not safe in a URL as it stands.
std::string cursor_after(std::size_t items) { return "Y3Vyc29yOnYyOpK5+/" + std::to_string(items) + "=="; }

std::size_t items_before(std::string const& cursor) {
  auto const slash = cursor.find('/');
  return slash == cursor.npos ? 0 : std::size_t(std::atoi(cursor.c_str() + slash + 1));
}

}  // namespace

Reply paged(List const& list, std::string const& key, std::string const& api, std::string const& place,
            Query const& query) {
  auto const size = std::min(query.number("per_page", kUsualPage), kLargestPage);
  auto const page = query.number("page", 1);
  auto const shown = std::min(list.count, list.most);
  auto const last = std::max<std::size_t>(1, (shown + size - 1) / size);
  auto const from = std::min(shown, (page - 1) * size);
  Links links(api + place);
  auto const to_page = [&](std::size_t number) { return query.with({{"page", std::to_string(number)}}); };
  if (page > 1) links.add(to_page(std::min(page - 1, last)), "prev");
  if (page < last) {
    links.add(to_page(page + 1), "next");
    links.add(to_page(last), "last");
  }
  if (page > 1) links.add(to_page(1), "first");
  auto body = write_items(list, from, std::min(shown, from + size));
  if (!key.empty()) body = "{\"total_count\":" + std::to_string(list.count) + ",\"" + key + "\":" + body + "}";
  return {200, std::move(body), links.headers()};
}

Reply paged_by_cursor(List const& list, std::string const& api, std::string const& place, Query const& query) {
  if (!query.get("page").empty()) {
    return refusal(400, "Pagination using the `page` parameter is not supported.");
  }
  auto const size = std::min(query.number("per_page", kUsualPage), kLargestPage);
  auto const before = query.get("before");
  auto const end = before.empty() ? list.count : std::min(list.count, items_before(before));
  auto const from = !before.empty() ? end - std::min(end, size) : std::min(end, items_before(query.get("after")));
  auto const to = std::min(end, from + size);
  Links links(api + place);
  if (to < list.count) links.add(query.with({{"after", cursor_after(to)}, {"before", ""}}), "next");
  if (from > 0) links.add(query.with({{"before", cursor_after(from)}, {"after", ""}}), "prev");
  return {200, write_items(list, from, to), links.headers()};
}

}  // namespace lapwing::fake_github
