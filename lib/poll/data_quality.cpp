// SPDX-License-Identifier: Apache-2.0
#include "poll/data_quality.hpp"

#include "poll/byte_source.hpp"
#include "poll/csv_scanner.hpp"
#include "poll/jsonl_scanner.hpp"
#include "poll/path_pattern.hpp"
#include "poll/quality_report.hpp"

#include <utility>
#include <vector>

namespace lapwing::poll {
namespace {

Error no_content(std::string const& path) {
  return {ErrorKind::invalid, path + " holds nothing but blank lines; is it being written?"};
}

Result<Quality> inspect_csv(ReadBytes read, std::string const& path, DataQualityOptions const& options) {
  CsvScanner scanner(std::move(read), path, options.delimiter);
  Inspector inspector(options, path);
  auto more = scanner.next();
  if (!more) return more.error();
  if (!*more) return no_content(path);
  auto const header = scanner.row().cells;
  if (auto const added = inspector.add_columns(std::vector<std::string>(header.begin(), header.end())); !added)
    return added.error();
  if (auto const known = inspector.check_columns(); !known) return known.error();
  for (;;) {
    more = scanner.next();
    if (!more) return more.error();
    if (!*more) return inspector.finish();
    inspector.add(scanner.row());
  }
}

Result<Quality> inspect_jsonl(ReadBytes read, std::string const& path, DataQualityOptions const& options) {
  JsonlScanner scanner(std::move(read), path);
  Inspector inspector(options, path);
  std::size_t rows = 0;
  std::size_t columns = 0;
  for (;;) {
    auto const more = scanner.next();
    if (!more) return more.error();
    if (!*more) return rows == 0 ? no_content(path) : inspector.finish();
    ++rows;
    if (auto const names = std::span(scanner.columns()).subspan(columns); !names.empty()) {
      columns += names.size();
      if (auto const added = inspector.add_columns(names); !added) return added.error();
    }
    inspector.add(scanner.row());
  }
}

bool is_jsonl(std::string_view path) { return path.ends_with(".jsonl") || path.ends_with(".jsonl.gz"); }

}  // namespace

Result<Quality> read_quality(DataQualityOptions const& options, std::stop_token stop) {
  auto const files = matching_files(options.path);
  if (!files) return files.error();
  auto const& path = files->back();
  auto source = ByteSource::open(path, std::move(stop));
  if (!source) return source.error();
  ReadBytes const read = [&source](std::span<char> into) { return source->read(into); };
  auto quality = is_jsonl(path) ? inspect_jsonl(read, path, options) : inspect_csv(read, path, options);
  if (quality) quality->modified = source->modified();
  return quality;
}

boost::asio::awaitable<Result<PollReport>> DataQuality::poll(PollContext context) {
  auto const& options = options_;
  auto job = [&options](std::stop_token stop) { return read_quality(options, std::move(stop)); };
  auto const quality = co_await context.workers.run(job);
  if (!quality) co_return quality.error();
  co_return report_quality(*quality, options_, context.now, context.cursor);
}

std::unique_ptr<Poller> read_data_quality(config::MapReader& map, std::string const& poller_name) {
  return std::make_unique<DataQuality>(read_data_quality_options(map, poller_name));
}

}  // namespace lapwing::poll
