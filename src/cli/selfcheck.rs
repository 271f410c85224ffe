//! `sceau selfcheck`: what was issued is checked again, from the archive.

use super::Exit;
use super::args_operations::SelfCheck;
use super::output::Output;
use crate::i18n::FluentValue;
use crate::operations::{self, Plan};
use crate::service::Service;

pub(super) async fn run(
    service: &Service,
    command: &SelfCheck,
    output: &Output,
) -> anyhow::Result<Exit> {
    let since = match command.since {
        Some(since) => Some(since),
        None => service.store.last_self_check().await?.map(|last| last.at),
    };
    let plan = Plan {
        sample: command.sample,
        since,
    };
    let found = operations::selfcheck(service, plan, &command.operator.operator).await?;
    for defect in &found.defects {
        let values = [
            (
                "certificate",
                FluentValue::from(defect.certificate.to_string()),
            ),
            ("detail", FluentValue::from(defect.fault.detail())),
        ];
        let id = format!("operations-fault-{}", defect.fault.name());
        output.line(format_args!("✗ {}", output.text_with(&id, &values)));
    }
    let values = [
        ("checked", FluentValue::from(found.checked)),
        ("issued", FluentValue::from(found.issued)),
        ("bad", FluentValue::from(found.bad)),
    ];
    output.line(output.text_with("operations-selfchecked", &values));
    output.json(&found)?;
    Ok(if found.bad == 0 {
        Exit::Success
    } else {
        Exit::Failure
    })
}
