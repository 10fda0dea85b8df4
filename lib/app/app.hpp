// SPDX-License-Identifier: Apache-2.0
// The daemon's life: start, run, reload, stop. What a reload rebuilds is one Assembly; the store, the pipeline's state
// and what channels are owed live on.
#pragma once

#include "app/assembly.hpp"
#include "app/control.hpp"
#include "app/hush.hpp"
#include "app/options.hpp"
#include "app/pipeline.hpp"
#include "app/reloaded.hpp"
#include "app/services.hpp"
#include "app/watchdog.hpp"
#include "io/later.hpp"
#include "store/state_lock.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace lapwing::app {

class Web;

class App {
 public:
  /// `load` reads the configuration again for a reload, and gives the problems in words where it can not be used.
  App(Services services, Options options, std::function<Result<Options>()> load);
  App(App const&) = delete;
  App& operator=(App const&) = delete;
  ~App();

  /// Locks the state directory, opens the store, takes up where it stood. Errors: storage, busy, unreadable.
  boost::asio::awaitable<Result<void>> open();

  /// After open: polls and delivers until `stop`.
  boost::asio::awaitable<void> run();
  /// May be called at any time, also twice. What is on its way is finished for at most a second; the rest waits in the
  /// store.
  void stop();
  /// Ends every task at once, wherever it is, as a kill would; nothing is finished. Run the loop until it is empty
  /// afterwards.
  void cancel();
  /// Builds everything anew from the files, or keeps the old and raises an alert about it. How it went comes later; the
  /// Error holds the problems, or is unreachable where the end came first.
  std::shared_ptr<Later<Result<Reloaded>>> reload(std::string who = "SIGHUP");

  struct Once {
    std::size_t sources_failed = 0;
    bool all_told = false;
  };
  /// After open: polls every source once, judges, delivers, removes what is too old, returns. Errors: storage.
  boost::asio::awaitable<Result<Once>> run_once();

  alert::State const& state() const { return pipeline_->state(); }
  /// After open.
  Hush& hush() { return *hush_; }
  /// After open; each reload makes another.
  notify::Dispatcher& dispatcher() { return assembly_->dispatcher(); }

 private:
  struct ReloadWish {
    std::string who;
    std::shared_ptr<Later<Result<Reloaded>>> answer;  // also held by whoever asked
  };

  boost::asio::awaitable<Result<void>> do_open();
  void assemble(Options options, std::optional<alert::Edits> edits);
  void open_control();
  boost::asio::awaitable<Result<Reloaded>> do_reload();
  boost::asio::awaitable<void> record(Result<Reloaded> const& reloaded, std::string who);
  void say_status();
  void say_what_is_gone(Options const& options);
  void say_what_was_given_up(std::string const& channel, std::vector<store::Owed> const& debts, std::string const& why);
  void say_given_up(std::string const& channel, std::string id, std::string what, std::string const& why);
  void say_of_itself(std::string metric, Labels labels, double value, std::string const& note);

  Services services_;
  std::optional<Options> options_;  // until assembled
  std::function<Result<Options>()> load_;
  std::optional<store::StateLock> lock_;
  std::optional<store::Store> store_;
  std::unique_ptr<Pipeline> pipeline_;
  std::unique_ptr<Hush> hush_;
  std::unique_ptr<Assembly> assembly_;
  rules::RuleSet rules_;                                           // those that the pipeline was given last
  std::shared_ptr<Later<std::vector<alert::Transition>>> judged_;  // what the first judgement by them made
  std::string status_;                                             // as the service manager was told
  MoreTime more_time_;
  std::unique_ptr<Watchdog> watchdog_;  // while it runs, where one is asked for
  TaskGroup flights_;                   // polls under way; they may outlive an assembly
  TaskGroup core_;                      // the pipeline and what watches it
  std::unique_ptr<Control> control_;    // while it runs
  std::unique_ptr<Web> web_;            // since the store is open
  std::unique_ptr<Alarm> signal_;       // rung by stop and reload
  std::vector<ReloadWish> reload_asked_;
  bool stopping_ = false;
};

}  // namespace lapwing::app
