//! What is done again and again: once in each span of time, whatever the number of workers.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::store::{Job, NewJob};

/// Each with the seconds from one time to the next.
const PERIODIC: [(Job, i64); 2] = [(Job::PublishStatus, 60), (Job::Prune, 3600)];

/// What one worker has already asked for.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    asked: BTreeMap<&'static str, i64>,
}

impl Schedule {
    /// What is to be asked for at this time and was not yet by this worker. The name of a job tells
    /// its span of time: when several workers ask for it, it exists once.
    pub(super) fn due(&self, at: DateTime<Utc>) -> Vec<(i64, NewJob)> {
        PERIODIC
            .iter()
            .map(|(job, seconds)| (at.timestamp().div_euclid(*seconds), job))
            .filter(|(span, job)| self.asked.get(job.kind()) != Some(span))
            .map(|(span, job)| {
                let name = format!("{} {span}", job.kind());
                (span, job.clone().at(at).once(name))
            })
            .collect()
    }

    /// Notes that it was asked for.
    pub(super) fn asked(&mut self, span: i64, job: &NewJob) {
        self.asked.insert(job.job.kind(), span);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixtures::at;

    #[test]
    fn a_worker_asks_once_in_each_span_of_time() {
        let mut schedule = Schedule::default();
        let due = schedule.due(at(0));
        assert_eq!(due.len(), PERIODIC.len());
        for (span, job) in &due {
            schedule.asked(*span, job);
        }
        assert_eq!(schedule.due(at(0)), []);
        let later = schedule.due(at(1));
        assert_eq!(later.len(), 1, "{later:?}");
        assert_eq!(later[0].1.job, Job::PublishStatus);
    }

    #[test]
    fn two_workers_ask_for_the_same_under_the_same_name() {
        let names = |schedule: Schedule| {
            let due = schedule.due(at(0));
            due.into_iter()
                .map(|(_, job)| job.unique_key.unwrap())
                .collect::<Vec<_>>()
        };
        assert_eq!(names(Schedule::default()), names(Schedule::default()));
    }
}
