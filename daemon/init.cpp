// SPDX-License-Identifier: Apache-2.0
// `lapwing init`: a first configuration, by asking or from options. What it writes is checked as `check` does, and kept
// only if it is valid.
#include "app/first_configuration.hpp"
#include "command.hpp"
#include "core/text.hpp"
#include "core/zone.hpp"
#include "prompt.hpp"
#include "shipped_alerts.hpp"
#include "steps.hpp"

#include <CLI/CLI.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace lapwing::daemon {
namespace {

namespace fs = std::filesystem;

struct Wanted {
  app::FirstAnswers answers;
  std::string directory;
  std::string token, discord, slack;  // secret
};

struct File {
  fs::path path;
  std::string content;
  mode_t mode;
};

Exit fail(Exit exit, std::string const& why) {
  print_error("lapwing init: " + why + "\n");
  return exit;
}

std::string absolute(std::string const& path) {
  if (path.empty()) return "";
  auto const full = fs::path(path.starts_with("~/") ? environment_variable("HOME") + path.substr(1) : path);
  return fs::absolute(full).lexically_normal().string();
}

/// What was not given as an option is asked.
void ask_the_rest(Wanted& wanted) {
  auto& answers = wanted.answers;
  auto const fill = [](std::string& answer, std::string const& question, std::string const& otherwise = "") {
    if (answer.empty()) answer = ask(question, otherwise);
  };
  print("An empty answer leaves a thing out, or takes what stands in brackets.\n");
  fill(answers.project, "The project's name, shown in every message", fs::current_path().filename().string());
  fill(answers.repository, "GitHub repository whose pipelines to watch, as owner/name");
  if (!answers.repository.empty() && wanted.token.empty())
    wanted.token = ask_secret("GitHub token (Actions: read, Contents: read)");
  fill(answers.models, "Folder of the models' metadata");
  fill(answers.data, "Data file to check, CSV or JSONL");
  fill(answers.scans, "Security reports, such as /srv/project/reports/trivy-*.json");
  fill(answers.timezone, "Time zone", std::string(Zone::system().name()));
  if (wanted.discord.empty()) wanted.discord = ask_secret("Discord webhook URL");
  if (wanted.slack.empty()) wanted.slack = ask_secret("Slack webhook URL");
}

/// What can be seen in the project itself.
void look_around(app::FirstAnswers& answers) {
  for (auto* const path : {&answers.models, &answers.data, &answers.scans}) *path = absolute(*path);
  std::error_code ignored;
  for (auto const* const place : {"performance_history.jsonl", "../performance_history.jsonl"}) {
    auto const history = (fs::path(answers.models) / place).lexically_normal();
    if (!answers.models.empty() && answers.history.empty() && fs::is_regular_file(history, ignored))
      answers.history = history.string();
  }
  std::string header;
  std::ifstream in(answers.data);
  if (answers.data.ends_with(".csv") && std::getline(in, header)) answers.time_column = app::guess_time_column(header);
}

std::vector<File> files_of(Wanted const& wanted, fs::path const& folder) {
  std::vector<File> files;
  std::pair<char const*, std::string const*> const secrets[] = {
      {"github_token", &wanted.token}, {"discord_url", &wanted.discord}, {"slack_url", &wanted.slack}};
  for (auto const& [name, secret] : secrets) {
    if (!secret->empty()) files.push_back({folder / "credentials" / name, *secret + "\n", 0600});
  }
  std::error_code ignored;
  if (!fs::exists(folder / "alerts.yaml", ignored))
    files.push_back({folder / "alerts.yaml", std::string(shipped_alerts()), 0644});
  files.push_back({folder / "lapwing.yaml", app::first_configuration(wanted.answers), 0644});
  return files;
}

/// Whatever the umask is: the service must read the configuration, and nobody the credentials. Errors: unreadable.
Result<void> write(File const& file) {
  auto const failed = [&] {
    return Error{ErrorKind::unreadable, file.path.string() + " can not be written: " + std::strerror(errno)};
  };
  int const out = ::open(file.path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (out < 0) return failed();
  bool const is_written = ::write(out, file.content.data(), file.content.size()) == ssize_t(file.content.size()) &&
                          ::fchmod(out, file.mode) == 0;
  auto const error = failed();
  ::close(out);
  if (is_written) return Result<void>();
  ::unlink(file.path.c_str());
  return error;
}

/// All or none of them. The folders stay. Errors: unreadable.
Result<void> write_all(std::vector<File> const& files, fs::path const& folder) {
  std::error_code failed;
  fs::create_directories(folder / "credentials", failed);
  if (!failed) fs::permissions(folder / "credentials", fs::perms::owner_all, failed);
  if (failed)
    return Error{ErrorKind::unreadable, (folder / "credentials").string() + " can not be made: " + failed.message()};
  for (std::size_t i = 0; i < files.size(); ++i) {
    auto const written = write(files[i]);
    if (written) continue;
    while (i-- > 0) ::unlink(files[i].path.c_str());
    return written.error();
  }
  return Result<void>();
}

/// What the service's own user could not read of the sources, a line each.
std::string closed_to_others(app::FirstAnswers const& answers) {
  std::string out;
  for (auto const& path : answers.paths()) {
    if (app::is_in_a_home(path)) continue;  // what is bound into its view stands under folders that are open
    for (fs::path part = path; part != part.root_path(); part = part.parent_path()) {
      std::error_code absent;
      auto const status = fs::status(part, absent);
      auto const needed = fs::is_directory(status) ? fs::perms::others_exec : fs::perms::others_read;
      if (!absent && fs::exists(status) && (status.permissions() & needed) == fs::perms::none)
        out += "warning: the service runs as a user of its own, and others may not read " + part.string() + "\n";
    }
  }
  return out;
}

Exit init(Common common, Wanted wanted) {
  auto const folder = fs::path(absolute(wanted.directory.empty() ? fs::path(common.config).parent_path().string() + "/."
                                                                 : wanted.directory + "/."))
                          .parent_path();
  common.config = (folder / "lapwing.yaml").string();
  std::error_code ignored;
  if (fs::exists(common.config, ignored))
    return fail(Exit::finding, common.config + " is there already; edit it, or give another --directory");
  if (can_ask()) ask_the_rest(wanted);
  auto& answers = wanted.answers;
  if (answers.project.empty()) return fail(Exit::usage, "--project is needed where nobody can be asked");
  if (!answers.watches_anything())
    return fail(Exit::usage, "nothing to watch: give --repository, --models, --data or --scans");
  if (common.config == "/etc/lapwing/lapwing.yaml") answers.state = "/var/lib/lapwing";
  answers.has_token = !wanted.token.empty() && !answers.repository.empty();
  if (!answers.has_token) wanted.token.clear();
  answers.has_discord = !wanted.discord.empty();
  answers.has_slack = !wanted.slack.empty();
  look_around(answers);
  auto const files = files_of(wanted, folder);
  if (auto const written = write_all(files, folder); !written) return fail(Exit::unreachable, written.error().message);
  auto const checked = check_and_probe(common);
  if (checked == Exit::finding) {
    for (auto const& file : files) ::unlink(file.path.c_str());
    return fail(Exit::finding, "nothing was written; mend the answer and try again");
  }
  for (auto const& file : files) print("wrote " + file.path.string() + "\n");
  auto exit = checked;
  for (auto const& [is_there, channel] : {std::pair{answers.has_discord, "discord"}, {answers.has_slack, "slack"}}) {
    if (is_there && send_test_message(common, channel, Level::info) != Exit::fine) exit = Exit::unreachable;
  }
  if (!answers.state.empty()) print_error(closed_to_others(answers));
  print(app::next_steps(answers, common.config));
  return exit;
}

}  // namespace

std::function<Exit()> make_init(CLI::App& command, Common const& common) {
  auto const wanted = std::make_shared<Wanted>();  // shared by the parser, which fills it, and the action
  auto& answers = wanted->answers;
  command.add_option("--project", answers.project, "The project's name, shown in every message");
  command.add_option("--repository", answers.repository, "GitHub repository whose pipelines to watch")
      ->type_name("OWNER/NAME");
  command.add_option("--token", wanted->token, "GitHub token")->envname("GITHUB_TOKEN")->type_name("TOKEN");
  command.add_option("--models", answers.models, "Folder of the models' metadata")->type_name("FOLDER");
  command.add_option("--data", answers.data, "Data file to check, CSV or JSONL")->type_name("FILE");
  command.add_option("--scans", answers.scans, "Security reports")->type_name("PATTERN");
  command.add_option("--discord", wanted->discord, "Discord webhook")->envname("DISCORD_WEBHOOK_URL")->type_name("URL");
  command.add_option("--slack", wanted->slack, "Slack webhook")->envname("SLACK_WEBHOOK_URL")->type_name("URL");
  command.add_option("--timezone", answers.timezone, "IANA name; default: the system's")->type_name("ZONE");
  command.add_option("--directory", wanted->directory, "Where to write; default: the folder of --config")
      ->type_name("FOLDER");
  return [&common, wanted] { return init(common, *wanted); };
}

}  // namespace lapwing::daemon
