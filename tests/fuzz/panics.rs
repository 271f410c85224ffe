//! Which panics are a crash: all but those of calamine, which our reader takes for an unreadable
//! workbook. One that leaves the reader still ends the process.

use std::panic::{set_hook, take_hook};

pub(crate) fn leave_calamines_to_the_reader() {
    let crash = take_hook();
    set_hook(Box::new(move |panic| {
        let calamines = panic
            .location()
            .is_some_and(|place| place.file().contains("/calamine-"));
        if !calamines {
            crash(panic);
        }
    }));
}
