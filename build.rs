//! Makes cargo look again when a file is added to a folder that is compiled into the program:
//! `include_dir!` itself only watches the files that it already knows.

fn main() {
    for folder in ["certificate-templates", "src/i18n"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
