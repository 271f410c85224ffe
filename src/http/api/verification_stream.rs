//! Verification of many codes in one request: a line in, a line out, in the same order.
//!
//! Neither the question nor the answer is ever whole in memory: the next lines are read when the
//! last answers were taken.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt, stream};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::verification_batches::refuse_requirement;
use crate::access::{Caller, Scope};
use crate::holder;
use crate::http::error::ApiError;
use crate::http::language::language;
use crate::http::router::App;
use crate::i18n::Language;
use crate::verification::bulk::{Answer, Bulk, Row};
use crate::verification::{self, Reason};

/// Longest line that asks about one certificate.
const LONGEST_LINE: usize = 16 << 10;
/// Pieces of the request that are taken together if they are there.
const TOGETHER: usize = 16;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(verify_lines))
}

/// What is asked of every line.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Parameters {
    /// What each certificate has to attest, unless its line says otherwise: `score ≥ 512`.
    #[serde(default)]
    #[param(format = "requirement")]
    requirement: Option<String>,
    /// Language of the sentences: `fr` or `en`.
    #[serde(default, rename = "lang")]
    #[param(rename = "lang")]
    _language: Option<String>,
}

/// A line of the request. Texts are empty or absent where nothing is to be compared.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct AskedLine {
    /// Verification code.
    #[schema(example = "7K2M-4QXD-9TBW-3Z")]
    code: String,
    /// Last name to compare.
    last_name: String,
    /// First name to compare.
    first_name: String,
    /// Birth date to compare: `YYYY-MM-DD` or `DD/MM/YYYY`.
    birth_date: String,
    /// What the certificate has to attest.
    #[schema(example = "score ≥ 512")]
    requirement: String,
    /// Given back as it is.
    reference: Option<String>,
}

/// A line of the answer.
#[derive(Serialize, ToSchema)]
struct AnsweredLine {
    /// Which line of the request, from 1. Empty lines are counted and not answered.
    line: u64,
    /// The line's own reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    /// The answer.
    #[serde(flatten)]
    answer: Answer,
    /// The outcome in one sentence.
    explanation: String,
}

/// Verify many certificates, line by line
///
/// Send one JSON object a line (NDJSON); each is answered by one line, in the same order, while
/// further lines are sent. Read while you write: when answers are not taken, no more is read. A
/// broken answer means that the rest was not answered. A line that can't be read is answered with
/// `invalid_input`.
#[utoipa::path(
    post,
    path = "/api/v1/verifications/batch",
    operation_id = "verify_lines",
    tag = "verifications",
    security(("bearer" = ["verifications:batch"])),
    params(Parameters),
    request_body(content = AskedLine, content_type = "application/x-ndjson"),
    responses(
        (status = 200, description = "One line for each line", body = AnsweredLine, content_type = "application/x-ndjson"),
    )
)]
async fn verify_lines(
    State(app): State<App>,
    caller: Caller,
    parameters: Result<Query<Parameters>, axum::extract::rejection::QueryRejection>,
    uri: axum::http::Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    caller.require(Scope::VerificationsBatch)?;
    let Query(parameters) = parameters.map_err(|_| ApiError::Malformed)?;
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map(|kind| kind.trim().to_ascii_lowercase());
    let accepted = ["application/x-ndjson", "application/jsonl"];
    if !kind.is_some_and(|kind| accepted.contains(&kind.as_str())) {
        return Err(ApiError::UnsupportedType);
    }
    let engine = Bulk::new(&app.service.verifier()).ok_or(ApiError::NotFound)?;
    let engine = match &parameters.requirement {
        Some(requirement) => engine.requiring(requirement).map_err(refuse_requirement)?,
        None => engine,
    };
    let language = language(&uri, &headers);
    let patience = Duration::from_secs(app.service.config.limits.request_seconds);
    let (history, client, clock) = (app.history.clone(), caller.client, app.service.clock);
    let answers = engine
        .answers(asked_lines(body, patience))
        .map(move |answered| {
            let answered = answered?;
            let checked = answered
                .iter()
                .filter_map(|(_, answer)| Some((answer.certificate_id?, answer.outcome)));
            // One a day: streams have no name.
            let at = clock.now();
            let day = at.date_naive().to_string();
            history.note(holder::checked_in_file(checked, client, day.as_bytes(), at));
            written(answered, language)
        });
    let mut response = Body::from_stream(answers).into_response();
    let kind = HeaderValue::from_static("application/x-ndjson");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    let private = HeaderValue::from_static("no-store");
    response.headers_mut().insert(CACHE_CONTROL, private);
    Ok(response)
}

