// SPDX-License-Identifier: Apache-2.0
#include "poll/model_metrics.hpp"

#include "poll/lenient_json.hpp"
#include "poll/model_report.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <stop_token>
#include <system_error>
#include <utility>

namespace lapwing::poll {
namespace {

namespace fs = std::filesystem;

Error io_error(std::string const& what, std::error_code code, std::string_view remedy) {
  bool const absent = code == std::errc::no_such_file_or_directory;
  return Error{absent ? ErrorKind::not_found : ErrorKind::unreadable,
               what + ": " + code.message() + "; " + std::string(remedy)};
}

/// The bytes of a regular file; of a larger one than kMaxJsonBytes one byte more, which the parser refuses.
Result<std::string> read_bytes(fs::path const& path, std::string_view remedy) {
  std::error_code code;
  auto const status = fs::status(path, code);
  if (code) return io_error(path.string(), code, remedy);
  if (!fs::is_regular_file(status)) {
    return Error{ErrorKind::unreadable, path.string() + ": is no regular file; " + std::string(remedy)};
  }
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return io_error(path.string(), {errno, std::generic_category()}, remedy);
  std::string bytes(std::min<std::uintmax_t>(fs::file_size(path, code), kMaxJsonBytes) + 1, '\0');
  in.read(bytes.data(), std::streamsize(bytes.size()));
  if (in.bad()) return io_error(path.string(), {errno, std::generic_category()}, remedy);
  bytes.resize(std::size_t(in.gcount()));
  return bytes;
}

/// The epoch where the file is gone: reading it will say so.
TimePoint modified_at(fs::path const& path) {
  std::error_code code;
  auto const at = fs::last_write_time(path, code);
  return code ? TimePoint{} : std::chrono::floor<Duration>(std::chrono::file_clock::to_sys(at));
}

bool is_metadata(std::string_view name) {
  return name.find("metadata") != name.npos && name.ends_with(".json") && !name.starts_with('.');
}

struct Listing {
  bool has_manifest = false;
  std::vector<std::string> metadata;  // names, sorted
};

Result<Listing> list_directory(std::string const& path) {
  constexpr std::string_view remedy = "check `path:`, and that the daemon may read the directory";
  std::error_code code;
  Listing listing;
  for (fs::directory_iterator at(path, code), end; !code && at != end; at.increment(code)) {
    std::error_code ignored;
    if (at->is_directory(ignored)) continue;
    auto name = at->path().filename().string();
    if (name == "manifest.json")
      listing.has_manifest = true;
    else if (is_metadata(name))
      listing.metadata.push_back(std::move(name));
  }
  if (code) return io_error(path, code, remedy);
  if (!listing.has_manifest && listing.metadata.empty()) {
    return Error{ErrorKind::not_found,
                 path + ": holds neither manifest.json nor a file named *metadata*.json; check `path:`"};
  }
  std::ranges::sort(listing.metadata);
  return listing;
}

Error stopped(std::string const& path) { return Error{ErrorKind::timed_out, path + ": not read, the daemon stops"}; }

Result<void> read_directory(std::string const& path, std::stop_token const& stop, ModelSources& sources) {
  auto const listing = list_directory(path);
  if (!listing) return listing.error();
  constexpr std::string_view remedy = "check its permissions";
  if (listing->has_manifest) {
    auto const bytes = read_bytes(fs::path(path) / "manifest.json", remedy);
    if (bytes)
      sources.add_manifest(*bytes, "manifest.json");
    else
      sources.add_unreadable("manifest.json", bytes.error().message);
  }
  for (auto const& name : listing->metadata) {
    if (stop.stop_requested()) return stopped(path);
    auto const file = fs::path(path) / name;
    auto const bytes = read_bytes(file, remedy);
    if (bytes)
      sources.add_metadata(*bytes, name, modified_at(file));
    else
      sources.add_unreadable(name, bytes.error().message);
  }
  return {};
}

Result<PollReport> read_models(ModelMetricsOptions const& options, std::string const& cursor, TimePoint now,
                               std::stop_token const& stop) {
  ModelSources sources(options.selectors, options.model);
  if (!options.path.empty()) {
    auto const read = read_directory(options.path, stop, sources);
    if (!read) return read.error();
  }
  if (!options.history.empty()) {
    auto const bytes = read_bytes(options.history, "check `history:`, and that the daemon may read the file");
    if (!bytes && options.path.empty()) return bytes.error();
    if (bytes)
      sources.add_history(*bytes, fs::path(options.history).filename().string());
    else
      sources.add_unreadable(options.history, bytes.error().message);
  }
  if (stop.stop_requested()) return stopped(options.history);
  return report_models(std::move(sources).merge(), options, cursor, now);
}

}  // namespace

boost::asio::awaitable<Result<PollReport>> ModelMetrics::poll(PollContext context) {
  auto job = [this, &context](std::stop_token stop) {
    return read_models(options_, context.cursor, context.now, stop);
  };
  auto result = co_await context.workers.run(job);
  co_return result;
}

bool ModelMetrics::reads(std::string const& path) const {
  std::error_code ignored;
  return !options_.history.empty() &&
         std::filesystem::absolute(options_.history, ignored).lexically_normal().string() == path;
}

std::unique_ptr<Poller> read_model_metrics(config::MapReader& map, std::string const& poller_name) {
  return std::make_unique<ModelMetrics>(read_model_options(map, poller_name));
}

}  // namespace lapwing::poll
