//! How far a batch is, step by step: decided, approved, sealed and archived, told by letter.

use chrono::{DateTime, TimeDelta, Utc};

use super::Hands;
use crate::http::error::ApiError;
use crate::http::pages::console::health::lasting;
use crate::http::pages::instant;
use crate::http::router::App;
use crate::i18n::{FluentValue, Language, text, text_with};
use crate::store::{Batch, BatchCounts, BatchProgress, BatchState};

/// Certificates after which it can be said how long the others take.
const ENOUGH: u64 = 10;

/// One step of a batch.
pub(super) struct Step {
    /// For the script: which sentences it says anew.
    pub(super) id: &'static str,
    pub(super) title: String,
    /// How far it is.
    pub(super) said: String,
    /// Who and when, or how much longer.
    pub(super) when: String,
    /// Class and icon: done, under way or yet to come.
    pub(super) class: &'static str,
    /// The same in words.
    pub(super) state: String,
}

/// Every step of a batch that was started.
pub(super) async fn steps(
    app: &App,
    batch: &Batch,
    counts: &BatchCounts,
    language: Language,
) -> Result<Vec<Step>, ApiError> {
    let now = app.service.clock.now();
    let started = batch.started_at.unwrap_or(now);
    let store = &app.service.store;
    let progress = store.batch_progress(batch.id, started).await?;
    let hands = Hands::of(app, batch, language).await?;
    let telling = Telling {
        language,
        zone: app.service.config.service.time_zone,
        mail: app.service.config.mail.is_on(),
        batch,
        counts,
    };
    let mut steps = vec![
        telling.decided(&hands.uploaded),
        telling.approved(hands.started.as_deref()),
        telling.sealed(&progress, now),
    ];
    steps.push(telling.letters(&progress));
    Ok(steps)
}

struct Telling<'a> {
    language: Language,
    zone: chrono_tz::Tz,
    mail: bool,
    batch: &'a Batch,
    counts: &'a BatchCounts,
}

/// Whether a step is done, under way or yet to come.
#[derive(Clone, Copy)]
enum Stand {
    Done,
    Working,
    Stopped,
    Nothing,
}

impl Telling<'_> {
    fn say(&self, id: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        text_with(self.language, id, values)
    }

    fn at(&self, at: DateTime<Utc>) -> FluentValue<'static> {
        instant(self.language, at, self.zone).into()
    }

    fn step(&self, id: &'static str, stand: Stand, said: String, when: String) -> Step {
        let (class, state) = match stand {
            Stand::Done => ("ok", "console-step-done"),
            Stand::Working => ("warn", "console-step-working"),
            Stand::Stopped => ("bad", "console-step-stopped"),
            Stand::Nothing => ("none", "console-step-nothing"),
        };
        Step {
            id,
            title: text(self.language, &format!("console-step-{id}")),
            said,
            when,
            class,
            state: text(self.language, state),
        }
    }

    fn by(&self, name: &str, at: DateTime<Utc>) -> String {
        let values = [("name", name.into()), ("at", self.at(at))];
        self.say("console-step-by", &values)
    }

    fn decided(&self, who: &str) -> Step {
        let counts = self.counts;
        let rows = counts.awarded + counts.withheld + counts.refused;
        let said = self.say("console-step-decided-said", &[("count", rows.into())]);
        let when = self.by(who, self.batch.created_at);
        self.step("decided", Stand::Done, said, when)
    }

    fn approved(&self, who: Option<&str>) -> Step {
        let due =
            self.counts.pending + self.counts.issued + self.counts.failed + self.counts.cancelled;
        let said = self.say("console-step-approved-said", &[("count", due.into())]);
        let when = match (who, self.batch.started_at) {
            (Some(who), Some(at)) => self.by(who, at),
            _ => String::new(),
        };
        self.step("approved", Stand::Done, said, when)
    }

    fn sealed(&self, progress: &BatchProgress, now: DateTime<Utc>) -> Step {
        let counts = self.counts;
        let due = counts.pending + counts.issued + counts.failed + counts.cancelled;
        let values = [("issued", counts.issued.into()), ("all", due.into())];
        let said = self.say("console-step-sealed-said", &values);
        let stand = match self.batch.state {
            BatchState::Running => Stand::Working,
            BatchState::Cancelled => Stand::Stopped,
            BatchState::Draft | BatchState::Done => Stand::Done,
        };
        let when = match (self.batch.state, progress.first_at, progress.last_at) {
            (BatchState::Running, ..) => self.rest(now),
            (_, Some(first), Some(last)) => {
                let values = [("first", self.at(first)), ("last", self.at(last))];
                self.say("console-step-sealed-when", &values)
            }
            _ => String::new(),
        };
        self.step("sealed", stand, said, when)
    }

    /// How much longer it takes, once that can be said.
    fn rest(&self, now: DateTime<Utc>) -> String {
        let rest = self.batch.started_at.and_then(|started| {
            let done = self.counts.issued + self.counts.failed;
            remaining(now - started, done, self.counts.pending)
        });
        match rest {
            Some(rest) => {
                let rest = lasting(self.language, rest);
                self.say("console-step-rest", &[("rest", rest.into())])
            }
            None => String::new(),
        }
    }

    fn letters(&self, progress: &BatchProgress) -> Step {
        let (waiting, sent) = (progress.letters_waiting, progress.letters_sent);
        let refused = progress.letters_refused;
        let (stand, said) = if !self.mail {
            let said = text(self.language, "console-step-letters-off");
            (Stand::Nothing, said)
        } else if waiting + sent + refused == 0 {
            let said = text(self.language, "console-step-letters-none");
            (Stand::Nothing, said)
        } else {
            let values = [("sent", sent.into()), ("waiting", waiting.into())];
            let stand = if waiting > 0 {
                Stand::Working
            } else {
                Stand::Done
            };
            (stand, self.say("console-step-letters-said", &values))
        };
        let when = match refused {
            0 => String::new(),
            count => self.say("console-step-letters-refused", &[("count", count.into())]),
        };
        self.step("letters", stand, said, when)
    }
}

/// What the others take at the pace of those that are done.
fn remaining(passed: TimeDelta, done: u64, pending: u64) -> Option<TimeDelta> {
    if done < ENOUGH || pending == 0 {
        return None;
    }
    let milliseconds = u64::try_from(passed.num_milliseconds()).ok()?;
    let rest = milliseconds.checked_mul(pending)? / done;
    TimeDelta::try_milliseconds(i64::try_from(rest).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_remains_is_told_once_enough_is_done() {
        let minute = TimeDelta::minutes(1);
        assert_eq!(remaining(minute, 9, 90), None);
        assert_eq!(remaining(minute, 10, 0), None);
        assert_eq!(remaining(minute, 10, 90), Some(TimeDelta::minutes(9)));
        assert_eq!(remaining(minute, 10, u64::MAX), None);
    }
}
