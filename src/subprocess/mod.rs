//! Another process of this program, asked and answering in frames: a length, then as many bytes.
//!
//! What may crash, leak or never end is done there. A frame goes in on its standard input, its
//! answer comes out on its standard output; it ends when its input does.

use std::ffi::OsStr;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::process::Stdio;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// What the other process finds in its environment.
#[derive(Debug, Clone, Copy)]
pub enum Environment<'a> {
    /// What is in ours: configuration, and with it passwords.
    Ours,
    /// Nothing but these variables.
    Only(&'a [(&'a str, &'a str)]),
}

/// A process that waits for frames. Killed when dropped.
#[derive(Debug)]
pub struct Subprocess {
    process: Child,
    input: ChildStdin,
    output: ChildStdout,
    longest: u32,
}

impl Subprocess {
    /// Starts this program with other arguments; its answers may have up to `longest` bytes.
    pub fn start(
        arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
        environment: Environment<'_>,
        longest: u32,
    ) -> io::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        if let Environment::Only(variables) = environment {
            command.env_clear().envs(variables.iter().copied());
        }
        let mut process = command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let (Some(input), Some(output)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(io::Error::other("no pipe to the process"));
        };
        Ok(Self {
            process,
            input,
            output,
            longest,
        })
    }

    /// Whether it can't be asked any more: it ended or was ended.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.process.try_wait(), Ok(None))
    }

    /// Sends a frame and waits for its answer. After an error, or if nobody waited for the answer,
    /// the conversation is out of step: drop it.
    pub async fn ask(&mut self, parts: &[&[u8]]) -> io::Result<Vec<u8>> {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        let length = u32::try_from(length).map_err(io::Error::other)?;
        self.input.write_all(&length.to_be_bytes()).await?;
        for part in parts {
            self.input.write_all(part).await?;
        }
        self.input.flush().await?;
        let length = self.output.read_u32().await?;
        if length > self.longest {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut answer = vec![0; length as usize];
        self.output.read_exact(&mut answer).await?;
        Ok(answer)
    }
}

/// The process's side: answers each frame of at most `longest` bytes until there are no more.
pub fn answer(longest: u32, mut to: impl FnMut(&[u8]) -> Vec<u8>) -> io::Result<()> {
    let mut input = BufReader::new(io::stdin().lock());
    let mut output = BufWriter::new(io::stdout().lock());
    while let Some(frame) = read_frame(&mut input, longest)? {
        let answer = to(&frame);
        let length = u32::try_from(answer.len()).map_err(io::Error::other)?;
        output.write_all(&length.to_be_bytes())?;
        output.write_all(&answer)?;
        output.flush()?;
    }
    Ok(())
}

fn read_frame(input: &mut impl Read, longest: u32) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match input.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u32::from_be_bytes(length);
    if length > longest {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut frame = vec![0; length as usize];
    input.read_exact(&mut frame)?;
    Ok(Some(frame))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_read_until_the_input_ends() {
        let mut input = &b"\0\0\0\x02ab\0\0\0\0"[..];
        assert_eq!(read_frame(&mut input, 2).unwrap().unwrap(), b"ab");
        assert_eq!(read_frame(&mut input, 2).unwrap().unwrap(), b"");
        assert_eq!(read_frame(&mut input, 2).unwrap(), None);
    }

    #[test]
    fn a_frame_that_is_too_long_or_cut_off_is_an_error() {
        assert!(read_frame(&mut &b"\0\0\0\x03abc"[..], 2).is_err());
        assert!(read_frame(&mut &b"\0\0\0\x03ab"[..], 3).is_err());
    }
}
