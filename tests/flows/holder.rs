//! The candidate's journey against the real binary: open, share, be checked, withdraw.

use std::time::{Duration, Instant};

use crate::support::{GOOD, Server, Workspace};

#[test]
fn a_candidate_shares_sees_who_looked_and_withdraws_and_no_log_tells_a_secret() {
    for workspace in Workspace::on_each() {
        let results = workspace.results("results.csv", &[GOOD]);
        workspace.ok(&["issue", results.to_str().unwrap(), "--out", "out"]);
        let line = workspace.issued("out").remove(0);
        let log = workspace.path("server.log");
        let server = Server::start_logging(&workspace, &log);
        let (_, token) = line.link.rsplit_once('#').unwrap();

        let page = server.post_form("/fr/c", &[("token", token)]);
        assert!(
            page.text().contains("Personne ces douze derniers mois"),
            "{page:?}"
        );
        let fields = [
            ("token", token),
            ("purpose", "Atelier"),
            ("until", "90"),
            ("shows", "least_level"),
            ("least_level", "1"),
        ];
        let page = server.post_form("/fr/c/share", &fields);
        let (_, rest) = page.text().split_once("/fr/s#").unwrap();
        let secret = rest.split('"').next().unwrap().to_owned();

        let shared = server.post_form("/en/s", &[("token", secret.as_str())]);
        assert_eq!(shared.status, 200, "{shared:?}");
        assert!(shared.text().contains("Kervadec-Oduya") && shared.text().contains("Yes"));
        assert!(!shared.text().contains(">487<"));
        let started = Instant::now();
        let id = loop {
            let page = server.post_form("/en/c", &[("token", token)]);
            if page.text().contains("Link “Atelier”") {
                let (_, rest) = page.text().split_once("name=\"share\" value=\"").unwrap();
                break rest.split('"').next().unwrap().to_owned();
            }
            assert!(started.elapsed() < Duration::from_secs(20), "{page:?}");
            std::thread::sleep(Duration::from_millis(50));
        };
        let withdraw = [("token", token), ("share", id.as_str())];
        server.post_form("/en/c/share/withdraw", &withdraw);
        let gone = server.post_form("/en/s", &[("token", secret.as_str())]);
        assert_eq!(gone.status, 404);
        assert!(!gone.text().contains("Kervadec"));
        let ask = [("token", token), ("part_birth", "yes"), ("wanted", "Brest")];
        let asked = server.post_form("/fr/c/correction", &ask);
        assert!(
            asked.text().contains("Reçue, pas encore examinée"),
            "{asked:?}"
        );
        workspace.check_invariants();
        let log = std::fs::read_to_string(&log).unwrap();
        assert!(log.contains("/c/share"), "{log}");
        for told in [token, secret.as_str(), "Kervadec", "Brest", "Atelier"] {
            assert!(!log.contains(told), "the log tells `{told}`");
        }
    }
}