/// Why an answer breaks off.
#[derive(Debug, thiserror::Error)]
enum Broken {
    /// The client went away.
    #[error("the request broke off")]
    Request(#[source] axum::Error),
    /// The client sent nothing for too long.
    #[error("the request stood still")]
    StoodStill,
    /// Verification itself.
    #[error(transparent)]
    Verification(#[from] verification::Error),
    /// An answer has no JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// A line's number and its own reference.
type Own = (u64, Option<String>);

fn written(answered: Vec<(Own, Answer)>, language: Language) -> Result<Bytes, Broken> {
    let mut lines = Vec::new();
    for ((line, reference), answer) in answered {
        let explanation = answer.sentence(language);
        let line = AnsweredLine {
            line,
            reference,
            answer,
            explanation,
        };
        serde_json::to_writer(&mut lines, &line)?;
        lines.push(b'\n');
    }
    Ok(lines.into())
}

/// The lines of a request as they come, many at a time.
fn asked_lines(
    body: Body,
    patience: Duration,
) -> impl Stream<Item = Result<Vec<(Own, Row)>, Broken>> + Send {
    let pieces = Box::pin(body.into_data_stream().ready_chunks(TOGETHER));
    stream::try_unfold(
        (pieces, Lines::default()),
        move |(mut pieces, mut lines)| async move {
            if lines.ended {
                return Ok(None);
            }
            let next = tokio::time::timeout(patience, pieces.next());
            let rows = match next.await.map_err(|_| Broken::StoodStill)? {
                Some(pieces) => {
                    let mut rows = Vec::new();
                    for piece in pieces {
                        rows.extend(lines.take(&piece.map_err(Broken::Request)?));
                    }
                    rows
                }
                None => lines.finish(),
            };
            Ok(Some((rows, (pieces, lines))))
        },
    )
}

/// Cuts a request into lines.
#[derive(Default)]
struct Lines {
    /// The beginning of the next line.
    begun: Vec<u8>,
    count: u64,
    ended: bool,
}

impl Lines {
    fn take(&mut self, piece: &[u8]) -> Vec<(Own, Row)> {
        let mut rows = Vec::new();
        for part in piece.split_inclusive(|byte| *byte == b'\n') {
            if self.ended {
                break;
            }
            self.begun.extend_from_slice(part);
            if self.begun.len() > LONGEST_LINE {
                self.ended = true;
                self.begun.clear();
                rows.push(((self.count + 1, None), unreadable("line-too-long")));
            } else if part.ends_with(b"\n") {
                rows.extend(self.next());
            }
        }
        rows
    }

    fn finish(&mut self) -> Vec<(Own, Row)> {
        self.ended = true;
        self.next().into_iter().collect()
    }

    fn next(&mut self) -> Option<(Own, Row)> {
        let line = std::mem::take(&mut self.begun);
        self.count += 1;
        let line = line.trim_ascii();
        if line.is_empty() {
            return None;
        }
        Some(match serde_json::from_slice::<AskedLine>(line) {
            Ok(asked) => {
                let row = Row {
                    code: asked.code,
                    last_name: asked.last_name,
                    first_name: asked.first_name,
                    birth_date: asked.birth_date,
                    requirement: asked.requirement,
                    fault: None,
                };
                ((self.count, asked.reference), row)
            }
            Err(_) => ((self.count, None), unreadable("line-malformed")),
        })
    }
}

fn unreadable(reason: &'static str) -> Row {
    Row {
        fault: Some(Reason::new(reason)),
        ..Row::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(pieces: &[&str]) -> Vec<(u64, Option<String>, String, bool)> {
        let mut lines = Lines::default();
        let mut rows: Vec<(Own, Row)> = Vec::new();
        for piece in pieces {
            rows.extend(lines.take(piece.as_bytes()));
        }
        rows.extend(lines.finish());
        rows.into_iter()
            .map(|((line, reference), row)| (line, reference, row.code, row.fault.is_some()))
            .collect()
    }

    #[test]
    fn lines_are_whole_however_the_request_is_cut() {
        let expected = [
            (1, Some("a".to_owned()), "7K2M".to_owned(), false),
            (3, None, String::new(), true),
            (4, None, "é".to_owned(), false),
        ];
        let text = "{\"code\":\"7K2M\",\"reference\":\"a\"}\r\n\n{\"kode\":1}\n{\"code\":\"é\"}";
        assert_eq!(cut(&[text]), expected);
        let bytes: Vec<&[u8]> = text.as_bytes().chunks(1).collect();
        let mut lines = Lines::default();
        let mut count = bytes.iter().flat_map(|byte| lines.take(byte)).count();
        count += lines.finish().len();
        assert_eq!(count, 3);
    }

    #[test]
    fn a_line_without_end_is_answered_and_nothing_after_it_is_read() {
        let endless = "x".repeat(LONGEST_LINE + 1);
        let rows = cut(&["{\"code\":\"1\"}\n", &endless, "\n{\"code\":\"2\"}\n"]);
        let lines: Vec<(u64, bool)> = rows
            .iter()
            .map(|(line, .., fault)| (*line, *fault))
            .collect();
        assert_eq!(lines, [(1, false), (2, true)]);
    }
}
