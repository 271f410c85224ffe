//! The command line: parses, calls one conductor, prints the answer.
//!
//! Exit codes are part of the interface: see [`Exit`].

mod accounts;
mod archive;
mod args;
mod args_operations;
mod audit;
mod bench;
mod bench_memory;
mod clients;
mod config;
mod db;
mod demo;
mod doctor;
mod freeze;
mod issue;
mod issue_files;
mod issue_report;
mod jobs;
mod key_changes;
mod keys;
mod manual;
mod measure;
mod migrate;
mod output;
mod receipt;
mod reindex;
mod selfcheck;
mod serve;
mod session;
mod session_changes;
mod show;
mod status;
mod status_files;
mod supersede;
mod verify;
mod verify_batch;
mod worker;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::clock::Clock;
use crate::config::Config;
use crate::service::Service;

use args::{Arguments, Command};
use args_operations::Audit;
use output::Output;

/// What the exit code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done; for `verify`: authentic.
    Success = 0,
    /// The command could not do its work; nothing was half done.
    Failure = 1,
    /// The command line is wrong (clap's own code).
    Usage = 2,
    /// Done for the good rows; some rows were refused.
    SomeRefused = 3,
    /// `verify`: not authentic, not in force, or unknown; `verify-batch`: not all rows are good.
    NotAuthentic = 4,
    /// `verify`: what was presented can't be read.
    Unreadable = 5,
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let output = Output::new(arguments.lang, arguments.json);
    if let Command::Completions { shell } = arguments.command {
        clap_complete::generate(
            shell,
            &mut Arguments::command(),
            "sceau",
            &mut std::io::stdout(),
        );
        return ExitCode::SUCCESS;
    }
    if let Command::Manual { folder } = &arguments.command {
        return match manual::write(Arguments::command(), folder) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => output.failure(&error),
        };
    }
    // Without the threads of a runtime: they would keep what this process gives up.
    if let Command::ReadWorker = arguments.command {
        return match crate::reading::run() {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => output.failure(&error.into()),
        };
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return output.failure(&error.into()),
    };
    match runtime.block_on(dispatch(arguments, &output)) {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(error) => output.failure(&error),
    }
}

async fn dispatch(arguments: Arguments, output: &Output) -> anyhow::Result<Exit> {
    let path = arguments.config.as_deref();
    match arguments.command {
        Command::Demo(command) => Box::pin(demo::run(&command, output)).await,
        Command::Verify(command) if command.offline => verify::offline(&command, output).await,
        Command::Keys(command) => keys::run(command, path, output).await,
        Command::Config(command) => config::run(&command, path, output),
        Command::Clients(command) => clients::run(command, &Config::load(path)?, output).await,
        Command::Accounts(command) => {
            accounts::run(command, &open_to_read(path).await?, output).await
        }
        Command::Migrate => migrate::run(&Config::load(path)?, output).await,
        Command::Reindex => reindex::run(&open_to_read(path).await?, output).await,
        Command::Db(command) => db::run(&command, path, output).await,
        Command::Freeze(command) => freeze::freeze(&Config::load(path)?, &command, output).await,
        Command::Thaw(command) => freeze::thaw(&Config::load(path)?, &command, output).await,
        Command::Audit(Audit::Checkpoint { to }) => {
            audit::checkpoint(&open(path).await?, to.as_deref(), output).await
        }
        Command::Audit(command) => audit::run(&open_to_read(path).await?, &command, output).await,
        Command::Selfcheck(command) => {
            selfcheck::run(&open_to_read(path).await?, &command, output).await
        }
        Command::Doctor => doctor::run(path, output).await,
        Command::Bench(command) => bench::run(&command, output).await,
        Command::RenderWorker => {
            crate::issuance::run_worker(&Config::load(path)?)?;
            Ok(Exit::Success)
        }
        Command::Openapi => {
            output.line(crate::http::description()?.trim_end());
            Ok(Exit::Success)
        }
        // Handled before the runtime starts.
        Command::Completions { .. } | Command::Manual { .. } | Command::ReadWorker => {
            Ok(Exit::Success)
        }
        Command::Issue(command) => issue::run(&open(path).await?, path, &command, output).await,
        Command::Serve(command) => {
            Box::pin(serve::run(open(path).await?, path, &command, output)).await
        }
        Command::Worker => worker::run(open(path).await?, path, output).await,
        Command::Session(command) => {
            Box::pin(session::run(&open_to_read(path).await?, command, output)).await
        }
        Command::Jobs(command) => jobs::run(&open_to_read(path).await?, &command, output).await,
        Command::Verify(command) => verify::run(&open_to_read(path).await?, &command, output).await,
        Command::VerifyBatch(command) => {
            verify_batch::run(&open_to_read(path).await?, &command, output).await
        }
        Command::Revoke(command) => status::revoke(&open(path).await?, &command, output).await,
        Command::Suspend(command) => status::suspend(&open(path).await?, &command, output).await,
        Command::Reinstate(command) => {
            status::reinstate(&open(path).await?, &command, output).await
        }
        Command::RenewLink(command) => {
            status::renew_link(&open_to_read(path).await?, &command, output).await
        }
        Command::Status(command) => status_files::run(&open(path).await?, &command, output).await,
        Command::Supersede(command) => supersede::run(&open(path).await?, &command, output).await,
        Command::Archive(command) => archive::run(&open(path).await?, &command, output).await,
        Command::Show(command) => {
            // A standard credential is handed out as a token that is signed then.
            let service = if command.credential.is_empty() {
                open_to_read(path).await?
            } else {
                open(path).await?
            };
            show::run(&service, &command, output).await
        }
    }
}

async fn open(path: Option<&std::path::Path>) -> anyhow::Result<Service> {
    Ok(Service::open(Config::load(path)?, Clock::System).await?)
}

/// For commands that sign nothing.
async fn open_to_read(path: Option<&std::path::Path>) -> anyhow::Result<Service> {
    Ok(Service::open_without_signing(Config::load(path)?, Clock::System).await?)
}
